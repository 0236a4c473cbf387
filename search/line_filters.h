// The searches of a request that works have to pass besides its own (SearchRequest::line_filters):
// read, prepared for an index, and said in the answer. Private to search/; pure but for the
// preparing, which throws what Xapian throws.
#pragma once

#include <vector>

#include "query/parse.h"
#include "search/reader_state.h"
#include "search/search_request.h"
#include "search/set_cache.h"
#include "search/strategy_run.h"

namespace evidence {

// Their trees, in order. kInvalidArgument: too_many_line_filters; line_filter_unusable where one
// cannot be read, with its name and what is wrong.
Result<std::vector<query::Node>> parse_line_filters(const std::vector<LineFilter>& filters,
                                                    const query::ParseOptions& options);

// Headings looked up and plain words mapped, as in a line of a strategy. What each filter is goes
// to the interpretation, what is doubtful in it to the warnings, both with its name.
void prepare_line_filters(const std::vector<LineFilter>& filters, const IndexReader::State& state,
                          SnapshotSets& sets, const Language& language,
                          std::vector<query::Node>& trees, SearchResponse& response);

}  // namespace evidence
