// GET /api/v1/facets/{field}: all values of one facet of a search, with exact counts.
#include "base/json.h"
#include "server/endpoints.h"
#include "server/facet_list.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

std::string body_of(const FacetList& list) {
  const FieldInfo& field = field_info(list.facet.field);
  json::array values;
  for (const FacetValue& value : list.facet.values) {
    values.emplace_back(json::object{{"value", value.value},
                                     {"label", value.label},
                                     {"count", value.count},
                                     {"selected", value.selected}});
  }
  const json::object answer{{"field", field.name},
                            {"label", field.label},
                            {"query", list.search.text},
                            {"total", list.total},
                            {"widened", list.widened},
                            {"begins", list.view.begins},
                            {"words", list.view.words},
                            {"order", list.view.alphabetical ? "value" : "count"},
                            {"matching", list.facet.matching},
                            {"offset", list.view.offset},
                            {"limit", list.view.limit},
                            {"values", std::move(values)},
                            {"snapshot", to_text(list.snapshot)}};
  return json::serialize(answer);
}

}  // namespace

Response api_facet(const Request& request, Services& services) {
  std::string at_fault;
  const auto list = list_facet(request.path_parameters.at("field"), request, services, &at_fault);
  if (!list.ok()) return problem_at(list.error(), at_fault, request);
  return json_response(body_of(*list));
}

}  // namespace evidence::server
