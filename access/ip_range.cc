#include "access/ip_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxAddressBytes = 45;
constexpr unsigned kV4InBits = 96;  // ::ffff:0:0/96
constexpr unsigned kWidestV4 = 8;
constexpr unsigned kWidestV6 = 16;

bool is_v4(const IpAddress& address) {
  return std::all_of(address.bytes.begin(), address.bytes.begin() + 10,
                     [](std::uint8_t byte) { return byte == 0; }) &&
         address.bytes[10] == 0xff && address.bytes[11] == 0xff;
}

Error no_range(std::string_view text, const std::string& why) {
  return {ErrorCode::kInvalidArgument, "invalid_ip_range",
          quoted_for_message(text, 60) + " is no network: " + why,
          "Write 192.0.2.0/24, 2001:db8::/32, 192.0.2.10-192.0.2.20 or one address."};
}

// The highest address of the network of `prefix` bits of 128.
IpAddress last_of(const IpAddress& first, unsigned prefix) {
  IpAddress last = first;
  for (unsigned bit = prefix; bit < 128; ++bit) {
    last.bytes[bit / 8] = static_cast<std::uint8_t>(last.bytes[bit / 8] | (0x80U >> (bit % 8)));
  }
  return last;
}

IpAddress without_host_bits(const IpAddress& address, unsigned prefix) {
  IpAddress network = address;
  for (unsigned bit = prefix; bit < 128; ++bit) {
    network.bytes[bit / 8] =
        static_cast<std::uint8_t>(network.bytes[bit / 8] & ~(0x80U >> (bit % 8)));
  }
  return network;
}

Result<IpRange> network_of(std::string_view text, const IpAddress& address,
                           std::string_view length) {
  unsigned bits = 0;
  const auto read = std::from_chars(length.data(), length.data() + length.size(), bits);
  const bool v4 = is_v4(address);
  if (read.ec != std::errc() || read.ptr != length.data() + length.size() ||
      bits > (v4 ? 32U : 128U)) {
    return no_range(text, "after '/' stands no length of a prefix");
  }
  if (bits < (v4 ? kWidestV4 : kWidestV6)) return no_range(text, "it is too wide");
  const unsigned prefix = v4 ? kV4InBits + bits : bits;
  if (without_host_bits(address, prefix) != address) {
    return no_range(text, "the address has bits beyond the prefix");
  }
  return IpRange{address, last_of(address, prefix)};
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    text = text.substr(1, text.size() - 2);
  }
  if (text.empty() || text.size() > kMaxAddressBytes) return std::nullopt;
  const std::string copy(text);
  IpAddress address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes.data() + 12) == 1) {
    address.bytes[10] = address.bytes[11] = 0xff;
    return address;
  }
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

Result<IpRange> parse_ip_range(std::string_view text) {
  const std::string_view whole = trim(text);
  const std::size_t middle = whole.find_first_of("/-");
  const auto first = parse_ip_address(trim(whole.substr(0, middle)));
  if (!first) return no_range(text, "it begins with no IP address");
  if (middle == std::string_view::npos) return IpRange{*first, *first};
  const std::string_view rest = trim(whole.substr(middle + 1));
  if (whole[middle] == '/') return network_of(text, *first, rest);
  const auto last = parse_ip_address(rest);
  if (!last) return no_range(text, "after '-' stands no IP address");
  if (is_v4(*first) != is_v4(*last)) return no_range(text, "its ends are of two families");
  if (*last < *first) return no_range(text, "it ends before it begins");
  // The widest range stands for the widest network: they must agree in its first bits.
  const unsigned prefix = is_v4(*first) ? kV4InBits + kWidestV4 : kWidestV6;
  if (*last > last_of(without_host_bits(*first, prefix), prefix)) {
    return no_range(text, "it is too wide");
  }
  return IpRange{*first, *last};
}

}  // namespace evidence
