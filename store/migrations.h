// The numbered steps from an empty file to today's tables of records.db, and the code that takes
// them, for this and our other database files: one transaction each, PRAGMA user_version as the
// mark, a copy of the old file first. Used when a store is opened. Killed midway, the next opening
// goes on where the last whole step ended. Failures: kNewerVersion (the file is left as it is),
// kCorrupt, kBusy, kStorageFull, kIo.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.h"
#include "store/sqlite.h"

namespace evidence {

struct Migration {
  int version;            // 1, 2, 3 … without gaps
  std::string_view name;  // for the log
  std::string_view sql;   // one or more statements, no transaction of its own
};

extern const std::string_view kMigration0001;  // migrations/0001_initial.cc
extern const std::string_view kMigration0002;  // migrations/0002_harvesting.cc
extern const std::string_view kMigration0003;  // migrations/0003_changes_by_source.cc
extern const std::string_view kMigration0004;  // migrations/0004_merging.cc
std::span<const Migration> record_store_migrations();

// "EVID": what `file` and PRAGMA application_id show, so that no other database is taken for ours.
inline constexpr std::int64_t kRecordStoreApplicationId = 0x45564944;

// One kind of database file of ours, and how messages speak of it.
struct DatabaseFile {
  std::string_view name;  // in the data directory
  std::int64_t application_id = 0;
  std::string_view what;     // "record store"
  std::string_view restore;  // what to do where the file is another program's
  std::string_view upgrade;  // what to do where it has an older schema and may only be read
};
inline constexpr DatabaseFile kRecordsFile{
    "records.db", kRecordStoreApplicationId, "record store",
    "Restore it from a backup, or move it away and import the sources again.",
    "Run `evidence import` or `evidence harvest` once: opening the store for writing brings it up "
    "to date and keeps a backup."};

// kCorrupt where the file is another program's database, kNewerVersion where it is of a newer
// program than this; else its version, 0 for an empty file. Reads only.
Result<int> read_schema_version(Database& database, int newest_known,
                                const DatabaseFile& file = kRecordsFile);

// Brings the open database to the newest of `migrations`. A file that holds a version already is
// first copied to `backup_directory`/<file>.v<version>.backup.
Result<void> migrate(Database& database, std::span<const Migration> migrations,
                     const std::filesystem::path& backup_directory);

}  // namespace evidence
