#include "server/http_guard.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "server/request_parsing.h"

namespace evidence::server {
namespace {

constexpr std::array<std::string_view, 7> kMethods{"GET",   "HEAD",   "POST",   "PUT",
                                                   "PATCH", "DELETE", "OPTIONS"};

std::vector<std::string_view> values_of(const RequestHead& head, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : head.fields) {
    if (key == name) values.emplace_back(trim(value));
  }
  return values;
}

HeadVerdict refuse(int status, std::string_view slug, std::string_view detail) {
  HeadVerdict verdict;
  verdict.refusal = Refusal{status, std::string(slug), std::string(detail)};
  return verdict;
}

// reg-name, IPv4 or bracketed IPv6, with an optional port.
bool is_host(std::string_view host) {
  const std::size_t bracket = host.starts_with('[') ? host.find(']') : std::string_view::npos;
  std::string_view port;
  std::string_view name = host;
  if (bracket != std::string_view::npos) {
    name = host.substr(1, bracket - 1);
    port = host.substr(bracket + 1);
    if (name.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
  } else {
    const std::size_t colon = host.find(':');
    name = host.substr(0, colon);
    if (colon != std::string_view::npos) port = host.substr(colon);
    const auto allowed = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             c == '-' || c == '.' || c == '_';
    };
    if (!std::all_of(name.begin(), name.end(), allowed)) return false;
  }
  if (name.empty() || name.size() > 255) return false;
  if (port.empty()) return true;
  return port.front() == ':' && port.size() <= 6 &&
         port.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

std::optional<HeadVerdict> check_request_line(const RequestHead& head, const GuardLimits& limits) {
  if (head.version != 10 && head.version != 11) {
    return refuse(505, "http_version", "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
  }
  if (std::find(kMethods.begin(), kMethods.end(), head.method) == kMethods.end()) {
    return refuse(405, "method_not_allowed", "This request method is not answered here.");
  }
  if (head.target.size() > limits.max_target_bytes) {
    return refuse(
        414, "target_too_long",
        "The address is longer than " + std::to_string(limits.max_target_bytes) + " bytes.");
  }
  const auto printable = [](char c) { return c > 0x20 && c < 0x7f; };
  if (!head.target.starts_with('/') ||
      !std::all_of(head.target.begin(), head.target.end(), printable)) {
    return refuse(400, "bad_target", "The request target is not a path of printable ASCII.");
  }
  return std::nullopt;
}

std::optional<HeadVerdict> check_fields(const RequestHead& head, const GuardLimits& limits) {
  if (head.fields.size() > limits.max_fields) {
    return refuse(
        431, "too_many_fields",
        "The request has more than " + std::to_string(limits.max_fields) + " header fields.");
  }
  const std::vector<std::string_view> hosts = values_of(head, "host");
  if (hosts.size() != 1 || !is_host(hosts.front())) {
    return refuse(400, "bad_host", "The request needs exactly one valid Host field.");
  }
  return std::nullopt;
}

HeadVerdict check_body_framing(const RequestHead& head, const GuardLimits& limits) {
  HeadVerdict verdict;
  const std::vector<std::string_view> codings = values_of(head, "transfer-encoding");
  const std::vector<std::string_view> lengths = values_of(head, "content-length");
  if (!codings.empty() && !lengths.empty()) {
    return refuse(400, "ambiguous_length",
                  "Transfer-Encoding and Content-Length must not stand together.");
  }
  if (codings.size() > 1 || lengths.size() > 1) {
    return refuse(400, "ambiguous_length", "The length of the body is given more than once.");
  }
  if (!codings.empty()) {
    if (head.version == 10 || !equals_ignoring_case(codings.front(), "chunked")) {
      return refuse(501, "transfer_coding", "Only the transfer coding \"chunked\" is understood.");
    }
    verdict.chunked = true;
  }
  if (!lengths.empty()) {
    const std::string_view text = lengths.front();
    const bool digits =
        !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, verdict.content_length);
    if (!digits || (parsed.ec != std::errc() && parsed.ec != std::errc::result_out_of_range)) {
      return refuse(400, "bad_length", "Content-Length is not a number.");
    }
    if (parsed.ec != std::errc() || verdict.content_length > limits.max_body_bytes) {
      return refuse(413, "body_too_large",
                    "The body is longer than " + std::to_string(limits.max_body_bytes) + " bytes.");
    }
  }
  if (verdict.has_body() && (head.method == "GET" || head.method == "HEAD")) {
    return refuse(400, "unexpected_body", "A " + head.method + " request must not have a body.");
  }
  const std::vector<std::string_view> expectations = values_of(head, "expect");
  if (!expectations.empty()) {
    if (expectations.size() > 1 || !equals_ignoring_case(expectations.front(), "100-continue")) {
      return refuse(417, "expectation", "The only expectation understood is 100-continue.");
    }
    verdict.expects_continue = head.version == 11;
  }
  return verdict;
}

}  // namespace

HeaderScan scan_header_block(std::string_view bytes, std::size_t& from) {
  HeaderScan scan;
  scan.has_first_line = from > 0;
  for (;;) {
    const std::size_t line_feed = bytes.find('\n', from);
    const std::string_view line =
        bytes.substr(from, line_feed == std::string_view::npos ? line_feed : line_feed - from + 1);
    if (line.find('\0') != std::string_view::npos) {
      scan.state = HeaderScan::State::kMalformed;
      return scan;
    }
    if (line_feed == std::string_view::npos) return scan;
    const std::size_t carriage_return = line.find('\r');
    const bool folded = from > 0 && (line.front() == ' ' || line.front() == '\t');
    if (carriage_return == std::string_view::npos || carriage_return + 2 != line.size() || folded) {
      scan.state = HeaderScan::State::kMalformed;
      return scan;
    }
    from = line_feed + 1;
    scan.has_first_line = true;
    if (line.size() == 2) {
      scan.state = HeaderScan::State::kComplete;
      scan.length = from;
      return scan;
    }
  }
}

HeadVerdict check_head(const RequestHead& head, const GuardLimits& limits) {
  if (auto refusal = check_request_line(head, limits)) return *refusal;
  if (auto refusal = check_fields(head, limits)) return *refusal;
  return check_body_framing(head, limits);
}

void copy_head(const RequestHead& head, Request& request) {
  request.method = head.method == "HEAD" ? "GET" : head.method;
  request.head = head.method == "HEAD";
  request.target = head.target;
  for (const auto& [name, value] : head.fields) {
    const auto [place, is_new] = request.headers.try_emplace(name, trim(value));
    if (!is_new) {
      place->second.append(name == "cookie" ? "; " : ", ").append(trim(value));
    }
  }
  const auto cookie = request.headers.find("cookie");
  if (cookie != request.headers.end()) request.cookies = parse_cookies(cookie->second);
}

std::string client_address(const std::string& peer, const Request& request,
                           const std::vector<std::string>& trusted_proxies) {
  const auto trusted = [&](std::string_view address) {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) !=
           trusted_proxies.end();
  };
  if (!trusted(peer)) return peer;
  const auto forwarded = request.headers.find("x-forwarded-for");
  if (forwarded == request.headers.end()) return peer;
  std::vector<std::string_view> hops = split(forwarded->second, ',');
  std::string address = peer;
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const std::string_view text = trim(*hop);
    const bool plausible =
        !text.empty() && text.size() <= 45 &&
        text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
    if (!plausible) return address;
    address = text;
    if (!trusted(address)) return address;
  }
  return address;
}

}  // namespace evidence::server
