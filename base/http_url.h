// The URL of an outgoing request as libcurl will understand it: checked once, then taken apart, and
// redirects resolved against it. Used by the HTTP client only. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

struct RequestUrl {
  std::string text;
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; numeric spellings of IPv4 made dotted
  std::string port;    // always given, "443"
};

// Refuses control characters, spaces, backslashes, non-ASCII, user info, other schemes (kBlocked)
// and http unless allowed. Messages name the host, never path or query.
Result<RequestUrl> parse_request_url(std::string_view text, bool allow_http);

// Where a Location header points to. kBlocked ("redirect_blocked") where scheme, host or port
// differ from `base`: nothing may be sent elsewhere, and no credential leaves.
Result<RequestUrl> resolve_redirect(const RequestUrl& base, std::string_view location,
                                    bool allow_http);

}  // namespace evidence
