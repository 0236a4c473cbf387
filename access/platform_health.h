// Which platforms fail at present, so that links to them can stand behind the others. A platform is
// a host. It fails after so many failed checks in a row, of distinct targets, over at least so many
// minutes; it is healthy again as soon as it answers once. Pure functions and immutable values.
//
// The link resolver takes a snapshot: `if (const auto failing = health.failing(host)) …` puts the
// link behind the others and adds failing->why to its reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/link_check.h"
#include "base/result.h"

namespace evidence {

struct HealthRules {
  unsigned checks = 3;    // failed in a row, each of another target: 1 to 20
  unsigned minutes = 30;  // from the first to the last of them: 0 to 1440
  unsigned stale_days =
      7;  // a platform not checked for so long is no longer called failing: 1 to 90
};
// kInvalidArgument names what is out of its range.
Result<void> validate(const HealthRules& rules);

// What is known of a platform; times are seconds since 1970, 0 = never.
struct PlatformState {
  std::string host;
  std::int64_t last_check = 0, last_answer = 0;
  LinkCause last_cause = LinkCause::kOk;
  unsigned known_targets = 0;  // of which checks can choose; 0: unknown
  // The failed checks since it last answered.
  unsigned streak_checks = 0;
  std::vector<std::string> streak_targets;  // distinct, at most HealthRules::checks of them
  std::int64_t streak_began = 0;
  std::int64_t failing_since = 0;  // when the streak began that made it fail; 0: it does not
  bool operator==(const PlatformState&) const = default;
};

struct HealthEvent {
  std::int64_t at = 0;
  std::string target;  // a short name of the address: target_key()
  LinkCause cause = LinkCause::kOk;
  // Of a link that readers called broken: that it is not found says nothing of the platform.
  bool reported = false;
};

// 16 hexadecimal digits of the address's hash.
std::string target_key(std::string_view url);

// The state after one more check. Where fewer targets are known than the rules ask for, so many
// checks are still needed, but of those targets; pages that are not found then count for nothing.
PlatformState after(PlatformState state, const HealthEvent& event, const HealthRules& rules);

struct FailingPlatform {
  LinkCause cause = LinkCause::kTimeout;
  std::int64_t since = 0;
  std::string why;  // "www.example.org does not answer in time (since 3 May 2026, 10:05 UTC)"
};

class PlatformHealth {
 public:
  PlatformHealth() = default;  // nothing is known to fail
  // `now`: states older than rules.stale_days are left out.
  PlatformHealth(const std::vector<PlatformState>& states, const HealthRules& rules,
                 std::int64_t now);

  // `host` in lower case, as WebUrl::host and LinkTarget::platform have it.
  [[nodiscard]] std::optional<FailingPlatform> failing(std::string_view host) const;
  [[nodiscard]] std::size_t failing_count() const { return failing_.size(); }

 private:
  std::unordered_map<std::string, FailingPlatform> failing_;
};

// "3 May 2026, 10:05 UTC".
std::string moment_in_words(std::int64_t seconds);

}  // namespace evidence
