// /search: parameters → question → answer → page.
#include <algorithm>
#include <string>

#include "base/text.h"
#include "base/url.h"
#include "server/filter_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/results_view.h"
#include "server/search_parameters.h"
#include "server/year_range.h"

namespace evidence::server {
namespace {

// The form's two year boxes become the one filter that the API knows.
Result<Request> with_years(const Request& request) {
  Request changed = request;
  const std::string_view from = request.parameter("year_from").value_or("");
  const std::string_view to = request.parameter("year_to").value_or("");
  std::erase_if(changed.query, [](const auto& parameter) {
    return parameter.first == "year_from" || parameter.first == "year_to";
  });
  const auto years = year_range_of(from, to);
  if (!years) {
    return Error{ErrorCode::kInvalidArgument, "invalid_year",
                 "Enter years with four figures, such as 2015.",
                 "Leave a box empty to set no limit on that side."};
  }
  if (years->from != 0 || years->to != 0) {
    changed.query.emplace_back("filter.year", to_text(*years));
  }
  return changed;
}

// "choose.status.retracted=without" becomes the filter that the API knows:
// exclude.status=retracted.
void translate_choices(QueryParameters& query) {
  QueryParameters added;
  std::erase_if(query, [&added](const auto& parameter) {
    std::string_view name = parameter.first;
    if (!name.starts_with(kChoosePrefix)) return false;
    name.remove_prefix(kChoosePrefix.size());
    const std::size_t dot = name.find('.');
    const bool without = parameter.second == kChooseWithout;
    if (dot != std::string_view::npos && (without || parameter.second == kChooseOnly)) {
      added.emplace_back((without ? "exclude." : "filter.") + std::string(name.substr(0, dot)),
                         name.substr(dot + 1));
    }
    return true;
  });
  query.insert(query.end(), added.begin(), added.end());
}

bool is_readers_mistake(const Error& error) {
  return error.code == ErrorCode::kInvalidArgument || error.code == ErrorCode::kTooLarge;
}

}  // namespace

Response page_search(const Request& request, Services& services) {
  if (trim(request.parameter("q").value_or("")).empty()) {
    return render_search_error(request,
                               {ErrorCode::kInvalidArgument, "query_empty",
                                "Enter a condition, treatment or question.", ""},
                               services);
  }
  auto with_filters = with_years(request);
  if (!with_filters.ok()) return render_search_error(request, with_filters.error(), services);
  translate_choices(with_filters->query);
  auto parsed = parse_search_parameters(*with_filters, services);
  if (!parsed.ok()) return render_search_error(request, parsed.error(), services);
  SearchRequest search = std::move(*parsed);
  search.facets = shown_facets();
  search.facets.push_back(Field::kYear);
  count_access(search, request, services);
  search.other_spellings = true;

  const auto answer = services.searcher.search(search);
  if (!answer.ok()) {
    return is_readers_mistake(answer.error())
               ? render_search_error(request, answer.error(), services)
               : error_response(answer.error(), request, Audience::kPage, services);
  }
  // Who types an identifier wants that work, not a list of one.
  if (answer->direct.size() == 1 && filters_in_use(search) == 0) {
    return see_other("/works/" + percent_encode(answer->direct.front()) +
                     organisation_suffix(request, services));
  }
  return render_results(request, search, *answer, services);
}

}  // namespace evidence::server
