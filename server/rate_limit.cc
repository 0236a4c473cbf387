#include "server/rate_limit.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace evidence::server {

std::string address_group(std::string_view address) {
  const std::string text(address);
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  return {reinterpret_cast<const char*>(bytes.data()), 8};
}

bool RateLimit::take(std::string_view address) {
  const auto now = clock_.steady_now();
  const std::string group = address_group(address);
  const std::lock_guard lock(mutex_);
  auto found = buckets_.find(group);
  if (found == buckets_.end()) {
    if (buckets_.size() >= most_) forget_full(now);
    if (buckets_.size() >= most_) return false;
    found = buckets_.emplace(group, Bucket{burst_, now}).first;
  }
  Bucket& bucket = found->second;
  const double passed = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens = std::min(burst_, bucket.tokens + passed * per_second_);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

std::chrono::seconds RateLimit::refill_time() const {
  constexpr double kLongest = 86'400, kRounding = 1e-6;
  const double one = per_second_ > 0 ? std::ceil(1 / per_second_ - kRounding) : kLongest;
  return std::chrono::seconds(static_cast<std::int64_t>(std::clamp(one, 1.0, kLongest)));
}

void RateLimit::forget_full(std::chrono::steady_clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const double passed = std::chrono::duration<double>(now - entry.second.at).count();
    return entry.second.tokens + passed * per_second_ >= burst_;
  });
}

}  // namespace evidence::server
