#include <set>
#include <unordered_map>
#include <utility>

#include "access/link_migrations.h"
#include "access/link_plan.h"
#include "access/link_rows.h"
#include "access/sqlite_link_store.h"
#include "base/text.h"
#include "store/rows.h"
#include "store/sqlite_open.h"

namespace evidence {
namespace {

constexpr std::int64_t kOneHour = 3'600;
constexpr std::int64_t kOneDay = 24 * kOneHour;
constexpr std::int64_t kLongBroken = 14 * kOneDay;

class SqliteLinkHealthStore final : public LinkHealthStore {
 public:
  SqliteLinkHealthStore(LinkStoreLimits limits, Clock& clock, std::unique_ptr<Database> database)
      : limits_(limits), clock_(clock), database_(std::move(database)) {}

  Result<std::int64_t> add_report(const LinkReport& given) override {
    LinkReport report = given;
    report.first_at = now_in_seconds(clock_);
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_TRY(close_aged(report.first_at));
    EVIDENCE_ASSIGN(const std::int64_t joined, join_report(report));
    if (joined > 0) {
      EVIDENCE_TRY(transaction.commit());
      return joined;
    }
    EVIDENCE_ASSIGN(const std::int64_t open, open_reports());
    if (open >= limits_.open_reports) {
      return Error{ErrorCode::kStorageFull, "reports_full",
                   "There are too many open reports of broken links already.",
                   "Write to the people who run this service."};
    }
    EVIDENCE_TRY(insert_report(*database_, report));
    const std::int64_t id = database_->last_insert_id();
    EVIDENCE_TRY(ensure_platform(*database_, report.platform));
    EVIDENCE_TRY(transaction.commit());
    return id;
  }

  Result<std::vector<LinkReport>> reports(bool open_only, std::size_t limit) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT " + std::string(kReportColumns) +
                                       " FROM report WHERE ?1 = 0 OR closed_at = 0 ORDER BY "
                                       "last_at DESC, id DESC LIMIT ?2"));
    find.bind(1, std::int64_t{open_only ? 1 : 0}).bind(2, static_cast<std::int64_t>(limit));
    std::vector<LinkReport> all;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return all;
      all.push_back(read_report(find));
    }
  }

  Result<LinkReport> report(std::int64_t id) override {
    EVIDENCE_ASSIGN(Statement find, database_->prepare("SELECT " + std::string(kReportColumns) +
                                                       " FROM report WHERE id = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, id).step());
    if (found) return read_report(find);
    return Error{ErrorCode::kNotFound, "unknown_report",
                 "There is no report " + std::to_string(id) + ".",
                 "`evidence links reports` lists them."};
  }

  Result<void> close_report(std::int64_t id, const std::string& actor,
                            const std::string& note) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(const LinkReport found, report(id));
    if (found.closed_at > 0) {
      return Error{
          ErrorCode::kInvalidArgument, "report_closed",
          "Report " + std::to_string(id) + " was closed already, by " + found.closed_by + ".", ""};
    }
    {
      EVIDENCE_ASSIGN(Statement update,
                      database_->prepare("UPDATE report SET closed_at = ?2, closed_by = ?3, note "
                                         "= ?4 WHERE id = ?1"));
      update.bind(1, id).bind(2, now_in_seconds(clock_)).bind(3, actor).bind(4, note);
      EVIDENCE_TRY(update.run());
    }
    EVIDENCE_TRY(forget_closed_reports(*database_, limits_.closed_reports));
    return transaction.commit();
  }

  Result<std::int64_t> close_reports(const ReportChosen& chosen, const std::string& actor,
                                     const std::string& note) override {
    if (chosen.platform.empty() && chosen.before <= 0) {
      return Error{ErrorCode::kInvalidArgument, "no_choice",
                   "It is not said which reports are to be closed.", "Name a platform or a day."};
    }
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_ASSIGN(
        const std::int64_t closed,
        close_open_reports(*database_, chosen, false, {now_in_seconds(clock_), actor, note}));
    EVIDENCE_TRY(forget_closed_reports(*database_, limits_.closed_reports));
    EVIDENCE_TRY(transaction.commit());
    return closed;
  }

  Result<std::int64_t> open_reports() override {
    return database_->query_number("SELECT count(*) FROM report WHERE closed_at = 0");
  }

  Result<void> offer(std::span<const CheckTarget> targets) override {
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    std::set<std::string> full;  // platforms of which nothing can be given up
    std::unordered_map<std::string, std::int64_t> counts;
    for (const CheckTarget& target : targets) {
      if (full.contains(target.host)) continue;
      EVIDENCE_ASSIGN(const bool there, has_target(*database_, target.url));
      if (there) continue;
      auto count = counts.find(target.host);
      if (count == counts.end()) {
        EVIDENCE_ASSIGN(const std::int64_t held, targets_of(*database_, target.host));
        count = counts.emplace(target.host, held).first;
      }
      EVIDENCE_ASSIGN(const bool room, room_for(target.host, count->second));
      if (!room) {
        full.insert(target.host);
        continue;
      }
      EVIDENCE_TRY(insert_target(*database_, target));
      ++count->second;
    }
    return transaction.commit();
  }

  Result<std::vector<PlannedCheck>> plan(const CheckPlan& plan) override {
    EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(*database_));
    return plan_checks(*database_, plan, now_in_seconds(clock_));
  }

  Result<std::vector<CheckTarget>> witnesses(const std::set<std::string>& but_not,
                                             std::size_t limit) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare(
            "SELECT (SELECT url FROM target t WHERE t.host = p.host AND t.broken = 0 AND "
            "t.checked > 0 ORDER BY t.url LIKE 'https:%' DESC, t.checked DESC LIMIT 1) AS good, "
            "host FROM platform p WHERE last_answer > 0 AND streak_checks = 0 AND good IS NOT "
            "NULL ORDER BY last_answer DESC, host LIMIT ?1"));
    find.bind(1, static_cast<std::int64_t>(limit + but_not.size()));
    std::vector<CheckTarget> found;
    while (found.size() < limit) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) break;
      CheckTarget one{std::string(find.text(0)), std::string(find.text(1))};
      if (!but_not.contains(one.host)) found.push_back(std::move(one));
    }
    return found;
  }

  Result<void> record(const LinkCheck& check, bool reported, const HealthRules& rules) override {
    const std::int64_t now = now_in_seconds(clock_);
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_TRY(keep_outcome(check.url, check.host, check, now));
    // What a DOI led to: broken, it is asked again until it answers; good, the publisher is not
    // judged by broken pages alone.
    const bool tells =
        is_broken(check.cause) || check.cause == LinkCause::kOk || check.cause == LinkCause::kMoved;
    if (tells && check.final_host != check.host && !check.final_url.empty()) {
      EVIDENCE_TRY(keep_outcome(check.final_url, check.final_host, check, now));
    }
    const std::set<std::string> through(check.led_through.begin(), check.led_through.end());
    for (const std::string& host : through) {
      if (host == check.final_host) continue;
      EVIDENCE_TRY(take_on(host, {now, "", LinkCause::kOk, false}, rules));
    }
    if (!check.final_host.empty()) {
      const std::string& last = check.final_url.empty() ? check.url : check.final_url;
      EVIDENCE_TRY(
          take_on(check.final_host, {now, target_key(last), check.cause, reported}, rules));
    }
    return transaction.commit();
  }

  Result<std::vector<PlatformState>> platform_states() override {
    EVIDENCE_ASSIGN(Statement find, database_->prepare("SELECT " + std::string(kPlatformColumns) +
                                                       " FROM platform ORDER BY host"));
    std::vector<PlatformState> all;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return all;
      all.push_back(read_platform(find));
    }
  }

  Result<std::vector<PlatformRow>> platforms(std::size_t limit) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare(
            "SELECT " + std::string(kPlatformColumns) +
            ", (SELECT count(*) FROM target t WHERE t.host = p.host AND t.checked > 0) AS checked, "
            "(SELECT count(*) FROM target t WHERE t.host = p.host AND t.broken = 1) AS broken, "
            "(SELECT count(*) FROM report r WHERE r.platform = p.host AND r.closed_at = 0) AS told "
            "FROM platform p WHERE last_check > 0 OR told > 0 ORDER BY failing_since > 0 DESC, "
            "broken DESC, host LIMIT ?1"));
    find.bind(1, static_cast<std::int64_t>(limit));
    std::vector<PlatformRow> all;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return all;
      all.push_back({read_platform(find), find.number(9), find.number(10), find.number(11)});
    }
  }

  Result<std::vector<TargetRow>> broken_targets(const std::string& platform,
                                                std::size_t limit) override {
    EVIDENCE_ASSIGN(
        Statement find,
        database_->prepare("SELECT url, host, cause, status, final_url, detail, checked, since "
                           "FROM target WHERE broken = 1 AND (?1 = '' OR host = ?1) ORDER BY "
                           "checked DESC, url LIMIT ?2"));
    find.bind(1, platform).bind(2, static_cast<std::int64_t>(limit));
    std::vector<TargetRow> all;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) return all;
      all.push_back({std::string(find.text(0)), std::string(find.text(1)),
                     cause_by_name(find.text(2)).value_or(LinkCause::kOk),
                     static_cast<int>(find.number(3)), std::string(find.text(4)),
                     std::string(find.text(5)), find.number(6), find.number(7)});
    }
  }

  Result<std::string> mark(const std::string& name) override {
    EVIDENCE_ASSIGN(Statement find, database_->prepare("SELECT value FROM meta WHERE key = ?1"));
    const std::string key = "mark." + name;
    EVIDENCE_ASSIGN(const bool found, find.bind(1, key).step());
    return found ? std::string(find.text(0)) : std::string();
  }

  Result<void> set_mark(const std::string& name, const std::string& value) override {
    EVIDENCE_ASSIGN(Statement save,
                    database_->prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)"));
    const std::string key = "mark." + name;
    return save.bind(1, key).bind(2, value).run();
  }

 private:
  // The open report of the same link by the same organisation that this one repeats or completes;
  // 0: it is a new one.
  Result<std::int64_t> join_report(const LinkReport& report) {
    std::int64_t id = 0;
    bool completes = false;
    {
      EVIDENCE_ASSIGN(
          Statement find,
          database_->prepare("SELECT id, last_at, choice, comment FROM report WHERE closed_at = 0 "
                             "AND work = ?1 AND link = ?2 AND organisation = ?3 AND target = ?4 "
                             "AND last_at > ?5 ORDER BY id DESC LIMIT 20"));
      find.bind(1, report.work).bind(2, report.link).bind(3, report.organisation);
      find.bind(4, report.target).bind(5, report.first_at - kOneDay);
      while (id == 0) {
        EVIDENCE_ASSIGN(const bool row, find.step());
        if (!row) return join_many(report);
        const bool bare = find.text(2).empty() && find.text(3).empty();
        const bool says = !report.choice.empty() || !report.comment.empty();
        const bool same = find.text(2) == report.choice && find.text(3) == report.comment;
        completes = bare && says && find.number(1) > report.first_at - kOneHour;
        if (completes || same) id = find.number(0);
      }
    }
    return count_or_complete(id, completes, report);
  }

  // Else one link could fill the place of all others.
  Result<std::int64_t> join_many(const LinkReport& report) {
    EVIDENCE_ASSIGN(const std::int64_t newest,
                    newest_of_many(*database_, report, limits_.open_reports_of_link));
    if (newest == 0) return newest;
    return count_or_complete(newest, false, report);
  }

  Result<std::int64_t> count_or_complete(std::int64_t id, bool completes,
                                         const LinkReport& report) {
    EVIDENCE_ASSIGN(Statement update,
                    database_->prepare(completes ? "UPDATE report SET choice = ?3, comment = ?4, "
                                                   "last_at = ?2 WHERE id = ?1"
                                                 : "UPDATE report SET times = times + 1, last_at "
                                                   "= ?2 WHERE id = ?1"));
    update.bind(1, id).bind(2, report.first_at);
    if (completes) update.bind(3, report.choice).bind(4, report.comment);
    EVIDENCE_TRY(update.run());
    return id;
  }

  // What nobody repeated for so long is mended, or missed by nobody.
  Result<void> close_aged(std::int64_t now) {
    ReportChosen aged;
    aged.before = now - limits_.unrepeated_days * kOneDay;
    if (aged.before <= 0) return {};
    const Closing closing{
        now, "age", "not repeated within " + std::to_string(limits_.unrepeated_days) + " days"};
    EVIDENCE_ASSIGN(const std::int64_t closed, close_open_reports(*database_, aged, true, closing));
    if (closed == 0) return {};
    return forget_closed_reports(*database_, limits_.closed_reports);
  }

  Result<bool> room_for(const std::string& host, std::int64_t& held) {
    EVIDENCE_ASSIGN(const std::int64_t total,
                    database_->query_number("SELECT value FROM counter WHERE name = 'targets'"));
    if (held < std::int64_t{limits_.targets_of_platform} && total < limits_.targets) return true;
    EVIDENCE_ASSIGN(const bool given_up,
                    give_up_target(*database_, host, now_in_seconds(clock_) - kLongBroken));
    if (given_up) --held;
    return given_up;
  }

  // A reported link may not be among the targets yet.
  Result<void> keep_outcome(const std::string& url, const std::string& host, const LinkCheck& check,
                            std::int64_t now) {
    if (host.empty()) return {};
    EVIDENCE_ASSIGN(const bool there, has_target(*database_, url));
    if (!there) {
      EVIDENCE_ASSIGN(std::int64_t held, targets_of(*database_, host));
      EVIDENCE_ASSIGN(const bool room, room_for(host, held));
      if (!room) return {};
      EVIDENCE_TRY(insert_target(*database_, {url, host}));
    }
    return save_outcome(*database_, url, check, now);
  }

  Result<void> take_on(const std::string& host, const HealthEvent& event,
                       const HealthRules& rules) {
    EVIDENCE_ASSIGN(PlatformState state, find_platform(*database_, host));
    EVIDENCE_ASSIGN(const std::int64_t targets, targets_of(*database_, host));
    state.known_targets = static_cast<unsigned>(targets);
    return save_platform(*database_, after(std::move(state), event, rules));
  }

  const LinkStoreLimits limits_;
  Clock& clock_;
  const std::unique_ptr<Database> database_;
};

}  // namespace

Result<std::unique_ptr<LinkHealthStore>> open_sqlite_link_health(const SqliteLinkOptions& options,
                                                                 const LinkStoreLimits& limits,
                                                                 Clock& clock) {
  SqliteStoreOptions file;
  file.directory = options.directory;
  file.create = options.create;
  file.busy_timeout = options.busy_timeout;
  EVIDENCE_ASSIGN(auto database, open_database(kLinksFile, file, clock, link_migrations()));
  return std::unique_ptr<LinkHealthStore>(
      std::make_unique<SqliteLinkHealthStore>(limits, clock, std::move(database)));
}

}  // namespace evidence
