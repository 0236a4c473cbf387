#include "store/sqlite_merge_batch.h"

#include <cmath>
#include <utility>

#include "base/text.h"
#include "store/record_queries.h"
#include "store/rows.h"
#include "store/work_rows.h"

namespace evidence {

namespace {

constexpr double kMillion = 1'000'000;

Error record_missing(const Database& database, RecordNumber record) {
  return {ErrorCode::kCorrupt, "record_missing",
          "Record " + std::to_string(record) + " is missing in " + database.path().string() + ".",
          "Run `evidence check store`; restore the store from a backup."};
}

WorkRow work_of_row(const Statement& row) {
  return {row.number(0), WorkId(row.text(1)), row.is_null(2) ? 0 : row.number(2), row.number(3)};
}

class SqliteMergeBatch final : public MergeBatch {
 public:
  SqliteMergeBatch(std::shared_ptr<Database> database, Transaction transaction, std::int64_t now)
      : database_(std::move(database)), transaction_(std::move(transaction)), now_(now) {}

  Result<void> commit() override {
    if (works_difference_ != 0) {
      EVIDENCE_ASSIGN(Statement works, database_->prepare("UPDATE counter SET value = value + ?1 "
                                                          "WHERE name = 'live_works'"));
      EVIDENCE_TRY(works.bind(1, works_difference_).run());
      works_difference_ = 0;
    }
    return transaction_.commit();
  }

  Result<MergeState> state() override { return read_merge_state(*database_); }

  Result<void> set_state(const MergeState& state) override {
    EVIDENCE_ASSIGN(Statement put,
                    database_->prepare("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) "
                                       "DO UPDATE SET value = excluded.value"));
    const std::string sequence = std::to_string(state.sequence);
    const std::string after = std::to_string(state.after);
    EVIDENCE_TRY(put.bind(1, "merge_sequence").bind(2, sequence).run());
    EVIDENCE_TRY(put.bind(1, "merge_rules").bind(2, state.rules).run());
    EVIDENCE_TRY(put.bind(1, "merge_phase").bind(2, state.phase).run());
    return put.bind(1, "merge_after").bind(2, after).run();
  }

  Result<std::vector<ChangedRecord>> changed_records(ChangeSequence after,
                                                     std::size_t limit) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT c.record, c.seq FROM change_log c WHERE c.seq > ?1 "
                           "AND c.record IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change_log d "
                           "WHERE d.record = c.record AND d.seq > c.seq) ORDER BY c.seq LIMIT ?2"));
    find.bind(1, after).bind(2, static_cast<std::int64_t>(limit));
    std::vector<ChangedRecord> changed;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return changed;
      changed.push_back({find.number(0), find.number(1)});
    }
  }

  Result<std::vector<RecordNumber>> records_after(RecordNumber after, std::size_t limit) override {
    EVIDENCE_ASSIGN(Statement find, database_->prepare("SELECT id FROM record WHERE id > ?1 "
                                                       "AND deleted = 0 ORDER BY id LIMIT ?2"));
    find.bind(1, after).bind(2, static_cast<std::int64_t>(limit));
    return numbers(find);
  }

  Result<std::optional<Record>> record(RecordNumber record) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT r.deleted, r.content_hash, b.body, s.name, r.key "
                           "FROM record r JOIN source s ON s.id = r.source "
                           "LEFT JOIN record_body b ON b.record = r.id WHERE r.id = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, record).step());
    if (!found) return record_missing(*database_, record);
    if (find.number(0) != 0) return std::optional<Record>();
    EVIDENCE_ASSIGN(Record read, verified_record(*database_, find.text(2), find.blob(1),
                                                 find.text(3), find.text(4)));
    return std::optional<Record>(std::move(read));
  }

  Result<RecordName> name(RecordNumber record) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT s.name, r.key FROM record r "
                                       "JOIN source s ON s.id = r.source WHERE r.id = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, record).step());
    if (!found) return record_missing(*database_, record);
    return RecordName{record, std::string(find.text(0)), std::string(find.text(1))};
  }

  Result<std::string> profile(RecordNumber record) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT bytes FROM match_profile WHERE record = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, record).step());
    return found ? std::string(find.blob(0)) : std::string();
  }

  Result<void> set_profile(RecordNumber record, const std::string& bytes) override {
    if (bytes.empty()) {
      EVIDENCE_ASSIGN(Statement drop,
                      database_->prepare("DELETE FROM match_profile WHERE record = ?1"));
      return drop.bind(1, record).run();
    }
    EVIDENCE_ASSIGN(
        Statement put,
        database_->prepare("INSERT INTO match_profile VALUES (?1, ?2) "
                           "ON CONFLICT (record) DO UPDATE SET bytes = excluded.bytes"));
    return put.bind(1, record).bind_blob(2, bytes).run();
  }

  Result<void> add_key(std::int64_t key, RecordNumber record) override {
    EVIDENCE_ASSIGN(Statement add,
                    database_->prepare("INSERT OR IGNORE INTO match_key VALUES (?1, ?2)"));
    return add.bind(1, key).bind(2, record).run();
  }

  Result<void> drop_key(std::int64_t key, RecordNumber record) override {
    EVIDENCE_ASSIGN(Statement drop,
                    database_->prepare("DELETE FROM match_key WHERE key = ?1 AND record = ?2"));
    return drop.bind(1, key).bind(2, record).run();
  }

  Result<std::vector<RecordNumber>> records_of_key(std::int64_t key, std::size_t limit) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT record FROM match_key WHERE key = ?1 "
                                       "ORDER BY record LIMIT ?2"));
    find.bind(1, key).bind(2, static_cast<std::int64_t>(limit));
    return numbers(find);
  }

  Result<std::vector<std::int64_t>> targets(RecordNumber record) override {
    EVIDENCE_ASSIGN(Statement find, database_->prepare("SELECT key FROM relation_target "
                                                       "WHERE record = ?1 ORDER BY key"));
    find.bind(1, record);
    return numbers(find);
  }

  Result<void> set_targets(RecordNumber record, const std::vector<std::int64_t>& keys) override {
    EVIDENCE_ASSIGN(Statement drop,
                    database_->prepare("DELETE FROM relation_target WHERE record = ?1"));
    EVIDENCE_TRY(drop.bind(1, record).run());
    EVIDENCE_ASSIGN(Statement add,
                    database_->prepare("INSERT OR IGNORE INTO relation_target VALUES (?1, ?2)"));
    for (const std::int64_t key : keys) EVIDENCE_TRY(add.bind(1, key).bind(2, record).run());
    return {};
  }

  Result<std::vector<MatchedPair>> pairs_of(RecordNumber record) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT a, b, verdict, rule, strength, relation FROM match_pair "
                           "WHERE a = ?1 UNION ALL SELECT a, b, verdict, rule, strength, relation "
                           "FROM match_pair WHERE b = ?1"));
    find.bind(1, record);
    std::vector<MatchedPair> pairs;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return pairs;
      pairs.push_back(pair_of_row(find));
    }
  }

  Result<void> put_pair(const MatchedPair& pair) override {
    EVIDENCE_ASSIGN(Statement put, database_->prepare("INSERT OR REPLACE INTO match_pair "
                                                      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
    put.bind(1, pair.a).bind(2, pair.b).bind(3, static_cast<std::int64_t>(pair.verdict));
    put.bind(4, pair.rule).bind(5, std::llround(pair.strength * kMillion));
    return put.bind(6, relation_name(pair.relation)).run();
  }

  Result<void> drop_pair(RecordNumber a, RecordNumber b) override {
    EVIDENCE_ASSIGN(Statement drop,
                    database_->prepare("DELETE FROM match_pair WHERE a = ?1 AND b = ?2"));
    return drop.bind(1, std::min(a, b)).bind(2, std::max(a, b)).run();
  }

  Result<void> forget_matching() override {
    // Works show their near relatives; those that are not found again would be shown on.
    EVIDENCE_ASSIGN(
        Statement related,
        database_->prepare(
            "INSERT INTO change_log (kind, work, record, at) SELECT DISTINCT 'related', m.work, "
            "NULL, ?1 FROM match_pair p JOIN work_member m ON m.record IN (p.a, p.b) "
            "WHERE p.verdict = ?2"));
    related.bind(1, now_).bind(2, static_cast<std::int64_t>(Verdict::kLinked));
    EVIDENCE_TRY(related.run());
    return database_->execute(
        "DELETE FROM match_pair; DELETE FROM match_key; DELETE FROM match_profile; "
        "DELETE FROM relation_target;");
  }

  Result<std::vector<MergeDecision>> decisions_of(RecordNumber record) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare(
            "SELECT id, a, b, same FROM merge_decision d WHERE (a = ?1 OR b = ?1) AND NOT EXISTS "
            "(SELECT 1 FROM merge_decision e WHERE e.a = d.a AND e.b = d.b AND e.id > d.id)"));
    find.bind(1, record);
    std::vector<MergeDecision> decisions;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return decisions;
      MergeDecision& decision = decisions.emplace_back();
      decision.id = find.number(0);
      decision.a = find.number(1);
      decision.b = find.number(2);
      decision.same = find.number(3) != 0;
    }
  }

  Result<WorkRow> work_of(RecordNumber record) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT w.number, w.id, w.origin, w.live_records "
                                       "FROM work_member m JOIN work w ON w.number = m.work "
                                       "WHERE m.record = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, record).step());
    return found ? work_of_row(find) : WorkRow{};
  }

  Result<WorkRow> work(WorkNumber work) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT number, id, origin, live_records FROM work "
                                       "WHERE number = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, work).step());
    return found ? work_of_row(find) : WorkRow{};
  }

  Result<std::vector<MemberRow>> members(WorkNumber work) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT m.record, r.deleted FROM work_member m "
                                       "JOIN record r ON r.id = m.record WHERE m.work = ?1 "
                                       "ORDER BY m.record"));
    find.bind(1, work);
    std::vector<MemberRow> members;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return members;
      members.push_back({find.number(0), find.number(1) != 0});
    }
  }

  Result<WorkRow> new_work(RecordNumber origin) override {
    EVIDENCE_ASSIGN(const MintedWork minted, mint_work(*database_, origin, now_));
    return WorkRow{minted.number, minted.id, origin, 0};
  }

  Result<void> move(RecordNumber record, WorkNumber work) override {
    bool live = false;
    std::int64_t old = 0;
    {
      EVIDENCE_ASSIGN(Statement find,
                      database_->prepare("SELECT r.deleted, m.work FROM record r "
                                         "JOIN work_member m ON m.record = r.id WHERE r.id = ?1"));
      EVIDENCE_ASSIGN(const bool found, find.bind(1, record).step());
      if (!found) return record_missing(*database_, record);
      live = find.number(0) == 0;
      old = find.number(1);
    }
    if (old == work) return {};
    EVIDENCE_ASSIGN(Statement put,
                    database_->prepare("UPDATE work_member SET work = ?2 WHERE record = ?1"));
    EVIDENCE_TRY(put.bind(1, record).bind(2, work).run());
    if (!live) return {};
    EVIDENCE_TRY(count(old, -1));
    return count(work, +1);
  }

  Result<void> redirect(WorkNumber old, WorkNumber current) override {
    EVIDENCE_ASSIGN(Statement flatten, database_->prepare("UPDATE work_redirect SET current = ?2, "
                                                          "at = ?3 WHERE current = ?1"));
    EVIDENCE_TRY(flatten.bind(1, old).bind(2, current).bind(3, now_).run());
    EVIDENCE_ASSIGN(
        Statement put,
        database_->prepare("INSERT INTO work_redirect VALUES (?1, ?2, ?3) "
                           "ON CONFLICT (old) DO UPDATE SET current = excluded.current, "
                           "at = excluded.at"));
    return put.bind(1, old).bind(2, current).bind(3, now_).run();
  }

  Result<void> end_redirect(WorkNumber old) override {
    EVIDENCE_ASSIGN(Statement drop, database_->prepare("DELETE FROM work_redirect WHERE old = ?1"));
    return drop.bind(1, old).run();
  }

  Result<std::vector<WorkRow>> redirected_to(WorkNumber current) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT w.number, w.id, w.origin, w.live_records "
                                       "FROM work_redirect r JOIN work w ON w.number = r.old "
                                       "WHERE r.current = ?1 ORDER BY w.number"));
    find.bind(1, current);
    std::vector<WorkRow> works;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return works;
      works.push_back(work_of_row(find));
    }
  }

  Result<void> note_change(WorkNumber work, const std::string& kind) override {
    EVIDENCE_ASSIGN(Statement log,
                    database_->prepare("INSERT INTO change_log (kind, work, record, at) "
                                       "VALUES (?1, ?2, NULL, ?3)"));
    return log.bind(1, kind).bind(2, work).bind(3, now_).run();
  }

 private:
  static Result<std::vector<std::int64_t>> numbers(Statement& find) {
    std::vector<std::int64_t> found;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return found;
      found.push_back(find.number(0));
    }
  }

  Result<void> count(WorkNumber work, int difference) {
    EVIDENCE_ASSIGN(Statement put,
                    database_->prepare("UPDATE work SET live_records = live_records + ?2 "
                                       "WHERE number = ?1 RETURNING live_records"));
    EVIDENCE_ASSIGN(const bool found, put.bind(1, work).bind(2, difference).step());
    if (!found) {
      return Error{ErrorCode::kCorrupt, "work_missing",
                   "A work is missing in " + database_->path().string() + ".",
                   "Run `evidence check store`; restore the store from a backup."};
    }
    const std::int64_t live = put.number(0);
    if (difference > 0 && live == 1) ++works_difference_;
    if (difference < 0 && live == 0) --works_difference_;
    return {};
  }

  std::shared_ptr<Database> database_;
  Transaction transaction_;
  std::int64_t now_;
  std::int64_t works_difference_ = 0;
};

}  // namespace

MatchedPair pair_of_row(const Statement& row) {
  MatchedPair pair;
  pair.a = row.number(0);
  pair.b = row.number(1);
  pair.verdict = static_cast<Verdict>(row.number(2));
  pair.rule = row.text(3);
  pair.strength = static_cast<double>(row.number(4)) / kMillion;
  pair.relation = relation_by_name(row.text(5)).value_or(RelationType::kOtherEdition);
  return pair;
}

Result<MergeState> read_merge_state(Database& database) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT key, value FROM meta WHERE key LIKE 'merge\\_%' ESCAPE '\\'"));
  MergeState state;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) return state;
    const std::string_view key = find.text(0);
    const std::string value(find.text(1));
    if (key == "merge_sequence") state.sequence = std::strtoll(value.c_str(), nullptr, 10);
    if (key == "merge_rules") state.rules = value;
    if (key == "merge_phase") state.phase = value;
    if (key == "merge_after") state.after = std::strtoll(value.c_str(), nullptr, 10);
  }
}

Result<void> log_record_event(Database& database, std::string_view kind, RecordNumber record,
                              std::int64_t now) {
  EVIDENCE_ASSIGN(
      Statement log,
      database.prepare("INSERT INTO change_log (kind, work, record, at) "
                       "SELECT ?1, work, record, ?3 FROM work_member WHERE record = ?2"));
  return log.bind(1, kind).bind(2, record).bind(3, now).run();
}

Result<std::unique_ptr<MergeBatch>> begin_merge_batch(const std::shared_ptr<Database>& database,
                                                      const Clock& clock) {
  // Keys are spread over the whole of their table; more of it in memory saves most of the reading.
  EVIDENCE_TRY(database->execute("PRAGMA cache_size=-65536"));
  EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database));
  return std::unique_ptr<MergeBatch>(
      std::make_unique<SqliteMergeBatch>(database, std::move(transaction), now_in_seconds(clock)));
}

}  // namespace evidence
