// An organisation and how its readers reach licensed platforms. Plain values; app/ parses
// config/organisations/*.toml and refuses templates that validate() refuses.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace evidence {

enum class Route {
  kNone,        // links go direct
  kOpenAthens,  // https://go.openathens.net/redirector/<domain>?url=<encoded>
  kEzproxy,     // <prefix>login?qurl=<encoded>
};

struct Organisation {
  std::string id;    // "example-trust": in URLs
  std::string name;  // "Example Trust"
  Route route = Route::kNone;
  std::string openathens_domain;  // path segment of the redirector: letters, digits, '.', '-'
  std::string ezproxy_prefix;     // "https://login.proxy.example.org/login?qurl=%u": exactly one %u
  std::vector<std::string>
      licensed_hosts;  // "nejm.org" covers its subdomains; all others go direct
  std::string library_name, library_email, library_url;  // shown where nothing opens
  bool sample = false;

  // The organisation's own link resolver and interlibrary loan form, both asked by OpenURL: web
  // addresses without fragment; "" = none.
  std::string openurl_base, ill_base;
  std::string link_resolver_name;  // "Find it @ Example"; "" = "your library's link resolver"
  // Regional document supply scheme and the library's code in it: "EDEN", "WSH". Up to 40 letters,
  // digits, spaces and hyphens.
  std::string ill_scheme, ill_code;
};

// kInvalidArgument with every finding: http prefix, no or two %u, IP host, bad domain, duplicate
// id.
Result<void> validate(const std::vector<Organisation>& organisations);

}  // namespace evidence
