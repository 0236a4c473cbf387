#include "base/address_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include "base/text.h"

namespace evidence {
namespace {

struct Range4 {
  std::uint32_t network;
  int bits;
};

constexpr std::uint32_t ip4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

// IANA's special-purpose registry, every entry that is not globally reachable.
constexpr std::array kClosed4 = {
    Range4{ip4(0, 0, 0, 0), 8},      Range4{ip4(10, 0, 0, 0), 8},
    Range4{ip4(100, 64, 0, 0), 10},  Range4{ip4(127, 0, 0, 0), 8},
    Range4{ip4(169, 254, 0, 0), 16}, Range4{ip4(172, 16, 0, 0), 12},
    Range4{ip4(192, 0, 0, 0), 24},   Range4{ip4(192, 0, 2, 0), 24},
    Range4{ip4(192, 88, 99, 0), 24}, Range4{ip4(192, 168, 0, 0), 16},
    Range4{ip4(198, 18, 0, 0), 15},  Range4{ip4(198, 51, 100, 0), 24},
    Range4{ip4(203, 0, 113, 0), 24}, Range4{ip4(224, 0, 0, 0), 3},
};

bool is_public4(std::uint32_t address) {
  for (const Range4& range : kClosed4) {
    const std::uint32_t mask = 0xFFFFFFFFU << (32 - range.bits);
    if ((address & mask) == range.network) return false;
  }
  return true;
}

using Bytes16 = std::array<std::uint8_t, 16>;

bool has_prefix(const Bytes16& address, std::span<const std::uint8_t> prefix, int bits) {
  for (int bit = 0; bit < bits; bit += 8) {
    const auto index = static_cast<std::size_t>(bit / 8);
    const int left = bits - bit;
    const unsigned mask = left >= 8 ? 0xFFU : (0xFFU << static_cast<unsigned>(8 - left)) & 0xFFU;
    const unsigned wanted = index < prefix.size() ? prefix[index] : 0U;
    if ((address[index] & mask) != (wanted & mask)) return false;
  }
  return true;
}

bool is_public6(const Bytes16& address) {
  static constexpr std::array<std::uint8_t, 4> kNat64 = {0x00, 0x64, 0xFF, 0x9B};
  if (has_prefix(address, kNat64, 96)) {
    // The way out of a network without IPv4: as public as the address inside.
    return is_public4(ip4(address[12], address[13], address[14], address[15]));
  }
  static constexpr std::array<std::uint8_t, 1> kGlobal = {0x20};  // 2000::/3
  if (!has_prefix(address, kGlobal, 3)) return false;
  static constexpr std::array<std::uint8_t, 2> kSpecial = {0x20,
                                                           0x01};  // 2001::/23, Teredo, ORCHID
  static constexpr std::array<std::uint8_t, 4> kDocumentation = {0x20, 0x01, 0x0D, 0xB8};
  static constexpr std::array<std::uint8_t, 2> k6to4 = {0x20, 0x02};
  static constexpr std::array<std::uint8_t, 3> kDocumentation2 = {0x3F, 0xFF, 0x00};
  return !has_prefix(address, kSpecial, 23) && !has_prefix(address, kDocumentation, 32) &&
         !has_prefix(address, k6to4, 16) && !has_prefix(address, kDocumentation2, 20);
}

Bytes16 bytes_of(const in6_addr& address) {
  Bytes16 bytes{};
  std::memcpy(bytes.data(), &address, bytes.size());
  return bytes;
}

}  // namespace

bool is_public_address(const sockaddr* address, std::size_t length) {
  if (address == nullptr) return false;
  if (address->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in ip{};
    std::memcpy(&ip, address, sizeof ip);
    return is_public4(ntohl(ip.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 ip{};
    std::memcpy(&ip, address, sizeof ip);
    return is_public6(bytes_of(ip.sin6_addr));
  }
  return false;
}

bool is_public_host_text(std::string_view host) {
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  const std::string text(host.substr(0, host.find('%')));  // without an IPv6 zone
  in_addr ip4_address{};
  if (inet_pton(AF_INET, text.c_str(), &ip4_address) == 1) {
    return is_public4(ntohl(ip4_address.s_addr));
  }
  in6_addr ip6_address{};
  if (inet_pton(AF_INET6, text.c_str(), &ip6_address) == 1) {
    return is_public6(bytes_of(ip6_address));
  }
  std::string name = to_lower_ascii(host);
  if (!name.empty() && name.back() == '.') name.pop_back();
  return name != "localhost" && !name.ends_with(".localhost");
}

}  // namespace evidence
