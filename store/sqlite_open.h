// How records.db and our other database files come to be and are opened: created whole or not at
// all, checked for foreign and newer files before anything is written, migrated with a backup. Used
// by sqlite_record_store.cc and curation/. Failures: kNotFound, kCorrupt, kNewerVersion, kBusy,
// kUnavailable (old schema, reading only).
#pragma once

#include <memory>
#include <span>

#include "base/clock.h"
#include "store/migrations.h"
#include "store/sqlite.h"
#include "store/sqlite_record_store.h"

namespace evidence {

inline constexpr std::string_view kRecordStoreFile = kRecordsFile.name;

// `migrations` is an argument so that tests can show an older or newer program.
Result<std::unique_ptr<Database>> open_record_database(const SqliteStoreOptions& options,
                                                       Clock& clock,
                                                       std::span<const Migration> migrations);

// Likewise for any file whose first migration sets its application id and makes the table `meta`.
Result<std::unique_ptr<Database>> open_database(const DatabaseFile& file,
                                                const SqliteStoreOptions& options, Clock& clock,
                                                std::span<const Migration> migrations);

}  // namespace evidence
