#include "server/link_health_view.h"

#include "server/link_services.h"

namespace evidence::server {

Result<PlatformHealthRows> platform_rows(Services& services) {
  if (services.link_desk == nullptr) {
    return Error{ErrorCode::kUnavailable, "checks_off", "Links are not checked here.", ""};
  }
  PlatformHealthRows all;
  EVIDENCE_ASSIGN(all.rows, services.link_desk->store.with([](LinkHealthStore& store) {
    return store.platforms(kPlatformsShown + 1);
  }));
  all.cut = all.rows.size() > kPlatformsShown;
  if (all.cut) all.rows.resize(kPlatformsShown);
  return all;
}

std::string_view platform_state(const PlatformState& state, const HealthRules& rules,
                                std::int64_t now) {
  if (state.last_check == 0) return "unchecked";
  if (now - state.last_check > std::int64_t{rules.stale_days} * 86'400) return "stale";
  if (state.failing_since > 0) return "failing";
  if (state.streak_checks > 0) return "suspect";
  return state.last_cause == LinkCause::kAskedToWait ? "waiting" : "answers";
}

std::string_view state_in_words(std::string_view state) {
  if (state == "failing") return "Failing: other links are offered first";
  if (state == "suspect") return "Failed at its last check; checked again soon";
  if (state == "waiting") return "Asked to be checked less often";
  if (state == "answers") return "Answers";
  if (state == "stale") return "Not checked lately";
  return "Reported; not checked yet";
}

}  // namespace evidence::server
