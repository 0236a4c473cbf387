// How many connections are open, in all and from each address, so that no single reader can hold
// them all. Thread-safe; bounded by the number of open connections.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace evidence::server {

class ConnectionLimits {
 public:
  ConnectionLimits(std::size_t total, std::size_t per_address)
      : total_limit_(total), address_limit_(per_address) {}

  enum class Outcome { kAdmitted, kFull, kAddressFull };
  // `key` names the address (address_key); "" is exempt from the limit per address (a proxy).
  Outcome admit(const std::string& key);
  void release(const std::string& key);  // after kAdmitted only
  [[nodiscard]] std::size_t open() const;

 private:
  const std::size_t total_limit_, address_limit_;
  mutable std::mutex mutex_;  // guards the rest
  std::size_t open_ = 0;
  std::map<std::string, std::size_t> by_address_;
};

// An IPv4 address as it is; of an IPv6 address the first 64 bits, which one subscriber owns whole.
std::string address_key(const std::string& address);

}  // namespace evidence::server
