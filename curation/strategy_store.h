// Where strategies, their versions, runs and what belongs to them are kept. An interface, so that
// SQLite and later PostgreSQL pass the same contract tests (tests/unit/curation/store_contract.h).
// One object serves one thread; StorePool lends them. There is no listing of strategies: who does
// not know an id cannot come by it. Failures: kNotFound (unknown_strategy, unknown_version,
// unknown_run …), kTooLarge (a limit of StoreLimits), kBusy, kStorageFull, kCorrupt, kIo.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curation/external.h"
#include "curation/run.h"
#include "curation/strategy.h"
#include "curation/test_set.h"

namespace evidence::curation {

struct StoreLimits {
  std::int64_t strategies = 100'000;
  std::int64_t bytes = std::int64_t{16} << 30;  // of all strategies with all that belongs to them
  std::int64_t bytes_of_strategy = std::int64_t{256} << 20;
  unsigned versions = 1'000;  // of one strategy, as below
  unsigned runs = 500;
  unsigned externals = 50;
};

struct VersionHead {
  unsigned number = 0;
  std::string at, actor, comment, name;
  std::size_t text_bytes = 0;
};

struct RunHead {
  unsigned number = 0, version = 0;
  std::string at, actor, snapshot;
  std::optional<std::uint64_t> count;  // of the result line
};

// What a person said to an item of a report.
struct Answer {
  unsigned item = 0;
  std::string text, person;
  std::string at;  // given by the store
  bool operator==(const Answer&) const = default;
};

struct StoreUsage {
  std::int64_t strategies = 0, bytes = 0;
};

class StrategyStore {
 public:
  virtual ~StrategyStore() = default;

  struct NewStrategy {
    StrategySettings settings;  // checked_settings()
    Change change;
    std::string token_hash;  // 32 bytes
    std::optional<Origin> forked_from = {};
    bool sample = false;
  };
  virtual Result<Strategy> create(const NewStrategy& strategy) = 0;
  virtual Result<Strategy> find(const StrategyId& id) = 0;
  virtual Result<std::string> token_hash_of(const StrategyId& id) = 0;

  // A new version, unless nothing differs from the latest: then that. `expected`: the version that
  // the change was made from; another latest one is kInvalidArgument "strategy_changed". 0: any.
  virtual Result<StrategyVersion> add_version(const StrategyId& id,
                                              const StrategySettings& settings,
                                              const Change& change, unsigned expected) = 0;
  virtual Result<StrategyVersion> version(const StrategyId& id, unsigned number) = 0;  // 0: latest
  virtual Result<std::vector<VersionHead>> versions(const StrategyId& id) = 0;  // newest first

  // Gives the number and time.
  virtual Result<StoredRun> add_run(const StrategyId& id, StoredRun run, const RunWorks& works) = 0;
  virtual Result<StoredRun> run(const StrategyId& id, unsigned number) = 0;  // 0: the newest
  virtual Result<RunWorks> run_works(const StrategyId& id, unsigned number) = 0;
  virtual Result<std::vector<RunHead>> runs(const StrategyId& id) = 0;  // newest first

  // Gives the number and time.
  virtual Result<ExternalSearch> add_external(const StrategyId& id, ExternalSearch search,
                                              const std::vector<Record>& records) = 0;
  // Of a run, in order; without fates, which external() has.
  virtual Result<std::vector<ExternalSearch>> externals(const StrategyId& id, unsigned run) = 0;
  virtual Result<ExternalSearch> external(const StrategyId& id, unsigned number) = 0;
  virtual Result<std::vector<Record>> external_records(const StrategyId& id, unsigned number) = 0;

  virtual Result<void> set_test_set(const StrategyId& id, const TestSet& set) = 0;
  virtual Result<std::optional<TestSet>> test_set(const StrategyId& id) = 0;

  // Earlier answers to an item are kept; answers() gives the newest of each, by item. An empty text
  // takes the answer back.
  virtual Result<void> add_answer(const StrategyId& id, const Answer& answer) = 0;
  virtual Result<std::vector<Answer>> answers(const StrategyId& id) = 0;

  // With all that belongs to it, for ever.
  virtual Result<void> remove(const StrategyId& id) = 0;

  virtual Result<StoreUsage> usage() = 0;
};

}  // namespace evidence::curation
