#include "server/source_view.h"

#include <algorithm>

#include "base/text.h"
#include "server/page_layout.h"

namespace evidence::server {

Result<std::vector<SourceState>> source_states(Services& services) {
  std::vector<SourceState> states;
  if (services.registry != nullptr) {
    EVIDENCE_ASSIGN(states, services.registry->states());
    // The configuration ships files for many sources; one that is neither switched on nor was ever
    // read is no source of this service.
    std::erase_if(states, [](const SourceState& state) {
      return !state.source.enabled && state.records == 0 && state.runs.empty();
    });
    return states;
  }
  for (const SourceSummary& source : services.sources) states.emplace_back().source = source;
  return states;
}

Result<SourceState> source_state(const std::string& id, Services& services) {
  EVIDENCE_ASSIGN(const std::vector<SourceState> states, source_states(services));
  const auto found = std::find_if(states.begin(), states.end(), [&id](const SourceState& state) {
    return state.source.id == id;
  });
  if (found != states.end()) return *found;
  return Error{ErrorCode::kNotFound, "unknown_source",
               "There is no source " + quoted_for_message(id) + ".",
               "The sources are listed by /sources and /api/v1/sources."};
}

std::string source_name(std::string_view id, const Services& services) {
  for (const SourceSummary& source : services.sources) {
    if (source.id == id && !source.name.empty()) return shortened(source.name, 80);
  }
  return shortened(id, 80);
}

std::string enumerated(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

std::string source_names(const std::vector<std::string>& ids, const Services& services) {
  std::vector<std::string> names;
  names.reserve(ids.size());
  for (const std::string& id : ids) names.push_back(source_name(id, services));
  return enumerated(names);
}

std::string_view outcome_word(const HarvestRun& run) {
  if (run.outcome.starts_with("finished")) return "finished";
  if (run.outcome.starts_with("failed")) return "failed";
  if (run.outcome.starts_with("stopped")) return "stopped";
  return run.ended.empty() ? "running" : "ended";
}

std::string duration_text(std::int64_t seconds) {
  struct Unit {
    std::int64_t seconds;
    std::string_view name;
  };
  constexpr Unit kUnits[] = {{86'400, "day"}, {3'600, "hour"}, {60, "minute"}};
  for (const Unit& unit : kUnits) {
    const std::int64_t count = seconds / unit.seconds;
    if (count == 0) continue;
    return with_thousands(static_cast<std::uint64_t>(count)) + " " + std::string(unit.name) +
           (count == 1 ? "" : "s");
  }
  return "under a minute";
}

}  // namespace evidence::server
