// /pico: four boxes of a clinical question; what each finds, all together, and with less where
// little is found. Nothing is kept.
#include <array>
#include <map>

#include "base/text.h"
#include "query/pico.h"
#include "server/body_fields.h"
#include "server/message_view.h"
#include "server/open_strategy.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/search_url.h"
#include "server/strategy_services.h"
#include "server/strategy_view.h"

namespace evidence::server {
namespace {

using query::PicoElement;

constexpr std::chrono::milliseconds kMargin{400};  // for writing the page
constexpr std::size_t kLongestQuery = 4'096;       // of the search box
constexpr std::size_t kLongestAddress = 7'500;     // the server takes 8 KiB with all around it
constexpr std::size_t kShownText = 4'000;

struct Box {
  PicoElement element;
  std::string_view name;
  std::string_view hint;
};
constexpr std::array<Box, 4> kBoxes{
    {{PicoElement::kPopulation, "population", "Who? For example: children OR adolescents"},
     {PicoElement::kIntervention, "intervention", "What is done? For example: inhaled steroids"},
     {PicoElement::kComparison, "comparison", "Compared with what? For example: placebo"},
     {PicoElement::kOutcome, "outcome",
      "What should come of it? For example: hospital admission"}}};

// What was found; lines of the strategy by number.
struct Answer {
  query::PicoStrategy strategy;
  std::map<unsigned, LineRun> lines;
  std::size_t chosen = 0;  // of strategy.steps

  [[nodiscard]] std::optional<std::uint64_t> count(unsigned line) const {
    const auto found = lines.find(line);
    if (found == lines.end() || !found->second.counted) return std::nullopt;
    return found->second.count;
  }
};

Result<Answer> answer_boxes(const query::PicoBoxes& boxes, const Request& request,
                            Services& services) {
  Answer answer;
  EVIDENCE_ASSIGN(answer.strategy, query::build_pico(boxes));
  std::optional<HeavyWork::Place> taken;
  if (services.strategies != nullptr) {
    taken.emplace(services.strategies->heavy.enter());
    if (!*taken) {
      return Error{ErrorCode::kBusy, "too_many_runs_at_once",
                   "Other strategies are being run at the moment.", "Try again in a moment."};
    }
  }
  StrategyRequest run;
  run.deadline = request.deadline - kMargin;
  EVIDENCE_ASSIGN(
      run.strategy,
      query::parse_strategy(query::pico_text(answer.strategy, answer.strategy.steps.size() - 1),
                            query::Syntax::kPubmed, services.searcher.parse_options()));
  EVIDENCE_ASSIGN(StrategyRun ran, services.searcher.run_strategy(run));
  for (LineRun& line : ran.lines) answer.lines.emplace(line.number, std::move(line));
  std::vector<std::optional<std::uint64_t>> counts;
  for (const query::PicoStep& step : answer.strategy.steps) {
    counts.push_back(answer.count(step.line));
  }
  answer.chosen = query::choose_pico_step(counts);
  return answer;
}

std::string names_of(const std::vector<PicoElement>& elements, std::string_view last_joint) {
  std::string text;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) text += i + 1 == elements.size() ? std::string(last_joint) : ", ";
    text += query::pico_label(elements[i]);
  }
  return text;
}

std::string count_text(const std::optional<std::uint64_t>& count) {
  return count ? with_thousands(*count) : "Not counted";
}

// "" where the search box would refuse it.
std::string search_href(const query::PicoStep& step) {
  if (step.whole.size() > kLongestQuery) return "";
  std::string href = address("/search", {{"q", step.whole}, {"syntax", "pubmed"}});
  return href.size() > kLongestAddress ? std::string() : href;
}

std::string step_name(const query::PicoStep& step) {
  if (step.dropped.empty()) return "All boxes";
  return "Without " + names_of(step.dropped, " and ");
}

void fill_summary(Values& shown, const Answer& answer) {
  const query::PicoStep& chosen = answer.strategy.steps[answer.chosen];
  const auto found = answer.count(chosen.line);
  const std::string together = names_of(chosen.used, " and ");
  shown.set("RESULT_SUMMARY", found ? together + ": " + works_in_words(*found) + "."
                                    : "The works could not be counted.");
  const auto all = answer.count(answer.strategy.steps.front().line);
  if (answer.chosen == 0 || !all) return;
  shown.show_with("RELAXED", "RELAXED_TEXT",
                  "All boxes together find " + works_in_words(*all) + ", which is few. So " +
                      names_of(chosen.dropped, " and ") +
                      (chosen.dropped.size() == 1 ? " was dropped." : " were dropped."));
}

void fill_parts(Values& shown, const Answer& answer) {
  for (const query::PicoPart& part : answer.strategy.parts) {
    Values row = shown.add("PART");
    row.set("LINE_NUMBER", std::to_string(part.line));
    row.set("PART_NAME", query::pico_label(part.element));
    row.set("LINE_TEXT", shortened(part.search, kShownText));
    row.set("LINE_WORKS", count_text(answer.count(part.line)));
    const auto line = answer.lines.find(part.line);
    if (line == answer.lines.end()) continue;
    if (!line->second.read_as.empty()) {
      row.add("LINE_READ").set("LINE_READ_AS", shortened(line->second.read_as, kShownText));
    }
    fill_messages(row, "LINE_NOTES", line->second.messages);
  }
}

void fill_steps(Values& shown, const Answer& answer) {
  if (answer.strategy.parts.size() < 2) return;
  Values table = shown.add("STEPS");
  for (std::size_t i = 0; i < answer.strategy.steps.size(); ++i) {
    const query::PicoStep& step = answer.strategy.steps[i];
    // Relaxed only where little is found: what comes after the result was not needed.
    if (i > answer.chosen && answer.count(answer.strategy.steps[answer.chosen].line).value_or(0) >=
                                 query::kFewPicoResults) {
      break;
    }
    Values row = table.add("STEP");
    row.set("LINE_NUMBER", std::to_string(step.line));
    row.set("STEP_NAME", step_name(step));
    row.set("LINE_TEXT", step.search);
    if (i == answer.chosen) row.show("STEP_CHOSEN");
    const std::string works = count_text(answer.count(step.line));
    const std::string href = search_href(step);
    Values count = row.add(href.empty() ? "STEP_PLAIN" : "STEP_LINKED");
    count.set("LINE_WORKS", works);
    if (!href.empty()) count.set("STEP_HREF", href);
  }
}

void fill_answer(Values& page, const Answer& answer) {
  Values shown = page.add("ASKED");
  fill_summary(shown, answer);
  fill_messages(shown, "NOTES", answer.strategy.notes);
  const std::string href = search_href(answer.strategy.steps[answer.chosen]);
  if (href.empty()) {
    shown.show("SEARCH_TOO_LONG");
  } else {
    shown.add("SEARCH_LINK").set("SEARCH_HREF", href);
  }
  fill_parts(shown, answer);
  fill_steps(shown, answer);
  fill_open_strategy(shown, "The same as a strategy", "Search by question", query::Syntax::kPubmed,
                     query::pico_text(answer.strategy, answer.chosen));
}

}  // namespace

Response page_pico(const Request& request, Services& services) {
  PageValues page;
  query::PicoBoxes boxes;
  int status = 200;
  if (request.method == "POST") {
    const auto fields = BodyFields::read(request);
    if (!fields.ok()) return error_response(fields.error(), request, Audience::kPage, services);
    boxes = {fields->text("population"), fields->text("intervention"), fields->text("comparison"),
             fields->text("outcome")};
    const auto answer = answer_boxes(boxes, request, services);
    if (answer.ok()) {
      fill_answer(page, *answer);
    } else {
      status = status_of(answer.error());
      fill_problem(page, answer.error(), request);
    }
  }
  for (const Box& box : kBoxes) {
    Values row = page.add("BOX");
    row.set("BOX_NAME", box.name);
    row.set("BOX_LABEL", query::pico_label(box.element));
    row.set("BOX_HINT", box.hint);
    row.set("BOX_TEXT", boxes.of(box.element));
  }
  page.set("FEW", with_thousands(query::kFewPicoResults));
  Frame frame{"Search by question", "strategies", false, "/pico"};
  frame.index = request.method == "GET";
  return render_page(status, "pico.tpl", page, frame, request, services);
}

}  // namespace evidence::server
