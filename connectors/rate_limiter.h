// Politeness: lets requests to one source pass at most so many times a second. Not thread-safe; a
// connector owns one. Never fails.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"

namespace evidence {

class RateLimiter {
 public:
  // per_second <= 0: no limit.
  RateLimiter(Clock& clock, double per_second);
  // Sleeps until the next request may start.
  void wait_for_turn();
  // Another rate from now on, never above `most` (<= 0: no limit there).
  void slow_down_to(double per_second, double most);

 private:
  Clock& clock_;
  std::chrono::steady_clock::duration spacing_{0};
  std::optional<std::chrono::steady_clock::time_point> next_;
};

}  // namespace evidence
