// /sources: what is searched, as a register; /sources/{id}: one source with its last harvests.
#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "base/url.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/source_view.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMostOfSource = 600;  // bytes of a fact that are shown

// "2026-11-22T00:06:48Z" → "22 November 2026"; "" where there is none.
std::string day_of(std::string_view timestamp) {
  const auto date = parse_date(timestamp.substr(0, 10));
  return date ? format_date_for_people(*date) : std::string();
}

// "2026-11-22T00:06:48Z" → "22 November 2026, 00:06 UTC".
std::string moment_of(const std::string& timestamp) {
  const std::string day = day_of(timestamp);
  return day.empty() || timestamp.size() < 16 ? timestamp
                                              : day + ", " + timestamp.substr(11, 5) + " UTC";
}

std::string number(std::int64_t count) {
  return with_thousands(static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0)));
}

std::string name_of(const SourceSummary& source) {
  return source.name.empty() ? source.id : source.name;
}

void fill_row(Values& row, const SourceState& state) {
  const SourceSummary& source = state.source;
  row.set("SOURCE_HREF", "/sources/" + percent_encode(source.id));
  row.set("SOURCE_NAME", shortened(name_of(source), 200));
  row.set("SOURCE_SCOPE", shortened(source.scope.empty() ? source.description : source.scope, 400));
  row.set("SOURCE_RECORDS", number(state.records));
  row.set("SOURCE_LICENCE", source.licence.empty() ? "Not stated" : shortened(source.licence, 200));
  if (source.sample) row.show("SOURCE_SAMPLE");
  const std::string updated = day_of(source.last_success);
  row.show_with("SOURCE_DATE", "SOURCE_UPDATED", updated);
  if (updated.empty()) row.show("SOURCE_NO_DATE");
}

void fill_facts(Values& page, const SourceState& state) {
  const SourceSummary& source = state.source;
  add_fact(page, "What it holds", source.scope, kMostOfSource);
  add_fact(page, "Level of detail", source.granularity, kMostOfSource);
  add_fact(page, "Owner", source.owner, kMostOfSource);
  add_fact(page, "Assessment", source.assessment, kMostOfSource);
  add_fact(page, "Licence", source.licence, kMostOfSource);
  add_fact(page, "Records", number(state.records), kMostOfSource);
  if (state.deleted > 0)
    add_fact(page, "Withdrawn by the source", number(state.deleted), kMostOfSource);
  add_fact(page, "Last updated", day_of(source.last_success), kMostOfSource);
  if (source.interval_seconds > 0) {
    add_fact(page, "Asked again every", duration_text(source.interval_seconds), kMostOfSource);
  }
  if (state.waiting > 0) {
    add_fact(page, "Waiting",
             number(state.waiting) +
                 " records are missing from the source's newest list; a librarian will decide",
             kMostOfSource);
  }
  const auto homepage = parse_web_url(source.homepage);
  if (homepage.ok()) page.add("HOMEPAGE").set("HOMEPAGE_HREF", homepage->text);
}

void fill_runs(Values& page, const std::vector<HarvestRun>& runs) {
  if (runs.empty()) {
    page.show("NO_RUNS");
    return;
  }
  Values table = page.add("RUNS");
  for (const HarvestRun& run : runs) {
    Values row = table.add("RUN");
    row.set("RUN_STARTED", moment_of(run.started));
    row.set("RUN_KIND", run.kind);
    row.set("RUN_OUTCOME", outcome_word(run));
    row.set("RUN_ADDED", number(run.counts.added));
    row.set("RUN_CHANGED", number(run.counts.changed));
    row.set("RUN_DELETED", number(run.counts.deleted));
    row.set("RUN_PROBLEMS", number(run.counts.problems));
    row.set("RUN_LAG", run.lag ? duration_text(*run.lag) : "–");
  }
}

void fill_problems(Values& page, const std::string& id, Services& services) {
  if (services.registry == nullptr) return;
  const auto problems = services.registry->problems(id);
  if (!problems.ok() || problems->empty()) return;
  Values table = page.add("PROBLEMS");
  for (const ProblemCount& count : *problems) {
    Values row = table.add("PROBLEM");
    row.set("PROBLEM_CODE", count.code);
    row.set("PROBLEM_COUNT", number(count.count));
    row.set("PROBLEM_EXAMPLE", shortened(count.example, 300));
  }
}

}  // namespace

Response page_sources(const Request& request, Services& services) {
  const Result<std::vector<SourceState>> states = source_states(services);
  if (!states.ok()) return error_response(states.error(), request, Audience::kPage, services);
  PageValues page;
  bool sample = false;
  if (states->empty()) {
    page.show("NO_SOURCES");
  } else {
    Values list = page.add("HAS_SOURCES");
    for (const SourceState& state : *states) {
      Values row = list.add("SOURCE");
      fill_row(row, state);
      sample = sample || state.source.sample;
    }
  }
  Frame frame{"Sources", "sources", sample, "/sources"};
  return render_page(200, "sources.tpl", page, frame, request, services);
}

Response page_source(const Request& request, Services& services) {
  const Result<SourceState> state = source_state(request.path_parameters.at("id"), services);
  if (!state.ok()) return error_response(state.error(), request, Audience::kPage, services);
  PageValues page;
  page.set("SOURCE_NAME", shortened(name_of(state->source), 200));
  page.set("SOURCE_DESCRIPTION", shortened(state->source.description, 600));
  page.set("API_HREF", "/api/v1/sources/" + percent_encode(state->source.id));
  fill_facts(page, *state);
  fill_runs(page, state->runs);
  fill_problems(page, state->source.id, services);
  Frame frame{shortened(name_of(state->source), 100), "sources", state->source.sample,
              "/sources/" + percent_encode(state->source.id)};
  return render_page(200, "source.tpl", page, frame, request, services);
}

}  // namespace evidence::server
