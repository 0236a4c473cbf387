#include "access/link_plan.h"

#include <set>

namespace evidence {
namespace {

// Of a platform that failed at its last check, so that it need not be judged by one page.
constexpr std::size_t kTargetsOfSuspect = 3;

class Planner {
 public:
  Planner(Database& database, const CheckPlan& plan) : database_(database), plan_(plan) {}

  Result<std::vector<PlannedCheck>> make() {
    EVIDENCE_TRY(add_platforms());
    EVIDENCE_TRY(add_reported());
    EVIDENCE_TRY(add_rest());
    return std::move(checks_);
  }

 private:
  [[nodiscard]] bool full() const { return checks_.size() >= plan_.limit; }
  [[nodiscard]] std::int64_t room() const {
    return static_cast<std::int64_t>(plan_.limit - checks_.size());
  }

  void add(std::string_view url, std::string_view host, bool reported) {
    if (full() || !seen_.insert(std::string(url)).second) return;
    checks_.push_back({{std::string(url), std::string(host)}, reported});
  }

  Result<void> add_targets_of(const std::string& host, std::size_t count) {
    EVIDENCE_ASSIGN(Statement targets,
                    database_.prepare("SELECT url FROM target WHERE host = ?1 ORDER BY checked, "
                                      "url LIMIT ?2"));
    targets.bind(1, host).bind(2, static_cast<std::int64_t>(count));
    while (true) {
      EVIDENCE_ASSIGN(const bool row, targets.step());
      if (!row) return {};
      add(targets.text(0), host, false);
    }
  }

  struct DuePlatform {
    std::string host;
    bool suspect = false;
  };

  Result<void> add_platforms() {
    std::vector<DuePlatform> due;
    {
      EVIDENCE_ASSIGN(
          Statement platforms,
          database_.prepare(
              "SELECT host, streak_checks FROM platform WHERE (?4 = '' OR host = ?4) AND "
              "(last_check < ?1 OR (streak_checks > 0 AND last_check < ?2)) AND EXISTS (SELECT 1 "
              "FROM target WHERE target.host = platform.host) ORDER BY streak_checks > 0 DESC, "
              "last_check, host LIMIT ?3"));
      platforms.bind(1, plan_.older_than).bind(2, plan_.suspects_older_than).bind(3, room());
      platforms.bind(4, plan_.platform);
      while (true) {
        EVIDENCE_ASSIGN(const bool row, platforms.step());
        if (!row) break;
        due.push_back({std::string(platforms.text(0)), platforms.number(1) > 0});
      }
    }
    for (const DuePlatform& platform : due) {
      if (full()) break;
      EVIDENCE_TRY(add_targets_of(platform.host, platform.suspect ? kTargetsOfSuspect : 1));
    }
    return {};
  }

  // Those not looked at since they were last reported.
  Result<void> add_reported() {
    EVIDENCE_ASSIGN(
        Statement reported,
        database_.prepare(
            "SELECT r.target, r.platform FROM report r LEFT JOIN target t ON t.url = r.target "
            "WHERE r.closed_at = 0 AND (?3 = '' OR r.platform = ?3) AND (coalesce(t.checked, 0) < "
            "r.last_at OR coalesce(t.checked, 0) < ?1) GROUP BY r.target ORDER BY "
            "min(r.first_at) LIMIT ?2"));
    reported.bind(1, plan_.older_than).bind(2, static_cast<std::int64_t>(plan_.limit));
    reported.bind(3, plan_.platform);
    while (!full()) {
      EVIDENCE_ASSIGN(const bool row, reported.step());
      if (!row) break;
      add(reported.text(0), reported.text(1), true);
    }
    return {};
  }

  Result<void> add_rest() {
    EVIDENCE_ASSIGN(Statement rest,
                    database_.prepare("SELECT url, host FROM target WHERE checked < ?1 AND (?3 = "
                                      "'' OR host = ?3) ORDER BY checked LIMIT ?2"));
    rest.bind(1, plan_.older_than).bind(2, static_cast<std::int64_t>(plan_.limit) * 2);
    rest.bind(3, plan_.platform);
    while (!full()) {
      EVIDENCE_ASSIGN(const bool row, rest.step());
      if (!row) break;
      add(rest.text(0), rest.text(1), false);
    }
    return {};
  }

  Database& database_;
  const CheckPlan& plan_;
  std::vector<PlannedCheck> checks_;
  std::set<std::string> seen_;
};

}  // namespace

Result<std::vector<PlannedCheck>> plan_checks(Database& database, const CheckPlan& plan) {
  return Planner(database, plan).make();
}

}  // namespace evidence
