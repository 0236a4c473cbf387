#include "server/results_view.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "server/answer_view.h"
#include "server/clinical_category.h"
#include "server/currency_context.h"
#include "server/filter_view.h"
#include "server/hit_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/reader_access.h"
#include "server/suggestion_view.h"

namespace evidence::server {
namespace {

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

void fill_nothing(Values& values, const SearchRequest& search, const SearchResponse& answer,
                  const SearchUrl& url, const Organisation* organisation, const Request& request) {
  Values nothing = values.add("NOTHING");
  if (filters_in_use(search) > 0) {
    nothing.show_with("NOTHING_FILTERS", "CLEAR_HREF", url.without_filters());
  }
  if (search.match == Match::kAll) {
    nothing.show_with("NOTHING_EXACT", "EXACT_HREF", url.freely());
  }
  nothing.set("SEARCHED_TEXT",
              with_thousands(answer.documents) + (answer.documents == 1 ? " work" : " works"));
  nothing.set("ASK_HREF", address("/request/search", {{"q", search.text}}));
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
  const ReaderAccess access = reader_access(request, services);
  const Paging paging = paging_of(search, answer);

  PageValues page;
  fill_search_box(page, search.text);
  Values values = page.add("ANSWER");
  values.set("TOTAL_TEXT", total_text(answer));
  values.set("PAGE_NOW", with_thousands(paging.now));
  if (paging.now > 1) values.show("PAGE_OF");
  values.set("CARE_HREF", url.at_point_of_care());
  fill_understood(values, search, answer, url, services);
  if (answer.total > 0 || !search.line_filters.empty()) {
    fill_categories(values, search, url, services);
  }
  if (answer.total > 0 || filters_in_use(search) > 0) {
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
    HitPlace place{request, services, access, currency};
    if (search.sort == Sort::kRelevance) {
      place.explained = search.explain;
      place.open_work = request.parameter("why").value_or("");
      place.why_href = [&](const WorkId& id) { return url.why(paging.now, id); };
    }
    for (const Hit& hit : answer.hits) {
      frame.sample |= fill_hit(list, hit, place);
    }
    fill_pages(values, paging, url);
  } else if (answer.total > 0) {
    values.add("PAST_END").set("FIRST_HREF", url.page(1));
  } else {
    fill_nothing(values, search, answer, url, access.organisation(), request);
    if (search.syntax == query::Syntax::kSimple) {
      fill_completions(values, search.text, suffix, services);
    }
  }
  return render_page(200, "search.tpl", page, frame, request, services);
}

Response render_search_error(const Request& request, const Error& error, Services& services) {
  PageValues page;
  fill_search_error(page, request, error);
  Frame frame;
  frame.title = "Error: search";
  frame.current = "search";
  frame.index = false;
  return render_page(400, "search.tpl", page, frame, request, services);
}

}  // namespace evidence::server
