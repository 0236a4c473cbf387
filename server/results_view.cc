#include "server/results_view.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "server/currency_context.h"
#include "server/filter_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/result_view.h"
#include "server/source_view.h"
#include "server/suggestion_view.h"

namespace evidence::server {
namespace {

constexpr std::string_view kBoxLabel = "Search for a condition, treatment or question";
constexpr std::size_t kMaxQueryShown = 4'000;
constexpr std::size_t kMaxMessages = 12;  // of interpretation and warnings each

struct SortChoice {
  Sort sort;
  std::string_view label;
};
constexpr SortChoice kSorts[] = {{Sort::kRelevance, "Best match"},
                                 {Sort::kDateDescending, "Newest first"},
                                 {Sort::kDateAscending, "Oldest first"},
                                 {Sort::kTitle, "Title, A to Z"},
                                 {Sort::kTitleDescending, "Title, Z to A"},
                                 {Sort::kEvidence, "Highest evidence level first"},
                                 {Sort::kEvidenceDescending, "Lowest evidence level first"},
                                 {Sort::kAuthor, "First author, A to Z"},
                                 {Sort::kAuthorDescending, "First author, Z to A"},
                                 {Sort::kJournal, "Journal, A to Z"},
                                 {Sort::kJournalDescending, "Journal, Z to A"}};

struct Paging {
  std::size_t now = 1, last = 1;
};

Paging paging_of(const SearchRequest& search, const SearchResponse& answer) {
  const std::size_t size = std::max<std::size_t>(1, search.limit);
  const std::uint64_t reachable = std::min<std::uint64_t>(answer.total, kMaxOffset + search.limit);
  return {search.offset / size + 1,
          static_cast<std::size_t>(std::max<std::uint64_t>(1, (reachable + size - 1) / size))};
}

void fill_box(Values& page, std::string_view query) {
  page.set("BOX_LABEL", kBoxLabel);
  page.set("QUERY", shortened(query, kMaxQueryShown));
}

std::vector<LinkTarget> links_of(const HitView& hit, const Organisation* organisation,
                                 const Request& request, const Services& services) {
  return services.links.resolve(hit.links_of, organisation, request.parameter("q").value_or(""));
}

void fill_links(Values& row, const HitView& hit, const std::vector<LinkTarget>& links,
                const Organisation* organisation, const Request& request,
                const Services& services) {
  if (links.empty()) {
    Values none = row.add("NO_LINK");
    fill_library(none, organisation, request);
    return;
  }
  Values link = row.add("HIT_LINK");
  link.set("GO_HREF", "/go/" + percent_encode(hit.id) + link_suffix(links, request, services));
  link.set("LINK_LABEL", links.front().label);
  link.set("LINK_TITLE", shortened(hit.title.empty() ? kNoTitle : hit.title, 150));
  link.show_with("LINK_HOST", "HOST", shortened(links.front().platform, 80));
  // Green promises a full text; a page that may ask for money does not look the same.
  if (links.front().access == AccessState::kUnknown) link.show("LINK_SECOND");
}

// Gives whether the hit is sample data.
bool fill_hit(Values& list, const Hit& hit, const Organisation* organisation,
              const Request& request, const Services& services, const CurrencyContext& currency) {
  const HitView view = read_hit(hit);
  CurrencyNote note;
  if (const auto facts = guideline_facts(hit.json)) note = currency_note(*facts, currency);
  const std::vector<LinkTarget> links = links_of(view, organisation, request, services);
  Values row = list.add("HIT");
  row.set("HIT_ID", view.id);
  row.set("HIT_HREF", "/works/" + percent_encode(view.id) + link_suffix(links, request, services));
  fill_tags(row, {.study_type = view.study_type,
                  .probable_type = view.probable_type,
                  .type_reason = view.type_reason,
                  .status = view.status,
                  .status_sources = source_names(view.status_sources, services),
                  .older = view.older,
                  .open = view.open,
                  .sample = view.sample,
                  .currency = note.state});
  row.show_with("HIT_CURRENCY", "CURRENCY_TEXT", note.text);
  row.show_with("HIT_CURRENCY_WARNING", "CURRENCY_WARNING", note.warning);
  if (view.published) {
    row.add("HIT_PUBLISHED")
        .set("PUBLISHED_HREF", "/works/" + percent_encode(view.id) +
                                   link_suffix(links, request, services) + "#related");
  }
  std::size_t title_bytes = 0;
  for (const SnippetPart& part : hit.title) title_bytes += part.text.size();
  if (title_bytes > 0 && title_bytes <= view.title.size() + 8) {
    fill_parts(row, "TITLE_PART", hit.title);
  } else {
    fill_parts(row, "TITLE_PART",
               {{view.title.empty() ? std::string(kNoTitle) : view.title, false}});
  }
  if (!view.authors.empty() || !view.journal.empty() || !view.year.empty()) {
    Values source = row.add("HIT_SOURCE");
    source.show_with("HIT_AUTHORS", "AUTHORS", view.authors);
    if (!view.journal.empty()) {
      Values journal = source.add("HIT_JOURNAL");
      journal.set("JOURNAL", view.journal);
      if (!view.authors.empty()) journal.show("JOURNAL_DOT");
    }
    if (!view.year.empty()) {
      Values year = source.add("HIT_YEAR");
      year.set("YEAR_TEXT", view.year);
      if (!view.authors.empty() || !view.journal.empty()) year.show("YEAR_DOT");
    }
  }
  if (!hit.snippet.empty()) {
    Values snippet = row.add("SNIPPET");
    fill_parts(snippet, "SNIPPET_PART", hit.snippet);
    snippet.show_with("SNIPPET_LABEL", "SNIPPET_IS", snippet_label(hit.snippet_kind, view.status));
    if (hit.snippet_continues) snippet.show("SNIPPET_MORE");
  }
  fill_links(row, view, links, organisation, request, services);
  return view.sample;
}

void fill_pages(Values& answer_values, const Paging& paging, const SearchUrl& url) {
  if (paging.last < 2) return;
  Values pages = answer_values.add("PAGES");
  if (paging.now > 1) pages.show_with("PREVIOUS", "PAGE_HREF", url.page(paging.now - 1));
  if (paging.now < paging.last) pages.show_with("NEXT", "PAGE_HREF", url.page(paging.now + 1));
  std::size_t before = 0;
  for (std::size_t number = 1; number <= paging.last; ++number) {
    const bool near = number + 1 >= paging.now && number <= paging.now + 1;
    if (number != 1 && number != paging.last && !near) {
      if (number > paging.now)
        number = std::max(number, paging.last - 1);  // skip to the last
      else
        number = std::max(number, paging.now - 2);
      continue;
    }
    if (number > before + 1) pages.add("PAGE").show("PAGE_GAP");
    Values page = pages.add("PAGE");
    Values item = page.add(number == paging.now ? "PAGE_CURRENT" : "PAGE_LINK");
    item.set("PAGE_NUMBER", with_thousands(number));
    item.set("PAGE_HREF", url.page(number));
    before = number;
  }
}

// What was done with the typed words. Nothing is changed silently; where words were treated
// freely, the exact search is one click away.
void fill_said(Values& values, const SearchRequest& search, const SearchResponse& answer,
               const SearchUrl& url) {
  const bool exact = search.match == Match::kAll;
  const std::string offer = search.match == Match::kAuto ? url.exactly() : "";
  if (answer.interpretation.empty() && !exact) return;
  Values said = values.add("SAID");
  for (std::size_t i = 0; i < std::min(answer.interpretation.size(), kMaxMessages); ++i) {
    const query::Message& step = answer.interpretation[i];
    // Stems ("sepsi") are for those who read the API; on the page they look like mistakes.
    said.add("SAID_LINE")
        .set("SAID_TEXT", step.code == "stemmed" ? "Other endings of your words were searched too."
                                                 : shortened(step.text, 300));
  }
  said.show_with("EXACT_OFFER", "EXACT_HREF", offer);
  if (exact) said.show_with("EXACT_UNDO", "EXACT_HREF", url.freely());
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

std::string total_text(const SearchResponse& answer) {
  if (answer.total == 0) return "No results";
  if (answer.total == 1) return "1 result";
  return (answer.total_exact ? "" : "About ") + with_thousands(answer.total) + " results";
}

void fill_nothing(Values& values, const SearchRequest& search, const SearchResponse& answer,
                  const SearchUrl& url, const Organisation* organisation, const Request& request) {
  Values nothing = values.add("NOTHING");
  if (!search.filters.empty()) {
    nothing.show_with("NOTHING_FILTERS", "CLEAR_HREF", url.without_filters());
  }
  if (search.match == Match::kAll) {
    nothing.show_with("NOTHING_EXACT", "EXACT_HREF", url.freely());
  }
  nothing.set("SEARCHED_TEXT",
              with_thousands(answer.documents) + (answer.documents == 1 ? " work" : " works"));
  fill_library(nothing, organisation, request);
}

std::string page_title(const SearchRequest& search, const Paging& paging) {
  std::string title = search.text.empty() ? "Search results" : shortened(search.text, 80);
  if (!search.text.empty()) title += " – search results";
  if (paging.now > 1) title += ", page " + std::to_string(paging.now);
  return title;
}

}  // namespace

Response render_results(const Request& request, const SearchRequest& search,
                        const SearchResponse& answer, Services& services) {
  const std::string suffix = organisation_suffix(request, services);
  const SearchUrl url(search,
                      suffix.empty() ? "" : std::string(request.parameter("org").value_or("")));
  const Organisation* organisation = chosen_organisation(request, services);
  const Paging paging = paging_of(search, answer);

  PageValues page;
  fill_box(page, search.text);
  Values values = page.add("ANSWER");
  values.set("TOTAL_TEXT", total_text(answer));
  values.set("PAGE_NOW", with_thousands(paging.now));
  if (paging.now > 1) values.show("PAGE_OF");
  if (answer.widened) values.show("WIDENED");
  fill_did_you_mean(values, answer.other_spellings, url);
  fill_warnings(values, answer);
  fill_said(values, search, answer, url);
  fill_chips(values, search, answer, url, services);
  if (answer.total > 0 || !search.filters.empty()) {
    fill_filters(values, search, answer, url, services);
  }

  Frame frame;
  frame.title = page_title(search, paging);
  frame.current = "search";
  frame.index = false;
  if (!answer.hits.empty()) {
    Values list = values.add("HITS");
    list.set("FIRST_NUMBER", std::to_string(search.offset + 1));
    fill_hidden(list, "SORT_HIDDEN", url.for_sort_form());
    for (const SortChoice& choice : kSorts) {
      Values option = list.add("SORT");
      option.set("SORT_VALUE", sort_name(choice.sort));
      option.set("SORT_LABEL", choice.label);
      if (choice.sort == search.sort) option.show("SORT_SELECTED");
    }
    const CurrencyContext currency = currency_context(services);
    for (const Hit& hit : answer.hits) {
      frame.sample |= fill_hit(list, hit, organisation, request, services, currency);
    }
    fill_pages(values, paging, url);
  } else if (answer.total > 0) {
    values.add("PAST_END").set("FIRST_HREF", url.page(1));
  } else {
    fill_nothing(values, search, answer, url, organisation, request);
    if (search.syntax == query::Syntax::kSimple) {
      fill_completions(values, search.text, suffix, services);
    }
  }
  return render_page(200, "search.tpl", page, frame, request, services);
}

Response render_search_error(const Request& request, const Error& error, Services& services) {
  PageValues page;
  fill_box(page, request.parameter("q").value_or(""));
  page.show("BOX_ERROR");
  Values problem = page.add("SEARCH_ERROR");
  problem.set("PROBLEM_TEXT", shortened(error.message, 300));
  problem.show_with("PROBLEM_HINT", "PROBLEM_HELP", shortened(error.hint, 300));
  Frame frame;
  frame.title = "Error: search";
  frame.current = "search";
  frame.index = false;
  return render_page(400, "search.tpl", page, frame, request, services);
}

}  // namespace evidence::server
