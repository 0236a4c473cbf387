// URLs that may be shown or followed. A parser's success is not a safety check: parse_web_url is
// the strict one that every link of a record passes. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

// Percent-encodes everything but RFC 3986 unreserved characters; "https%3A%2F%2Fdoi.org%2F10.1".
std::string percent_encode(std::string_view text);
// Decodes %XX (and '+' as space when asked); fails on %ZZ, a cut escape or invalid UTF-8.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space);

struct WebUrl {
  std::string text;  // re-serialised, normalised; safe for a Location header
  std::string host;  // lower case, punycode where international, no trailing dot
  bool https = false;
};

// http or https only; an authority with a non-empty host name; no user info, no IP literal (unless
// allowed), no backslash, control character, space or encoded CR/LF; at most 2048 bytes.
// Non-ASCII path characters are percent-encoded, an international host becomes punycode.
Result<WebUrl> parse_web_url(std::string_view text, bool allow_ip_host = false);

// Where a redirect from `base` to `reference` leads: an address, or a path of base's host. As
// strict as parse_web_url.
Result<WebUrl> resolve_web_url(const WebUrl& base, std::string_view reference,
                               bool allow_ip_host = false);

// Is `host` equal to `domain` or a subdomain of it? Both lower case.
bool host_is_within(std::string_view host, std::string_view domain);

}  // namespace evidence
