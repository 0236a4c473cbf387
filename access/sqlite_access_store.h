// AccessStore on SQLite: access.db in the data directory, opened as records.db is: WAL,
// synchronous=FULL, foreign keys, BEGIN IMMEDIATE, numbered migrations.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "access/access_store.h"
#include "base/clock.h"

namespace evidence {

struct SqliteAccessOptions {
  std::filesystem::path directory;  // the data directory
  bool create = false;              // else a missing access.db is kNotFound
  bool read_only = false;           // a server reads while a command writes
  std::chrono::milliseconds busy_timeout{5'000};
};

Result<std::unique_ptr<AccessStore>> open_sqlite_access(const SqliteAccessOptions& options,
                                                        Clock& clock);

}  // namespace evidence
