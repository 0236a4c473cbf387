// From the matches of a Xapian query to the hits that people see. Private to search/. Reads all
// document data at once; throws what Xapian throws. A damaged document is an Error.
#pragma once

#include <xapian.h>

#include <vector>

#include "base/result.h"
#include "search/highlight.h"
#include "search/search_request.h"

namespace evidence {

Result<std::vector<Hit>> read_hits(const Xapian::MSet& matches, const SearchRequest& request,
                                   QueryWords& words);

}  // namespace evidence
