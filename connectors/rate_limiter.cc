#include "connectors/rate_limiter.h"

namespace evidence {

RateLimiter::RateLimiter(Clock& clock, double per_second) : clock_(clock) {
  if (per_second > 0) {
    // A tenth more than the exact spacing: at exactly three a second jitter on the way makes some
    // windows hold four, and the source then refuses.
    spacing_ = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(1.1 / per_second));
  }
}

void RateLimiter::wait_for_turn() {
  const auto now = clock_.steady_now();
  const auto turn = next_ && *next_ > now ? *next_ : now;
  if (turn > now) clock_.sleep_until(turn);
  next_ = turn + spacing_;
}

}  // namespace evidence
