// Brings the works up to date with the records: which records changed → which they are compared
// with → which are one work. Used by `evidence index` before it writes documents, and by `evidence
// merge`. In bounded batches, each one transaction: killed at any moment, the next run goes on. The
// partition into works depends on the records and decisions alone, never on their order of arrival;
// work ids depend on age. Failures: the store's.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "model/match.h"
#include "store/merge_store.h"

namespace evidence {

struct MergeOptions {
  MatchRules rules;
  std::string fingerprint;          // of the rules; another one than the store's matches all anew
  std::size_t batch_records = 500;  // of one transaction
  std::function<void(std::int64_t done, std::int64_t total)> progress;  // records
  const StopFlag* stop = nullptr;
};

struct MergeOutcome {
  std::int64_t records = 0;      // changed and looked at
  std::int64_t compared = 0;     // pairs
  std::int64_t joined = 0;       // works that became part of another
  std::int64_t split = 0;        // works that lost records to another
  std::int64_t common_keys = 0;  // met more often than MatchRules::most_records_of_key, not used
  bool rematched = false;        // everything, because the rules changed
  bool stopped = false;
};

Result<MergeOutcome> run_merging(MergeStore& store, const MergeOptions& options);

}  // namespace evidence
