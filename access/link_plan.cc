#include "access/link_plan.h"

#include <algorithm>
#include <unordered_map>

namespace evidence {
namespace {

// Of a platform that failed at its last check, so that it need not be judged by one page.
constexpr std::size_t kTargetsOfSuspect = 3;
constexpr std::size_t kShareOfSuspects = 4;  // a quarter of a run's checks at most
constexpr std::size_t kOthersBetween = 3;
constexpr std::int64_t kMostDoublings = 5;  // of the time between two checks of a suspect

class Planner {
 public:
  Planner(Database& database, const CheckPlan& plan, std::int64_t now)
      : database_(database), plan_(plan), now_(now) {}

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
    if (const auto planned = planned_.find(std::string(url)); planned != planned_.end()) {
      PlannedCheck& there = checks_[planned->second];
      there.reported = there.reported || reported;
      return;
    }
    if (full()) return;
    planned_.emplace(url, checks_.size());
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

  // The hosts that are due: suspects, or the others.
  Result<std::vector<std::string>> due_platforms(bool suspects) {
    // A platform that stays away is asked again after one, two, four … intervals.
    EVIDENCE_ASSIGN(
        Statement platforms,
        database_.prepare(
            "SELECT host FROM platform WHERE (?4 = '' OR host = ?4) AND (streak_checks > 0) = ?5 "
            "AND (last_check < ?1 OR (streak_checks > 0 AND last_check < ?6 - (?6 - ?2) * (1 << "
            "min(streak_checks / ?7, ?8)))) AND EXISTS (SELECT 1 FROM target WHERE target.host = "
            "platform.host) ORDER BY last_check, host LIMIT ?3"));
    platforms.bind(1, plan_.older_than).bind(2, plan_.suspects_older_than).bind(3, room());
    platforms.bind(4, plan_.platform).bind(5, std::int64_t{suspects ? 1 : 0}).bind(6, now_);
    platforms.bind(7, static_cast<std::int64_t>(kTargetsOfSuspect)).bind(8, kMostDoublings);
    std::vector<std::string> due;
    while (true) {
      EVIDENCE_ASSIGN(const bool row, platforms.step());
      if (!row) return due;
      due.emplace_back(platforms.text(0));
    }
  }

  // Suspects stand between the others: a run that begins with silence tells nothing of whom.
  Result<void> add_platforms() {
    EVIDENCE_ASSIGN(const std::vector<std::string> suspects, due_platforms(true));
    EVIDENCE_ASSIGN(const std::vector<std::string> others, due_platforms(false));
    const std::size_t share = plan_.platform.empty()
                                  ? std::max<std::size_t>(1, plan_.limit / kShareOfSuspects)
                                  : plan_.limit;
    std::size_t spent = 0;
    auto other = others.begin();
    for (const std::string& host : suspects) {
      if (spent >= share) break;
      for (std::size_t i = 0; i < kOthersBetween && other != others.end(); ++i) {
        EVIDENCE_TRY(add_targets_of(*other++, 1));
      }
      const std::size_t before = checks_.size();
      EVIDENCE_TRY(add_targets_of(host, std::min(kTargetsOfSuspect, share - spent)));
      spent += checks_.size() - before;
    }
    for (; other != others.end() && !full(); ++other) EVIDENCE_TRY(add_targets_of(*other, 1));
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
    // Also of a full plan: what is planned already may have been reported.
    while (true) {
      EVIDENCE_ASSIGN(const bool row, reported.step());
      if (!row) break;
      add(reported.text(0), reported.text(1), true);
    }
    return {};
  }

  // Of suspects no more than their share.
  Result<void> add_rest() {
    EVIDENCE_ASSIGN(
        Statement rest,
        database_.prepare("SELECT url, host FROM target WHERE checked < ?1 AND (host = ?3 OR (?3 "
                          "= '' AND NOT EXISTS (SELECT 1 FROM platform p WHERE p.host = "
                          "target.host AND p.streak_checks > 0))) ORDER BY checked LIMIT ?2"));
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
  const std::int64_t now_;
  std::vector<PlannedCheck> checks_;
  std::unordered_map<std::string, std::size_t> planned_;  // place of each address in checks_
};

}  // namespace

Result<std::vector<PlannedCheck>> plan_checks(Database& database, const CheckPlan& plan,
                                              std::int64_t now) {
  return Planner(database, plan, now).make();
}

}  // namespace evidence
