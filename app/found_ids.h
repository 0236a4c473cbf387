// All works that a query finds, however many: the searcher skips at most kMaxOffset, so a larger
// result is taken in parts that do not overlap (by year, then by other counted fields). One thread.
#pragma once

#include <vector>

#include "base/stop_flag.h"
#include "search/searcher.h"

namespace evidence::app {

struct FoundIds {
  std::vector<WorkId> ids;  // each once; in the order asked for, or part by part of a large result
  std::vector<query::Message> warnings;
};

// All of one snapshot: an index that is committed to meanwhile is asked anew. kBusy where it never
// holds still, kTooLarge where the parts stay too large, kCancelled, and the searcher's own.
// `listable`: how many works one part may have; smaller in tests.
Result<FoundIds> find_all_ids(Searcher& searcher, const SearchRequest& request,
                              const StopFlag& stop, std::size_t listable = kMaxOffset);

}  // namespace evidence::app
