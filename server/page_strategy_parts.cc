// Below /strategies/{id}: the works of a line, what differs between two runs, the PRISMA-S report.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "server/api_strategies.h"
#include "server/page_layout.h"
#include "server/page_strategies.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/strategy_view.h"
#include "server/strategy_works.h"

namespace evidence::server {
namespace {

using curation::StrategyStore;

constexpr unsigned kWorksOnAPage = 50;
constexpr std::size_t kListedWorks = 200;  // of each part of a difference

Response fault(const Error& error, const Request& request, Services& services) {
  return error_response(error, request, Audience::kPage, services);
}

std::string facts_of(const Work& work) {
  std::vector<std::string> facts;
  if (!work.record.publication.title.empty()) facts.push_back(work.record.publication.title);
  if (work.record.publication.date.year != 0) {
    facts.push_back(std::to_string(work.record.publication.date.year));
  }
  return shortened(join(facts, ", "), 200);
}

std::string title_of(const Work& work) {
  return work.record.title.empty() ? work.id : shortened(work.record.title, 300);
}

struct LineOfRun {
  curation::RunLine line;
  std::vector<WorkId> works;
};
Result<LineOfRun> read_line(const curation::StrategyId& id, unsigned run_number, unsigned number,
                            Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  return desk->store.with([&](StrategyStore& store) -> Result<LineOfRun> {
    EVIDENCE_ASSIGN(const curation::StoredRun run, store.run(id, run_number));
    const curation::RunLine* line = run.line(number);
    if (line == nullptr || !line->counted) {
      return Error{ErrorCode::kNotFound, "unknown_line",
                   "Run " + std::to_string(run_number) + " has no count for line " +
                       std::to_string(number) + ".",
                   "Its lines are on the strategy's page."};
    }
    EVIDENCE_ASSIGN(const curation::RunWorks all, store.run_works(id, run_number));
    return LineOfRun{*line, all.of_line(static_cast<std::size_t>(line - run.lines.data()))};
  });
}

void fill_part(Values& page, std::string_view part_id, std::string_view name,
               const std::vector<curation::DifferentWork>& works, bool with_causes,
               Services& services) {
  Values part = page.add("PART");
  part.set("PART_ID", part_id);
  part.set("PART_NAME", name);
  part.set("PART_COUNT", with_thousands(works.size()));
  if (works.empty()) return;
  if (with_causes) {
    Values causes = part.add("CAUSES");
    for (const auto& [cause, count] : curation::count_causes(works)) {
      Values row = causes.add("CAUSE");
      row.set("CAUSE_COUNT", with_thousands(count));
      row.set("CAUSE_WORDS", curation::cause_words(cause));
    }
  }
  std::vector<WorkId> ids;
  for (const curation::DifferentWork& work : works) {
    if (ids.size() < kListedWorks) ids.push_back(work.work);
  }
  const auto listed = look_up(ids, services);
  if (!listed.ok()) return;
  Values list = part.add("PART_LIST");
  list.set("PART_LIST_NAME",
           works.size() > kListedWorks
               ? "Show the first " + std::to_string(kListedWorks) + "; the data has more"
               : std::string("Show them"));
  for (std::size_t i = 0; i < listed->size(); ++i) {
    const ListedWork& one = (*listed)[i];
    Values row = list.add("ENTRY");
    if (one.in_index) {
      Values here = row.add("ENTRY_HERE");
      here.set("ENTRY_HREF", "/works/" + one.work.id);
      here.set("ENTRY_TITLE", title_of(one.work));
    } else {
      row.add("ENTRY_GONE").set("ENTRY_ID", one.id);
    }
    if (with_causes) {
      row.add("ENTRY_CAUSE").set("CAUSE_TEXT", curation::cause_words(works[i].cause));
    }
  }
}

void add_other(Values& list, bool holds, std::string_view text) {
  if (holds) list.add("OTHER").set("OTHER_TEXT", text);
}

void fill_element(Values& page, const curation::PrismaRow& row, const std::string& key) {
  const std::string number = std::to_string(row.element->number);
  Values element = page.add("ELEMENT");
  element.set("ELEMENT_NUMBER", number);
  element.set("ELEMENT_NAME", row.element->name);
  element.set("ELEMENT_ASKS", row.element->asks);
  switch (row.filled) {
    case curation::Filled::kMissing:
      element.set("ELEMENT_STATUS", "Missing");
      element.show("IS_MISSING");
      break;
    case curation::Filled::kRecord:
      element.set("ELEMENT_STATUS", "From the record");
      element.show("IS_FILLED");
      break;
    case curation::Filled::kPerson:
      element.set("ELEMENT_STATUS", "Stated");
      element.show("IS_FILLED");
      break;
  }
  if (!row.recorded.empty()) {
    Values recorded = element.add("RECORDED");
    recorded.set("RECORDED_HOW", row.filled == curation::Filled::kMissing
                                     ? "The record holds a part of it:"
                                     : "From the record:");
    recorded.set("RECORDED_TEXT", row.recorded);
  }
  if (!row.answer.text.empty()) {
    Values stated = element.add("STATED");
    stated.set("STATED_BY", row.answer.person + ", " + day_for_people(row.answer.at));
    stated.set("STATED_TEXT", row.answer.text);
  }
  element.set("STATED_VALUE", row.answer.text);
  element.set("PERSON", row.answer.person);
  fill_key(element, "ELEMENT_KEY", "key-" + number, key);
}

Response show_report(const curation::StrategyId& id, unsigned run, const std::string& key,
                     const std::string& done, const std::optional<Error>& problem,
                     const Request& request, Services& services) {
  const auto whole = whole_strategy(id, run, services);
  if (!whole.ok()) return fault(whole.error(), request, services);
  const auto rows = curation::prisma_s(whole->prisma(services));
  PageValues page;
  if (problem) fill_problem(page, *problem, request);
  page.show_with("DONE", "DONE_TEXT", done);
  const auto missing = std::count_if(rows.begin(), rows.end(), [](const auto& row) {
    return row.filled == curation::Filled::kMissing;
  });
  page.set("REPORT_SUMMARY", "“" + whole->version.settings.name + "”, " +
                                 (whole->has_run() ? "run " + std::to_string(whole->run.number) +
                                                         " of " + moment_for_people(whole->run.at)
                                                   : std::string("not run yet")) +
                                 ". Of 16 items, " + std::to_string(16 - missing) +
                                 " are filled and " + std::to_string(missing) +
                                 " are missing. Nothing is guessed.");
  const std::string suffix =
      whole->has_run() ? "&run=" + std::to_string(whole->run.number) : std::string();
  const std::string api = "/api/v1/strategies/" + id + "/prisma-s?format=";
  page.set("REPORT_MARKDOWN", api + "markdown" + suffix);
  page.set("REPORT_JSON", api + "json" + suffix);
  page.set("STRATEGY_HREF", strategy_path(id));
  page.set("ACTION_HREF", strategy_path(id) + "/prisma-s");
  for (const curation::PrismaRow& row : rows) fill_element(page, row, key);
  return render_private(problem ? status_of(*problem) : 200, "prisma_s.tpl", page,
                        "PRISMA-S report", request, services);
}

}  // namespace

Response page_strategy_works(const Request& request, Services& services) {
  const auto read = [&]() -> Result<Response> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned run, path_number(request, "run"));
    EVIDENCE_ASSIGN(const unsigned number, path_number(request, "line"));
    EVIDENCE_ASSIGN(const unsigned page_number, query_number(request, "page", 1));
    EVIDENCE_ASSIGN(const LineOfRun line, read_line(id, run, number, services));
    const std::size_t begin =
        std::min<std::size_t>(line.works.size(), (std::size_t{page_number} - 1) * kWorksOnAPage);
    const std::size_t end = std::min(line.works.size(), begin + kWorksOnAPage);
    const std::vector<WorkId> some(line.works.begin() + static_cast<std::ptrdiff_t>(begin),
                                   line.works.begin() + static_cast<std::ptrdiff_t>(end));
    EVIDENCE_ASSIGN(const std::vector<ListedWork> listed, look_up(some, services));
    PageValues page;
    page.set("STRATEGY_HREF", strategy_path(id) + "?run=" + std::to_string(run));
    page.set("LINE_NUMBER", std::to_string(number));
    page.set("LINE_TEXT", shortened(line.line.text, 4'000));
    page.set("WORKS_SUMMARY", "Run " + std::to_string(run) + " found " +
                                  works_in_words(line.works.size()) +
                                  ". They are described as the index has them today.");
    page.set("FIRST_PLACE", std::to_string(begin + 1));
    for (const ListedWork& one : listed) {
      Values row = page.add("WORK");
      if (!one.in_index) {
        row.add("WORK_GONE").set("WORK_ID", one.id);
        continue;
      }
      Values here = row.add("WORK_HERE");
      here.set("WORK_HREF", "/works/" + one.work.id);
      here.set("WORK_TITLE", title_of(one.work));
      here.set("WORK_FACTS", facts_of(one.work));
    }
    const std::string self = strategy_path(id) + "/runs/" + std::to_string(run) + "/lines/" +
                             std::to_string(number) + "?page=";
    if (page_number > 1) {
      page.add("PREVIOUS").set("PREVIOUS_HREF", self + std::to_string(page_number - 1));
    }
    if (end < line.works.size()) {
      page.add("NEXT").set("NEXT_HREF", self + std::to_string(page_number + 1));
    }
    return render_private(200, "strategy_works.tpl", page, "Works of a line", request, services);
  };
  auto response = read();
  return response.ok() ? std::move(*response) : fault(response.error(), request, services);
}

Response page_strategy_differences(const Request& request, Services& services) {
  const auto read = [&]() -> Result<Response> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned to, query_number(request, "run", 0));
    EVIDENCE_ASSIGN(const unsigned from, query_number(request, "from", 0));
    EVIDENCE_ASSIGN(const unsigned line, query_number(request, "line", 0));
    EVIDENCE_ASSIGN(const auto difference, compare_stored(id, from, to, line, services));
    PageValues page;
    page.set("STRATEGY_HREF", strategy_path(id) + "?run=" + std::to_string(difference.to_run));
    page.set("DIFFERENCE_SUMMARY", "Line " + std::to_string(difference.from_line) + " of run " +
                                       std::to_string(difference.from_run) + " found " +
                                       works_in_words(difference.before) + "; line " +
                                       std::to_string(difference.to_line) + " of run " +
                                       std::to_string(difference.to_run) + " found " +
                                       works_in_words(difference.after) + ". " +
                                       works_in_words(difference.kept) +
                                       (difference.kept == 1 ? " is" : " are") + " in both.");
    if (difference.other_strategy || difference.other_settings || difference.other_vocabulary ||
        difference.other_generation) {
      Values list = page.add("OTHERWISE");
      add_other(list, difference.other_strategy,
                "The line, or one that it depends on, is another.");
      add_other(list, difference.other_settings, "Other sources were chosen, or mapping switched.");
      add_other(list, difference.other_vocabulary, "The vocabulary of headings is another.");
      add_other(list, difference.other_generation, "The index was built anew in between.");
    }
    fill_part(page, "added", "Added", difference.added, true, services);
    fill_part(page, "lost", "Lost", difference.lost, true, services);
    if (difference.changed_known) {
      std::vector<curation::DifferentWork> changed;
      for (const WorkId& work : difference.changed) {
        changed.push_back({work, curation::Cause::kChangedRecord, ""});
      }
      fill_part(page, "changed", "In both, and changed in between", changed, false, services);
    }
    page.set("API_HREF", "/api/v1/strategies/" + id + "/runs/" + std::to_string(difference.to_run) +
                             "/differences?from=" + std::to_string(difference.from_run) +
                             (line == 0 ? "" : "&line=" + std::to_string(line)));
    return render_private(200, "strategy_differences.tpl", page, "What differs", request, services);
  };
  auto response = read();
  return response.ok() ? std::move(*response) : fault(response.error(), request, services);
}

Response page_prisma_s(const Request& request, Services& services) {
  const auto id = strategy_in_path(request);
  if (!id.ok()) return fault(id.error(), request, services);
  const auto run = query_number(request, "run", 0);
  if (!run.ok()) return fault(run.error(), request, services);
  return show_report(*id, *run, "", "", std::nullopt, request, services);
}

Response page_prisma_s_form(const Request& request, Services& services) {
  const auto id = strategy_in_path(request);
  if (!id.ok()) return fault(id.error(), request, services);
  const auto fields = BodyFields::read(request);
  if (!fields.ok()) return fault(fields.error(), request, services);
  const auto keep = [&]() -> Result<unsigned> {
    EVIDENCE_TRY(require_edit_key(request, *fields, *id, services));
    EVIDENCE_ASSIGN(const unsigned item, fields->number("item", 0));
    EVIDENCE_ASSIGN(
        const curation::Answer answer,
        curation::checked_answer({item, fields->text("text"), fields->text("person"), ""}));
    EVIDENCE_TRY(services.strategies->store.with(
        [&](StrategyStore& store) { return store.add_answer(*id, answer); }));
    return item;
  };
  const auto item = keep();
  if (item.ok()) {
    return show_report(*id, 0, edit_key_in(request, *fields),
                       "Item " + std::to_string(*item) + " is kept.", std::nullopt, request,
                       services);
  }
  if (item.error().slug == "unknown_strategy") return fault(item.error(), request, services);
  const bool wrong = item.error().slug == "wrong_edit_key";
  return show_report(*id, 0, wrong ? "" : edit_key_in(request, *fields), "", item.error(), request,
                     services);
}

}  // namespace evidence::server
