#include "server/answer_view.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "server/filter_view.h"
#include "server/page_layout.h"
#include "server/suggestion_view.h"

namespace evidence::server {
namespace {

constexpr std::string_view kBoxLabel = "Search for a condition, treatment or question";
constexpr std::size_t kMaxQueryShown = 4'000;
constexpr std::uint64_t kFewWorks = 10;   // less than a page
constexpr std::size_t kMaxMessages = 12;  // of interpretation and warnings each

// Stems ("sepsi") are for those who read the API; on the page they look like mistakes.
std::string said_of(const query::Message& step) {
  if (step.code == "stemmed") return "Other endings of your words were searched too.";
  if (step.code == "related_words")
    return "The order also goes by words that the best matches share.";
  return shortened(step.text, 300);
}

// What was done with the typed words. Nothing is changed silently; where words were treated
// freely, the exact search is one click away.
void fill_said(Values& values, const SearchRequest& search, const SearchResponse& answer,
               const SearchUrl& url) {
  const bool exact = search.match == Match::kAll;
  const bool any = search.match == Match::kAny;
  const bool free = search.match == Match::kAuto;
  const std::string offer = free ? url.exactly() : "";
  // Of a short answer the reader may want more; one that was widened already has it.
  const bool few = free && !answer.widened && answer.total > 0 && answer.total < kFewWorks;
  const std::string wider = few ? url.with_any_word() : "";
  if (answer.interpretation.empty() && !exact && !any && wider.empty()) return;
  Values said = values.add("SAID");
  for (std::size_t i = 0; i < std::min(answer.interpretation.size(), kMaxMessages); ++i) {
    const query::Message& step = answer.interpretation[i];
    said.add("SAID_LINE").set("SAID_TEXT", said_of(step));
  }
  said.show_with("EXACT_OFFER", "EXACT_HREF", offer);
  if (exact) said.show_with("EXACT_UNDO", "EXACT_HREF", url.freely());
  said.show_with("WIDER_OFFER", "WIDER_HREF", wider);
  if (any) said.show_with("WIDER_UNDO", "WIDER_HREF", url.freely());
}

void fill_warnings(Values& values, const SearchResponse& answer) {
  std::vector<std::string> texts;
  for (const query::Message& warning : answer.warnings) {
    if (warning.code == "widened" && answer.widened) continue;  // has a notice of its own
    if (texts.size() < kMaxMessages) texts.push_back(shortened(warning.text, 300));
  }
  if (texts.empty()) return;
  Values warnings = values.add("WARNINGS");
  for (const std::string& text : texts) warnings.add("WARNING").set("WARNING_TEXT", text);
}

}  // namespace

void fill_search_box(Values& page, std::string_view query, std::string_view action) {
  page.set("BOX_LABEL", kBoxLabel);
  page.set("BOX_ACTION", action);
  page.set("QUERY", shortened(query, kMaxQueryShown));
}

void fill_search_error(Values& page, const Request& request, const Error& error,
                       std::string_view action) {
  fill_search_box(page, request.parameter("q").value_or(""), action);
  page.show("BOX_ERROR");
  Values problem = page.add("SEARCH_ERROR");
  problem.set("PROBLEM_TEXT", shortened(error.message, 300));
  problem.show_with("PROBLEM_HINT", "PROBLEM_HELP", shortened(error.hint, 300));
}

void fill_understood(Values& answer_values, const SearchRequest& search,
                     const SearchResponse& answer, const SearchUrl& url, const Services& services) {
  if (answer.widened) answer_values.show("WIDENED");
  fill_did_you_mean(answer_values, answer.other_spellings, url);
  fill_warnings(answer_values, answer);
  fill_said(answer_values, search, answer, url);
  fill_chips(answer_values, search, answer, url, services);
}

std::string total_text(const SearchResponse& answer) {
  if (answer.total == 0) return "No results";
  if (answer.total == 1) return "1 result";
  return (answer.total_exact ? "" : "About ") + with_thousands(answer.total) + " results";
}

}  // namespace evidence::server
