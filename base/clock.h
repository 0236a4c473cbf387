// Time as an argument, so that tests decide what time it is. Implementations are thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/stop_flag.h"

namespace evidence {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::chrono::system_clock::time_point now() const = 0;         // for people and records
  virtual std::chrono::steady_clock::time_point steady_now() const = 0;  // for deadlines
  virtual void sleep_until(std::chrono::steady_clock::time_point when) = 0;
};

class SystemClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override;
  std::chrono::steady_clock::time_point steady_now() const override;
  void sleep_until(std::chrono::steady_clock::time_point when) override;
};

// Another clock whose sleep ends early, within a quarter of a second, once a stop is asked for.
// Both have to outlive it.
class StoppableClock final : public Clock {
 public:
  StoppableClock(Clock& clock, const StopFlag& stop) : clock_(clock), stop_(stop) {}
  std::chrono::system_clock::time_point now() const override { return clock_.now(); }
  std::chrono::steady_clock::time_point steady_now() const override { return clock_.steady_now(); }
  void sleep_until(std::chrono::steady_clock::time_point when) override;

 private:
  Clock& clock_;
  const StopFlag& stop_;
};

// UTC, "2026-11-22T00:06:48Z" (RFC 3339, whole seconds).
std::string format_timestamp(std::chrono::system_clock::time_point when);
std::optional<std::chrono::system_clock::time_point> parse_timestamp(std::string_view text);
// The day in UTC: servers and their readers may stand in different zones, reports must not.
PartialDate utc_day(std::chrono::system_clock::time_point when);

}  // namespace evidence
