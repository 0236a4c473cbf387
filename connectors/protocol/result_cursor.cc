#include "connectors/protocol/result_cursor.h"

#include <charconv>
#include <limits>
#include <vector>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::int64_t kFurthest = std::int64_t{1} << 48U;

bool read_number(std::string_view text, std::int64_t lowest, std::int64_t highest,
                 std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= lowest &&
         value <= highest;
}

}  // namespace

std::string to_text(const ResultCursor& cursor, std::string_view kind) {
  std::string text(kind);
  text += "1:" + cursor.query_hash;
  for (const std::int64_t number :
       {cursor.next, cursor.total, std::int64_t{cursor.changes}, std::int64_t{cursor.missing}}) {
    text += ":" + std::to_string(number);
  }
  return text;
}

Result<ResultCursor> parse_result_cursor(std::string_view text, std::string_view kind,
                                         std::string_view query_hash) {
  constexpr std::int64_t kMostInt = std::numeric_limits<int>::max();
  ResultCursor cursor;
  const std::vector<std::string_view> parts = split(text, ':');
  std::int64_t changes = 0;
  std::int64_t missing = 0;
  if (parts.size() != 6 || parts[0] != std::string(kind) + "1" ||
      !read_number(parts[2], 1, kFurthest, cursor.next) ||
      !read_number(parts[3], -1, kFurthest, cursor.total) ||
      !read_number(parts[4], 0, kMostInt, changes) ||
      !read_number(parts[5], 0, kMostInt, missing)) {
    return Error{ErrorCode::kInvalidArgument, "bad_cursor",
                 "the stored place " + quoted_for_message(text, 60) + " is not understood",
                 "start the harvest of this source from its beginning"};
  }
  if (parts[1] != query_hash) {
    return Error{ErrorCode::kInvalidArgument, "bad_cursor",
                 "the stored place belongs to another query or window of this source",
                 "start the harvest of this source from its beginning"};
  }
  cursor.query_hash = parts[1];
  cursor.changes = static_cast<int>(changes);
  cursor.missing = static_cast<int>(missing);
  return cursor;
}

}  // namespace evidence
