#include "base/clock.h"

#include <algorithm>
#include <cstdio>
#include <thread>

#include "base/date.h"

namespace evidence {

std::chrono::system_clock::time_point SystemClock::now() const {
  return std::chrono::system_clock::now();
}

std::chrono::steady_clock::time_point SystemClock::steady_now() const {
  return std::chrono::steady_clock::now();
}

void SystemClock::sleep_until(std::chrono::steady_clock::time_point when) {
  std::this_thread::sleep_until(when);
}

void StoppableClock::sleep_until(std::chrono::steady_clock::time_point when) {
  constexpr std::chrono::milliseconds kStep{250};
  while (!stop_.stop_requested()) {
    const auto now = clock_.steady_now();
    if (now >= when) return;
    clock_.sleep_until(std::min(when, now + kStep));
  }
}

std::string format_timestamp(std::chrono::system_clock::time_point when) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(seconds - day);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return buffer;
}

std::optional<std::chrono::system_clock::time_point> parse_timestamp(std::string_view text) {
  if (text.size() != 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':' || (text[19] != 'Z' && text[19] != 'z')) {
    return std::nullopt;
  }
  const auto date = parse_date(text.substr(0, 10));
  const auto two = [&](std::size_t at) {
    const char tens = text[at];
    const char ones = text[at + 1];
    const bool digits = tens >= '0' && tens <= '9' && ones >= '0' && ones <= '9';
    return digits ? (tens - '0') * 10 + (ones - '0') : -1;
  };
  const int hour = two(11);
  const int minute = two(14);
  const int second = two(17);
  // The clock counts nanoseconds in 64 bits: it knows no time outside these years.
  if (!date || date->year < 1678 || date->year > 2261 || date->day == 0 || text[4] != '-' ||
      hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  const std::chrono::sys_days day(std::chrono::year(date->year) /
                                  std::chrono::month(static_cast<unsigned>(date->month)) /
                                  std::chrono::day(static_cast<unsigned>(date->day)));
  return day + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

PartialDate utc_day(std::chrono::system_clock::time_point when) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(when)};
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

}  // namespace evidence
