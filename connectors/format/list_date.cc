#include "connectors/format/list_date.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kLongest = 40;

struct Part {
  int number = -1;  // -1: a word
  std::size_t digits = 0;
  int month = 0;  // of a word
};

int month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  const std::string lower = to_lower_ascii(word);
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (lower.size() >= 3 && kMonths[i].starts_with(lower)) return static_cast<int>(i) + 1;
  }
  return lower == "sept" ? 9 : 0;
}

// Numbers and words between separators; empty where something else is in it.
std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto kind = [&](std::size_t i) {
      const char c = text[i];
      if (c >= '0' && c <= '9') return 'd';
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return 'a';
      return std::string_view("/-. ,").find(c) == std::string_view::npos ? 'x' : 's';
    };
    const char first = kind(at);
    std::size_t end = at;
    while (end < text.size() && kind(end) == first) ++end;
    const std::string_view piece = text.substr(at, end - at);
    at = end;
    if (first == 's') continue;
    if (first == 'x' || parts.size() == 4 || (first == 'd' && piece.size() > 4)) return {};
    Part part;
    if (first == 'd') {
      part.number = 0;
      part.digits = piece.size();
      for (const char c : piece) part.number = part.number * 10 + (c - '0');
    } else {
      part.month = month_of(piece);
      if (part.month == 0) return {};
    }
    parts.push_back(part);
  }
  return parts;
}

// A date from numbers, checked by the one place that knows calendars.
ListDate made(int year, int month, int day, std::string warning) {
  std::array<char, 32> text{};
  ListDate out;
  out.warning = std::move(warning);
  const auto say = [&out](std::string_view what) {
    out.warning += (out.warning.empty() ? "" : "; ") + std::string(what);
  };
  std::snprintf(text.data(), text.size(), "%04d", year);
  const auto only_year = parse_date(text.data());
  if (!only_year) return {};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
  if (const auto whole = parse_date(text.data())) {
    out.date = *whole;
    return out;
  }
  std::snprintf(text.data(), text.size(), "%04d-%02d", year, month);
  if (const auto partly = parse_date(text.data())) {
    out.date = *partly;
    if (day > 0) say("its day is impossible and left out");
    return out;
  }
  out.date = *only_year;
  if (month > 0 || day > 0) say("its month is impossible, so the year alone is taken");
  if (month == 0 && day > 0) say("its day is left out");
  return out;
}

int full_year(const Part& part, std::string& warning) {
  if (part.digits != 2) return part.number;
  const int year = part.number + (part.number < 30 ? 2000 : 1900);
  warning = "its year of two digits is taken for " + std::to_string(year);
  return year;
}

bool is_open(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kOpen{
      "present", "current", "to present", "to date",    "ongoing",
      "now",     "-",       "9999",       "9999-12-31", "31/12/9999"};
  return std::any_of(kOpen.begin(), kOpen.end(),
                     [text](std::string_view one) { return equals_ignoring_case(one, text); });
}

}  // namespace

ListDate list_date(std::string_view raw, RangeEnd end) {
  const std::string_view text = trim(raw);
  if (text.empty() || text.size() > kLongest) return {};
  if (is_open(text)) return {{}, true, ""};
  // "2001-05-01T00:00:00Z" and "2001-05-01 00:00": the day counts.
  const std::size_t time = text.find_first_of("T ", 8);
  if (time == 10 && parse_date(text.substr(0, 10))) return list_date(text.substr(0, 10), end);
  if (const auto iso = parse_date(text)) return {*iso, false, ""};
  const std::vector<Part> parts = parts_of(text);
  const auto number = [&](std::size_t i) { return parts[i].number; };
  const auto is_year = [&](std::size_t i) { return parts[i].digits == 4; };
  std::string warning;
  if (parts.size() == 1 && is_year(0)) return made(number(0), 0, 0, "");
  if (parts.size() == 2) {
    if (parts[0].month > 0 && number(1) >= 0) {  // May 2001, May-01
      const int year = full_year(parts[1], warning);
      return made(year, parts[0].month, 0, warning);
    }
    if (parts[1].month > 0 && is_year(0)) return made(number(0), parts[1].month, 0, "");
    if (number(0) < 0 || number(1) < 0) return {};
    if (is_year(0) && is_year(1)) return made(number(end == RangeEnd::kFirst ? 0 : 1), 0, 0, "");
    if (is_year(0) && parts[1].digits == 2 && number(1) == (number(0) + 1) % 100) {  // 1996/97
      return made(number(0) + (end == RangeEnd::kFirst ? 0 : 1), 0, 0, "");
    }
    if (is_year(0) && parts[1].digits <= 2) return made(number(0), number(1), 0, "");
    if (is_year(1) && parts[0].digits <= 2) return made(number(1), number(0), 0, "");
    return {};
  }
  if (parts.size() != 3) return {};
  if (parts[1].month > 0 && number(0) >= 0 && number(2) >= 0) {  // 1 May 2001, 2001-May-01
    if (is_year(0)) return made(number(0), parts[1].month, number(2), "");
    const int year = full_year(parts[2], warning);
    return made(year, parts[1].month, number(0), warning);
  }
  if (parts[0].month > 0 && number(1) >= 0 && is_year(2)) {  // May 1, 2001
    return made(number(2), parts[0].month, number(1), "");
  }
  if (number(0) < 0 || number(1) < 0 || number(2) < 0) return {};
  if (is_year(0)) return made(number(0), number(1), number(2), "");
  if (parts[0].digits > 2 || parts[1].digits > 2 ||
      (parts[2].digits != 4 && parts[2].digits != 2)) {
    return {};
  }
  const int year = full_year(parts[2], warning);
  const bool month_first = number(1) > 12 && number(0) <= 12;
  return month_first ? made(year, number(0), number(1), warning)
                     : made(year, number(1), number(0), warning);
}

bool ends_before(const PartialDate& last, const PartialDate& first) {
  if (!last.known() || !first.known()) return false;
  if (last.year != first.year) return last.year < first.year;
  if (last.month == 0 || first.month == 0) return false;
  if (last.month != first.month) return last.month < first.month;
  return last.day != 0 && first.day != 0 && last.day < first.day;
}

}  // namespace evidence
