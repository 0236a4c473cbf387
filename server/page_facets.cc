// /facets/{field}: all values of one facet of the search that it was opened from, each a link that
// adds or leaves it out.
#include <algorithm>

#include "base/text.h"
#include "server/facet_list.h"
#include "server/filter_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

class FacetPage {
 public:
  FacetPage(const FacetList& list, const Request& request, const Services& services)
      : list_(list),
        services_(services),
        field_(list.facet.field),
        url_(list.search, organisation_suffix(request, services).empty()
                              ? ""
                              : std::string(request.parameter("org").value_or(""))) {}

  void fill(PageValues& page) const {
    page.set("FACET_LABEL", facet_label(field_));
    page.set("FACET_PATH", path());
    page.set("BACK_HREF", url_.self());
    page.set("SEARCH_TEXT", shortened(list_.search.text, 200));
    page.set("WORDS", list_.view.words);
    page.set("MATCHING_TEXT", matching_text());
    if (list_.widened) page.show("WIDENED");
    fill_hidden(page, "HIDDEN", hidden());
    fill_orders(page);
    fill_values(page);
    fill_pages(page);
  }

  [[nodiscard]] std::string title() const {
    return facet_label(field_) + ": all values – " +
           shortened(list_.search.text.empty() ? "search" : list_.search.text, 80);
  }

 private:
  [[nodiscard]] std::string path() const {
    return "/facets/" + std::string(field_info(field_).name);
  }

  [[nodiscard]] std::string matching_text() const {
    const std::uint64_t count = list_.facet.matching;
    std::string text = count == 0 ? "No value" : with_thousands(count);
    if (count > 0) text += count == 1 ? " value" : " values";
    if (!list_.view.words.empty()) {
      text += " with words that begin with “" + shortened(list_.view.words, 100) + "”";
    }
    return text + " in " + with_thousands(list_.total) +
           (list_.total == 1 ? " result." : " results.");
  }

  // The search, and how its values are shown.
  [[nodiscard]] Parameters hidden() const {
    Parameters parameters = url_.for_facet_form();
    if (list_.view.alphabetical) parameters.emplace_back("order", "value");
    return parameters;
  }

  [[nodiscard]] std::string page_href(std::size_t page, bool alphabetical) const {
    Parameters parameters = url_.for_facet_form();
    if (!list_.view.words.empty()) parameters.emplace_back("words", list_.view.words);
    if (!list_.view.begins.empty()) parameters.emplace_back("begins", list_.view.begins);
    if (alphabetical) parameters.emplace_back("order", "value");
    if (list_.view.limit != kFacetListSize) {
      parameters.emplace_back("size", std::to_string(list_.view.limit));
    }
    if (page > 1) parameters.emplace_back("page", std::to_string(page));
    return address(path(), parameters);
  }

  void fill_orders(PageValues& page) const {
    const bool alphabetical = list_.view.alphabetical;
    page.set("BY_COUNT_HREF", page_href(1, false));
    page.set("BY_VALUE_HREF", page_href(1, true));
    page.show(alphabetical ? "BY_VALUE" : "BY_COUNT");
  }

  [[nodiscard]] bool is_filtered(const std::string& key, bool exclude) const {
    return std::any_of(
        list_.search.filters.begin(), list_.search.filters.end(), [&](const Filter& filter) {
          return filter.field == field_ && filter.exclude == exclude &&
                 std::any_of(
                     filter.values.begin(), filter.values.end(),
                     [&](const std::string& value) { return exact_key(field_, value) == key; });
        });
  }

  void fill_values(PageValues& page) const {
    if (list_.facet.values.empty()) {
      page.show("NO_VALUES");
      return;
    }
    Values table = page.add("VALUES");
    for (const FacetValue& value : list_.facet.values) {
      Values row = table.add("VALUE");
      const std::string label = is_open_facet(field_)
                                    ? shortened(value.label, 300)
                                    : filter_label(field_, value.value, services_);
      row.set("VALUE_LABEL", label);
      row.set_number("VALUE_COUNT", value.count);
      row.set("VALUE_WORD", value.count == 1 ? "result" : "results");
      if (is_filtered(exact_key(field_, value.value), false)) {
        Values chosen = row.add("CHOSEN");
        chosen.set("REMOVE_HREF", url_.without(field_, value.value));
      } else {
        row.show_with("ADD", "ADD_HREF", url_.with(field_, value.value));
      }
      row.show_with("LEAVE_OUT", "OUT_HREF", url_.with(field_, value.value, true));
    }
  }

  void fill_pages(PageValues& page) const {
    const std::size_t now = list_.view.offset / list_.view.limit + 1;
    const bool more = list_.view.offset + list_.view.limit < list_.facet.matching;
    if (now == 1 && !more) return;
    Values pages = page.add("PAGES");
    pages.set_number("PAGE_NOW", now);
    pages.set_number("PAGE_LAST", (list_.facet.matching + list_.view.limit - 1) / list_.view.limit);
    if (now > 1) {
      pages.show_with("PREVIOUS", "PREVIOUS_HREF", page_href(now - 1, list_.view.alphabetical));
    }
    if (more) pages.show_with("NEXT", "NEXT_HREF", page_href(now + 1, list_.view.alphabetical));
  }

  const FacetList& list_;
  const Services& services_;
  const Field field_;
  const SearchUrl url_;
};

}  // namespace

Response page_facet(const Request& request, Services& services) {
  const auto list = list_facet(request.path_parameters.at("field"), request, services);
  if (!list.ok()) return error_response(list.error(), request, Audience::kPage, services);
  PageValues page;
  const FacetPage filled(*list, request, services);
  filled.fill(page);
  Frame frame;
  frame.title = filled.title();
  frame.current = "search";
  frame.index = false;
  return render_page(200, "facets.tpl", page, frame, request, services);
}

}  // namespace evidence::server
