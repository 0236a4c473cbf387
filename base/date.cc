#include "base/date.h"

#include <array>
#include <cstdio>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

// All of `text` as a number of at most four digits, or -1.
int number(std::string_view text) {
  if (text.empty() || text.size() > 4) {
    return -1;
  }
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) {
      return -1;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int days = kDays[static_cast<std::size_t>(month - 1)];
  return month == 2 && is_leap(year) ? days + 1 : days;
}

bool is_year(int year) { return year >= 1000 && year <= 2999; }

// 1..12 for "4", "04", "Apr", "Apr.", "April", "sept"; 0 when not understood.
int month_number(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text.back() == '.') {
    text.remove_suffix(1);
  }
  const int value = text.size() <= 2 ? number(text) : -1;
  if (value >= 1 && value <= 12) {
    return value;
  }
  if (text.size() < 3) {
    return 0;
  }
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (starts_with_ignoring_case(kMonths[i], text)) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

PartialDate valid_part_of(int year, int month, int day) {
  if (!is_year(year)) {
    return {};
  }
  if (month < 1 || month > 12) {
    return {year, 0, 0};
  }
  if (day < 1 || day > days_in_month(year, month)) {
    return {year, month, 0};
  }
  return {year, month, day};
}

std::string padded(int value, int width) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%0*d", width, value);
  return buffer.data();
}

}  // namespace

std::optional<PartialDate> parse_date(std::string_view text) {
  text = trim(text);
  if (text.size() > 10) {
    return std::nullopt;
  }
  const char separator = text.find('/') != std::string_view::npos ? '/' : '-';
  const auto parts = split(text, separator);
  if (parts.size() > 3 || parts[0].size() != 4) {
    return std::nullopt;
  }
  PartialDate date{number(parts[0]), 0, 0};
  if (!is_year(date.year)) {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    // ISO 8601 has two digits; PubMed's queries also write 2023/4/5.
    if (parts[i].size() > 2 || (separator == '-' && parts[i].size() != 2)) {
      return std::nullopt;
    }
    const int value = number(parts[i]);
    if (value < 1) {
      return std::nullopt;
    }
    (i == 1 ? date.month : date.day) = value;
  }
  if (valid_part_of(date.year, date.month, date.day) != date) {
    return std::nullopt;
  }
  return date;
}

PartialDate date_from_parts(std::string_view year, std::string_view month, std::string_view day) {
  const std::string_view plain_day = trim(day);
  return valid_part_of(number(trim(year)), month_number(month),
                       plain_day.size() <= 2 ? number(plain_day) : -1);
}

PartialDate date_from_medline(std::string_view medline_date) {
  const std::string_view text = medline_date.substr(0, 200);
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    const bool bounded =
        (i == 0 || !is_digit(text[i - 1])) && (i + 4 == text.size() || !is_digit(text[i + 4]));
    const int year = bounded ? number(text.substr(i, 4)) : -1;
    if (!is_year(year)) {
      continue;
    }
    // "1998 Dec-1999 Jan", "1998 Nov-Dec", "1998 Dec 15-21": the month stands after a space.
    std::string_view rest = text.substr(i + 4);
    if (rest.empty() || rest[0] != ' ') {
      return {year, 0, 0};
    }
    rest.remove_prefix(1);
    std::size_t letters = 0;
    while (letters < rest.size() &&
           ((rest[letters] | 0x20) >= 'a' && (rest[letters] | 0x20) <= 'z')) {
      ++letters;
    }
    return valid_part_of(year, letters == 0 ? 0 : month_number(rest.substr(0, letters)), 0);
  }
  return {};
}

std::string format_date(const PartialDate& date) {
  if (!date.known()) {
    return "";
  }
  std::string out = padded(date.year, 4);
  if (date.month != 0) {
    out += '-' + padded(date.month, 2);
    if (date.day != 0) {
      out += '-' + padded(date.day, 2);
    }
  }
  return out;
}

std::string format_date_for_people(const PartialDate& date) {
  if (!date.known()) {
    return "";
  }
  std::string out;
  if (date.month >= 1 && date.month <= 12) {
    if (date.day != 0) {
      out += std::to_string(date.day) + ' ';
    }
    out += std::string(kMonths[static_cast<std::size_t>(date.month - 1)]) + ' ';
  }
  return out + std::to_string(date.year);
}

std::string sortable_date(const PartialDate& date) {
  return date.known() ? padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2) : "";
}

}  // namespace evidence
