#include "connectors/rate_limiter.h"

#include <algorithm>

namespace evidence {

namespace {

// A tenth more than the exact spacing: at exactly three a second jitter on the way makes some
// windows hold four, and the source then refuses.
std::chrono::steady_clock::duration spacing_of(double per_second) {
  if (!(per_second > 0)) return {};
  return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
      std::chrono::duration<double>(1.1 / per_second));
}

}  // namespace

RateLimiter::RateLimiter(Clock& clock, double per_second)
    : clock_(clock), spacing_(spacing_of(per_second)) {}

void RateLimiter::slow_down_to(double per_second, double most) {
  if (!(per_second > 0)) return;
  spacing_ = std::max(spacing_of(per_second), spacing_of(most));
}

void RateLimiter::wait_for_turn() {
  const auto now = clock_.steady_now();
  const auto turn = next_ && *next_ > now ? *next_ : now;
  if (turn > now) clock_.sleep_until(turn);
  next_ = turn + spacing_;
}

}  // namespace evidence
