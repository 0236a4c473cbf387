// DirectoryStore on SQLite: tables of their own in curation.db (curation/sqlite_strategy_store.h).
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "curation/directory_store.h"

namespace evidence::curation {

struct SqliteDirectoryOptions {
  std::filesystem::path directory;  // the data directory
  bool create = false;              // else a missing curation.db is kNotFound
  std::chrono::milliseconds busy_timeout{2'000};
  DirectoryLimits limits;
};

Result<std::unique_ptr<DirectoryStore>> open_sqlite_directory(const SqliteDirectoryOptions& options,
                                                              Clock& clock);

}  // namespace evidence::curation
