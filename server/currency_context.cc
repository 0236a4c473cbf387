#include "server/currency_context.h"

#include <string_view>

namespace evidence::server {
namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;

}  // namespace

CurrencyContext currency_context(const std::vector<SourceState>& states, const PartialDate& today,
                                 std::int64_t warn_after_days) {
  CurrencyContext context;
  context.today = today;
  context.warn_after_days = warn_after_days;
  for (const SourceState& state : states) {
    SourceCheck check;
    check.name = state.source.name.empty() ? state.source.id : state.source.name;
    check.last_success = parse_date(std::string_view(state.source.last_success).substr(0, 10))
                             .value_or(PartialDate{});
    if (state.age_seconds) check.age_days = *state.age_seconds / kSecondsOfDay;
    context.checks[state.source.id] = std::move(check);
  }
  return context;
}

CurrencyContext currency_context(const Services& services) {
  std::vector<SourceState> states;
  if (services.registry != nullptr) {
    if (auto known = services.registry->states(); known.ok()) states = std::move(known).value();
  }
  if (states.empty()) {
    for (const SourceSummary& source : services.sources) states.emplace_back().source = source;
  }
  return currency_context(states, utc_day(services.clock.now()),
                          static_cast<std::int64_t>(services.site.guideline_warn_days));
}

}  // namespace evidence::server
