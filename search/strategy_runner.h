// Runs the lines of a strategy as sets. Private to search/. Throws what Xapian throws.
#pragma once

#include "base/result.h"
#include "search/reader_state.h"
#include "search/set_cache.h"
#include "search/strategy_run.h"

namespace evidence {

struct RunOptions {
  Language language;
  std::size_t max_expansion = 20'000;
};

Result<StrategyRun> run_strategy(const IndexReader::State& state, SnapshotSets& sets,
                                 const RunOptions& options, const StrategyRequest& request);

}  // namespace evidence
