// The API for people: the OpenAPI document as a page.
#include <algorithm>
#include <string>

#include "base/json.h"
#include "base/text.h"
#include "embedded/openapi.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

constexpr std::string_view kMethods[] = {"get", "post", "put", "patch", "delete"};

const json::object* object_member(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value != nullptr ? value->if_object() : nullptr;
}

// "#/components/parameters/Query" → that object; the object itself where it is no reference.
const json::object* resolved(const json::object& document, const json::object* object) {
  if (object == nullptr) return nullptr;
  const std::string reference = string_member(*object, "$ref");
  if (reference.empty()) return object;
  if (!reference.starts_with("#/")) return nullptr;
  const json::object* found = &document;
  for (const std::string_view step : split(std::string_view(reference).substr(2), '/')) {
    found = object_member(*found, step);
    if (found == nullptr) return nullptr;
  }
  return found;
}

void fill_parameters(Values& operation, const json::object& document, const json::object& source) {
  const json::value* list = member(source, "parameters");
  if (list == nullptr || list->if_array() == nullptr || list->get_array().empty()) return;
  Values parameters = operation.add("HAS_PARAMETERS");
  for (const json::value& each : list->get_array()) {
    const json::object* parameter = resolved(document, each.if_object());
    if (parameter == nullptr) continue;
    Values row = parameters.add("PARAMETER");
    row.set("PARAMETER_NAME", string_member(*parameter, "name"));
    row.set("PARAMETER_IN", string_member(*parameter, "in"));
    row.set("PARAMETER_DESCRIPTION", string_member(*parameter, "description"));
    const json::value* required = member(*parameter, "required");
    if (required != nullptr && required->is_bool() && required->get_bool()) {
      row.show("PARAMETER_REQUIRED");
    }
  }
}

void fill_responses(Values& operation, const json::object& document, const json::object& source) {
  const json::object* list = object_member(source, "responses");
  if (list == nullptr || list->empty()) return;
  Values responses = operation.add("HAS_RESPONSES");
  for (const auto& [status, value] : *list) {
    const json::object* response = resolved(document, value.if_object());
    if (response == nullptr) continue;
    Values row = responses.add("RESPONSE");
    row.set("RESPONSE_STATUS", {status.data(), status.size()});
    row.set("RESPONSE_DESCRIPTION", string_member(*response, "description"));
  }
}

// Only what a browser can open as it stands: GET, nothing in the path to fill in.
std::string example_of(std::string_view path, std::string_view method) {
  if (method != "get" || path.find('{') != std::string_view::npos) return "";
  if (path == "/api/v1/search") return "/api/v1/search?q=asthma&size=3";
  return path.starts_with("/api/v1/") ? std::string(path) : std::string();
}

void fill_operations(Values& page, const json::object& document) {
  const json::object* paths = object_member(document, "paths");
  if (paths == nullptr) return;
  std::size_t number = 0;
  for (const auto& [path, value] : *paths) {
    const json::object* item = value.if_object();
    if (item == nullptr) continue;
    for (const std::string_view method : kMethods) {
      const json::object* source = object_member(*item, method);
      if (source == nullptr) continue;
      const std::string_view path_text(path.data(), path.size());
      std::string name(method);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      Values operation = page.add("OPERATION");
      operation.set("OPERATION_ID", "operation-" + std::to_string(++number));
      const std::string summary = string_member(*source, "summary");
      operation.set("OPERATION_SUMMARY",
                    summary.empty() ? name + " " + std::string(path_text) : summary);
      operation.set("OPERATION_METHOD", name);
      operation.set("OPERATION_PATH", path_text);
      operation.show_with("OPERATION_TEXT", "OPERATION_DESCRIPTION",
                          string_member(*source, "description"));
      operation.show_with("OPERATION_EXAMPLE", "EXAMPLE_HREF", example_of(path_text, method));
      fill_parameters(operation, document, *source);
      fill_responses(operation, document, *source);
    }
  }
}

}  // namespace

Response page_api(const Request& request, Services& services) {
  static const Result<json::value> document = parse_json(embedded_openapi().front().bytes);
  const json::object* object = document.ok() ? document->if_object() : nullptr;
  if (object == nullptr) {
    return error_response({ErrorCode::kInternal, "bad_openapi",
                           "the embedded description of the API cannot be read", ""},
                          request, Audience::kPage, services);
  }
  PageValues page;
  if (const json::object* info = object_member(*object, "info")) {
    page.set("API_DESCRIPTION", string_member(*info, "description"));
    page.set("API_VERSION", string_member(*info, "version"));
  }
  fill_operations(page, *object);
  Frame frame{"For developers", "api", false, "/api"};
  return render_page(200, "api.tpl", page, frame, request, services);
}

}  // namespace evidence::server
