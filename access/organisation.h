// An organisation and how its readers reach licensed platforms. Plain values; app/ parses
// config/organisations/*.toml and refuses templates that validate() refuses. docs/access.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/ip_range.h"
#include "base/result.h"

namespace evidence {

enum class Route {
  kNone,             // links go direct
  kOpenAthens,       // https://go.openathens.net/redirector/<domain>?url=<encoded>
  kOpenAthensProxy,  // https://proxy.openathens.net/login?qurl=<encoded>
  kEzproxy,          // <prefix>login?qurl=<encoded>
  kWayfless,         // a template of the platform or federation
  kOnSite,           // direct; the platform knows the organisation's network
};
std::string_view route_name(Route route);  // "none" "openathens" "openathens-proxy" "ezproxy" …
std::optional<Route> route_by_name(std::string_view name);

enum class OrganisationKind {
  kOrganisation,
  kConsortium,  // buys for its members; readers cannot choose it
  kNation,      // buys for everybody in it: "National content only"
};

// What differs at one platform.
struct ResourceRoute {
  std::string host;  // "journals.example.org", covers its subdomains
  Route route = Route::kNone;
  std::string link_template;  // of kWayfless
  std::string customer_id;    // {customer_id} of the template
  std::string product;        // what readers call the platform; "" = its host
  // A link to an article would end at the home page: "opens the provider's home page; then search
  // for TITLE". `home_url` is then where it leads.
  bool deep_links = true;
  std::string home_url;
};

struct Organisation {
  std::string id;    // "example-trust": in URLs
  std::string name;  // "Example Trust"
  OrganisationKind kind = OrganisationKind::kOrganisation;
  std::vector<std::string> alternative_names;  // that readers type: "St Elsewhere's"
  std::vector<std::string> member_of;          // ids of its consortia and its nation
  Route route = Route::kNone;
  std::string openathens_domain;  // path segment of the redirector: letters, digits, '.', '-'
  std::string ezproxy_prefix;     // "https://login.proxy.example.org/login?qurl=%u": exactly one %u
  std::string wayfless_template;  // of every platform without one of its own
  std::string entity_id, scope;   // of the identity provider, for templates
  std::vector<ResourceRoute> resources;  // the first whose host covers the target's holds
  std::vector<IpRange> ip_ranges;        // its networks: they propose it to a reader
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
// id, a template that link_template.h refuses, membership of an organisation that does not exist
// or is none that has members.
Result<void> validate(const std::vector<Organisation>& organisations);

// The organisation and all that buys for it, itself first; each once; kNationalSubscriber
// (access/package.h) last. A consortium's own memberships count too, one level deep.
std::vector<std::string> subscribers_of(const Organisation& organisation,
                                        const std::vector<Organisation>& all);

}  // namespace evidence
