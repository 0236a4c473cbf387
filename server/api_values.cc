// GET /api/v1/fields/{name}/values: the alphabetical index of a field.
#include "base/json.h"
#include "server/api_strategies.h"
#include "server/endpoints.h"
#include "server/field_browser.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

constexpr unsigned kDefaultValues = 100;

Result<json::object> listed(const Request& request, Services& services) {
  EVIDENCE_ASSIGN(const unsigned limit, query_number(request, "limit", kDefaultValues));
  if (limit > kMaxValues) {
    return Error{ErrorCode::kInvalidArgument, "bad_number",
                 "At most " + std::to_string(kMaxValues) + " values are given at a time.",
                 "Go on with after=, the last value given."};
  }
  EVIDENCE_ASSIGN(const ValueList list,
                  list_values_of(request.path_parameters.at("name"), request, limit, services));
  json::array values;
  for (const ValueCount& value : list.values) {
    values.emplace_back(json::object{{"value", value.value}, {"works", value.count}});
  }
  return json::object{{"field", list.field->name},
                      {"label", list.field->label},
                      {"begin", list.begin},
                      {"values", std::move(values)},
                      {"next", list.next.empty() ? json::value(nullptr) : json::value(list.next)}};
}

}  // namespace

Response api_field_values(const Request& request, Services& services) {
  const auto answer = listed(request, services);
  if (!answer.ok()) return problem(answer.error(), request);
  return json_response(json::serialize(*answer));
}

}  // namespace evidence::server
