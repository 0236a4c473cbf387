// RecordStore on SQLite: records.db in the data directory, WAL, synchronous=FULL, foreign keys,
// BEGIN IMMEDIATE, numbered migrations. Raw pages lie beside it as raw/<2 hex>/<sha256>.gz.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "store/record_store.h"

namespace evidence {

struct SqliteStoreOptions {
  std::filesystem::path directory;  // the data directory
  bool create = false;              // else a missing records.db is kNotFound
  bool read_only = false;           // status, check, serve
  std::chrono::milliseconds busy_timeout{5'000};
  bool keep_raw_pages = true;
};

Result<std::unique_ptr<RecordStore>> open_sqlite_store(const SqliteStoreOptions& options,
                                                       Clock& clock);

}  // namespace evidence
