// A filter as a query tree, so that Xapian and the sets read it alike. Private to search/; pure.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "query/ast.h"
#include "search/search_request.h"

namespace evidence {

// The works that the filter's values name, any of them; what is excluded is named likewise. Unknown
// fields and values that no field can have are errors (invalid_filter). MatchNothing without
// values: such a filter is to be passed over.
// `today` decides which review dates of guidelines have passed; today_unknown where that matters
// and it is not known.
Result<query::Node> filter_tree(const Filter& filter, const PartialDate& today = {});

}  // namespace evidence
