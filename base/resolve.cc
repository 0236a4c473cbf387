#include "base/resolve.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/address_guard.h"

namespace evidence {
namespace {

constexpr std::size_t kMostAddresses = 16;

}  // namespace

Result<std::vector<std::string>> resolve_host(const std::string& host, bool allow_private) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, ::freeaddrinfo);
  if (failed != 0) {
    return Error{
        ErrorCode::kUnavailable, "cannot_resolve",
        "no address for the host " + quoted_for_message(host, 100) + ": " + gai_strerror(failed),
        "check the name in the source's file, and this machine's DNS"};
  }
  std::vector<std::string> addresses;
  bool any_private = false;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (!allow_private && !is_public_address(one->ai_addr, one->ai_addrlen)) {
      any_private = true;
      continue;
    }
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) != 0) {
      continue;
    }
    const std::string address = text.data();
    if (addresses.size() < kMostAddresses &&
        std::find(addresses.begin(), addresses.end(), address) == addresses.end()) {
      addresses.push_back(address);
    }
  }
  if (!addresses.empty()) return addresses;
  if (any_private) {
    return Error{ErrorCode::kBlocked, "address_blocked",
                 "the host " + quoted_for_message(host, 100) + " has a private address",
                 "set allow_private_addresses = true in the source's file if it is a server of "
                 "your own"};
  }
  return Error{ErrorCode::kUnavailable, "cannot_resolve",
               "no address for the host " + quoted_for_message(host, 100), ""};
}

}  // namespace evidence
