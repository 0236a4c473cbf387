#include "curation/sqlite_strategy_store.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "curation/migrations.h"
#include "curation/strategy_rows.h"
#include "store/rows.h"
#include "store/sqlite_open.h"

namespace evidence::curation {
namespace {

std::int64_t bytes_of(const StrategySettings& settings) {
  return static_cast<std::int64_t>(settings.text.size() + settings.notes.size() +
                                   settings.name.size());
}

Error too_many(std::string_view slug, std::string_view what, std::int64_t limit) {
  return {ErrorCode::kTooLarge, std::string(slug),
          "A strategy can have at most " + with_thousands(static_cast<std::uint64_t>(limit)) + " " +
              std::string(what) + ".",
          "Fork the strategy and go on there."};
}

class SqliteStrategyStore final : public StrategyStore {
 public:
  SqliteStrategyStore(StoreLimits limits, Clock& clock, std::unique_ptr<Database> database)
      : limits_(limits), clock_(clock), database_(std::move(database)) {}

  Result<Strategy> create(const NewStrategy& made) override {
    const StrategyId id = new_strategy_id();
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const std::int64_t count,
                    database_->query_number("SELECT value FROM counter WHERE name = 'strategies'"));
    if (count >= limits_.strategies) {
      return Error{ErrorCode::kStorageFull, "strategies_full",
                   "No more strategies can be stored here.",
                   "Strategies can still be run without being stored."};
    }
    const std::int64_t now = now_in_seconds(clock_);
    {
      EVIDENCE_ASSIGN(
          Statement insert,
          database_->prepare("INSERT INTO strategy (id, token_hash, created, forked_from, "
                             "forked_version, sample, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)"));
      const Origin origin = made.forked_from.value_or(Origin{});
      insert.bind(1, id).bind_blob(2, made.token_hash).bind(3, now).bind(4, origin.strategy);
      insert.bind(5, std::int64_t{origin.version}).bind(6, std::int64_t{made.sample ? 1 : 0});
      EVIDENCE_TRY(insert.run());
    }
    const StrategyNumber number = database_->last_insert_id();
    StrategyVersion version{1, "", made.change.actor, made.change.comment, made.settings};
    EVIDENCE_TRY(insert_version(*database_, number, version, now));
    EVIDENCE_TRY(add_bytes(*database_, number, bytes_of(made.settings), limits_));
    EVIDENCE_TRY(
        database_->execute("UPDATE counter SET value = value + 1 WHERE name = 'strategies'"));
    EVIDENCE_TRY(transaction.commit());
    return read_strategy(*database_, id);
  }

  Result<Strategy> find(const StrategyId& id) override {
    EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(*database_));
    return read_strategy(*database_, id);
  }

  Result<std::string> token_hash_of(const StrategyId& id) override {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT token_hash FROM strategy WHERE number = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, number).step());
    return found ? std::string(find.blob(0)) : std::string();
  }

  Result<StrategyVersion> add_version(const StrategyId& id, const StrategySettings& settings,
                                      const Change& change, unsigned expected) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_ASSIGN(const StrategyVersion latest, read_version(*database_, number, 0));
    if (expected != 0 && expected != latest.number) {
      return Error{ErrorCode::kInvalidArgument, "strategy_changed",
                   "The strategy has been changed since: version " + std::to_string(latest.number) +
                       " is the latest, your change was made from " + std::to_string(expected) +
                       ".",
                   "Look at the latest version and make your change there."};
    }
    if (latest.settings == settings) return latest;
    if (latest.number >= limits_.versions) {
      return too_many("too_many_versions", "versions", limits_.versions);
    }
    const StrategyVersion version{latest.number + 1, "", change.actor, change.comment, settings};
    EVIDENCE_TRY(insert_version(*database_, number, version, now_in_seconds(clock_)));
    EVIDENCE_TRY(add_bytes(*database_, number, bytes_of(settings), limits_));
    EVIDENCE_TRY(transaction.commit());
    return read_version(*database_, number, version.number);
  }

  Result<StrategyVersion> version(const StrategyId& id, unsigned wanted) override {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    return read_version(*database_, number, wanted);
  }

  Result<std::vector<VersionHead>> versions(const StrategyId& id) override {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    return read_versions(*database_, number);
  }

  Result<StoredRun> add_run(const StrategyId& id, StoredRun run, const RunWorks& works) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_ASSIGN(
        const std::int64_t last,
        highest(*database_, "SELECT max(number) FROM strategy_run WHERE strategy = ?1", number));
    if (last >= std::int64_t{limits_.runs}) return too_many("too_many_runs", "runs", limits_.runs);
    run.number = static_cast<unsigned>(last + 1);
    const std::int64_t now = now_in_seconds(clock_);
    run.at = timestamp_of_seconds(now);
    EVIDENCE_ASSIGN(const PackedRun packed, pack_run(run, works));
    EVIDENCE_TRY(insert_run(*database_, number, run, packed, now));
    EVIDENCE_TRY(add_bytes(*database_, number, packed.bytes(), limits_));
    EVIDENCE_TRY(transaction.commit());
    return run;
  }

  Result<StoredRun> run(const StrategyId& id, unsigned wanted) override {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    return read_run(*database_, number, wanted);
  }

  Result<RunWorks> run_works(const StrategyId& id, unsigned wanted) override {
    EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(*database_));
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    return read_run_works(*database_, number, wanted);
  }

  Result<std::vector<RunHead>> runs(const StrategyId& id) override {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    return read_run_heads(*database_, number);
  }

  Result<ExternalSearch> add_external(const StrategyId& id, ExternalSearch search,
                                      const std::vector<Record>& records) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_TRY(read_run(*database_, number, search.run));  // it must be there
    EVIDENCE_ASSIGN(
        const std::int64_t last,
        highest(*database_, "SELECT max(number) FROM external_search WHERE strategy = ?1", number));
    if (last >= std::int64_t{limits_.externals}) {
      return too_many("too_many_externals", "external searches", limits_.externals);
    }
    search.number = static_cast<unsigned>(last + 1);
    const std::int64_t now = now_in_seconds(clock_);
    search.at = timestamp_of_seconds(now);
    const PackedExternal packed = pack_external(search, records);
    {
      EVIDENCE_ASSIGN(Statement insert,
                      database_->prepare("INSERT INTO external_search (strategy, number, run, at, "
                                         "head, records) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
      insert.bind(1, number).bind(2, std::int64_t{search.number});
      insert.bind(3, std::int64_t{search.run}).bind(4, now);
      insert.bind_blob(5, packed.head).bind_blob(6, packed.records);
      EVIDENCE_TRY(insert.run());
    }
    EVIDENCE_TRY(add_bytes(*database_, number,
                           static_cast<std::int64_t>(packed.head.size() + packed.records.size()),
                           limits_));
    EVIDENCE_TRY(transaction.commit());
    return search;
  }

  Result<std::vector<ExternalSearch>> externals(const StrategyId& id, unsigned run) override {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT head FROM external_search WHERE strategy = ?1 AND "
                                       "run = ?2 ORDER BY number"));
    find.bind(1, number).bind(2, std::int64_t{run});
    std::vector<ExternalSearch> all;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) break;
      EVIDENCE_ASSIGN(ExternalSearch search, unpack_external(find.blob(0)));
      search.fates.clear();
      all.push_back(std::move(search));
    }
    return all;
  }

  Result<ExternalSearch> external(const StrategyId& id, unsigned wanted) override {
    EVIDENCE_ASSIGN(Statement find, external_row(id, wanted));
    return unpack_external(find.blob(0));
  }

  Result<std::vector<Record>> external_records(const StrategyId& id, unsigned wanted) override {
    EVIDENCE_ASSIGN(Statement find, external_row(id, wanted));
    return unpack_records(find.blob(1));
  }

  Result<void> set_test_set(const StrategyId& id, const TestSet& set) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    const std::string body = json::serialize(test_set_to_json(set));
    {
      EVIDENCE_ASSIGN(Statement drop,
                      database_->prepare("DELETE FROM test_set WHERE strategy = ?1"));
      EVIDENCE_TRY(drop.bind(1, number).run());
      EVIDENCE_ASSIGN(Statement insert,
                      database_->prepare("INSERT INTO test_set (strategy, at, body) VALUES (?1, "
                                         "?2, ?3)"));
      insert.bind(1, number).bind(2, now_in_seconds(clock_)).bind(3, body);
      EVIDENCE_TRY(insert.run());
    }
    return transaction.commit();
  }

  Result<std::optional<TestSet>> test_set(const StrategyId& id) override {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT at, body FROM test_set WHERE strategy = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, number).step());
    if (!found) return std::optional<TestSet>();
    const auto value = parse_json(find.text(1));
    if (!value.ok() || !value->is_object()) {
      return Error{ErrorCode::kCorrupt, "curation_damaged", "The stored test set is damaged.",
                   "Paste it again."};
    }
    TestSet set = test_set_from_json(value->get_object());
    set.at = timestamp_of_seconds(find.number(0));
    return std::optional<TestSet>(std::move(set));
  }

  Result<void> add_answer(const StrategyId& id, const Answer& answer) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    {
      EVIDENCE_ASSIGN(Statement insert,
                      database_->prepare("INSERT INTO report_answer (strategy, element, answer, "
                                         "person, at) VALUES (?1, ?2, ?3, ?4, ?5)"));
      insert.bind(1, number).bind(2, std::int64_t{answer.item}).bind(3, answer.text);
      insert.bind(4, answer.person).bind(5, now_in_seconds(clock_));
      EVIDENCE_TRY(insert.run());
    }
    EVIDENCE_TRY(
        add_bytes(*database_, number, static_cast<std::int64_t>(answer.text.size() + 64), limits_));
    return transaction.commit();
  }

  Result<std::vector<Answer>> answers(const StrategyId& id) override {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT element, answer, person, at FROM report_answer a WHERE "
                           "strategy = ?1 AND id = (SELECT max(id) FROM report_answer b WHERE "
                           "b.strategy = ?1 AND b.element = a.element) ORDER BY element"));
    find.bind(1, number);
    std::vector<Answer> all;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) break;
      if (find.text(1).empty()) continue;
      all.push_back({static_cast<unsigned>(find.number(0)), std::string(find.text(1)),
                     std::string(find.text(2)), timestamp_of_seconds(find.number(3))});
    }
    return all;
  }

  Result<void> remove(const StrategyId& id) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_ASSIGN(const std::int64_t bytes,
                    highest(*database_, "SELECT bytes FROM strategy WHERE number = ?1", number));
    {
      EVIDENCE_ASSIGN(Statement drop, database_->prepare("DELETE FROM strategy WHERE number = ?1"));
      EVIDENCE_TRY(drop.bind(1, number).run());
      EVIDENCE_ASSIGN(
          Statement update,
          database_->prepare("UPDATE counter SET value = value - ?1 WHERE name = 'bytes'"));
      EVIDENCE_TRY(update.bind(1, bytes).run());
    }
    EVIDENCE_TRY(
        database_->execute("UPDATE counter SET value = value - 1 WHERE name = 'strategies'"));
    return transaction.commit();
  }

  Result<StoreUsage> usage() override {
    StoreUsage usage;
    EVIDENCE_ASSIGN(usage.strategies,
                    database_->query_number("SELECT value FROM counter WHERE name = 'strategies'"));
    EVIDENCE_ASSIGN(usage.bytes,
                    database_->query_number("SELECT value FROM counter WHERE name = 'bytes'"));
    return usage;
  }

 private:
  // Stands on the row of: head, records.
  Result<Statement> external_row(const StrategyId& id, unsigned wanted) {
    EVIDENCE_ASSIGN(const StrategyNumber number, number_of_strategy(*database_, id));
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT head, records FROM external_search WHERE "
                                       "strategy = ?1 AND number = ?2"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, number).bind(2, std::int64_t{wanted}).step());
    if (found) return find;
    return Error{ErrorCode::kNotFound, "unknown_external",
                 "The strategy has no external search " + std::to_string(wanted) + ".",
                 "They are listed on its page."};
  }

  const StoreLimits limits_;
  Clock& clock_;
  const std::unique_ptr<Database> database_;
};

}  // namespace

std::span<const Migration> curation_migrations() {
  static const std::array<Migration, 2> migrations{
      {{1, "initial tables", kMigration0001}, {2, "directory of libraries", kMigration0002}}};
  return migrations;
}

Result<std::unique_ptr<StrategyStore>> open_sqlite_strategies(const SqliteCurationOptions& options,
                                                              Clock& clock) {
  SqliteStoreOptions file;
  file.directory = options.directory;
  file.create = options.create;
  file.busy_timeout = options.busy_timeout;
  EVIDENCE_ASSIGN(auto database, open_database(kCurationFile, file, clock, curation_migrations()));
  return std::unique_ptr<StrategyStore>(
      std::make_unique<SqliteStrategyStore>(options.limits, clock, std::move(database)));
}

}  // namespace evidence::curation
