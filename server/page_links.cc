// /links: which platforms answer, which fail and why; public, as is what it is made of.
#include "access/platform_health.h"
#include "base/text.h"
#include "server/link_health_view.h"
#include "server/link_services.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

std::string amount_of(std::int64_t count) {
  return with_thousands(static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0)));
}

void fill_platform(Values& row, const PlatformRow& platform, const HealthRules& rules,
                   std::int64_t now) {
  const PlatformState& state = platform.state;
  const std::string_view name = platform_state(state, rules, now);
  row.set("PLATFORM_HOST", shortened(state.host, 253));
  row.set("PLATFORM_STATE", state_in_words(name));
  row.set("PLATFORM_CHECKED", state.last_check == 0 ? "–" : moment_in_words(state.last_check));
  row.set("PLATFORM_SHARE",
          platform.checked_targets == 0
              ? "–"
              : amount_of(platform.broken_targets) + " of " + amount_of(platform.checked_targets));
  const bool told = name == "failing" || name == "suspect" || name == "waiting";
  row.set("PLATFORM_CAUSE", told ? "It " + std::string(cause_in_words(state.last_cause)) : "–");
  const std::int64_t since = state.failing_since > 0 ? state.failing_since : state.streak_began;
  row.set("PLATFORM_SINCE", since == 0 ? "–" : moment_in_words(since));
  row.set("PLATFORM_REPORTS", amount_of(platform.open_reports));
}

}  // namespace

Response page_links(const Request& request, Services& services) {
  const Result<PlatformHealthRows> platforms = platform_rows(services);
  PageValues page;
  if (!platforms.ok() && platforms.error().slug != "checks_off") {
    return error_response(platforms.error(), request, Audience::kPage, services);
  }
  if (!platforms.ok() || platforms->rows.empty()) {
    page.show("NOT_CHECKED");
  } else {
    const HealthRules& rules = services.link_desk->rules;
    const std::int64_t now =
        std::chrono::floor<std::chrono::seconds>(services.clock.now()).time_since_epoch().count();
    Values table = page.add("PLATFORMS");
    table.set_number("RULE_CHECKS", rules.checks);
    table.set_number("RULE_MINUTES", rules.minutes);
    if (platforms->cut) table.add("PLATFORMS_CUT").set_number("CUT_AT", kPlatformsShown);
    for (const PlatformRow& platform : platforms->rows) {
      Values row = table.add("PLATFORM");
      fill_platform(row, platform, rules, now);
    }
  }
  const Frame frame{"Links", "", false, "/links"};
  return render_page(200, "links.tpl", page, frame, request, services);
}

}  // namespace evidence::server
