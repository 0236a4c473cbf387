// The sources over the API: what each holds, when it was last harvested, what its runs did.
#include "base/json.h"
#include "base/text.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/source_view.h"

namespace evidence::server {
namespace {

json::value or_null(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::object run_json(const HarvestRun& run) {
  json::object row;
  row["kind"] = run.kind;
  row["started"] = run.started;
  row["ended"] = run.ended.empty() ? json::value(nullptr) : json::value(run.ended);
  row["outcome"] = outcome_word(run);
  row["pages"] = run.pages;
  row["bytes"] = run.bytes;
  row["read"] = run.counts.read;
  row["added"] = run.counts.added;
  row["changed"] = run.counts.changed;
  row["unchanged"] = run.counts.unchanged;
  row["deleted"] = run.counts.deleted;
  row["problems"] = run.counts.problems;
  row["lag_seconds"] = or_null(run.lag);
  row["waiting_withdrawals"] = run.waiting;
  return row;
}

json::object source_json(const SourceState& state) {
  const SourceSummary& source = state.source;
  json::object row;
  row["id"] = source.id;
  row["name"] = source.name;
  row["description"] = source.description;
  row["scope"] = source.scope;
  row["granularity"] = source.granularity;
  row["owner"] = source.owner;
  row["assessment"] = source.assessment;
  row["licence"] = source.licence;
  row["homepage"] = source.homepage;
  row["protocol"] = source.protocol;
  row["enabled"] = source.enabled;
  row["interval_seconds"] = source.interval_seconds;
  row["sample"] = source.sample;
  row["records"] = state.records;
  row["deleted"] = state.deleted;
  row["problems"] = state.problems;
  row["waiting_withdrawals"] = state.waiting;
  row["last_success"] = source.last_success;
  row["age_seconds"] = or_null(state.age_seconds);
  row["last_run"] =
      state.runs.empty() ? json::value(nullptr) : json::value(run_json(state.runs.front()));
  return row;
}

}  // namespace

Response api_sources(const Request& request, Services& services) {
  const Result<std::vector<SourceState>> states = source_states(services);
  if (!states.ok()) return problem(states.error(), request);
  json::array list;
  for (const SourceState& state : *states) list.emplace_back(source_json(state));
  json::object object;
  object["sources"] = std::move(list);
  return json_response(json::serialize(object));
}

Response api_source(const Request& request, Services& services) {
  const Result<SourceState> state = source_state(request.path_parameters.at("id"), services);
  if (!state.ok()) return problem(state.error(), request);
  json::object object = source_json(*state);
  json::array runs;
  for (const HarvestRun& run : state->runs) runs.emplace_back(run_json(run));
  object["runs"] = std::move(runs);
  json::array problems;
  if (services.registry != nullptr) {
    const Result<std::vector<ProblemCount>> counts = services.registry->problems(state->source.id);
    if (!counts.ok()) return problem(counts.error(), request);
    for (const ProblemCount& count : *counts) {
      json::object row;
      row["code"] = count.code;
      row["count"] = count.count;
      row["example"] = count.example;
      problems.emplace_back(std::move(row));
    }
  }
  object["problem_counts"] = std::move(problems);
  return json_response(json::serialize(object));
}

}  // namespace evidence::server
