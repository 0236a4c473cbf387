#include "store/sqlite_open.h"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/hash.h"
#include "store/rows.h"
#include "store/sync_file.h"

namespace evidence {

namespace {

std::string part_prefix(const DatabaseFile& file) {
  return "." + std::string(file.name) + ".part-";
}

// One process creates or migrates at a time; others wait as long as for any other writer.
Result<FileLock> lock_schema(const SqliteStoreOptions& options, Clock& clock) {
  const std::filesystem::path locks = options.directory / "locks";
  EVIDENCE_TRY(make_directories(locks));
  const auto deadline = clock.steady_now() + options.busy_timeout;
  while (true) {
    auto lock = FileLock::acquire(locks / "schema.lock");
    if (lock.ok() || lock.error().code != ErrorCode::kBusy) return lock;
    const auto now = clock.steady_now();
    if (now >= deadline) {
      return Error{ErrorCode::kBusy, "store_busy",
                   "Another process is creating or upgrading the store in " +
                       options.directory.string() + ".",
                   "Try again when it has ended."};
    }
    clock.sleep_until(std::min(now + std::chrono::milliseconds(20), deadline));
  }
}

// What a killed creation left behind. Only called with the schema lock held.
void remove_leftovers(const DatabaseFile& file, const std::filesystem::path& directory) {
  const std::string prefix = part_prefix(file);
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
    if (entry.path().filename().string().starts_with(prefix)) {
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

// Kept in the file, but a backup (VACUUM INTO) comes without it.
Result<void> use_write_ahead_log(Database& database) {
  EVIDENCE_ASSIGN(const std::string current, database.query_text("PRAGMA journal_mode"));
  if (current == "wal") return {};
  EVIDENCE_ASSIGN(const std::string mode, database.query_text("PRAGMA journal_mode=WAL"));
  if (mode == "wal") return {};
  return Error{ErrorCode::kIo, "no_wal",
               "The file system of " + database.path().string() +
                   " cannot hold the store: SQLite's write-ahead log does not work there.",
               "Use a local file system, not a network share."};
}

Result<void> fill_new_database(const std::filesystem::path& part, Clock& clock,
                               std::chrono::milliseconds busy_timeout,
                               std::span<const Migration> migrations) {
  EVIDENCE_ASSIGN(const auto database, Database::open(part, OpenMode::kCreate, busy_timeout));
  EVIDENCE_TRY(database->execute("PRAGMA page_size=8192"));  // lasts as long as the file
  EVIDENCE_TRY(use_write_ahead_log(*database));
  EVIDENCE_TRY(migrate(*database, migrations, part.parent_path()));
  EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database));
  {
    EVIDENCE_ASSIGN(Statement insert, database->prepare("INSERT INTO meta VALUES (?1, ?2)"));
    const std::string id = random_uuid();
    EVIDENCE_TRY(insert.bind(1, "store_id").bind(2, id).run());
    const std::string created = format_timestamp(clock.now());
    EVIDENCE_TRY(insert.bind(1, "created").bind(2, created).run());
  }
  EVIDENCE_TRY(transaction.commit());
  // Closing the only connection folds the log into the file; this makes its failure heard.
  return database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

// Everything is made beside and appears under its name in one step.
Result<void> create_database(const DatabaseFile& file, const SqliteStoreOptions& options,
                             Clock& clock, std::span<const Migration> migrations) {
  EVIDENCE_TRY(make_directories(options.directory));
  EVIDENCE_ASSIGN(const FileLock lock, lock_schema(options, clock));
  const std::filesystem::path path = options.directory / file.name;
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) return {};  // another process was faster
  remove_leftovers(file, options.directory);
  // The log of a database that is gone would be taken for the new one's.
  for (const char* suffix : {"-wal", "-shm"}) {
    std::filesystem::path leftover = path;
    leftover += suffix;
    if (std::filesystem::exists(leftover, failed)) {
      return Error{ErrorCode::kCorrupt, "store_half_gone",
                   "There is no " + path.string() + ", but its log " + leftover.string() +
                       " is there: the store was moved or deleted in part.",
                   "Put " + std::string(file.name) +
                       " back beside its log. To begin anew, move the log away."};
    }
  }
  const std::filesystem::path part = options.directory / (part_prefix(file) + random_id(12));
  auto made = fill_new_database(part, clock, options.busy_timeout, migrations);
  if (made.ok()) made = sync_file(part);
  if (made.ok()) {
    std::filesystem::rename(part, path, failed);
    if (failed) made = file_error(failed.value(), path, "rename the new store to");
  }
  if (!made.ok()) {
    remove_leftovers(file, options.directory);
    return made;
  }
  return sync_directory(options.directory);
}

}  // namespace

Result<std::unique_ptr<Database>> open_record_database(const SqliteStoreOptions& options,
                                                       Clock& clock,
                                                       std::span<const Migration> migrations) {
  return open_database(kRecordsFile, options, clock, migrations);
}

Result<std::unique_ptr<Database>> open_database(const DatabaseFile& file,
                                                const SqliteStoreOptions& options, Clock& clock,
                                                std::span<const Migration> migrations) {
  const std::filesystem::path path = options.directory / file.name;
  const int newest = migrations.back().version;
  std::error_code failed;
  if (options.create && !options.read_only && !std::filesystem::exists(path, failed)) {
    EVIDENCE_TRY(create_database(file, options, clock, migrations));
  }
  // Looked at before it is opened for writing, so that a foreign or newer file stays as it is.
  int version = 0;
  {
    EVIDENCE_ASSIGN(const auto probe,
                    Database::open(path, OpenMode::kReadOnly, options.busy_timeout));
    EVIDENCE_ASSIGN(version, read_schema_version(*probe, newest, file));
  }
  if (options.read_only) {
    if (version < newest) {
      return Error{ErrorCode::kUnavailable, "older_store",
                   "The store " + path.string() + " has the schema of an older version (" +
                       std::to_string(version) + ", this program needs " + std::to_string(newest) +
                       ").",
                   std::string(file.upgrade)};
    }
    return Database::open(path, OpenMode::kReadOnly, options.busy_timeout);
  }
  EVIDENCE_ASSIGN(auto database, Database::open(path, OpenMode::kReadWrite, options.busy_timeout));
  EVIDENCE_TRY(use_write_ahead_log(*database));
  EVIDENCE_TRY(database->execute("PRAGMA wal_autocheckpoint=2000"));
  if (version < newest) {
    EVIDENCE_ASSIGN(const FileLock lock, lock_schema(options, clock));
    EVIDENCE_TRY(migrate(*database, migrations, options.directory));
  }
  return database;
}

}  // namespace evidence
