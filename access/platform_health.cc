#include "access/platform_health.h"

#include <algorithm>

#include "base/clock.h"
#include "base/hash.h"

namespace evidence {
namespace {

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kDay = 86'400;
constexpr std::size_t kKeyDigits = 16;

Error out_of_range(std::string_view name, unsigned least, unsigned most) {
  return {ErrorCode::kInvalidArgument, "bad_health_rules",
          std::string(name) + " must be " + std::to_string(least) + " to " + std::to_string(most),
          ""};
}

void end_streak(PlatformState& state) {
  state.streak_checks = 0;
  state.streak_targets.clear();
  state.streak_began = 0;
  state.failing_since = 0;
}

}  // namespace

Result<void> validate(const HealthRules& rules) {
  if (rules.checks < 1 || rules.checks > 20) return out_of_range("failing.checks", 1, 20);
  if (rules.minutes > 1'440) return out_of_range("failing.minutes", 0, 1'440);
  if (rules.stale_days < 1 || rules.stale_days > 90) {
    return out_of_range("failing.stale_days", 1, 90);
  }
  return {};
}

std::string target_key(std::string_view url) { return sha256_hex(url).substr(0, kKeyDigits); }

PlatformState after(PlatformState state, const HealthEvent& event, const HealthRules& rules) {
  // A clock that was set back makes no check older than the one before.
  const std::int64_t at = std::max(event.at, state.last_check);
  state.last_check = at;
  state.last_cause = event.cause;
  if (answers(event.cause)) {
    state.last_answer = at;
    end_streak(state);
    return state;
  }
  if (!is_broken(event.cause)) return state;  // asked to wait: neither
  const bool about_the_page =
      event.cause == LinkCause::kNotFound || event.cause == LinkCause::kGone;
  if (event.reported && about_the_page) return state;
  // A page that is gone tells of a page. Several may tell of the platform, but never fewer than the
  // rules ask for.
  if (about_the_page && state.known_targets > 0 && state.known_targets < rules.checks) {
    return state;
  }
  if (state.streak_checks == 0) state.streak_began = at;
  ++state.streak_checks;
  const bool known = std::find(state.streak_targets.begin(), state.streak_targets.end(),
                               event.target) != state.streak_targets.end();
  if (!known && state.streak_targets.size() < rules.checks) {
    state.streak_targets.push_back(event.target);
  }
  const unsigned distinct =
      state.known_targets == 0 ? rules.checks : std::min(rules.checks, state.known_targets);
  if (state.failing_since == 0 && state.streak_checks >= rules.checks &&
      state.streak_targets.size() >= distinct &&
      at - state.streak_began >= std::int64_t{rules.minutes} * kMinute) {
    state.failing_since = state.streak_began;
  }
  return state;
}

PlatformHealth::PlatformHealth(const std::vector<PlatformState>& states, const HealthRules& rules,
                               std::int64_t now) {
  for (const PlatformState& state : states) {
    if (state.failing_since == 0) continue;
    if (now - state.last_check > std::int64_t{rules.stale_days} * kDay) continue;
    failing_[state.host] = {state.last_cause, state.failing_since,
                            state.host + " " + std::string(cause_in_words(state.last_cause)) +
                                " (since " + moment_in_words(state.failing_since) + ")"};
  }
}

std::optional<FailingPlatform> PlatformHealth::failing(std::string_view host) const {
  if (failing_.empty()) return std::nullopt;
  const auto found = failing_.find(std::string(host));
  if (found == failing_.end()) return std::nullopt;
  return found->second;
}

std::string moment_in_words(std::int64_t seconds) {
  const std::chrono::system_clock::time_point when{std::chrono::seconds(seconds)};
  return format_date_for_people(utc_day(when)) + ", " + format_timestamp(when).substr(11, 5) +
         " UTC";
}

}  // namespace evidence
