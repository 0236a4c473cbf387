// Networks by which an organisation's readers are known. Used to propose an organisation, never to
// decide one. Values; pure functions, thread-safe.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace evidence {

// IPv4 stands as ::ffff:a.b.c.d, so that one order holds both families.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const IpAddress&) const = default;
};
// "192.0.2.7", "2001:db8::1", also in brackets; nullopt for anything else, a zone included.
std::optional<IpAddress> parse_ip_address(std::string_view text);

struct IpRange {
  IpAddress first, last;  // both belong to it
  [[nodiscard]] bool holds(const IpAddress& address) const {
    return first <= address && address <= last;
  }
  bool operator==(const IpRange&) const = default;
};
// "192.0.2.0/24", "2001:db8::/32", "192.0.2.10-192.0.2.20" or one address. kInvalidArgument for a
// network whose host bits are set, an end before its beginning, ends of two families, and a network
// wider than /8 (IPv4) or /16 (IPv6): a slip of the pen that would claim half the internet.
Result<IpRange> parse_ip_range(std::string_view text);

}  // namespace evidence
