// /api/v1/link-health: the health of platforms as data.
#include "base/clock.h"
#include "base/json.h"
#include "server/endpoints.h"
#include "server/link_health_view.h"
#include "server/link_services.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

json::value moment(std::int64_t seconds) {
  if (seconds == 0) return nullptr;
  return json::value(
      format_timestamp(std::chrono::system_clock::time_point{std::chrono::seconds(seconds)}));
}

json::object platform_json(const PlatformRow& platform, const HealthRules& rules,
                           std::int64_t now) {
  const PlatformState& state = platform.state;
  const bool checked = state.last_check > 0;
  json::object row;
  row["platform"] = state.host;
  row["state"] = platform_state(state, rules, now);
  row["last_check"] = moment(state.last_check);
  row["last_answer"] = moment(state.last_answer);
  row["last_outcome"] = checked ? json::value(cause_name(state.last_cause)) : json::value(nullptr);
  row["last_outcome_text"] =
      checked ? json::value(cause_in_words(state.last_cause)) : json::value(nullptr);
  row["failing_since"] = moment(state.failing_since);
  row["failed_checks_in_a_row"] = state.streak_checks;
  row["checked_targets"] = platform.checked_targets;
  row["broken_targets"] = platform.broken_targets;
  row["open_reports"] = platform.open_reports;
  return row;
}

}  // namespace

Response api_link_health(const Request& request, Services& services) {
  const Result<PlatformHealthRows> platforms = platform_rows(services);
  if (!platforms.ok()) return problem(platforms.error(), request);
  const HealthRules& rules = services.link_desk->rules;
  const std::int64_t now =
      std::chrono::floor<std::chrono::seconds>(services.clock.now()).time_since_epoch().count();
  json::array rows;
  for (const PlatformRow& platform : platforms->rows) {
    rows.emplace_back(platform_json(platform, rules, now));
  }
  json::object object;
  object["rules"] = json::object{{"failed_checks", rules.checks},
                                 {"over_minutes", rules.minutes},
                                 {"forgotten_after_days", rules.stale_days}};
  object["platforms"] = std::move(rows);
  object["truncated"] = platforms->cut;
  return json_response(json::serialize(object));
}

}  // namespace evidence::server
