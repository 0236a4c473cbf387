#include "connectors/protocol/eutils_slice.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "base/date.h"
#include "base/json.h"

namespace evidence {
namespace {

using std::chrono::sys_days;

constexpr int kCursorVersion = 1;
constexpr std::string_view kCursorMark = "eutils1:";
constexpr std::size_t kMaxCursorBytes = 64U << 10U;
constexpr std::size_t kMaxPending = 1'000;
constexpr std::size_t kMaxTokenBytes = 1'024;

sys_days earliest_day() { return std::chrono::year{1800} / 1 / 1; }

Error bad_cursor(const std::string& why) {
  return Error{ErrorCode::kInvalidArgument, "bad_cursor",
               "the stored place of the E-utilities harvest is not usable: " + why,
               "start the harvest of this source from its beginning"};
}

std::int64_t day_number(sys_days day) { return day.time_since_epoch().count(); }

json::value slice_json(const EutilsSlice& slice) {
  return json::array{slice.dated ? 1 : 0, day_number(slice.first), day_number(slice.last),
                     slice.lowest_pmid, slice.highest_pmid};
}

std::optional<EutilsSlice> slice_from(const json::value& value) {
  if (!value.is_array() || value.get_array().size() != 5) return std::nullopt;
  std::int64_t numbers[5];
  for (std::size_t i = 0; i < 5; ++i) {
    const json::value& one = value.get_array()[i];
    if (!one.is_int64()) return std::nullopt;
    numbers[i] = one.get_int64();
  }
  constexpr std::int64_t kFarDays = 1'000'000;
  EutilsSlice slice;
  slice.dated = numbers[0] == 1;
  if (numbers[1] < -kFarDays || numbers[1] > kFarDays || numbers[2] < numbers[1] ||
      numbers[2] > kFarDays || numbers[3] < 0 || numbers[4] < numbers[3] ||
      numbers[4] > kHighestPmid) {
    return std::nullopt;
  }
  slice.first = sys_days{std::chrono::days{numbers[1]}};
  slice.last = sys_days{std::chrono::days{numbers[2]}};
  slice.lowest_pmid = numbers[3];
  slice.highest_pmid = numbers[4];
  return slice;
}

std::optional<std::int64_t> number(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

}  // namespace

Result<sys_days> parse_window_day(std::string_view text, bool end) {
  const std::string_view date = text.substr(0, text.find_first_of("T "));
  const std::optional<PartialDate> parsed = parse_date(date);
  if (!parsed) {
    return Error{ErrorCode::kInvalidArgument, "bad_date",
                 quoted_for_message(text, 40) + " is not a date",
                 "write 2024-03-15, 2024-03 or 2024"};
  }
  const std::chrono::year year{parsed->year};
  if (parsed->month == 0) return sys_days{end ? year / 12 / 31 : year / 1 / 1};
  const auto month = year / std::chrono::month{static_cast<unsigned>(parsed->month)};
  if (parsed->day != 0) {
    return sys_days{month / std::chrono::day{static_cast<unsigned>(parsed->day)}};
  }
  return end ? sys_days{month / std::chrono::last} : sys_days{month / 1};
}

std::string eutils_date(sys_days day) {
  const std::chrono::year_month_day date{day};
  char text[32];
  std::snprintf(text, sizeof text, "%04d/%02u/%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

std::optional<std::pair<EutilsSlice, EutilsSlice>> halves(const EutilsSlice& slice,
                                                          sys_days today) {
  EutilsSlice early = slice;
  EutilsSlice late = slice;
  if (!slice.dated) {
    // The sources' day may be ahead of ours.
    early.dated = late.dated = true;
    early.first = earliest_day();
    late.last = std::max(today, earliest_day()) + std::chrono::days{1};
  }
  if (early.first < late.last) {
    early.last = early.first + (late.last - early.first) / 2;
    late.first = early.last + std::chrono::days{1};
    return std::pair{early, late};
  }
  const std::int64_t lowest = std::max<std::int64_t>(slice.lowest_pmid, 1);
  const std::int64_t highest = slice.highest_pmid == 0 ? kHighestPmid : slice.highest_pmid;
  // A range that holds fewer numbers than are served has too many records only if the source does
  // not honour the range.
  if (highest - lowest < kEutilsMostServed) return std::nullopt;
  early.lowest_pmid = lowest;
  early.highest_pmid = lowest + (highest - lowest) / 2;
  late.lowest_pmid = early.highest_pmid + 1;
  late.highest_pmid = highest;
  return std::pair{early, late};
}

std::string to_text(const EutilsCursor& cursor) {
  json::array pending;
  for (const EutilsSlice& slice : cursor.pending) pending.push_back(slice_json(slice));
  json::object object;
  object["v"] = kCursorVersion;
  object["query"] = cursor.query_hash;
  object["dates"] = cursor.date_type;
  object["pending"] = std::move(pending);
  object["slice"] = slice_json(cursor.slice);
  object["webenv"] = cursor.web_env;
  object["key"] = cursor.query_key;
  object["count"] = cursor.count;
  object["start"] = cursor.start;
  object["again"] = cursor.searched_again;
  object["total"] = cursor.total;
  object["promised"] = cursor.promised;
  return std::string(kCursorMark) + json::serialize(object);
}

Result<EutilsCursor> parse_eutils_cursor(std::string_view text) {
  if (!text.starts_with(kCursorMark)) return bad_cursor("it is of another kind or version");
  if (text.size() > kMaxCursorBytes) return bad_cursor("it is too long");
  const Result<json::value> parsed = parse_json(text.substr(kCursorMark.size()), kMaxCursorBytes);
  if (!parsed.ok() || !parsed->is_object()) return bad_cursor("it is damaged");
  const json::object& object = parsed->get_object();
  if (number(object, "v") != kCursorVersion) return bad_cursor("it is of another version");
  EutilsCursor cursor;
  cursor.query_hash = string_member(object, "query");
  cursor.date_type = string_member(object, "dates");
  cursor.web_env = string_member(object, "webenv");
  cursor.query_key = string_member(object, "key");
  const json::value* pending = member(object, "pending");
  const json::value* slice = member(object, "slice");
  if ((cursor.date_type != "edat" && cursor.date_type != "mdat") || pending == nullptr ||
      !pending->is_array() || pending->get_array().size() > kMaxPending || slice == nullptr ||
      cursor.web_env.size() > kMaxTokenBytes || cursor.query_key.size() > kMaxTokenBytes) {
    return bad_cursor("it is damaged");
  }
  for (const json::value& one : pending->get_array()) {
    const auto parsed_slice = slice_from(one);
    if (!parsed_slice) return bad_cursor("it is damaged");
    cursor.pending.push_back(*parsed_slice);
  }
  const auto current = slice_from(*slice);
  const auto count = number(object, "count");
  const auto start = number(object, "start");
  const auto again = number(object, "again");
  const auto total = number(object, "total");
  const auto promised = number(object, "promised");
  if (!current || !count || !start || !again || !total || !promised || *count < 0 ||
      *count > kEutilsMostServed || *start < 0 || *start > *count || *again < 0 || *again > 100 ||
      *total < -1 || *promised < 0) {
    return bad_cursor("it is damaged");
  }
  cursor.slice = *current;
  cursor.count = *count;
  cursor.start = *start;
  cursor.searched_again = static_cast<int>(*again);
  cursor.total = *total;
  cursor.promised = *promised;
  return cursor;
}

}  // namespace evidence
