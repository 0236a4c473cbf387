// The values that a field has in the index, for browsing. Private to search/. Throws what Xapian
// throws.
#pragma once

#include <xapian.h>

#include <string_view>
#include <vector>

#include "search/searcher.h"

namespace evidence {

// At most `limit` values that begin with `begin`, in alphabetical order, after `after` where that
// is not empty; kInvalidArgument (unknown_field) for what has no values to list.
Result<std::vector<ValueCount>> list_values(const Xapian::Database& database, Field field,
                                            std::string_view begin, std::size_t limit,
                                            std::string_view after);

}  // namespace evidence
