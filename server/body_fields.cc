#include "server/body_fields.h"

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "base/text.h"
#include "server/multipart.h"
#include "server/request_parsing.h"

namespace evidence::server {
namespace {

Error bad_json(std::string message) {
  return {ErrorCode::kInvalidArgument, "bad_json", std::move(message),
          "Send one JSON object; the API's description lists its members."};
}

std::optional<std::string> scalar(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return std::string(value.get_bool() ? "true" : "false");
  if (value.is_int64() || value.is_uint64()) return json::serialize(value);
  return std::nullopt;
}

}  // namespace

std::string media_type(const Request& request) {
  const auto type = request.headers.find("content-type");
  if (type == request.headers.end()) return "";
  return to_lower_ascii(trim(std::string_view(type->second).substr(0, type->second.find(';'))));
}

Result<BodyFields> BodyFields::read(const Request& request) {
  BodyFields fields;
  const std::string type = media_type(request);
  if (type == "application/json") {
    fields.json_ = true;
    const auto value = parse_json(request.body);
    if (!value.ok()) return bad_json("The body is not JSON: " + value.error().message);
    if (!value->is_object()) return bad_json("The body is not a JSON object.");
    for (const auto& [key, element] : value->get_object()) {
      std::vector<std::string>& values = fields.values_[std::string(key)];
      if (element.is_null()) continue;
      if (const auto text = scalar(element)) {
        values.push_back(*text);
        continue;
      }
      if (!element.is_array()) {
        return bad_json("The member " + quoted_for_message(key) +
                        " is of a kind that is not read.");
      }
      for (const json::value& part : element.get_array()) {
        const auto text = scalar(part);
        if (!text) {
          return bad_json("The list " + quoted_for_message(key) + " holds more than text.");
        }
        values.push_back(*text);
      }
    }
    return fields;
  }
  if (type == "multipart/form-data") {
    EVIDENCE_ASSIGN(
        std::vector<FormPart> parts,
        parse_multipart(request.body, multipart_boundary(request.headers.at("content-type"))));
    for (FormPart& part : parts) {
      if (!part.file_name.empty()) {
        fields.file_names_[part.name] = part.file_name;
      } else if (!is_valid_utf8(part.value)) {
        return Error{ErrorCode::kInvalidArgument, "encoding_invalid",
                     "The value of " + quoted_for_message(part.name) + " is not UTF-8.", ""};
      }
      fields.values_[part.name].push_back(std::move(part.value));
    }
    return fields;
  }
  if (type == "application/x-www-form-urlencoded" || (type.empty() && request.body.empty())) {
    EVIDENCE_ASSIGN(QueryParameters form, parse_query(request.body));
    for (auto& [name, value] : form) fields.values_[std::move(name)].push_back(std::move(value));
    return fields;
  }
  return Error{ErrorCode::kInvalidArgument, "unsupported_media_type",
               "The body is of a kind that is not read here: " + quoted_for_message(type) + ".",
               "Send application/json or a form."};
}

const std::string& BodyFields::text(std::string_view name) const {
  static const std::string none;
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? none : found->second.front();
}

const std::vector<std::string>& BodyFields::all(std::string_view name) const {
  static const std::vector<std::string> none;
  const auto found = values_.find(name);
  return found == values_.end() ? none : found->second;
}

Result<unsigned> BodyFields::number(std::string_view name, unsigned otherwise) const {
  const std::string_view typed = trim(text(name));
  if (typed.empty()) return otherwise;
  unsigned number = 0;
  const auto parsed = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (parsed.ec == std::errc() && parsed.ptr == typed.data() + typed.size()) return number;
  return Error{ErrorCode::kInvalidArgument, "bad_number",
               "The value of " + std::string(name) +
                   " is not a whole number: " + quoted_for_message(typed) + ".",
               ""};
}

Result<bool> BodyFields::flag(std::string_view name, bool otherwise) const {
  const std::string& typed = text(name);
  if (typed.empty()) return otherwise;
  if (typed == "true" || typed == "1" || typed == "on") return true;
  if (typed == "false" || typed == "0" || typed == "off") return false;
  return Error{ErrorCode::kInvalidArgument, "bad_flag",
               "The value of " + std::string(name) +
                   " is neither true nor false: " + quoted_for_message(typed) + ".",
               ""};
}

const std::string& BodyFields::file_name(std::string_view name) const {
  static const std::string none;
  const auto found = file_names_.find(name);
  return found == file_names_.end() ? none : found->second;
}

Result<void> BodyFields::only(const std::vector<std::string_view>& known) const {
  for (const auto& [name, values] : values_) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::vector<std::string> names(known.begin(), known.end());
    return Error{ErrorCode::kInvalidArgument, "unknown_member",
                 "Nothing here reads " + quoted_for_message(name) + ".",
                 "It knows: " + join(names, ", ") + "."};
  }
  return {};
}

}  // namespace evidence::server
