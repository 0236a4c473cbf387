// /strategies/{id}: a kept strategy with its lines, runs, files, test set and searches elsewhere.
#include <algorithm>

#include "base/text.h"
#include "server/page_layout.h"
#include "server/page_strategies.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/strategy_view.h"

namespace evidence::server {
namespace {

using curation::StrategyStore;

constexpr std::size_t kMostTestIds = 60;  // named in a row of the test set

std::string facts_of(const WholeStrategy& whole) {
  const curation::StrategyVersion& version = whole.version;
  std::string text =
      "Version " + std::to_string(version.number) + " of " + moment_for_people(version.at);
  if (!version.actor.empty()) text += ", by " + version.actor;
  if (!version.comment.empty()) text += " (" + version.comment + ")";
  text += ".";
  if (version.number != whole.strategy.latest.number) {
    text += " The latest is version " + std::to_string(whole.strategy.latest.number) + ".";
  }
  if (whole.strategy.forked_from) {
    text += " A copy of version " + std::to_string(whole.strategy.forked_from->version) +
            " of another strategy.";
  }
  if (!whole.has_run()) return text;
  const curation::StoredRun& run = whole.run;
  text += " Run " + std::to_string(run.number) + " of " + moment_for_people(run.at) + " over " +
          works_in_words(run.documents);
  std::vector<std::string> sources;
  for (const curation::RunSource& source : run.sources) {
    sources.push_back((source.name.empty() ? source.id : source.name) +
                      (source.last_harvest.empty()
                           ? std::string()
                           : " (updated " + day_for_people(source.last_harvest) + ")"));
  }
  if (!sources.empty()) text += " of " + join(sources, ", ");
  if (!run.vocabulary.empty()) text += "; headings: " + run.vocabulary;
  text += ". Snapshot " + run.snapshot + ".";
  if (run.result_line() == nullptr) {
    text += " The line with the highest number could not be run, so this run has no result.";
  }
  return text;
}

void fill_flow(Values& page, const WholeStrategy& whole) {
  if (!whole.has_run() || whole.run.result_line() == nullptr) return;
  const curation::Flow flow = curation::flow_of(whole.run, whole.externals);
  Values table = page.add("FLOW");
  const auto add = [&table](const std::string& name, std::uint64_t identified,
                            std::uint64_t duplicates, std::uint64_t remaining) {
    Values row = table.add("FLOW_ROW");
    row.set("FLOW_NAME", name);
    row.set("FLOW_IDENTIFIED", with_thousands(identified));
    row.set("FLOW_DUPLICATES", with_thousands(duplicates));
    row.set("FLOW_REMAINING", with_thousands(remaining));
  };
  for (const curation::FlowRow& row : flow.rows) {
    add(row.name, row.identified, row.duplicates, row.remaining);
  }
  add("In all", flow.identified, flow.duplicates, flow.remaining);
}

void fill_runs(Values& page, const WholeStrategy& whole) {
  if (whole.runs.empty()) {
    page.show("NO_RUNS");
    return;
  }
  const std::string path = strategy_path(whole.strategy.id);
  Values table = page.add("RUNS");
  for (const curation::RunHead& run : whole.runs) {
    const std::string number = std::to_string(run.number);
    Values row = table.add("RUN");
    row.set("RUN_NUMBER", number);
    row.set("RUN_HREF", path + "?run=" + number);
    if (run.number == whole.run.number) row.show("RUN_SHOWN");
    row.set("RUN_AT", moment_for_people(run.at) + (run.actor.empty() ? "" : ", " + run.actor));
    row.set("RUN_VERSION", std::to_string(run.version));
    row.set("RUN_COUNT", run.count ? with_thousands(*run.count) : "–");
    if (run.number > 1) {
      row.add("RUN_COMPARED").set("DIFFERENCES_HREF", path + "/differences?run=" + number);
    }
  }
}

void fill_files(Values& page, const WholeStrategy& whole) {
  const std::string path = "/api/v1/strategies/" + whole.strategy.id;
  const std::string run = whole.has_run() ? "&run=" + std::to_string(whole.run.number) : "";
  page.set("EXPORT_TEXT", path + "/export?format=text" + run);
  page.set("EXPORT_CSV", path + "/export?format=csv" + run);
  page.set("EXPORT_JSON", path + "/export?format=json" + run);
  const curation::RunLine* result = whole.has_run() ? whole.run.result_line() : nullptr;
  if (result == nullptr) return;
  const std::string works = path + "/runs/" + std::to_string(whole.run.number) + "/lines/" +
                            std::to_string(result->number) + "/works?format=";
  Values files = page.add("RESULT_FILES");
  files.set("WORKS_RIS", works + "ris");
  files.set("WORKS_CSV", works + "csv");
  files.set("WORKS_JSONL", works + "jsonl");
  files.set("WORKS_IDS", works + "ids");
}

void fill_test(Values& page, const WholeStrategy& whole, Services& services) {
  const auto set = services.strategies->store.with(
      [&](StrategyStore& store) { return store.test_set(whole.strategy.id); });
  if (!set.ok() || !*set) return;
  page.set("TEST_TYPED", join((*set)->ids, "\n"));
  if (!whole.has_run()) return;
  const auto tested = test_run(whole.strategy.id, whole.run.number, services);
  if (!tested.ok()) return;
  const curation::TestOutcome& outcome = tested->outcome;
  Values part = page.add("TESTED");
  part.set("TEST_SUMMARY",
           "The result finds " + with_thousands(outcome.found) + " of the " +
               with_thousands(outcome.known) + " that are in the index" +
               (outcome.not_in_index.empty()
                    ? std::string(".")
                    : "; not in the index: " + join(outcome.not_in_index, ", ") + "."));
  for (const curation::TestLine& line : outcome.lines) {
    std::vector<std::string> missed = line.missed;
    if (missed.size() > kMostTestIds) missed.resize(kMostTestIds);
    Values row = part.add("TEST_ROW");
    row.set("TEST_LINE", std::to_string(line.number));
    row.set("TEST_FOUND", with_thousands(line.found.size()));
    row.set("TEST_MISSED", with_thousands(line.missed.size()));
    row.set("TEST_IDS", join(missed, ", ") + (missed.size() < line.missed.size() ? " …" : ""));
  }
}

void fill_externals(Values& page, const WholeStrategy& whole) {
  if (whole.externals.empty()) return;
  Values table = page.add("EXTERNALS");
  for (const curation::ExternalSearch& search : whole.externals) {
    Values row = table.add("EXTERNAL");
    row.set("EXTERNAL_NAME", search.database + " (" + search.platform + ")");
    row.set("EXTERNAL_DATE", day_for_people(search.searched));
    row.set("EXTERNAL_RECORDS", with_thousands(search.counts.records));
    row.set("EXTERNAL_WITHIN", with_thousands(search.counts.duplicates_within));
    row.set("EXTERNAL_IN_RUN", with_thousands(search.counts.in_run));
    row.set("EXTERNAL_EARLIER", with_thousands(search.counts.in_earlier));
    row.set("EXTERNAL_NEW", with_thousands(search.counts.added));
  }
}

Result<unsigned> run_in(const Request& request) {
  const std::string_view typed = request.parameter("run").value_or("");
  if (typed.empty()) return 0U;
  BodyFields number;
  number.set("run", std::string(typed));
  return number.number("run", 0);
}

// What the button that was pressed asks for; the notice says what was done.
struct Done {
  std::string text;
  unsigned run = 0;
};
Result<Done> change(const Request& request, const BodyFields& fields,
                    const curation::StrategyId& id, bool run, Services& services) {
  StrategyServices& desk = *services.strategies;
  EVIDENCE_ASSIGN(const auto latest,
                  desk.store.with([&](StrategyStore& store) { return store.version(id, 0); }));
  EVIDENCE_ASSIGN(const auto settings, settings_in(fields, &latest.settings, services));
  EVIDENCE_ASSIGN(const unsigned expected, fields.number("version", 0));
  EVIDENCE_ASSIGN(const auto version, desk.store.with([&](StrategyStore& store) {
    return store.add_version(id, settings, change_in(fields), expected);
  }));
  Done done;
  done.text = version.number == latest.number
                  ? "Nothing differs from version " + std::to_string(version.number) + "."
                  : "Saved as version " + std::to_string(version.number) + ".";
  if (!run) return done;
  EVIDENCE_ASSIGN(const auto stored, run_and_store(request, id, fields.text("actor"), services));
  done.run = stored.run.number;
  done.text += " Run " + std::to_string(done.run) + " is kept.";
  return done;
}

Result<Done> act(const Request& request, const BodyFields& fields, const curation::StrategyId& id,
                 Services& services) {
  const std::string& action = fields.text("action");
  EVIDENCE_TRY(require_edit_key(request, fields, id, services));
  if (action == "save") return change(request, fields, id, false, services);
  if (action == "save-and-run") return change(request, fields, id, true, services);
  if (action == "test-set") {
    EVIDENCE_ASSIGN(curation::TestSet set, curation::parse_test_set(fields.text("ids")));
    EVIDENCE_TRY(services.strategies->store.with(
        [&](StrategyStore& store) { return store.set_test_set(id, set); }));
    std::string text = "The test set has " + std::to_string(set.ids.size()) + " ids.";
    if (!set.unread.empty()) text += " Not read: " + join(set.unread, ", ") + ".";
    return Done{text, 0};
  }
  if (action == "external") {
    EVIDENCE_ASSIGN(const auto search, add_external(request, fields, id, services));
    return Done{"Added " + with_thousands(search.counts.records) +
                    " records: " + with_thousands(search.counts.added) + " of them are new.",
                search.run};
  }
  return Error{ErrorCode::kInvalidArgument, "bad_action", "The form says nothing to do.",
               "Use the buttons of the page."};
}

}  // namespace

Response show_strategy(const curation::StrategyId& id, unsigned run, const StrategyNotice& notice,
                       const Request& request, Services& services) {
  const auto whole = whole_strategy(id, run, services);
  if (!whole.ok()) return error_response(whole.error(), request, Audience::kPage, services);
  PageValues page;
  // The boxes hold the latest version, whatever run is shown above them.
  const curation::StrategySettings& latest = whole->strategy.latest.settings;
  fill_fields(page, notice.typed ? *notice.typed : latest, services);
  page.set("NAME", latest.name);
  page.set("VERSION", std::to_string(whole->strategy.latest.number));
  page.set("NOTES_VALUE", notice.typed ? notice.typed->notes : latest.notes);
  page.set("FACTS", facts_of(*whole));
  page.show_with("NOTES", "NOTES_TEXT", latest.notes);
  page.set("ACTION_HREF", strategy_path(id));
  page.set("PRISMA_HREF",
           strategy_path(id) + "/prisma-s" + (run == 0 ? "" : "?run=" + std::to_string(run)));
  if (notice.problem) fill_problem(page, *notice.problem, request);
  if (notice.new_key) page.add("NEW_KEY").set("EDIT_KEY", notice.key);
  page.show_with("DONE", "DONE_TEXT", notice.done);
  if (!whole->has_run()) page.show("NOT_RUN");
  fill_lines(page, whole->run, {}, id, services);
  fill_flow(page, *whole);
  fill_runs(page, *whole);
  fill_files(page, *whole);
  fill_test(page, *whole, services);
  fill_externals(page, *whole);
  fill_key(page, "CHANGE_KEY", "key-change", notice.key);
  fill_key(page, "TEST_KEY", "key-test", notice.key);
  fill_key(page, "DELETE_KEY", "key-delete", notice.key);
  if (whole->has_run()) {
    Values upload = page.add("UPLOAD");
    upload.set("SHOWN_RUN", std::to_string(whole->run.number));
    fill_key(upload, "UPLOAD_KEY", "key-upload", notice.key);
  }
  const int status = notice.problem ? status_of(*notice.problem) : 200;
  return render_private(status, "strategy.tpl", page, shortened(latest.name, 100), request,
                        services);
}

Response page_strategy(const Request& request, Services& services) {
  const auto id = strategy_in_path(request);
  if (!id.ok()) return error_response(id.error(), request, Audience::kPage, services);
  const auto run = run_in(request);
  if (!run.ok()) return error_response(run.error(), request, Audience::kPage, services);
  return show_strategy(*id, *run, {}, request, services);
}

Response page_strategy_form(const Request& request, Services& services) {
  const auto id = strategy_in_path(request);
  if (!id.ok()) return error_response(id.error(), request, Audience::kPage, services);
  const auto desk = strategy_desk(services);
  if (!desk.ok()) return error_response(desk.error(), request, Audience::kPage, services);
  const auto fields = BodyFields::read(request);
  if (!fields.ok()) return error_response(fields.error(), request, Audience::kPage, services);
  StrategyNotice notice;
  const std::string& action = fields->text("action");
  if (action == "fork") {
    const auto made = fork_strategy(request, *id, 0, "", change_in(*fields), services);
    if (made.ok()) {
      notice.key = made->edit_key;
      notice.new_key = true;
      return show_strategy(made->strategy.id, 0, notice, request, services);
    }
    notice.problem = made.error();
    return show_strategy(*id, 0, notice, request, services);
  }
  if (action == "delete") {
    const auto allowed = require_edit_key(request, *fields, *id, services);
    if (allowed.ok()) {
      const auto removed =
          (*desk)->store.with([&](StrategyStore& store) { return store.remove(*id); });
      if (removed.ok()) return see_other("/strategies");
      notice.problem = removed.error();
    } else {
      notice.problem = allowed.error();
    }
    return show_strategy(*id, 0, notice, request, services);
  }
  const auto done = act(request, *fields, *id, services);
  if (!done.ok()) {
    notice.problem = done.error();
    // A key that is wrong is asked for again; one that is right is carried on.
    const std::string& slug = done.error().slug;
    if (slug != "wrong_edit_key" && slug != "unknown_strategy") {
      notice.key = edit_key_in(request, *fields);
    }
    if (action == "save" || action == "save-and-run") {
      curation::StrategySettings typed;
      typed.name = fields->text("name");
      typed.notes = fields->text("notes");
      typed.text = fields->text("text");
      typed.syntax = query::syntax_by_name(fields->text("syntax")).value_or(query::Syntax::kOvid);
      typed.mapping = fields->text("mapping") != "false";
      notice.typed = typed;
    }
    return show_strategy(*id, 0, notice, request, services);
  }
  notice.key = edit_key_in(request, *fields);
  notice.done = done->text;
  return show_strategy(*id, done->run, notice, request, services);
}

}  // namespace evidence::server
