// From ranked works to the hits that people see. Private to search/. Reads all
// document data at once; throws what Xapian throws. A damaged document is an Error.
#pragma once

#include <xapian.h>

#include <vector>

#include "base/result.h"
#include "search/highlight.h"
#include "search/match.h"
#include "search/search_request.h"

namespace evidence {

Result<std::vector<Hit>> read_hits(const Xapian::Database& database,
                                   const std::vector<RankedWork>& works,
                                   const SearchRequest& request, QueryWords& words);

}  // namespace evidence
