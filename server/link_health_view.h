// The health of platforms in words, for the page and the API. Used by page_links.cc and
// api_link_health.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/link_health_store.h"
#include "server/services.h"

namespace evidence::server {

inline constexpr std::size_t kPlatformsShown = 500;

struct PlatformHealthRows {
  std::vector<PlatformRow> rows;
  bool cut = false;  // there are more
};
// kUnavailable "checks_off" where links are not checked here.
Result<PlatformHealthRows> platform_rows(Services& services);

// "failing", "suspect" (its last checks failed, not often or long enough), "waiting" (it asked to
// be checked less often), "answers", "unchecked", "stale" (its last check is too long ago to
// count).
std::string_view platform_state(const PlatformState& state, const HealthRules& rules,
                                std::int64_t now);
std::string_view state_in_words(std::string_view state);

}  // namespace evidence::server
