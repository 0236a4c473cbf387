// Brings the index up to date with the store: change log → works → documents, in bounded batches,
// each durably committed before its sequence number counts. Used by `evidence index`; one process
// at a time. A crash or an interruption only repeats work.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/stop_flag.h"
#include "indexer/vector_outcome.h"
#include "model/merge.h"
#include "store/record_store.h"

namespace evidence {

struct IndexProgress {
  std::int64_t done = 0, total = 0;  // works; where `doing` is not empty, steps of that
  std::string_view doing = {};       // "learning vectors", "vectors"
};

struct IndexOptions {
  std::filesystem::path data_directory;
  bool rebuild = false;  // build a new generation beside the old one, then flip
  unsigned shards = 1;   // of a new generation
  std::size_t batch_documents = 1'000;
  std::size_t batch_bytes = 32U << 20U;
  std::chrono::milliseconds commit_interval{1'000};  // at most one commit a second while served
  std::function<void(const IndexProgress&)> progress;
  const StopFlag* stop = nullptr;
  MergePolicy policy;   // how a work's fields are picked from its records
  bool vectors = true;  // docs/vectors.md; false removes those that there are
};

struct IndexOutcome {
  std::string generation;
  bool rebuilt = false;
  std::string rebuild_reason;  // "first index", "schema 1 → 2", "asked for" …
  std::int64_t works_indexed = 0, works_removed = 0, works_refused = 0;  // refused: see problems
  std::int64_t documents = 0;                                            // in the index afterwards
  ChangeSequence sequence = 0;
  bool stopped = false;
  VectorOutcome vectors;
  // Why the index has no vectors or old ones, though it was to have some: it can be searched.
  std::string vectors_problem;
  std::vector<std::string> problems;  // at most 100
};

Result<IndexOutcome> run_index(RecordStore& store, const IndexOptions& options, Clock& clock);

}  // namespace evidence
