#include "store/page_writer.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/byte_source.h"
#include "base/hash.h"
#include "model/record_json.h"
#include "store/rows.h"
#include "store/work_rows.h"

namespace evidence {

namespace {

constexpr std::int64_t kOldVersionsOfRecord = 20;

Error wrong_record(const Record& record, const std::string& why) {
  return {ErrorCode::kInvalidArgument, "bad_record",
          "The record " + quoted_for_message(record.source_record_id) + " of source " +
              quoted_for_message(record.source) + " " + why,
          "Nothing of its page was stored."};
}

// The statements of one page, prepared once.
class PageWriter {
 public:
  static Result<PageWriter> open(Database& database, const PageContext& context);

  Result<void> write(const PreparedRecord& prepared);
  Result<void> finish();  // the totals
  [[nodiscard]] const PageCounts& counts() const { return counts_; }

 private:
  struct Known {
    std::int64_t id = 0;
    bool deleted = false;
  };
  struct Statements {
    Statement find, add_record, add_body, change_record, change_body, delete_body, keep_old,
        trim_old, add_member, find_work, count_work, log, see;
  };

  PageWriter(Database& database, Statements statements, const PageContext& context)
      : database_(database),
        sql_(std::move(statements)),
        context_(context),
        source_(context.source),
        raw_page_(context.raw_page),
        now_(context.now) {}

  Result<std::int64_t> add_record(const PreparedRecord& prepared);
  Result<void> add_body(std::int64_t record, const std::string& body);
  Result<void> update_record(std::int64_t record, const std::string& hash);
  Result<void> keep_old_body(std::int64_t record);
  Result<std::int64_t> add_work(std::int64_t record);
  Result<std::int64_t> work_of(std::int64_t record);  // 0 = it never had one
  Result<void> count_live(std::int64_t work, int difference);
  Result<void> log(std::string_view kind, std::int64_t work, std::int64_t record);
  Result<void> see(std::int64_t record) {
    if (context_.pass == 0) return {};
    return sql_.see.bind(1, record).bind(2, context_.pass).run();
  }

  [[nodiscard]] Error work_missing() const {
    return {ErrorCode::kCorrupt, "work_missing",
            "A record of " + database_.path().string() + " has lost its work.",
            "Run `evidence check store`; restore the store from a backup."};
  }

  Result<void> add(const PreparedRecord& prepared);
  Result<void> change(Known known, const PreparedRecord& prepared);
  Result<void> remove(Known known);
  Result<void> restore(Known known, const PreparedRecord& prepared);

  void bind_raw_page(Statement& statement, int parameter) {
    if (raw_page_) {
      statement.bind(parameter, *raw_page_);
    } else {
      statement.bind_null(parameter);
    }
  }

  Database& database_;
  Statements sql_;
  PageContext context_;
  std::int64_t source_;
  std::optional<std::int64_t> raw_page_;
  std::int64_t now_;
  PageCounts counts_;
  std::int64_t live_difference_ = 0, deleted_difference_ = 0, works_difference_ = 0;
};

Result<PageWriter> PageWriter::open(Database& database, const PageContext& context) {
  EVIDENCE_ASSIGN(auto find,
                  database.prepare("SELECT id, deleted, content_hash, raw_page FROM record "
                                   "WHERE source = ?1 AND key = ?2"));
  EVIDENCE_ASSIGN(
      auto add_record,
      database.prepare("INSERT INTO record (source, key, deleted, content_hash, first_seen, "
                       "last_changed, raw_page) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)"));
  EVIDENCE_ASSIGN(auto add_body, database.prepare("INSERT INTO record_body VALUES (?1, ?2)"));
  EVIDENCE_ASSIGN(auto change_record,
                  database.prepare("UPDATE record SET deleted = ?2, content_hash = ?3, "
                                   "last_changed = ?4, raw_page = ?5 WHERE id = ?1"));
  EVIDENCE_ASSIGN(auto change_body,
                  database.prepare("UPDATE record_body SET body = ?2 WHERE record = ?1"));
  EVIDENCE_ASSIGN(auto delete_body, database.prepare("DELETE FROM record_body WHERE record = ?1"));
  EVIDENCE_ASSIGN(auto keep_old,
                  database.prepare("INSERT INTO record_history (record, replaced, content_hash, "
                                   "raw_page, body_gzip) SELECT id, ?2, content_hash, raw_page, ?3 "
                                   "FROM record WHERE id = ?1"));
  EVIDENCE_ASSIGN(auto trim_old,
                  database.prepare("DELETE FROM record_history WHERE record = ?1 AND id <= "
                                   "(SELECT id FROM record_history WHERE record = ?1 "
                                   "ORDER BY id DESC LIMIT 1 OFFSET ?2)"));
  EVIDENCE_ASSIGN(auto add_member, database.prepare("INSERT INTO work_member VALUES (?1, ?2)"));
  EVIDENCE_ASSIGN(auto find_work,
                  database.prepare("SELECT work FROM work_member WHERE record = ?1"));
  EVIDENCE_ASSIGN(auto count_work,
                  database.prepare("UPDATE work SET live_records = live_records + ?2 "
                                   "WHERE number = ?1 RETURNING live_records"));
  EVIDENCE_ASSIGN(auto log, database.prepare("INSERT INTO change_log (kind, work, record, at) "
                                             "VALUES (?1, ?2, ?3, ?4)"));
  EVIDENCE_ASSIGN(auto see,
                  database.prepare("INSERT INTO record_seen VALUES (?1, ?2) ON CONFLICT (record) "
                                   "DO UPDATE SET pass = excluded.pass"));
  return PageWriter(
      database,
      Statements{std::move(find), std::move(add_record), std::move(add_body),
                 std::move(change_record), std::move(change_body), std::move(delete_body),
                 std::move(keep_old), std::move(trim_old), std::move(add_member),
                 std::move(find_work), std::move(count_work), std::move(log), std::move(see)},
      context);
}

Result<void> PageWriter::write(const PreparedRecord& prepared) {
  const bool deleted = prepared.record->deleted;
  sql_.find.bind(1, source_).bind(2, prepared.record->source_record_id);
  EVIDENCE_ASSIGN(const bool found, sql_.find.step());
  if (!found) {
    sql_.find.reset();
    if (!deleted) return add(prepared);
    // A deletion of what we never had. The row is kept as a sign that the source has spoken of it;
    // it stops nothing: a live record that comes later, even an older copy, is taken. It counts as
    // deleted once, when the store notes it; no work changed, so the change log says nothing.
    EVIDENCE_TRY(add_record(prepared));
    ++deleted_difference_;
    ++counts_.deleted;
    return {};
  }
  const Known known{sql_.find.number(0), sql_.find.number(1) != 0};
  const bool of_this_page = !sql_.find.is_null(3) && sql_.find.number(3) == raw_page_.value_or(0);
  const bool same = known.deleted ? deleted : !deleted && sql_.find.blob(2) == prepared.hash;
  sql_.find.reset();
  if (!deleted) EVIDENCE_TRY(see(known.id));
  if (same || (context_.reparsed && !of_this_page)) {
    ++counts_.unchanged;
    return {};
  }
  if (deleted) return remove(known);
  if (known.deleted) return restore(known, prepared);
  return change(known, prepared);
}

Result<void> PageWriter::add(const PreparedRecord& prepared) {
  EVIDENCE_ASSIGN(const std::int64_t record, add_record(prepared));
  EVIDENCE_TRY(see(record));
  EVIDENCE_TRY(add_body(record, prepared.body));
  EVIDENCE_ASSIGN(const std::int64_t work, add_work(record));
  EVIDENCE_TRY(count_live(work, +1));
  ++live_difference_;
  ++counts_.added;
  return log("added", work, record);
}

Result<void> PageWriter::change(Known known, const PreparedRecord& prepared) {
  EVIDENCE_TRY(keep_old_body(known.id));
  EVIDENCE_TRY(update_record(known.id, prepared.hash));
  EVIDENCE_TRY(sql_.change_body.bind(1, known.id).bind(2, prepared.body).run());
  EVIDENCE_ASSIGN(const std::int64_t work, work_of(known.id));
  if (work == 0) return work_missing();
  ++counts_.changed;
  return log("changed", work, known.id);
}

// The work stays, without this record: the change log leads the indexer to it.
Result<void> PageWriter::remove(Known known) {
  EVIDENCE_TRY(keep_old_body(known.id));
  EVIDENCE_TRY(update_record(known.id, {}));
  EVIDENCE_TRY(sql_.delete_body.bind(1, known.id).run());
  EVIDENCE_ASSIGN(const std::int64_t work, work_of(known.id));
  EVIDENCE_TRY(count_live(work, -1));
  --live_difference_;
  ++deleted_difference_;
  ++counts_.deleted;
  return log("deleted", work, known.id);
}

// A record that comes back is in its old work again, so that links to the work lead somewhere. It
// counts as added.
Result<void> PageWriter::restore(Known known, const PreparedRecord& prepared) {
  EVIDENCE_TRY(update_record(known.id, prepared.hash));
  EVIDENCE_TRY(add_body(known.id, prepared.body));
  EVIDENCE_ASSIGN(std::int64_t work, work_of(known.id));
  const bool had_work = work != 0;
  if (!had_work) {
    EVIDENCE_ASSIGN(work, add_work(known.id));
  }
  EVIDENCE_TRY(count_live(work, +1));
  ++live_difference_;
  --deleted_difference_;
  ++counts_.added;
  return log(had_work ? "restored" : "added", work, known.id);
}

Result<std::int64_t> PageWriter::add_record(const PreparedRecord& prepared) {
  sql_.add_record.bind(1, source_)
      .bind(2, prepared.record->source_record_id)
      .bind(3, prepared.record->deleted ? 1 : 0)
      .bind(5, now_);
  if (prepared.record->deleted) {
    sql_.add_record.bind_null(4);
  } else {
    sql_.add_record.bind_blob(4, prepared.hash);
  }
  bind_raw_page(sql_.add_record, 6);
  EVIDENCE_TRY(sql_.add_record.run());
  return database_.last_insert_id();
}

Result<void> PageWriter::add_body(std::int64_t record, const std::string& body) {
  return sql_.add_body.bind(1, record).bind(2, body).run();
}

// An empty hash makes it a tombstone.
Result<void> PageWriter::update_record(std::int64_t record, const std::string& hash) {
  sql_.change_record.bind(1, record).bind(2, hash.empty() ? 1 : 0).bind(4, now_);
  if (hash.empty()) {
    sql_.change_record.bind_null(3);
  } else {
    sql_.change_record.bind_blob(3, hash);
  }
  bind_raw_page(sql_.change_record, 5);
  return sql_.change_record.run();
}

Result<void> PageWriter::keep_old_body(std::int64_t record) {
  std::string compressed;
  {
    EVIDENCE_ASSIGN(Statement old,
                    database_.prepare("SELECT body FROM record_body WHERE record = ?1"));
    EVIDENCE_ASSIGN(const bool found, old.bind(1, record).step());
    if (!found) {
      return Error{ErrorCode::kCorrupt, "body_missing",
                   "The body of record " + std::to_string(record) + " is missing in " +
                       database_.path().string() + ".",
                   "Run `evidence check store`; restore the store from a backup."};
    }
    compressed = gzip(old.text(0));
  }
  EVIDENCE_TRY(sql_.keep_old.bind(1, record).bind(2, now_).bind_blob(3, compressed).run());
  return sql_.trim_old.bind(1, record).bind(2, kOldVersionsOfRecord).run();
}

Result<std::int64_t> PageWriter::add_work(std::int64_t record) {
  EVIDENCE_ASSIGN(const MintedWork work, mint_work(database_, record, now_));
  EVIDENCE_TRY(sql_.add_member.bind(1, record).bind(2, work.number).run());
  return work.number;
}

Result<std::int64_t> PageWriter::work_of(std::int64_t record) {
  EVIDENCE_ASSIGN(const bool found, sql_.find_work.bind(1, record).step());
  const std::int64_t work = found ? sql_.find_work.number(0) : 0;
  sql_.find_work.reset();
  return work;
}

Result<void> PageWriter::count_live(std::int64_t work, int difference) {
  EVIDENCE_ASSIGN(const bool found, sql_.count_work.bind(1, work).bind(2, difference).step());
  if (!found) return work_missing();
  const std::int64_t live = sql_.count_work.number(0);
  sql_.count_work.reset();
  if (difference > 0 && live == 1) ++works_difference_;
  if (difference < 0 && live == 0) --works_difference_;
  return {};
}

Result<void> PageWriter::log(std::string_view kind, std::int64_t work, std::int64_t record) {
  return sql_.log.bind(1, kind).bind(2, work).bind(3, record).bind(4, now_).run();
}

Result<void> PageWriter::finish() {
  {
    EVIDENCE_ASSIGN(Statement totals,
                    database_.prepare("UPDATE source SET live_records = live_records + ?2, "
                                      "deleted_records = deleted_records + ?3 WHERE id = ?1"));
    totals.bind(1, source_).bind(2, live_difference_).bind(3, deleted_difference_);
    EVIDENCE_TRY(totals.run());
  }
  EVIDENCE_ASSIGN(Statement works, database_.prepare("UPDATE counter SET value = value + ?1 "
                                                     "WHERE name = 'live_works'"));
  return works.bind(1, works_difference_).run();
}

}  // namespace

Result<std::vector<PreparedRecord>> prepare_records(const PageWrite& page) {
  if (page.records.size() > kMaxRecordsOfPage) {
    return Error{ErrorCode::kTooLarge, "page_too_large",
                 "A page of " + std::to_string(page.records.size()) +
                     " records is too large (limit " + std::to_string(kMaxRecordsOfPage) + ").",
                 "Write smaller pages."};
  }
  std::unordered_map<std::string_view, std::size_t> last_place;
  last_place.reserve(page.records.size());
  for (std::size_t i = 0; i < page.records.size(); ++i) {
    const Record& record = page.records[i];
    if (record.source != page.source) {
      return wrong_record(record, "does not belong to source '" + page.source + "'.");
    }
    if (record.source_record_id.empty()) return wrong_record(record, "has no key.");
    if (record.source_record_id.size() > kMaxRecordKeyBytes) {
      return wrong_record(
          record, "has a key of more than " + std::to_string(kMaxRecordKeyBytes) + " bytes.");
    }
    last_place[record.source_record_id] = i;
  }
  std::vector<PreparedRecord> prepared;
  prepared.reserve(last_place.size());
  for (std::size_t i = 0; i < page.records.size(); ++i) {
    const Record& record = page.records[i];
    if (last_place[record.source_record_id] != i) continue;
    PreparedRecord& entry = prepared.emplace_back();
    entry.record = &record;
    if (record.deleted) continue;
    entry.body = record_to_json(record);
    entry.hash = sha256_bytes(entry.body);
  }
  return prepared;
}

namespace {

// The live parts of a record that its page no longer has: "<key>#1" … sort between "<key>#" and
// "<key>$".
Result<std::vector<Record>> parts_gone(Database& database, std::int64_t source,
                                       const std::string& key,
                                       const std::unordered_set<std::string_view>& on_page) {
  EVIDENCE_ASSIGN(Statement list,
                  database.prepare("SELECT key FROM record WHERE source = ?1 AND key > ?2 "
                                   "AND key < ?3 AND deleted = 0"));
  const std::string first = key + "#";
  const std::string last = key + "$";
  list.bind(1, source).bind(2, first).bind(3, last);
  std::vector<Record> gone;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, list.step());
    if (!row) return gone;
    if (on_page.contains(list.text(0))) continue;
    Record& record = gone.emplace_back();
    record.source_record_id = list.text(0);
    record.deleted = true;
  }
}

}  // namespace

Result<PageCounts> write_records(Database& database, const PageContext& context,
                                 const std::vector<PreparedRecord>& records,
                                 const std::vector<std::string>& families) {
  if (records.empty()) return PageCounts{};
  EVIDENCE_ASSIGN(PageWriter writer, PageWriter::open(database, context));
  for (const PreparedRecord& record : records) EVIDENCE_TRY(writer.write(record));
  std::unordered_set<std::string_view> on_page;
  if (!families.empty()) {
    for (const PreparedRecord& record : records) on_page.insert(record.record->source_record_id);
  }
  for (const std::string& family : families) {
    EVIDENCE_ASSIGN(const std::vector<Record> gone,
                    parts_gone(database, context.source, family, on_page));
    for (const Record& record : gone) EVIDENCE_TRY(writer.write(PreparedRecord{&record, "", ""}));
  }
  EVIDENCE_TRY(writer.finish());
  return writer.counts();
}

}  // namespace evidence
