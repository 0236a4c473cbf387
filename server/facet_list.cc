#include "server/facet_list.h"

#include <utility>

#include "base/text.h"
#include "server/search_parameters.h"

namespace evidence::server {
namespace {

Result<std::string> text_of(const Request& request, std::string_view name) {
  const std::string_view text = trim(request.parameter(name).value_or(""));
  if (text.size() <= kMaxFacetText) return std::string(text);
  return Error{ErrorCode::kInvalidArgument, "text_too_long",
               "The parameter " + std::string(name) + " is longer than " +
                   std::to_string(kMaxFacetText) + " bytes.",
               "Give only the beginning of a value or of its words."};
}

Result<bool> is_alphabetical(const Request& request) {
  const std::string_view order = request.parameter("order").value_or("");
  if (order == "value") return true;
  if (order.empty() || order == "count") return false;
  return Error{ErrorCode::kInvalidArgument, "bad_order",
               "Values cannot be ordered by " + quoted_for_message(order) + ".",
               "Write count or value."};
}

}  // namespace

Result<FacetList> list_facet(std::string_view name, const Request& request, Services& services,
                             std::string* at_fault) {
  std::string unused;
  std::string& fault = at_fault != nullptr ? *at_fault : unused;
  const std::optional<Field> field = facet_by_name(name);
  if (!field) {
    return Error{ErrorCode::kNotFound, "unknown_facet",
                 "There is no facet " + quoted_for_message(name, 60) + ".",
                 "Fields with “facet” in /api/v1/fields have one."};
  }
  FacetList list;
  EVIDENCE_ASSIGN(list.search, parse_search_parameters(request, services, &fault));
  list.view.listing = true;
  fault = "begins";
  EVIDENCE_ASSIGN(list.view.begins, text_of(request, "begins"));
  fault = "words";
  EVIDENCE_ASSIGN(list.view.words, text_of(request, "words"));
  fault = "order";
  EVIDENCE_ASSIGN(list.view.alphabetical, is_alphabetical(request));
  fault.clear();
  // Pages are pages of values here.
  const std::size_t page = page_number(list.search);
  const bool sized = !request.parameter("size").value_or("").empty();
  list.view.limit = sized ? list.search.limit : kFacetListSize;
  list.view.offset = (page - 1) * list.view.limit;
  list.search.offset = 0;
  list.search.limit = kDefaultPageSize;

  SearchRequest counting = list.search;
  counting.limit = 0;
  counting.facets = {*field};
  counting.facet_view = list.view;
  counting.explain = false;
  SearchResponse answer;
  EVIDENCE_ASSIGN(answer, services.searcher.search(counting));
  list.total = answer.total;
  list.widened = answer.widened;
  list.snapshot = answer.snapshot;
  list.facet = std::move(answer.facets.at(0));
  return list;
}

}  // namespace evidence::server
