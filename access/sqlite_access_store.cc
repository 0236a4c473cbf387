#include "access/sqlite_access_store.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "access/access_rows.h"
#include "access/migrations.h"
#include "base/text.h"
#include "store/rows.h"
#include "store/sqlite_open.h"

namespace evidence {
namespace {

Error unknown_package(const std::string& id) {
  return Error{ErrorCode::kNotFound, "unknown_package",
               "There is no package " + quoted_for_message(id) + ".",
               "`evidence holdings list` shows them."};
}

class SqliteAccessStore final : public AccessStore {
 public:
  SqliteAccessStore(Clock& clock, std::unique_ptr<Database> database)
      : clock_(clock), database_(std::move(database)) {}

  Result<std::string> version() override {
    EVIDENCE_ASSIGN(const std::string id,
                    database_->query_text("SELECT value FROM meta WHERE key = 'store_id'"));
    EVIDENCE_ASSIGN(const std::int64_t number,
                    database_->query_number("SELECT value FROM counter WHERE name = 'version'"));
    return id + ":" + std::to_string(number);
  }

  Result<std::vector<Package>> packages() override {
    EVIDENCE_ASSIGN(std::vector<PackageRow> rows, read_packages(*database_));
    std::vector<Package> all;
    all.reserve(rows.size());
    for (PackageRow& row : rows) all.push_back(std::move(row.package));
    return all;
  }

  Result<std::optional<Package>> package(const std::string& id) override {
    EVIDENCE_ASSIGN(std::vector<Package> all, packages());
    const auto at =
        std::find_if(all.begin(), all.end(), [&id](const Package& one) { return one.id == id; });
    return at == all.end() ? std::optional<Package>() : std::optional(std::move(*at));
  }

  Result<void> each_holding(const std::string& package,
                            const std::function<bool(const Holding&)>& visit) override {
    EVIDENCE_ASSIGN(const std::int64_t number, number_of(package));
    static const std::string kSql =
        "SELECT " + std::string(kHoldingColumns) + " FROM holding WHERE package = ?1 ORDER BY row";
    EVIDENCE_ASSIGN(Statement find, database_->prepare(kSql));
    find.bind(1, number);
    while (true) {
      EVIDENCE_ASSIGN(const bool found, find.step());
      if (!found || !visit(read_holding(find, 0))) return {};
    }
  }

  Result<LoadPlan> plan(const Package& package, std::vector<Holding> holdings) override {
    EVIDENCE_TRY(validate(package));
    EVIDENCE_ASSIGN(const Transaction snapshot, Transaction::begin_read(*database_));
    EVIDENCE_ASSIGN(const std::string now, version());
    EVIDENCE_ASSIGN(const std::int64_t number, number_or_zero(package.id));
    if (number == 0) {
      LoadPlan plan = plan_of_new_package(package, std::move(holdings));
      plan.version = now;
      return plan;
    }
    LoadPlan plan;
    plan.package = package;
    plan.after = std::move(holdings);
    plan.version = now;
    std::vector<std::size_t> fresh;
    EVIDENCE_TRY(find_differing_rows(number, plan, fresh));
    const std::uint64_t same = plan.after.size() - fresh.size();
    HoldingRefs before;
    for (const Holding& one : plan.before) before.push_back(&one);
    HoldingRefs after;
    for (const std::size_t place : fresh) after.push_back(&plan.after[place]);
    plan.difference = compare_holdings(before, after);
    plan.difference.unchanged += same;
    for (std::size_t& place : plan.difference.added) place = fresh[place];
    for (HoldingChange& change : plan.difference.changed) change.after = fresh[change.after];
    return plan;
  }

  Result<void> apply(const LoadPlan& plan, const ApplyOptions& options) override {
    EVIDENCE_TRY(validate(plan.package));
    if (plan.after.empty()) {
      return Error{ErrorCode::kInvalidArgument, "list_is_empty",
                   "The new list of " + plan.package.id + " has no holding that can be read.",
                   "To take the package out: evidence holdings remove " + plan.package.id};
    }
    if (plan.removes_most() && !options.confirmed) {
      return Error{ErrorCode::kInvalidArgument, "removes_most",
                   "The new list takes out " + with_thousands(plan.difference.removed.size()) +
                       " of " + with_thousands(plan.holdings_before) + " holdings of " +
                       plan.package.id + ".",
                   "Look whether it is the whole list. If it is, add --confirm-removals."};
    }
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const std::string now, version());
    if (now != plan.version) {
      return Error{ErrorCode::kInvalidArgument, "store_changed",
                   "The packages were changed by somebody else since the difference was shown.",
                   "Run the command again and look at the new difference."};
    }
    EVIDENCE_ASSIGN(const std::int64_t number, write_package(plan));
    EVIDENCE_ASSIGN(const std::int64_t all,
                    database_->query_number("SELECT coalesce(sum(holdings), 0) FROM package"));
    if (static_cast<std::uint64_t>(all) > kMostHoldings) {
      return Error{ErrorCode::kTooLarge, "too_many_holdings",
                   "All packages together would have more than " + with_thousands(kMostHoldings) +
                       " holdings.",
                   "Take out packages that nobody has: `evidence holdings list`."};
    }
    EVIDENCE_TRY(write_rows(number, plan, options));
    const std::int64_t seconds = now_in_seconds(clock_);
    for (const ChangeNotice& notice : notices_of(plan)) {
      EVIDENCE_TRY(write_notice(*database_, notice, options.actor, seconds));
    }
    EVIDENCE_TRY(raise_version());
    return transaction.commit();
  }

  Result<void> remove_package(const std::string& id, const std::string& actor) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const auto known, package(id));
    if (!known) return unknown_package(id);
    {
      EVIDENCE_ASSIGN(Statement drop, database_->prepare("DELETE FROM package WHERE id = ?1"));
      EVIDENCE_TRY(drop.bind(1, id).run());
    }
    ChangeNotice notice;
    notice.kind = NoticeKind::kPackageRemoved;
    notice.package = id;
    notice.before = known->name + ": " + with_thousands(known->holdings) + " holdings";
    EVIDENCE_TRY(write_notice(*database_, notice, actor, now_in_seconds(clock_)));
    EVIDENCE_TRY(raise_version());
    return transaction.commit();
  }

  Result<std::vector<Subscription>> subscriptions() override {
    return read_subscriptions(*database_);
  }

  Result<void> enable(const Subscription& wanted, const std::string& actor) override {
    EVIDENCE_TRY(validate(wanted));
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const std::int64_t number, number_of(wanted.package));
    EVIDENCE_ASSIGN(const auto before, subscription(wanted.package, wanted.subscriber));
    if (before && *before == wanted) return {};
    {
      EVIDENCE_ASSIGN(Statement insert,
                      database_->prepare("INSERT OR REPLACE INTO subscription (package, "
                                         "subscriber, starts, ends, connection, route_template) "
                                         "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
      insert.bind(1, number).bind(2, wanted.subscriber);
      bind_day(insert, 3, wanted.starts);
      bind_day(insert, 4, wanted.ends);
      insert.bind(5, connection_name(wanted.connection)).bind(6, wanted.route_template);
      EVIDENCE_TRY(insert.run());
    }
    ChangeNotice notice;
    notice.kind = before ? NoticeKind::kLicenceChanged : NoticeKind::kSwitchedOn;
    notice.package = wanted.package;
    notice.subscriber = wanted.subscriber;
    if (before) notice.before = licence_for_people(*before);
    notice.after = licence_for_people(wanted);
    EVIDENCE_TRY(write_notice(*database_, notice, actor, now_in_seconds(clock_)));
    EVIDENCE_TRY(raise_version());
    return transaction.commit();
  }

  Result<void> disable(const std::string& package, const std::string& subscriber,
                       const std::string& actor) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const std::int64_t number, number_of(package));
    EVIDENCE_ASSIGN(const auto before, subscription(package, subscriber));
    if (!before) {
      return Error{ErrorCode::kNotFound, "unknown_subscription",
                   "The package " + package + " is not switched on for " +
                       quoted_for_message(subscriber) + ".",
                   "`evidence holdings show " + package + "` says for whom it is."};
    }
    {
      EVIDENCE_ASSIGN(
          Statement drop,
          database_->prepare("DELETE FROM subscription WHERE package = ?1 AND subscriber = ?2"));
      EVIDENCE_TRY(drop.bind(1, number).bind(2, subscriber).run());
    }
    ChangeNotice notice;
    notice.kind = NoticeKind::kSwitchedOff;
    notice.package = package;
    notice.subscriber = subscriber;
    notice.before = licence_for_people(*before);
    EVIDENCE_TRY(write_notice(*database_, notice, actor, now_in_seconds(clock_)));
    EVIDENCE_TRY(raise_version());
    return transaction.commit();
  }

  Result<std::vector<ChangeNotice>> notices(const NoticeFilter& filter) override {
    std::int64_t since = 0;
    if (!filter.since.empty()) {
      auto moment = parse_timestamp(filter.since);
      if (!moment) moment = parse_timestamp(filter.since + "T00:00:00Z");
      if (!moment) {
        return Error{ErrorCode::kInvalidArgument, "bad_since",
                     quoted_for_message(filter.since) + " is no day or time.",
                     "such as 2026-01-31 or 2026-01-31T08:00:00Z"};
      }
      since = std::chrono::duration_cast<std::chrono::seconds>(moment->time_since_epoch()).count();
    }
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT id, at, actor, kind, package, subscriber, title, identifier, "
                           "before, after FROM change_notice WHERE (?1 = '' OR package = ?1) AND "
                           "at >= ?2 ORDER BY id DESC LIMIT ?3"));
    find.bind(1, filter.package).bind(2, since).bind(3, static_cast<std::int64_t>(filter.limit));
    std::vector<ChangeNotice> all;
    while (true) {
      EVIDENCE_ASSIGN(const bool found, find.step());
      if (!found) return all;
      const auto kind = notice_by_name(find.text(3));
      if (!kind) continue;  // of a newer program
      all.push_back(
          {find.number(0), timestamp_of_seconds(find.number(1)), std::string(find.text(2)), *kind,
           std::string(find.text(4)), std::string(find.text(5)), std::string(find.text(6)),
           std::string(find.text(7)), std::string(find.text(8)), std::string(find.text(9))});
    }
  }

  Result<std::shared_ptr<const KnowledgeBase>> knowledge_base() override {
    EVIDENCE_ASSIGN(const Transaction snapshot, Transaction::begin_read(*database_));
    EVIDENCE_ASSIGN(std::string now, version());
    EVIDENCE_ASSIGN(std::vector<PackageRow> rows, read_packages(*database_));
    EVIDENCE_ASSIGN(std::vector<Subscription> on, read_subscriptions(*database_));
    std::unordered_map<std::int64_t, std::string> ids;
    std::vector<Package> all;
    for (PackageRow& row : rows) {
      ids[row.number] = row.package.id;
      all.push_back(std::move(row.package));
    }
    KnowledgeBaseBuilder builder(std::move(now), std::move(all), std::move(on));
    static const std::string kSql =
        "SELECT package, " + std::string(kHoldingColumns) + " FROM holding ORDER BY package, row";
    EVIDENCE_ASSIGN(Statement find, database_->prepare(kSql));
    while (true) {
      EVIDENCE_ASSIGN(const bool found, find.step());
      if (!found && builder.too_large()) {
        return Error{ErrorCode::kTooLarge, "holdings_too_large",
                     "All holdings together have more than four gigabytes of text.",
                     "Take out packages that nobody has: `evidence holdings list`."};
      }
      if (!found) return builder.build();
      builder.add(ids[find.number(0)], read_holding(find, 1));
    }
  }

  Result<std::vector<std::string>> check() override {
    std::vector<std::string> findings;
    for (const char* question : {"PRAGMA integrity_check", "PRAGMA foreign_key_check"}) {
      EVIDENCE_ASSIGN(Statement ask, database_->prepare(question));
      while (true) {
        EVIDENCE_ASSIGN(const bool found, ask.step());
        if (!found) break;
        if (ask.text(0) != "ok") findings.push_back("access.db: " + std::string(ask.text(0)));
      }
    }
    EVIDENCE_ASSIGN(const std::int64_t wrong,
                    database_->query_number(
                        "SELECT count(*) FROM package p WHERE p.holdings <> (SELECT count(*) FROM "
                        "holding h WHERE h.package = p.number)"));
    if (wrong > 0) {
      findings.push_back("access.db: " + std::to_string(wrong) +
                         " packages count other holdings than they have");
    }
    return findings;
  }

 private:
  static void bind_day(Statement& statement, int parameter,
                       const std::optional<std::chrono::sys_days>& day) {
    if (day) {
      statement.bind(parameter, std::int64_t{day->time_since_epoch().count()});
    } else {
      statement.bind_null(parameter);
    }
  }

  Result<std::int64_t> number_or_zero(const std::string& id) {
    EVIDENCE_ASSIGN(Statement find, database_->prepare("SELECT number FROM package WHERE id = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, id).step());
    return found ? find.number(0) : std::int64_t{0};
  }

  Result<std::int64_t> number_of(const std::string& id) {
    EVIDENCE_ASSIGN(const std::int64_t number, number_or_zero(id));
    if (number == 0) return unknown_package(id);
    return number;
  }

  Result<std::optional<Subscription>> subscription(const std::string& package,
                                                   const std::string& subscriber) {
    EVIDENCE_ASSIGN(std::vector<Subscription> all, read_subscriptions(*database_));
    const auto at = std::find_if(all.begin(), all.end(), [&](const Subscription& one) {
      return one.package == package && one.subscriber == subscriber;
    });
    return at == all.end() ? std::optional<Subscription>() : std::optional(std::move(*at));
  }

  Result<void> raise_version() {
    return database_->execute("UPDATE counter SET value = value + 1 WHERE name = 'version'");
  }

  // The rows that the new list does not have just so, and the new list's that are not there yet.
  Result<void> find_differing_rows(std::int64_t number, LoadPlan& plan,
                                   std::vector<std::size_t>& fresh) {
    std::unordered_map<std::string, std::vector<std::int64_t>> stored;
    {
      EVIDENCE_ASSIGN(Statement find,
                      database_->prepare("SELECT hash, row FROM holding WHERE package = ?1 ORDER "
                                         "BY row DESC"));
      find.bind(1, number);
      while (true) {
        EVIDENCE_ASSIGN(const bool found, find.step());
        if (!found) break;
        stored[std::string(find.blob(0))].push_back(find.number(1));
        ++plan.holdings_before;
      }
    }
    for (std::size_t i = 0; i < plan.after.size(); ++i) {
      const auto found = stored.find(holding_hash(plan.after[i]));
      if (found == stored.end() || found->second.empty()) {
        fresh.push_back(i);
      } else {
        found->second.pop_back();
      }
    }
    for (const auto& [hash, rows] : stored) {
      plan.before_rows.insert(plan.before_rows.end(), rows.begin(), rows.end());
    }
    std::sort(plan.before_rows.begin(), plan.before_rows.end());
    static const std::string kSql =
        "SELECT " + std::string(kHoldingColumns) + " FROM holding WHERE package = ?1 AND row = ?2";
    EVIDENCE_ASSIGN(Statement read, database_->prepare(kSql));
    for (const std::int64_t row : plan.before_rows) {
      EVIDENCE_ASSIGN(const bool found, read.bind(1, number).bind(2, row).step());
      if (found) plan.before.push_back(read_holding(read, 0));
      read.reset();
    }
    return {};
  }

  Result<std::int64_t> write_package(const LoadPlan& plan) {
    const Package& package = plan.package;
    const std::int64_t now = now_in_seconds(clock_);
    {
      EVIDENCE_ASSIGN(
          Statement insert,
          database_->prepare(
              "INSERT INTO package (id, name, provider, national_core, print, source, sample, "
              "loaded, file, holdings, article_by_doi) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
              "?9, ?10, ?11) ON CONFLICT (id) DO UPDATE SET name = ?2, provider = ?3, "
              "national_core = ?4, print = ?5, source = ?6, sample = ?7, loaded = ?8, file = ?9, "
              "holdings = ?10, article_by_doi = ?11"));
      insert.bind(1, package.id).bind(2, package.name).bind(3, package.provider);
      insert.bind(4, std::int64_t{package.national_core ? 1 : 0});
      insert.bind(5, std::int64_t{package.print ? 1 : 0}).bind(6, package.source);
      insert.bind(7, std::int64_t{package.sample ? 1 : 0}).bind(8, now).bind(9, package.file);
      insert.bind(10, static_cast<std::int64_t>(plan.after.size()));
      insert.bind(11, std::int64_t{package.article_by_doi ? 1 : 0});
      EVIDENCE_TRY(insert.run());
    }
    return number_of(package.id);
  }

  Result<void> write_rows(std::int64_t number, const LoadPlan& plan, const ApplyOptions& options) {
    std::size_t steps = 0;
    const auto stopped = [&]() -> Result<void> {
      if (++steps % 1'000 != 0) return {};
      if (options.progress) options.progress(steps);
      if (options.stop == nullptr || !options.stop->stop_requested()) return {};
      return Error{ErrorCode::kCancelled, "interrupted", "Interrupted; nothing was changed.", ""};
    };
    {
      EVIDENCE_ASSIGN(Statement drop,
                      database_->prepare("DELETE FROM holding WHERE package = ?1 AND row = ?2"));
      for (const std::size_t place : plan.difference.removed) {
        EVIDENCE_TRY(stopped());
        EVIDENCE_TRY(drop.bind(1, number).bind(2, plan.before_rows[place]).run());
      }
    }
    for (const HoldingChange& change : plan.difference.changed) {
      EVIDENCE_TRY(stopped());
      EVIDENCE_TRY(write_holding(*database_, number, plan.before_rows[change.before],
                                 plan.after[change.after]));
    }
    std::int64_t row = 0;
    {
      EVIDENCE_ASSIGN(
          Statement last,
          database_->prepare("SELECT coalesce(max(row), 0) FROM holding WHERE package = ?1"));
      EVIDENCE_TRY(last.bind(1, number).step());
      row = last.number(0);
    }
    for (const std::size_t place : plan.difference.added) {
      EVIDENCE_TRY(stopped());
      EVIDENCE_TRY(write_holding(*database_, number, ++row, plan.after[place]));
    }
    return {};
  }

  Clock& clock_;
  const std::unique_ptr<Database> database_;
};

}  // namespace

std::span<const Migration> access_migrations() {
  static const std::array<Migration, 1> migrations{{{1, "initial tables", kAccessMigration0001}}};
  return migrations;
}

Result<std::unique_ptr<AccessStore>> open_sqlite_access(const SqliteAccessOptions& options,
                                                        Clock& clock) {
  SqliteStoreOptions file;
  file.directory = options.directory;
  file.create = options.create;
  file.read_only = options.read_only;
  file.busy_timeout = options.busy_timeout;
  EVIDENCE_ASSIGN(auto database, open_database(kAccessFile, file, clock, access_migrations()));
  return std::unique_ptr<AccessStore>(
      std::make_unique<SqliteAccessStore>(clock, std::move(database)));
}

}  // namespace evidence
