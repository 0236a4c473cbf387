#include "store/sqlite_merge_store.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "model/match_profile.h"
#include "store/ledger_query.h"
#include "store/record_queries.h"
#include "store/rows.h"
#include "store/sqlite_merge_batch.h"

namespace evidence {

namespace {

// A record in an order that does not depend on when it came.
struct Place {
  std::string source, key;
  RecordNumber record = 0;
  auto operator<=>(const Place&) const = default;
};

Place place_of(const Statement& row) {
  return {std::string(row.text(1)), std::string(row.text(2)), row.number(0)};
}

RecordName name_of_row(const Statement& row, int column) {
  return {row.number(column), std::string(row.text(column + 1)), std::string(row.text(column + 2))};
}

class SqliteMergeStore final : public MergeStore {
 public:
  SqliteMergeStore(std::shared_ptr<Database> database, const Clock& clock, bool read_only)
      : database_(std::move(database)), clock_(clock), read_only_(read_only) {}

  Result<std::unique_ptr<MergeBatch>> begin_batch() override {
    EVIDENCE_TRY(require_writable());
    return begin_merge_batch(database_, clock_);
  }

  Result<MergeState> merge_state() override { return read_merge_state(*database_); }

  Result<std::int64_t> unmerged() override {
    EVIDENCE_ASSIGN(const MergeState state, read_merge_state(*database_));
    EVIDENCE_ASSIGN(Statement count,
                    database_->prepare("SELECT count(DISTINCT record) FROM change_log "
                                       "WHERE seq > ?1 AND record IS NOT NULL"));
    EVIDENCE_ASSIGN(const bool row, count.bind(1, state.sequence).step());
    return row ? count.number(0) : 0;
  }

  Result<std::vector<NamingRecord>> naming(const WorkId& work, std::size_t limit) override {
    EVIDENCE_ASSIGN(const std::set<std::int64_t> keys, identifier_keys_of(work));
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT t.record, s.name, r.key, w.id FROM relation_target t "
                           "JOIN record r ON r.id = t.record JOIN source s ON s.id = r.source "
                           "JOIN work_member m ON m.record = t.record "
                           "JOIN work w ON w.number = m.work "
                           "WHERE t.key = ?1 AND w.id <> ?2 ORDER BY s.name, r.key LIMIT ?3"));
    // By name: which records are met and in which order must not depend on when they came.
    std::map<Place, WorkId> found;
    for (const std::int64_t key : keys) {
      find.bind(1, key).bind(2, work).bind(3, static_cast<std::int64_t>(limit));
      while (found.size() < limit) {
        EVIDENCE_ASSIGN(const bool row, find.step());
        if (!row) break;
        found.emplace(place_of(find), WorkId(find.text(3)));
      }
      find.reset();
    }
    std::vector<NamingRecord> naming;
    for (const auto& [place, id] : found) {
      EVIDENCE_ASSIGN(auto read, read_live(place.record));
      if (read) naming.push_back({std::move(*read), id});
    }
    return naming;
  }

  Result<std::vector<NearRecord>> near(const WorkId& work, std::size_t limit) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare(
            "SELECT p.b, s.name, r.key, p.relation, 0, o.id FROM work w "
            "JOIN work_member m ON m.work = w.number JOIN match_pair p ON p.a = m.record "
            "JOIN work_member n ON n.record = p.b "
            "JOIN record r ON r.id = p.b JOIN source s ON s.id = r.source "
            "JOIN work o ON o.number = n.work WHERE w.id = ?1 AND p.verdict = ?2 AND o.id <> ?1 "
            "UNION ALL "
            "SELECT p.a, s.name, r.key, p.relation, 1, o.id FROM work w "
            "JOIN work_member m ON m.work = w.number JOIN match_pair p ON p.b = m.record "
            "JOIN work_member n ON n.record = p.a "
            "JOIN record r ON r.id = p.a JOIN source s ON s.id = r.source "
            "JOIN work o ON o.number = n.work WHERE w.id = ?1 AND p.verdict = ?2 AND o.id <> ?1"));
    find.bind(1, work).bind(2, static_cast<std::int64_t>(Verdict::kLinked));
    std::vector<std::pair<Place, NearRecord>> found;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) break;
      RelationType relation = relation_by_name(find.text(3)).value_or(RelationType::kOtherEdition);
      if (find.number(4) != 0) relation = reverse_of(relation);
      found.push_back({place_of(find), {Record{}, WorkId(find.text(5)), relation}});
    }
    find.reset();
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first, a.second.relation) < std::pair(b.first, b.second.relation);
    });
    std::set<std::pair<WorkId, RelationType>> known;
    std::set<std::pair<RecordNumber, RelationType>> given;
    std::vector<NearRecord> near;
    for (auto& [place, relative] : found) {
      if (!given.emplace(place.record, relative.relation).second) continue;
      const std::pair one(relative.work, relative.relation);
      if (known.size() == limit && !known.contains(one)) continue;
      EVIDENCE_ASSIGN(auto read, read_live(place.record));
      if (!read) continue;
      known.insert(one);
      relative.record = std::move(*read);
      near.push_back(std::move(relative));
    }
    return near;
  }

  Result<std::vector<WorkId>> former_ids(const WorkId& work) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT o.id FROM work w "
                                       "JOIN work_redirect r ON r.current = w.number "
                                       "JOIN work o ON o.number = r.old WHERE w.id = ?1 "
                                       "ORDER BY o.id"));
    find.bind(1, work);
    std::vector<WorkId> ids;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return ids;
      ids.emplace_back(find.text(0));
    }
  }

  Result<std::vector<Correction>> corrections_of(const WorkId& work) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT c.id, c.field, c.value, c.reason, c.author, c.at FROM work w "
                           "JOIN work_member m ON m.work = w.number "
                           "JOIN correction c ON c.record = m.record "
                           "WHERE w.id = ?1 AND c.withdrawn_at IS NULL ORDER BY c.id"));
    find.bind(1, work);
    std::vector<Correction> corrections;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return corrections;
      corrections.push_back(correction_of_row(find));
    }
  }

  Result<std::vector<DoubtfulPair>> doubtful(std::size_t limit) override {
    EVIDENCE_ASSIGN(Statement find, database_->prepare(doubtful_sql(
                                        "a.id, sa.name, a.key, b.id, sb.name, b.key, wa.id, wb.id, "
                                        "p.rule",
                                        " ORDER BY p.strength DESC, p.a, p.b LIMIT ?1")));
    find.bind(1, static_cast<std::int64_t>(limit));
    std::vector<DoubtfulPair> pairs;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return pairs;
      pairs.push_back({name_of_row(find, 0), name_of_row(find, 3), WorkId(find.text(6)),
                       WorkId(find.text(7)), std::string(find.text(8))});
    }
  }

  Result<std::int64_t> doubtful_count() override {
    return database_->query_number(doubtful_sql("count(*)", ""));
  }

  Result<std::vector<MatchedPair>> pairs_within(const WorkId& work) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT p.a, p.b, p.verdict, p.rule, p.strength, p.relation FROM work w "
                           "JOIN work_member m ON m.work = w.number "
                           "JOIN match_pair p ON p.a = m.record "
                           "JOIN work_member n ON n.record = p.b AND n.work = m.work "
                           "WHERE w.id = ?1 ORDER BY p.strength DESC, p.a, p.b"));
    find.bind(1, work);
    std::vector<MatchedPair> pairs;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return pairs;
      pairs.push_back(pair_of_row(find));
    }
  }

  Result<std::vector<RecordName>> members_of(const WorkId& work) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT r.id, s.name, r.key FROM work w "
                                       "JOIN work_member m ON m.work = w.number "
                                       "JOIN record r ON r.id = m.record "
                                       "JOIN source s ON s.id = r.source "
                                       "WHERE w.id = ?1 AND r.deleted = 0 ORDER BY s.name, r.key"));
    find.bind(1, work);
    std::vector<RecordName> names;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return names;
      names.push_back(name_of_row(find, 0));
    }
  }

  Result<std::optional<RecordName>> find_name(const std::string& source,
                                              const std::string& key) override {
    EVIDENCE_ASSIGN(Statement find, database_->prepare("SELECT r.id, s.name, r.key FROM source s "
                                                       "JOIN record r ON r.source = s.id "
                                                       "WHERE s.name = ?1 AND r.key = ?2"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, source).bind(2, key).step());
    if (!found) return std::optional<RecordName>();
    return std::optional<RecordName>(name_of_row(find, 0));
  }

  Result<RecordName> name_of(RecordNumber record) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT r.id, s.name, r.key FROM record r "
                                       "JOIN source s ON s.id = r.source WHERE r.id = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, record).step());
    if (!found) {
      return Error{ErrorCode::kNotFound, "unknown_record",
                   "There is no record " + std::to_string(record) + ".", ""};
    }
    return name_of_row(find, 0);
  }

  Result<void> decide(const std::vector<MergeDecision>& decisions) override {
    EVIDENCE_TRY(require_writable());
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    const std::int64_t now = now_in_seconds(clock_);
    EVIDENCE_ASSIGN(Statement add,
                    database_->prepare("INSERT INTO merge_decision (a, b, same, reason, actor, at) "
                                       "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
    for (const MergeDecision& decision : decisions) {
      if (decision.a == decision.b) {
        return Error{ErrorCode::kInvalidArgument, "one_record",
                     "A decision is about two records, not one.", ""};
      }
      add.bind(1, std::min(decision.a, decision.b)).bind(2, std::max(decision.a, decision.b));
      add.bind(3, decision.same ? 1 : 0).bind(4, decision.reason).bind(5, decision.actor);
      EVIDENCE_TRY(add.bind(6, now).run());
      EVIDENCE_TRY(log_record_event(*database_, "decided", decision.a, now));
      EVIDENCE_TRY(log_record_event(*database_, "decided", decision.b, now));
    }
    return transaction.commit();
  }

  Result<std::vector<MergeDecision>> decisions(std::size_t limit) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT id, a, b, same, reason, actor, at "
                                       "FROM merge_decision ORDER BY id DESC LIMIT ?1"));
    find.bind(1, static_cast<std::int64_t>(limit));
    std::vector<MergeDecision> decisions;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return decisions;
      decisions.push_back({find.number(0), find.number(1), find.number(2), find.number(3) != 0,
                           std::string(find.text(4)), std::string(find.text(5)),
                           timestamp_of_seconds(find.number(6))});
    }
  }

  Result<std::int64_t> correct(RecordNumber record, const Correction& correction) override {
    EVIDENCE_TRY(require_writable());
    EVIDENCE_TRY(check_correction(correction));
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    const std::int64_t now = now_in_seconds(clock_);
    EVIDENCE_ASSIGN(Statement add,
                    database_->prepare("INSERT INTO correction (record, field, value, reason, "
                                       "author, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
    add.bind(1, record).bind(2, correction.field).bind(3, correction.value);
    EVIDENCE_TRY(add.bind(4, correction.reason).bind(5, correction.author).bind(6, now).run());
    const std::int64_t id = database_->last_insert_id();
    EVIDENCE_TRY(note_corrected(record, now));
    EVIDENCE_TRY(transaction.commit());
    return id;
  }

  Result<void> withdraw_correction(std::int64_t id, const std::string& actor) override {
    EVIDENCE_TRY(require_writable());
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    const std::int64_t now = now_in_seconds(clock_);
    std::int64_t record = 0;
    {
      EVIDENCE_ASSIGN(
          Statement put,
          database_->prepare("UPDATE correction SET withdrawn_by = ?2, withdrawn_at = ?3 "
                             "WHERE id = ?1 AND withdrawn_at IS NULL RETURNING record"));
      EVIDENCE_ASSIGN(const bool found, put.bind(1, id).bind(2, actor).bind(3, now).step());
      if (!found) {
        return Error{ErrorCode::kNotFound, "no_such_correction",
                     "There is no correction " + std::to_string(id) + " in force.",
                     "`evidence correction list` shows them with their numbers."};
      }
      record = put.number(0);
    }
    EVIDENCE_TRY(note_corrected(record, now));
    return transaction.commit();
  }

  Result<std::vector<CorrectionRow>> corrections(const std::string& source,
                                                 std::size_t limit) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT c.id, c.field, c.value, c.reason, c.author, c.at, r.id, s.name, "
                           "r.key, w.id, c.withdrawn_by, c.withdrawn_at FROM correction c "
                           "JOIN record r ON r.id = c.record JOIN source s ON s.id = r.source "
                           "LEFT JOIN work_member m ON m.record = r.id "
                           "LEFT JOIN work w ON w.number = m.work "
                           "WHERE ?1 = '' OR s.name = ?1 ORDER BY c.id DESC LIMIT ?2"));
    find.bind(1, source).bind(2, static_cast<std::int64_t>(limit));
    std::vector<CorrectionRow> rows;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return rows;
      CorrectionRow& one = rows.emplace_back();
      one.correction = correction_of_row(find);
      one.record = name_of_row(find, 6);
      one.work = find.text(9);
      if (find.is_null(11)) continue;
      one.withdrawn_by = find.text(10);
      one.withdrawn_at = timestamp_of_seconds(find.number(11));
    }
  }

  Result<std::vector<LedgerRow>> ledger(const std::vector<std::string>& source_order) override {
    return read_ledger(*database_, source_order);
  }

 private:
  [[nodiscard]] Result<void> require_writable() const {
    if (!read_only_) return {};
    return Error{ErrorCode::kInvalidArgument, "store_read_only",
                 "The store " + database_->path().string() + " is open for reading only.", ""};
  }

  static std::string doubtful_sql(const std::string& columns, const std::string& end) {
    return "SELECT " + columns +
           " FROM match_pair p JOIN record a ON a.id = p.a JOIN record b ON b.id = p.b "
           "JOIN source sa ON sa.id = a.source JOIN source sb ON sb.id = b.source "
           "JOIN work_member ma ON ma.record = p.a JOIN work_member mb ON mb.record = p.b "
           "JOIN work wa ON wa.number = ma.work JOIN work wb ON wb.number = mb.work "
           "WHERE p.verdict = 2 AND ma.work <> mb.work AND NOT EXISTS "
           "(SELECT 1 FROM merge_decision d WHERE d.a = p.a AND d.b = p.b)" +
           end;
  }

  static Correction correction_of_row(const Statement& row) {
    return {row.number(0),
            std::string(row.text(1)),
            std::string(row.text(2)),
            std::string(row.text(3)),
            std::string(row.text(4)),
            timestamp_of_seconds(row.number(5))};
  }

  Result<std::optional<Record>> read_live(RecordNumber record) {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT b.body, r.content_hash, s.name, r.key FROM record r "
                                       "JOIN source s ON s.id = r.source "
                                       "JOIN record_body b ON b.record = r.id "
                                       "WHERE r.id = ?1 AND r.deleted = 0"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, record).step());
    if (!found) return std::optional<Record>();
    EVIDENCE_ASSIGN(Record read, verified_record(*database_, find.text(0), find.blob(1),
                                                 find.text(2), find.text(3)));
    return std::optional<Record>(std::move(read));
  }

  Result<std::set<std::int64_t>> identifier_keys_of(const WorkId& work) {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT p.bytes FROM work w "
                                       "JOIN work_member m ON m.work = w.number "
                                       "JOIN match_profile p ON p.record = m.record "
                                       "WHERE w.id = ?1"));
    find.bind(1, work);
    std::set<std::int64_t> keys;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return keys;
      const auto profile = profile_from_bytes(find.blob(0));
      if (!profile) continue;
      // What names a whole journal would leave no room for what names this article.
      for (const std::string& identifier : profile->identifiers) {
        if (is_own_identifier(identifier, profile->kind)) keys.insert(identifier_key(identifier));
      }
    }
  }

  Result<void> note_corrected(RecordNumber record, std::int64_t now) {
    EVIDENCE_ASSIGN(Statement log,
                    database_->prepare("INSERT INTO change_log (kind, work, record, at) "
                                       "SELECT 'corrected', work, NULL, ?2 FROM work_member "
                                       "WHERE record = ?1"));
    return log.bind(1, record).bind(2, now).run();
  }

  std::shared_ptr<Database> database_;
  const Clock& clock_;
  bool read_only_;
};

}  // namespace

std::unique_ptr<MergeStore> make_sqlite_merge_store(std::shared_ptr<Database> database,
                                                    const Clock& clock, bool read_only) {
  return std::make_unique<SqliteMergeStore>(std::move(database), clock, read_only);
}

}  // namespace evidence
