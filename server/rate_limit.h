// How often one address may make something: a bucket of tokens for each, refilled with time. Kept
// in memory, bounded. Thread-safe.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace evidence::server {

class RateLimit {
 public:
  // `burst` at once, then `per_hour`. At most `addresses` are remembered; when there are more, and
  // none of them has a full bucket again, new ones are refused.
  RateLimit(const Clock& clock, double burst, double per_hour, std::size_t addresses = 20'000)
      : clock_(clock), burst_(burst), per_second_(per_hour / 3'600), most_(addresses) {}

  [[nodiscard]] bool take(std::string_view address);
  // After so long an empty bucket gives again: at least a second.
  [[nodiscard]] std::chrono::seconds refill_time() const;

 private:
  struct Bucket {
    double tokens = 0;
    std::chrono::steady_clock::time_point at;
  };
  void forget_full(std::chrono::steady_clock::time_point now);

  const Clock& clock_;
  const double burst_, per_second_;
  const std::size_t most_;
  std::mutex mutex_;  // guards what follows
  std::unordered_map<std::string, Bucket> buckets_;
};

// What counts as one address: an IPv4 address, the first 64 bits of an IPv6 one (a household has
// that many).
std::string address_group(std::string_view address);

}  // namespace evidence::server
