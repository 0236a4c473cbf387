// StrategyStore on SQLite: curation.db in the data directory, opened as records.db is: WAL,
// synchronous=FULL, foreign keys, BEGIN IMMEDIATE, numbered migrations.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "curation/strategy_store.h"

namespace evidence::curation {

struct SqliteCurationOptions {
  std::filesystem::path directory;  // the data directory
  bool create = false;              // else a missing curation.db is kNotFound
  std::chrono::milliseconds busy_timeout{2'000};
  StoreLimits limits;
};

Result<std::unique_ptr<StrategyStore>> open_sqlite_strategies(const SqliteCurationOptions& options,
                                                              Clock& clock);

}  // namespace evidence::curation
