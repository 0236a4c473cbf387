#include "connectors/protocol/rest_reply.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "base/date.h"
#include "base/text.h"
#include "connectors/protocol/rest_cursor.h"

namespace evidence {
namespace {

constexpr std::int64_t kMostEver = 100'000'000'000;

std::optional<std::int64_t> number_from(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// Every byte that is not UTF-8 as '?': the same length, and the same structure.
std::string with_marks_for_bad_bytes(std::string_view body) {
  std::string copy(body);
  std::size_t at = 0;
  while (at < copy.size()) {
    at += valid_utf8_prefix(std::string_view(copy).substr(at));
    if (at < copy.size()) copy[at++] = '?';
  }
  return copy;
}

}  // namespace

Result<json::value> parse_page(std::string_view body, std::size_t max_bytes) {
  const bool valid = is_valid_utf8(body);
  Result<json::value> parsed =
      valid ? parse_json(body, max_bytes) : parse_json(with_marks_for_bad_bytes(body), max_bytes);
  if (!parsed.ok()) {
    if (parsed.error().code == ErrorCode::kTooLarge) return parsed.error();
    return Error{ErrorCode::kBadContent, "cut_reply",
                 "the reply is not complete JSON: " + parsed.error().message, ""};
  }
  if (!parsed->is_object()) {
    return Error{ErrorCode::kBadContent, "bad_reply",
                 "the reply is JSON, but no page of results: it begins " +
                     quoted_for_message(body.substr(0, 60)),
                 ""};
  }
  return parsed;
}

const json::object* object_member(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* array_at(const json::object& object, std::string_view path) {
  const json::object* at = &object;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    at = object_member(*at, path.substr(0, dot));
    if (at == nullptr) return nullptr;
    path.remove_prefix(dot + 1);
  }
  const json::value* value = member(*at, path);
  return value == nullptr ? nullptr : value->if_array();
}

std::optional<std::int64_t> count_member(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  if (value == nullptr) return std::nullopt;
  std::optional<std::int64_t> found;
  if (value->is_int64()) found = value->get_int64();
  if (value->is_string()) found = number_from(std::string_view(value->get_string()));
  if (!found || *found < 0 || *found > kMostEver) return std::nullopt;
  return found;
}

Result<std::string> token_member(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  if (value == nullptr || value->is_null()) return std::string();
  const json::string* text = value->if_string();
  if (text != nullptr && text->empty()) return std::string();
  if (text == nullptr || !is_rest_token(std::string_view(*text))) {
    return Error{ErrorCode::kBadContent, "bad_token",
                 "the reply's " + std::string(key) + " is no token that could be sent back", ""};
  }
  return std::string(text->data(), text->size());
}

Error not_a_page(std::string_view service, const json::object& reply) {
  constexpr std::array<std::string_view, 6> kWords = {"message", "error",        "errMsg",
                                                      "detail",  "errorMessage", "title"};
  for (const std::string_view name : kWords) {
    if (const std::string words = string_member(reply, name); !words.empty()) {
      return {ErrorCode::kUpstream, "upstream_error",
              std::string(service) + " reports in place of results: " + quoted_for_message(words),
              ""};
    }
  }
  std::string members;
  for (const auto& pair : reply) {
    if (members.size() > 80) break;
    members += (members.empty() ? "" : ", ") + quoted_for_message(std::string_view(pair.key()), 24);
  }
  return {ErrorCode::kBadContent, "bad_reply",
          "the reply of " + std::string(service) + " is no page of results; it has " +
              (members.empty() ? "no members" : members),
          "check base_url in the source's file"};
}

std::string date_of(const HttpResponse& response) {
  const auto found = response.headers.find("date");
  if (found == response.headers.end()) return "";
  // "Tue, 16 Jun 2026 13:04:51 GMT" (RFC 9110, IMF-fixdate), the one form that servers may send.
  const std::string_view text = trim(found->second);
  if (text.size() != 29 || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) return "";
  const PartialDate day = date_from_parts(text.substr(12, 4), text.substr(8, 3), text.substr(5, 2));
  if (day.day == 0 || text[19] != ':' || text[22] != ':') return "";
  const auto hour = number_from(text.substr(17, 2));
  const auto minute = number_from(text.substr(20, 2));
  const auto second = number_from(text.substr(23, 2));
  if (!hour || !minute || !second || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 ||
      *second < 0 || *second > 60) {
    return "";
  }
  return format_date(day) + "T" + std::string(text.substr(17, 8)) + "Z";
}

}  // namespace evidence
