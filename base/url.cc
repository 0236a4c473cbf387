#include "base/url.h"

#include <unicode/uidna.h>

#include <array>
#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url.hpp>
#include <memory>
#include <vector>

#include "base/text.h"

namespace evidence {
namespace {

namespace urls = boost::urls;

constexpr std::size_t kMaxUrlBytes = 2048;

Error refused(std::string_view text, const std::string& why) {
  return {ErrorCode::kInvalidArgument, "invalid_url",
          "the address " + quoted_for_message(text, 120) + " is refused: " + why, ""};
}

int hex_value(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_ascii_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

// Punycode by UTS #46, strict: what a browser would look up, or an error. ICU also maps the
// ideographic and full-width full stops to '.', as browsers do.
Result<std::string> ascii_host(std::string_view host, std::string_view whole) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UIDNA, decltype(&uidna_close)> idna(
      uidna_openUTS46(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                          UIDNA_NONTRANSITIONAL_TO_ASCII,
                      &status),
      &uidna_close);
  if (U_FAILURE(status) != 0) {
    return Error{ErrorCode::kInternal, "internal",
                 std::string("international host names: ") + u_errorName(status), ""};
  }
  std::array<char, 512> buffer{};
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const int32_t length =
      uidna_nameToASCII_UTF8(idna.get(), host.data(), static_cast<int32_t>(host.size()),
                             buffer.data(), static_cast<int32_t>(buffer.size()), &info, &status);
  if (U_FAILURE(status) != 0 || info.errors != 0) {
    return refused(whole, "the host is no valid name");
  }
  return std::string(buffer.data(), static_cast<std::size_t>(length));
}

// The last label of an address that a browser would read as IPv4 is numeric: 127.1, 0x7f.1.
bool ends_in_a_number(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.starts_with("0x")) {
    last.remove_prefix(2);
    return last.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  }
  return !last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > 253) {
    return false;
  }
  for (const std::string_view label : split(host, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return false;
    }
    for (const char c : label) {
      if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '-' && c != '_') {
        return false;
      }
    }
  }
  return true;
}

// Percent-encodes what is not ASCII and writes escapes with capital digits; the rest stays for the
// grammar to judge. Escapes are never decoded: %2F in a path is not a slash.
std::string encode_non_ascii(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool in_escape = (i >= 1 && text[i - 1] == '%') || (i >= 2 && text[i - 2] == '%');
    if ((c & '\x80') != 0) {
      out += percent_encode(std::string_view(&c, 1));
    } else if (in_escape && c >= 'a' && c <= 'f') {
      out += static_cast<char>(c - 'a' + 'A');
    } else {
      out += c;
    }
  }
  return out;
}

// "/a/../b" → "/b", as every browser does, also where a dot is written %2E.
std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  const std::vector<std::string_view> segments = split(path, '/');
  for (std::size_t i = 1; i < segments.size(); ++i) {
    std::string plain(segments[i]);
    for (std::size_t at = plain.find("%2E"); at != std::string::npos; at = plain.find("%2E")) {
      plain.replace(at, 3, ".");
    }
    const bool last = i + 1 == segments.size();
    if (plain == ".." && !kept.empty()) {
      kept.pop_back();
    }
    if (plain != "." && plain != "..") {
      kept.push_back(segments[i]);
    } else if (last) {
      kept.emplace_back();
    }
  }
  std::string out;
  for (const std::string_view segment : kept) {
    out += '/';
    out += segment;
  }
  return out.empty() ? "/" : out;
}

// 0 where the text is no port.
int port_number(std::string_view text) {
  int port = 0;
  for (const char c : text) {
    if (!is_ascii_digit(c) || (port = port * 10 + (c - '0')) > 65535) {
      return 0;
    }
  }
  return port;
}

Result<void> check_characters(std::string_view text) {
  if (text.empty()) {
    return refused(text, "it is empty");
  }
  if (text.size() > kMaxUrlBytes) {
    return refused(text, "it is longer than " + std::to_string(kMaxUrlBytes) + " bytes");
  }
  if (!is_valid_utf8(text)) {
    return refused(text, "it is not valid UTF-8");
  }
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F) {
      return refused(text, "it contains a space or control character");
    }
    if (c == '\\') {
      return refused(text, "it contains a backslash");
    }
  }
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
    if (high < 0 || low < 0) {
      return refused(text, "it contains a '%' that is no escape");
    }
    const int value = high * 16 + low;
    if (value < 0x20 || value == 0x7F) {
      return refused(text, "it contains an encoded control character");
    }
  }
  return {};
}

}  // namespace

std::string percent_encode(std::string_view text) {
  return urls::encode(boost::core::string_view(text.data(), text.size()), urls::unreserved_chars);
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return Error{ErrorCode::kInvalidArgument, "invalid_escape",
                     quoted_for_message(text) +
                         " contains a '%' that is not followed by two "
                         "hexadecimal digits",
                     "Write %25 for a percent sign."};
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!is_valid_utf8(out)) {
    return Error{ErrorCode::kInvalidArgument, "invalid_utf8",
                 quoted_for_message(text) + " does not decode to valid UTF-8", ""};
  }
  return out;
}

Result<WebUrl> parse_web_url(std::string_view text, bool allow_ip_host) {
  EVIDENCE_TRY(check_characters(text));
  const bool https = starts_with_ignoring_case(text, "https:");
  if (!https && !starts_with_ignoring_case(text, "http:")) {
    return refused(text, "it is not http or https");
  }
  const std::size_t scheme = https ? 6 : 5;
  // Browsers forgive "https:/evil" and "https:evil"; nobody who means well writes them.
  if (!text.substr(scheme).starts_with("//")) {
    return refused(text, "'//' and a host must follow the scheme");
  }
  const std::size_t begin = scheme + 2;
  const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
  const std::string_view authority = text.substr(begin, end - begin);
  if (authority.find('@') != std::string_view::npos) {
    return refused(text, "it contains user information");
  }
  if (authority.find('%') != std::string_view::npos) {
    return refused(text, "the host contains an escape");
  }
  std::string_view host = authority;
  std::string_view port;
  const bool bracket = authority.starts_with('[');
  const std::size_t colon = bracket ? authority.find("]:") : authority.find(':');
  if (colon != std::string_view::npos) {
    host = authority.substr(0, colon + (bracket ? 1 : 0));
    port = authority.substr(colon + (bracket ? 2 : 1));
  }
  std::string name;
  if (bracket) {
    if (!allow_ip_host) {
      return refused(text, "the host is an address, not a name");
    }
    if (host.find(']') != host.size() - 1) {
      return refused(text, "something stands after the address");
    }
    name = to_lower_ascii(host);
  } else {
    EVIDENCE_ASSIGN(name, ascii_host(host, text));
    if (name.ends_with('.')) {
      name.pop_back();
    }
    if (!is_host_name(name)) {
      return refused(text, "the host is no valid name");
    }
    if (!allow_ip_host && ends_in_a_number(name)) {
      return refused(text, "the host is an address, not a name");
    }
  }
  std::string out = std::string(https ? "https://" : "http://") + name;
  if (!port.empty()) {
    const int number = port_number(port);
    if (number == 0) {
      return refused(text, "the port is not valid");
    }
    if (number != (https ? 443 : 80)) {
      out += ':' + std::to_string(number);
    }
  }
  const std::string rest = encode_non_ascii(text.substr(end));
  const std::size_t path_end = std::min(rest.find_first_of("?#"), rest.size());
  out += without_dot_segments(std::string_view(rest).substr(0, path_end));
  out += rest.substr(path_end);
  if (!urls::parse_uri(boost::core::string_view(out.data(), out.size()))) {
    return refused(text, "it does not follow the grammar of RFC 3986");
  }
  if (out.size() > kMaxUrlBytes) {
    return refused(text, "encoded it is longer than " + std::to_string(kMaxUrlBytes) + " bytes");
  }
  return WebUrl{std::move(out), std::move(name), https};
}

Result<WebUrl> resolve_web_url(const WebUrl& base, std::string_view reference, bool allow_ip_host) {
  EVIDENCE_TRY(check_characters(reference));
  const std::string encoded = encode_non_ascii(reference);
  const auto relative = urls::parse_uri_reference(encoded);
  if (!relative) return refused(reference, "it is no address");
  // A host may hold what only parse_web_url brings into its form.
  if (relative->has_scheme()) return parse_web_url(reference, allow_ip_host);
  if (relative->has_authority()) {
    return parse_web_url((base.https ? "https:" : "http:") + std::string(reference), allow_ip_host);
  }
  const auto from = urls::parse_uri(base.text);
  if (!from) return refused(base.text, "it is no address");
  urls::url target;
  if (!urls::resolve(*from, *relative, target)) return refused(reference, "it leads nowhere");
  return parse_web_url(std::string(target.buffer().data(), target.buffer().size()), allow_ip_host);
}

bool host_is_within(std::string_view host, std::string_view domain) {
  if (domain.empty()) {
    return false;
  }
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

}  // namespace evidence
