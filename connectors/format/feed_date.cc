#include "connectors/format/feed_date.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

int number(std::string_view digits) {
  int value = 0;
  if (digits.empty() || digits.size() > 6) return -1;
  for (const char c : digits) {
    if (!is_digit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// "+0200", "-05:00", "Z", "GMT", "EST", military letters: minutes east of Greenwich.
std::optional<int> zone_minutes(std::string_view zone) {
  zone = trim(zone);
  if (zone.empty()) return std::nullopt;
  if (zone[0] == '+' || zone[0] == '-') {
    std::string digits;
    for (const char c : zone.substr(1)) {
      if (is_digit(c)) digits.push_back(c);
    }
    if (digits.size() == 2) digits += "00";
    if (digits.size() != 4) return std::nullopt;
    const int value = number(digits);
    const int minutes = value / 100 * 60 + value % 100;
    if (minutes > 15 * 60) return std::nullopt;
    return zone[0] == '-' ? -minutes : minutes;
  }
  struct Named {
    std::string_view name;
    int hours;
  };
  constexpr std::array kNamed{
      Named{"Z", 0},    Named{"UT", 0},   Named{"GMT", 0},  Named{"UTC", 0},  Named{"EST", -5},
      Named{"EDT", -4}, Named{"CST", -6}, Named{"CDT", -5}, Named{"MST", -7}, Named{"MDT", -6},
      Named{"PST", -8}, Named{"PDT", -7}, Named{"BST", 1},  Named{"CET", 1},  Named{"CEST", 2}};
  for (const Named& one : kNamed) {
    if (equals_ignoring_case(one.name, zone)) return one.hours * 60;
  }
  // RFC 2822: what a military letter means was written down wrongly; it counts as unknown, -0000.
  if (zone.size() == 1 && is_letter(zone[0])) return 0;
  return std::nullopt;
}

struct Time {
  int hour = -1, minute = 0, second = 0;
  std::string zone;
};

// "22:52:07.123 GMT", "22:52+0200"
Time read_time(std::string_view text) {
  Time time;
  std::vector<int> parts;
  std::size_t at = 0;
  while (parts.size() < 3 && at < text.size() && is_digit(text[at])) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    parts.push_back(number(text.substr(at, end - at)));
    at = end;
    if (at >= text.size() || text[at] != ':') break;
    ++at;
  }
  if (parts.size() < 2 || parts[0] < 0 || parts[0] > 23 || parts[1] < 0 || parts[1] > 59) return {};
  time.hour = parts[0];
  time.minute = parts[1];
  time.second = parts.size() == 3 && parts[2] >= 0 && parts[2] < 60 ? parts[2] : 0;
  if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
    ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
  }
  std::string_view zone = trim(text.substr(at));
  time.zone = zone.substr(0, zone.find(' '));
  return time;
}

std::string instant_of(const PartialDate& date, const Time& time) {
  const auto zone = zone_minutes(time.zone);
  if (date.day == 0 || time.hour < 0 || !zone) return {};
  using namespace std::chrono;
  const sys_days day = year{date.year} / date.month / date.day;
  const auto at = day + hours{time.hour} + minutes{time.minute - *zone} + seconds{time.second};
  const sys_days new_day = floor<days>(at);
  const year_month_day calendar{new_day};
  const hh_mm_ss clock{at - new_day};
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(calendar.year()), static_cast<unsigned>(calendar.month()),
                static_cast<unsigned>(calendar.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return buffer.data();
}

FeedDate iso_date(std::string_view text) {
  FeedDate out;
  const std::size_t time = text.find_first_of("Tt ");
  const auto date = parse_date(text.substr(0, time));
  if (!date) return out;
  out.date = *date;
  if (time != std::string_view::npos)
    out.instant = instant_of(*date, read_time(text.substr(time + 1)));
  return out;
}

std::string full_year(std::string_view digits) {
  // RFC 2822: 00 to 49 are of this century; three digits are years since 1900.
  const int value = number(digits);
  if (value < 0 || digits.size() > 4) return {};
  if (digits.size() == 2) return std::to_string(value < 50 ? 2000 + value : 1900 + value);
  if (digits.size() == 3) return std::to_string(1900 + value);
  return std::string(digits);
}

// "Thu, 4 Nov 21 22:52 GMT", "May 12, 2021", "12 May 2021": words and numbers in either order.
FeedDate worded_date(std::string_view text) {
  std::string month, day, year;
  Time time;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at;
    if (is_digit(text[at])) {
      while (end < text.size() && is_digit(text[end])) ++end;
      if (end < text.size() && text[end] == ':') {
        time = read_time(text.substr(at));
        break;
      }
      const std::string_view digits = text.substr(at, end - at);
      if (day.empty() && digits.size() <= 2) {
        day = digits;
      } else if (year.empty()) {
        year = full_year(digits);
      }
    } else if (is_letter(text[at])) {
      while (end < text.size() && is_letter(text[end])) ++end;
      const std::string_view word = text.substr(at, end - at);
      if (month.empty() && date_from_parts("2000", word, "").month != 0) month = word;
    } else {
      ++end;
    }
    at = end;
  }
  FeedDate out;
  if (month.empty()) return out;
  out.date = date_from_parts(year, month, day);
  out.instant = instant_of(out.date, time);
  return out;
}

}  // namespace

FeedDate parse_feed_date(std::string_view text) {
  text = trim(text.substr(0, 100));
  if (text.size() >= 4 && is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]) &&
      is_digit(text[3])) {
    const FeedDate iso = iso_date(text);
    if (iso.date.known()) return iso;
    // "2021/05/06T…" and "2021 May 5" follow no standard; the year at least is plain.
    return {date_from_medline(text), ""};
  }
  return worded_date(text);
}

}  // namespace evidence
