#include "connectors/protocol/rest_cursor.h"

#include <algorithm>
#include <optional>

#include "base/json.h"

namespace evidence {
namespace {

constexpr std::string_view kPrefix = "rest1:";
constexpr std::size_t kMaxTokenBytes = 8'192;
constexpr std::size_t kMaxCursorBytes = 32U << 10U;
constexpr std::int64_t kMostEver = 100'000'000'000;

Error bad_cursor(const std::string& why) {
  return {ErrorCode::kInvalidArgument, "bad_cursor",
          "the stored place of the harvest cannot be used: " + why,
          "start the harvest of this source from its beginning"};
}

std::optional<std::int64_t> number(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  const std::int64_t found = value->get_int64();
  return found < -1 || found > kMostEver ? std::nullopt : std::optional(found);
}

}  // namespace

bool is_rest_token(std::string_view text) {
  return !text.empty() && text.size() <= kMaxTokenBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

std::string to_text(const RestCursor& cursor) {
  json::object object;
  object["harvest"] = cursor.harvest;
  object["token"] = cursor.token;
  object["mark"] = cursor.mark;
  object["group"] = cursor.group;
  object["page"] = cursor.page;
  object["seen"] = cursor.seen;
  object["total"] = cursor.total;
  object["restarts"] = cursor.restarts;
  return std::string(kPrefix) + json::serialize(object);
}

Result<RestCursor> parse_rest_cursor(std::string_view text) {
  if (!text.starts_with(kPrefix)) return bad_cursor("it is of another kind or version");
  if (text.size() > kMaxCursorBytes) return bad_cursor("it is too long");
  const Result<json::value> parsed = parse_json(text.substr(kPrefix.size()), kMaxCursorBytes);
  if (!parsed.ok() || !parsed->is_object()) return bad_cursor("it is damaged");
  const json::object& object = parsed->get_object();
  RestCursor cursor;
  cursor.harvest = string_member(object, "harvest");
  cursor.token = string_member(object, "token");
  cursor.mark = string_member(object, "mark");
  const auto group = number(object, "group");
  const auto page = number(object, "page");
  const auto seen = number(object, "seen");
  const auto total = number(object, "total");
  const auto restarts = number(object, "restarts");
  if (!group || !page || !seen || !total || !restarts || *group < 0 || *page < 0 || *seen < 0 ||
      *restarts < 0 || cursor.harvest.size() > 64 || cursor.mark.size() > 1'024 ||
      (!cursor.token.empty() && !is_rest_token(cursor.token))) {
    return bad_cursor("it is damaged");
  }
  cursor.group = *group;
  cursor.page = *page;
  cursor.seen = *seen;
  cursor.total = *total;
  cursor.restarts = *restarts;
  return cursor;
}

}  // namespace evidence
