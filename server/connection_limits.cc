#include "server/connection_limits.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace evidence::server {

ConnectionLimits::Outcome ConnectionLimits::admit(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  if (open_ >= total_limit_) return Outcome::kFull;
  if (!key.empty()) {
    std::size_t& count = by_address_[key];
    if (count >= address_limit_) return Outcome::kAddressFull;
    ++count;
  }
  ++open_;
  return Outcome::kAdmitted;
}

void ConnectionLimits::release(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  --open_;
  const auto found = by_address_.find(key);
  if (found != by_address_.end() && --found->second == 0) by_address_.erase(found);
}

std::size_t ConnectionLimits::open() const {
  const std::scoped_lock lock(mutex_);
  return open_;
}

std::string address_key(const std::string& address) {
  in6_addr parsed{};
  if (::inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return address;
  static constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::memcmp(&parsed, kMapped.data(), kMapped.size()) == 0) return address;  // IPv4 in IPv6
  std::memset(&parsed.s6_addr[8], 0, 8);
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET6, &parsed, text.data(), text.size());
  return text.data();
}

}  // namespace evidence::server
