// Prefixes that lead through an organisation's sign-in, and their removal. Private to access/.
// Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "access/organisation.h"

namespace evidence {

// The organisation's EZproxy prefix with %u replaced by the percent-encoded target.
std::string ezproxy_url(std::string_view prefix, std::string_view target);

// Through the OpenAthens managed proxy: https://proxy.openathens.net/login?qurl=<encoded>.
std::string openathens_proxy_url(std::string_view target);

// The target inside an address that already leads through a proxy, taken out once:
//   https://go.openathens.net/redirector/<domain>?url=<encoded>
//   https://<proxy>/login?qurl=<encoded>, …/login?url=<the rest, literally>
//   https://www-nejm-org.eu1.proxy.openathens.net/doi/… (dots as hyphens)
// Any other address comes back as it is. The result is not checked: pass it to parse_web_url.
std::string without_proxy(std::string_view url);

}  // namespace evidence
