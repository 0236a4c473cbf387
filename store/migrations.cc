#include "store/migrations.h"

#include <array>
#include <string>
#include <system_error>

#include "base/file.h"
#include "base/log.h"
#include "store/sync_file.h"

namespace evidence {

namespace {

// The copy is whole or absent: VACUUM INTO a file beside it, synced, then renamed.
Result<void> back_up(Database& database, const std::filesystem::path& target) {
  std::filesystem::path part = target;
  part += ".part";
  std::error_code failed;
  std::filesystem::remove(part, failed);
  EVIDENCE_ASSIGN(Statement copy, database.prepare("VACUUM INTO ?1"));
  const std::string name = part.string();
  copy.bind(1, name);
  if (auto outcome = copy.run(); !outcome.ok()) {
    std::filesystem::remove(part, failed);
    return outcome.error();
  }
  // SQLite does not sync the target of VACUUM INTO under every setting; a backup must be on disk.
  EVIDENCE_TRY(sync_file(part));
  std::filesystem::rename(part, target, failed);
  if (failed) return file_error(failed.value(), target, "rename the backup to");
  return sync_directory(target.parent_path());
}

Result<void> take_step(Database& database, const Migration& migration) {
  EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(database));
  EVIDENCE_ASSIGN(const std::int64_t current, database.query_number("PRAGMA user_version"));
  if (current >= migration.version) return {};  // another process was faster
  EVIDENCE_TRY(database.execute(migration.sql));
  // A PRAGMA takes no parameters.
  EVIDENCE_TRY(database.execute("PRAGMA user_version=" + std::to_string(migration.version)));
  return transaction.commit();
}

}  // namespace

std::span<const Migration> record_store_migrations() {
  static const std::array<Migration, 4> migrations{{{1, "initial tables", kMigration0001},
                                                    {2, "harvesting", kMigration0002},
                                                    {3, "changes by source", kMigration0003},
                                                    {4, "merging", kMigration0004}}};
  return migrations;
}

Result<int> read_schema_version(Database& database, int newest_known, const DatabaseFile& file) {
  EVIDENCE_ASSIGN(const std::int64_t application, database.query_number("PRAGMA application_id"));
  EVIDENCE_ASSIGN(const std::int64_t version, database.query_number("PRAGMA user_version"));
  if (application != file.application_id) {
    return Error{ErrorCode::kCorrupt, "not_a_store",
                 database.path().string() + " is not a " + std::string(file.what) + " of Evidence.",
                 std::string(file.restore)};
  }
  if (version > newest_known) {
    return Error{ErrorCode::kNewerVersion, "newer_store",
                 "The store " + database.path().string() +
                     " was written by a newer version of "
                     "evidence (schema " +
                     std::to_string(version) + "; this program knows " +
                     std::to_string(newest_known) + "). It was not touched.",
                 "Install the newer version, or name another data directory."};
  }
  return static_cast<int>(version);
}

Result<void> migrate(Database& database, std::span<const Migration> migrations,
                     const std::filesystem::path& backup_directory) {
  const int newest = migrations.empty() ? 0 : migrations.back().version;
  EVIDENCE_ASSIGN(const std::int64_t before, database.query_number("PRAGMA user_version"));
  if (before >= newest) return {};
  if (before > 0) {
    const std::filesystem::path backup =
        backup_directory /
        (database.path().filename().string() + ".v" + std::to_string(before) + ".backup");
    EVIDENCE_TRY(back_up(database, backup));
    log_info("The store is brought from schema " + std::to_string(before) + " to " +
             std::to_string(newest) + "; the old one is kept as " + backup.string());
  }
  for (const Migration& migration : migrations) {
    if (migration.version > before) EVIDENCE_TRY(take_step(database, migration));
  }
  return {};
}

}  // namespace evidence
