#include "connectors/protocol/oai_place.h"

#include <algorithm>
#include <optional>

#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::size_t kLongestPlace = 64U << 10U;

Error no_place(const std::string& why) {
  return {ErrorCode::kInvalidArgument, "cursor_expired",
          "the stored place of this harvest cannot be used: " + why,
          "the window is harvested again from its beginning"};
}

Error bad_window(std::string what) {
  return {ErrorCode::kInvalidArgument, "bad_window", std::move(what),
          "write a day, 2024-03-15, or a second in UTC, 2024-03-15T10:11:12Z"};
}

using Time = std::chrono::system_clock::time_point;

// A day is its first second, or its last.
Result<Time> time_of(std::string_view text, bool last) {
  if (const auto time = parse_timestamp(text)) return *time;
  const auto day = text.size() == 10 ? parse_date(text) : std::nullopt;
  if (!day || day->day == 0) {
    return bad_window(quoted_for_message(text, 40) + " is no day and no time");
  }
  const std::string whole = format_date(*day) + (last ? "T23:59:59Z" : "T00:00:00Z");
  if (const auto time = parse_timestamp(whole)) return *time;
  return bad_window(quoted_for_message(text, 40) + " is no day");
}

std::string written(Time time, bool seconds) {
  const std::string text = format_timestamp(time);
  return seconds ? text : text.substr(0, 10);
}

}  // namespace

std::string to_text(const OaiPlace& place) {
  std::string text = "oai=" + percent_encode(place.harvest);
  const auto add = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) text += "&" + std::string(name) + "=" + percent_encode(value);
  };
  add("set", place.set);
  add("token", place.token);
  add("after", place.after);
  add("expires", place.expires);
  if (place.skipped) text += "&skipped=1";
  return text;
}

Result<OaiPlace> parse_oai_place(std::string_view text) {
  if (text.size() > kLongestPlace) return no_place("it is too long");
  OaiPlace place;
  bool known = false;
  for (const std::string_view part : split(text, '&')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return no_place("it is damaged");
    const std::string_view name = part.substr(0, equals);
    Result<std::string> value = percent_decode(part.substr(equals + 1), false);
    if (!value.ok()) return no_place("it is damaged");
    if (name == "oai") {
      place.harvest = std::move(value).value();
      known = true;
    } else if (name == "set") {
      place.set = std::move(value).value();
    } else if (name == "token") {
      place.token = std::move(value).value();
    } else if (name == "after") {
      place.after = std::move(value).value();
    } else if (name == "expires") {
      place.expires = std::move(value).value();
    } else if (name == "skipped" && *value == "1") {
      place.skipped = true;
    } else {
      return no_place("it is damaged");
    }
  }
  if (!known) return no_place("it is not one of OAI-PMH");
  return place;
}

std::string oai_harvest_hash(const std::vector<std::string>& settings) {
  return sha256_hex(join(settings, "\n")).substr(0, 16);
}

Result<OaiWindow> oai_window(std::string_view from, std::string_view to, bool seconds,
                             std::chrono::seconds overlap) {
  OaiWindow window;
  std::optional<Time> begin;
  if (!from.empty()) {
    EVIDENCE_ASSIGN(const Time time, time_of(from, false));
    // Nothing is older than the protocol; and a year before 1000 cannot be written.
    begin = std::max<Time>(time - overlap, std::chrono::sys_days{std::chrono::year{1970} / 1 / 1});
    begin = std::min(*begin, time);
    window.from = written(*begin, seconds);
  }
  if (!to.empty()) {
    EVIDENCE_ASSIGN(const Time end, time_of(to, true));
    window.until = written(end, seconds);
    if (begin && end < *begin) {
      return bad_window("the window ends (" + window.until + ") before it begins (" + window.from +
                        ")");
    }
  }
  return window;
}

Result<std::chrono::seconds> parse_overlap(std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::chrono::seconds{0};
  const auto bad = [text] {
    return Error{ErrorCode::kInvalidArgument, "bad_overlap",
                 quoted_for_message(text, 40) + " is no length of time",
                 "write it as \"90s\", \"30m\", \"12h\" or \"1d\", at most 366d"};
  };
  std::int64_t unit = 0;
  if (text.back() == 's') unit = 1;
  if (text.back() == 'm') unit = 60;
  if (text.back() == 'h') unit = 3'600;
  if (text.back() == 'd') unit = 86'400;
  const std::string_view digits = text.substr(0, text.size() - 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (unit == 0 || digits.empty() || digits.size() > 9 ||
      !std::all_of(digits.begin(), digits.end(), digit)) {
    return bad();
  }
  std::int64_t number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  if (number * unit > 366 * 86'400) return bad();
  return std::chrono::seconds{number * unit};
}

}  // namespace evidence
