#include "store/record_queries.h"

#include <algorithm>
#include <limits>
#include <system_error>

#include "model/record_json.h"
#include "store/rows.h"

namespace evidence {

namespace {

std::int64_t as_limit(std::size_t limit) {
  constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(limit, kMost));
}

}  // namespace

Result<Record> verified_record(const Database& database, std::string_view body,
                               std::string_view hash, std::string_view source,
                               std::string_view key) {
  if (sha256_bytes(body) == hash) {
    auto record = record_from_json(body);
    if (record.ok()) return record;
  }
  return Error{ErrorCode::kCorrupt, "record_damaged",
               "The record " + quoted_for_message(key) + " of source " +
                   quoted_for_message(source) + " is damaged in " + database.path().string() +
                   " and is withheld.",
               "Run `evidence check store` to see what else is damaged; restore the store from a "
               "backup."};
}

// A row is given only where it is its work's newest: then going on after the last one given can
// skip nothing, and each work is given once.
Result<std::vector<ChangedWork>> read_changes(Database& database, ChangeSequence after,
                                              std::size_t limit) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT c.seq, w.id FROM change_log c JOIN work w ON w.number = c.work "
                       "WHERE c.seq > ?1 AND NOT EXISTS "
                       "(SELECT 1 FROM change_log d WHERE d.work = c.work AND d.seq > c.seq) "
                       "ORDER BY c.seq LIMIT ?2"));
  find.bind(1, after).bind(2, as_limit(limit));
  std::vector<ChangedWork> changes;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    changes.push_back({WorkId(find.text(1)), find.number(0)});
  }
  return changes;
}

Result<std::vector<WorkId>> read_works(Database& database, const WorkId& after, std::size_t limit) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT id FROM work WHERE id > ?1 AND live_records > 0 "
                                   "ORDER BY id LIMIT ?2"));
  find.bind(1, after).bind(2, as_limit(limit));
  std::vector<WorkId> works;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    works.emplace_back(find.text(0));
  }
  return works;
}

Result<std::vector<Record>> read_records_of(Database& database, const WorkId& work) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT s.name, r.key, r.content_hash, b.body FROM work w "
                                   "JOIN work_member m ON m.work = w.number "
                                   "JOIN record r ON r.id = m.record "
                                   "JOIN source s ON s.id = r.source "
                                   "LEFT JOIN record_body b ON b.record = r.id "
                                   "WHERE w.id = ?1 AND r.deleted = 0 ORDER BY s.name, r.key"));
  find.bind(1, work);
  std::vector<Record> records;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    EVIDENCE_ASSIGN(auto record, verified_record(database, find.text(3), find.blob(2), find.text(0),
                                                 find.text(1)));
    records.push_back(std::move(record));
  }
  return records;
}

Result<StoredRecord> stored_record(const Database& database, const Statement& row) {
  StoredRecord stored;
  if (row.number(0) != 0) {
    stored.record.source = row.text(6);
    stored.record.source_record_id = row.text(7);
    stored.record.deleted = true;
  } else {
    EVIDENCE_ASSIGN(stored.record,
                    verified_record(database, row.text(4), row.blob(1), row.text(6), row.text(7)));
    stored.content_hash = to_hex(row.blob(1));
  }
  stored.first_seen = timestamp_of_seconds(row.number(2));
  stored.last_changed = timestamp_of_seconds(row.number(3));
  stored.work = row.text(5);
  return stored;
}

Result<std::optional<StoredRecord>> read_record(Database& database, const std::string& source,
                                                const std::string& source_record_id) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT r.deleted, r.content_hash, r.first_seen, r.last_changed, b.body, "
                       "w.id, s.name, r.key FROM source s JOIN record r ON r.source = s.id "
                       "LEFT JOIN record_body b ON b.record = r.id "
                       "LEFT JOIN work_member m ON m.record = r.id "
                       "LEFT JOIN work w ON w.number = m.work "
                       "WHERE s.name = ?1 AND r.key = ?2"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, source).bind(2, source_record_id).step());
  if (!found) return std::optional<StoredRecord>();
  EVIDENCE_ASSIGN(StoredRecord stored, stored_record(database, find));
  return std::optional<StoredRecord>(std::move(stored));
}

Result<std::optional<WorkId>> follow_redirects(Database& database, const WorkId& id) {
  // At most 100 steps: a ring, which only damage could make, ends too.
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("WITH RECURSIVE way (number, step) AS ("
                       "SELECT number, 0 FROM work WHERE id = ?1 "
                       "UNION ALL SELECT r.current, way.step + 1 FROM way "
                       "JOIN work_redirect r ON r.old = way.number WHERE way.step < 100) "
                       "SELECT w.id FROM way JOIN work w ON w.number = way.number "
                       "ORDER BY way.step DESC LIMIT 1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, id).step());
  if (!found) return std::optional<WorkId>();
  return std::optional<WorkId>(find.text(0));
}

Result<StoreStatus> read_status(Database& database) {
  StoreStatus status;
  EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(database));
  EVIDENCE_ASSIGN(status.records,
                  database.query_number("SELECT coalesce(sum(live_records), 0) FROM source"));
  EVIDENCE_ASSIGN(status.deleted_records,
                  database.query_number("SELECT coalesce(sum(deleted_records), 0) FROM source"));
  EVIDENCE_ASSIGN(status.works,
                  database.query_number("SELECT value FROM counter WHERE name = 'live_works'"));
  EVIDENCE_ASSIGN(status.problems, database.query_number("SELECT count(*) FROM problem"));
  EVIDENCE_ASSIGN(status.last_change,
                  database.query_number("SELECT coalesce(max(seq), 0) FROM change_log"));
  EVIDENCE_ASSIGN(status.store_id,
                  database.query_text("SELECT value FROM meta WHERE key = 'store_id'"));
  EVIDENCE_ASSIGN(const std::int64_t version, database.query_number("PRAGMA user_version"));
  status.schema_version = static_cast<int>(version);
  EVIDENCE_ASSIGN(status.bytes,
                  database.query_number("SELECT coalesce(sum(stored_bytes), 0) FROM raw_page"));
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::path file = database.path();
    file += suffix;
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    if (!absent) status.bytes += static_cast<std::int64_t>(size);
  }
  return status;
}

}  // namespace evidence
