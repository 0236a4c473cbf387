#include "app/source_registry.h"

#include <algorithm>
#include <map>

namespace evidence::app {
namespace {

using server::ProblemCount;
using server::SourceState;

constexpr std::chrono::seconds kFresh{5};
constexpr std::size_t kProblemsCounted = 10'000;
constexpr std::size_t kCodesShown = 50;

void fill(SourceState& state, SourceStatus status, std::vector<HarvestRun> runs,
          const Clock& clock) {
  state.records = status.records;
  state.deleted = status.deleted;
  state.problems = status.problems;
  state.runs = std::move(runs);
  state.source.last_success = status.last_success;
  for (const HarvestRun& run : state.runs) {
    // An import has no harvest state; its end is when the source was last read whole.
    if (!state.source.last_success.empty()) break;
    if (run.outcome.starts_with("finished")) state.source.last_success = run.ended;
  }
  state.waiting = waiting_withdrawals(state.runs);
  if (const auto last = parse_timestamp(state.source.last_success)) {
    state.age_seconds =
        std::chrono::duration_cast<std::chrono::seconds>(clock.now() - *last).count();
  }
}

}  // namespace

server::SourceSummary summary_of(const SourceConfig& source) {
  server::SourceSummary summary;
  summary.id = source.id;
  summary.name = source.name;
  summary.description = source.description;
  summary.licence = source.licence;
  summary.homepage = source.homepage;
  summary.sample = source.sample;
  summary.scope = source.scope;
  summary.owner = source.owner;
  summary.assessment = source.assessment;
  summary.granularity = source.granularity;
  summary.protocol = source.protocol;
  summary.enabled = source.enabled && source.protocol != "file";
  summary.interval_seconds = source.interval.count();
  return summary;
}

Result<RecordStore*> StoreSourceRegistry::store() {
  if (!store_) {
    EVIDENCE_ASSIGN(store_, open_());
  }
  return store_.get();
}

Result<std::vector<SourceState>> StoreSourceRegistry::read_states() {
  EVIDENCE_ASSIGN(RecordStore* const store, this->store());
  EVIDENCE_ASSIGN(std::vector<SourceStatus> all, store->source_status());
  std::vector<SourceState> states;
  for (const SourceConfig& source : sources_) states.emplace_back().source = summary_of(source);
  for (SourceStatus& status : all) {
    auto at = std::find_if(states.begin(), states.end(), [&status](const SourceState& state) {
      return state.source.id == status.source;
    });
    if (at == states.end()) {
      SourceState& unknown = states.emplace_back();
      unknown.source.id = unknown.source.name = status.source;
      unknown.source.configured = false;
      at = states.end() - 1;
    }
    EVIDENCE_ASSIGN(std::vector<HarvestRun> runs, store->runs(status.source, server::kRunsShown));
    fill(*at, std::move(status), std::move(runs), clock_);
  }
  std::sort(states.begin(), states.end(), [](const SourceState& a, const SourceState& b) {
    return std::tie(a.source.name, a.source.id) < std::tie(b.source.name, b.source.id);
  });
  return states;
}

Result<std::vector<SourceState>> StoreSourceRegistry::states() {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.steady_now();
  if (read_ && now - read_at_ < kFresh) return states_;
  EVIDENCE_ASSIGN(states_, read_states());
  read_ = true;
  read_at_ = now;
  return states_;
}

Result<std::vector<ProblemCount>> StoreSourceRegistry::problems(const std::string& source) {
  const std::lock_guard lock(mutex_);
  EVIDENCE_ASSIGN(RecordStore* const store, this->store());
  EVIDENCE_ASSIGN(const std::vector<Problem> all, store->problems(source, kProblemsCounted));
  std::map<std::string, ProblemCount> by_code;
  for (const Problem& problem : all) {
    ProblemCount& count = by_code[problem.code];
    if (count.count++ == 0) count.example = problem.reason;
  }
  std::vector<ProblemCount> counts;
  for (auto& [code, count] : by_code) {
    count.code = code;
    counts.push_back(std::move(count));
  }
  std::stable_sort(counts.begin(), counts.end(),
                   [](const ProblemCount& a, const ProblemCount& b) { return a.count > b.count; });
  if (counts.size() > kCodesShown) counts.resize(kCodesShown);
  return counts;
}

}  // namespace evidence::app
