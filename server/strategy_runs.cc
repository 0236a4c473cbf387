#include "server/strategy_runs.h"

#include <algorithm>
#include <iterator>

#include "base/version.h"
#include "query/lint.h"
#include "server/source_view.h"
#include "server/strategy_services.h"

namespace evidence::server {
namespace {

using curation::RunLine;
using curation::StoredRun;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kWorksAtOnce = 250;
constexpr int kAttempts = 3;
constexpr std::size_t kMostMessagesOfLine = 200;

RunLine line_of(LineRun&& line) {
  RunLine stored;
  stored.number = line.number;
  stored.text = std::move(line.text);
  stored.tree = std::move(line.tree);
  stored.read_as = std::move(line.read_as);
  stored.counted = line.counted;
  stored.count = line.count;
  stored.by_source = std::move(line.by_source);
  stored.refers_to = std::move(line.refers_to);
  stored.took = line.took;
  stored.messages = std::move(line.messages);
  if (stored.messages.size() > kMostMessagesOfLine) stored.messages.resize(kMostMessagesOfLine);
  return stored;
}

// The line with the highest number, wherever it stands: histories may list the newest first. Where
// it could not be run there is no result; an earlier line must not pass for it.
std::size_t position_of_result(const std::vector<RunLine>& lines) {
  const auto last = std::max_element(
      lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return static_cast<std::size_t>(last - lines.begin());
}

// The sources that are searched, as they stand now.
Result<std::vector<curation::RunSource>> searched_sources(
    const curation::StrategySettings& settings, Services& services) {
  EVIDENCE_ASSIGN(const std::vector<SourceState> states, source_states(services));
  std::vector<curation::RunSource> sources;
  for (const SourceState& state : states) {
    const std::vector<std::string>& chosen = settings.sources;
    if (!chosen.empty() &&
        std::find(chosen.begin(), chosen.end(), state.source.id) == chosen.end()) {
      continue;
    }
    // A source without records adds nothing, and naming it as searched would be false.
    if (services.registry != nullptr && state.records == 0) continue;
    sources.push_back(
        {state.source.id, state.source.name, state.source.last_success, state.records});
  }
  std::sort(sources.begin(), sources.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return sources;
}

void fill_from_settings(StoredRun& run, const curation::StrategySettings& settings,
                        const Services& services) {
  run.at = format_timestamp(services.clock.now());
  run.tool = tool_name();
  run.syntax = query::syntax_name(settings.syntax);
  run.mapping = settings.mapping;
  run.restricted_to = settings.sources;
}

Result<query::ParsedStrategy> parse(const curation::StrategySettings& settings,
                                    Services& services) {
  return query::parse_strategy(settings.text, settings.syntax, services.searcher.parse_options());
}

Error index_changed() {
  return {ErrorCode::kBusy, "run_changed", "The index changed while the strategy was run.",
          "Run it again in a moment."};
}

}  // namespace

std::string tool_name() { return "Evidence " + std::string(kProgramVersion); }

Result<std::vector<std::vector<Member>>> members_of(const std::vector<WorkId>& works,
                                                    Steady::time_point deadline,
                                                    Services& services) {
  std::vector<std::vector<Member>> members(works.size());
  for (std::size_t begin = 0; begin < works.size(); begin += kWorksAtOnce) {
    if (Steady::now() > deadline) {
      return Error{ErrorCode::kTimeout, "run_timeout",
                   "There was no time to count the records behind the result.",
                   "Narrow the strategy, or run it without storing."};
    }
    const std::size_t end = std::min(works.size(), begin + kWorksAtOnce);
    const std::vector<WorkId> some(works.begin() + static_cast<std::ptrdiff_t>(begin),
                                   works.begin() + static_cast<std::ptrdiff_t>(end));
    EVIDENCE_ASSIGN(std::vector<Work> found, services.searcher.find_works(some));
    for (Work& work : found) {
      const auto at = std::lower_bound(some.begin(), some.end(), work.id);
      if (at == some.end() || *at != work.id) continue;  // joined meanwhile
      members[begin + static_cast<std::size_t>(at - some.begin())] = std::move(work.members);
    }
  }
  return members;
}

Result<RunOutcome> run_settings(const curation::StrategySettings& settings, bool keep,
                                Steady::time_point deadline, Services& services) {
  StrategyRequest request;
  EVIDENCE_ASSIGN(request.strategy, parse(settings, services));
  request.sources = settings.sources;
  request.mapping = settings.mapping;
  request.works = keep;
  request.deadline = deadline;
  EVIDENCE_ASSIGN(std::vector<curation::RunSource> sources, searched_sources(settings, services));
  // The records are read after the works are found. Only where nothing changed in between do they
  // belong together; changes are as frequent as index runs, so that a second try nearly always
  // does.
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    EVIDENCE_ASSIGN(StrategyRun ran, services.searcher.run_strategy(request));
    RunOutcome outcome;
    StoredRun& run = outcome.run;
    fill_from_settings(run, settings, services);
    run.snapshot = to_text(ran.snapshot);
    run.documents = ran.documents;
    run.vocabulary = std::move(ran.vocabulary);
    run.sources = sources;
    run.took = ran.took;
    for (LineRun& line : ran.lines) run.lines.push_back(line_of(std::move(line)));
    run.result = position_of_result(run.lines);
    outcome.messages = request.strategy.messages;
    if (!keep) return outcome;
    outcome.works.works = std::move(ran.works);
    outcome.works.lines = std::move(ran.sets);
    const std::vector<WorkId> result =
        run.result_line() == nullptr ? std::vector<WorkId>() : outcome.works.of_line(run.result);
    EVIDENCE_ASSIGN(const auto members, members_of(result, deadline, services));
    run.ledger =
        curation::build_ledger(members,
                               services.strategies == nullptr ? std::vector<std::string>()
                                                              : services.strategies->source_order,
                               settings.sources);
    EVIDENCE_ASSIGN(const IndexInfo now, services.searcher.info());
    if (to_text(now.snapshot) == run.snapshot) return outcome;
  }
  return index_changed();
}

Result<RunOutcome> read_settings(const curation::StrategySettings& settings, Services& services) {
  RunOutcome outcome;
  fill_from_settings(outcome.run, settings, services);
  EVIDENCE_ASSIGN(outcome.run.sources, searched_sources(settings, services));
  EVIDENCE_ASSIGN(query::ParsedStrategy parsed, parse(settings, services));
  outcome.lint = query::lint(parsed);
  for (query::StrategyLine& line : parsed.lines) {
    if (line.kind != query::LineKind::kSearch) continue;
    RunLine& stored = outcome.run.lines.emplace_back();
    stored.number = line.number;
    stored.text = std::move(line.text);
    stored.tree = query::to_text(line.parsed.tree);
    stored.refers_to = query::references_of(line.parsed.tree);
    stored.messages = std::move(line.parsed.messages);
  }
  outcome.messages = std::move(parsed.messages);
  return outcome;
}

}  // namespace evidence::server
