// What the service knows about itself: organisations, fields, its OpenAPI document.
#include "access/organisation_search.h"
#include "base/json.h"
#include "base/text.h"
#include "embedded/openapi.h"
#include "model/field.h"
#include "model/study_type.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/request_parsing.h"

namespace evidence::server {

Response moved(const Request& request, std::string path) {
  const std::string query = format_query(request.query);
  if (!query.empty()) path += "?" + query;
  Response response;
  response.status = 308;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "Now at " + path + "\n";
  response.headers = {{"Location", std::move(path)}, {"Cache-Control", "no-cache"}};
  return response;
}

Response json_response(std::string body) {
  Response response;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

Result<const Organisation*> organisation_parameter(const Request& request,
                                                   const Services& services) {
  const std::vector<std::string_view> values = request.parameters("org");
  if (values.empty() || (values.size() == 1 && values.front().empty())) {
    return static_cast<const Organisation*>(nullptr);
  }
  const Organisation* found = values.size() == 1 ? services.links.find(values.front()) : nullptr;
  if (found == nullptr || !is_choosable(*found)) {
    return Error{ErrorCode::kInvalidArgument, "unknown_organisation",
                 "There is no organisation " + quoted_for_message(values.front()) + ".",
                 "The organisations are listed by /api/v1/organisations."};
  }
  return found;
}

Response api_organisations(const Request&, Services& services) {
  json::array list;
  for (const Organisation& organisation : services.links.organisations()) {
    json::object row;
    row["id"] = organisation.id;
    row["name"] = organisation.name;
    row["sample"] = organisation.sample;
    json::object library;
    library["name"] = organisation.library_name;
    library["email"] = organisation.library_email;
    library["url"] = organisation.library_url;
    row["library"] = std::move(library);
    list.emplace_back(std::move(row));
  }
  json::object object;
  object["organisations"] = std::move(list);
  return json_response(json::serialize(object));
}

Response api_fields(const Request&, Services&) {
  json::array list;
  for (const FieldInfo& info : fields()) {
    json::object row;
    row["name"] = info.name;
    row["label"] = info.label;
    row["explanation"] = info.explanation;
    row["kind"] = info.kind == FieldKind::kText ? "text" : "exact";
    row["filter"] = info.filter;
    row["facet"] = info.facet;
    list.emplace_back(std::move(row));
  }
  json::array types;
  for (const StudyTypeInfo& info : study_types()) {
    json::object row;
    row["key"] = info.key;
    row["label"] = info.label;
    row["explanation"] = info.explanation;
    row["evidence_level"] = info.evidence_level;
    types.emplace_back(std::move(row));
  }
  json::object object;
  object["fields"] = std::move(list);
  object["study_types"] = std::move(types);
  return json_response(json::serialize(object));
}

Response api_openapi(const Request& request, Services&) {
  const EmbeddedFile& file = embedded_openapi().front();
  const std::string tag = "\"" + std::string(file.sha256.substr(0, 32)) + "\"";
  Response response = json_response(std::string(file.bytes));
  response.headers.emplace_back("ETag", tag);
  const auto known = request.headers.find("if-none-match");
  if (known != request.headers.end() && etag_matches(known->second, tag)) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

}  // namespace evidence::server
