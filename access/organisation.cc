#include "access/organisation.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "access/link_template.h"
#include "access/package.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::array<std::pair<Route, std::string_view>, 6> kRouteNames{{
    {Route::kNone, "none"},
    {Route::kOpenAthens, "openathens"},
    {Route::kOpenAthensProxy, "openathens-proxy"},
    {Route::kEzproxy, "ezproxy"},
    {Route::kWayfless, "wayfless"},
    {Route::kOnSite, "on-site"},
}};

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// An id stands in our own URLs and cookies.
bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && is_lower_or_digit(id.front()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

// The organisation's domain as the redirector's path segment.
bool is_openathens_domain(std::string_view domain) {
  const auto is_plain = [](char c) {
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
  };
  return !domain.empty() && domain.size() <= 253 &&
         std::all_of(domain.begin(), domain.end(), is_plain) &&
         domain.find_first_not_of('.') != std::string_view::npos && domain.front() != '.' &&
         domain.back() != '.' && domain.find("..") == std::string_view::npos;
}

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

std::string why_not_ezproxy(const std::string& prefix) {
  if (!prefix.starts_with("https://")) return "must begin with https://";
  if (count_of(prefix, "%u") != 1) return "must contain %u exactly once, where the target goes";
  if (!prefix.ends_with("%u")) return "must end with %u, so that nothing follows the target";
  const std::string sample = prefix.substr(0, prefix.size() - 2) + "x";
  if (const auto url = parse_web_url(sample); !url.ok()) return url.error().message;
  if (prefix.find("qurl=%u") == std::string::npos) {
    return "must pass the target as qurl=%u: EZproxy takes url= literally, which breaks targets "
           "with '&' or '#'";
  }
  return "";
}

// "nejm.org": a host name as parse_web_url gives it, without scheme, port or path.
bool is_licensed_host(const std::string& host) {
  const auto url = parse_web_url("https://" + host + "/");
  return url.ok() && url->host == host && host.find('.') != std::string::npos;
}

// As librarians write them on a request: "EDEN", "ILDS North-West", "WSH".
bool is_supply_word(std::string_view text) {
  return text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == ' ' || c == '-';
         });
}

void check_openurl(const Organisation& organisation, const std::string& who,
                   std::vector<std::string>& findings) {
  for (const auto& [setting, base] : {std::pair{"openurl_base", &organisation.openurl_base},
                                      std::pair{"ill_base", &organisation.ill_base}}) {
    if (base->empty()) continue;
    if (const auto url = parse_web_url(*base); !url.ok()) {
      findings.push_back(who + setting + ": " + url.error().message);
    } else if (base->find('#') != std::string::npos) {
      findings.push_back(who + setting + " " + quoted_for_message(*base) +
                         " must have no '#': nothing behind it reaches the resolver");
    }
  }
  const std::string& name = organisation.link_resolver_name;
  if (!name.empty() && organisation.openurl_base.empty()) {
    findings.push_back(who + "link_resolver_name is given, but no openurl_base");
  }
  if (name.size() > 80 || name != clean_text(name)) {
    findings.push_back(who + "link_resolver_name must be at most 80 bytes of plain text");
  }
  for (const auto& [setting, word] : {std::pair{"ill_scheme", &organisation.ill_scheme},
                                      std::pair{"ill_code", &organisation.ill_code}}) {
    if (is_supply_word(*word)) continue;
    findings.push_back(who + setting + " " + quoted_for_message(*word) +
                       " must be at most 40 letters, digits, spaces and hyphens");
  }
}

class Checker {
 public:
  Checker(const Organisation& organisation, std::vector<std::string>& findings)
      : organisation_(organisation), findings_(findings) {}

  void run() {
    if (organisation_.id == "none") add("id must not be \"none\", which means no organisation");
    if (!is_id(organisation_.id)) add("id must be 1 to 64 lower-case letters, digits and hyphens");
    if (organisation_.name.empty()) add("name is missing");
    check_route("", organisation_.route, organisation_.wayfless_template, "");
    for (const std::string& host : organisation_.licensed_hosts) {
      if (!is_licensed_host(host)) {
        add("licensed_hosts: " + quoted_for_message(host) +
            " is no lower-case host name such as nejm.org");
      }
    }
    for (const ResourceRoute& resource : organisation_.resources) check_resource(resource);
    check_url("library_url", organisation_.library_url);
  }

 private:
  void add(const std::string& what) {
    findings_.push_back("organisation " + quoted_for_message(organisation_.id) + ": " + what);
  }

  void check_url(const std::string& name, const std::string& value) {
    if (value.empty()) return;
    if (const auto url = parse_web_url(value); !url.ok()) add(name + ": " + url.error().message);
  }

  void check_route(const std::string& where, Route route, const std::string& link_template,
                   const std::string& customer_id) {
    if (route == Route::kOpenAthens && !is_openathens_domain(organisation_.openathens_domain)) {
      add(where + "openathens_domain " + quoted_for_message(organisation_.openathens_domain) +
          " must be a domain of letters, digits, '.' and '-'");
    }
    if (route == Route::kEzproxy) {
      if (const std::string why = why_not_ezproxy(organisation_.ezproxy_prefix); !why.empty()) {
        add(where + "ezproxy_prefix " + quoted_for_message(organisation_.ezproxy_prefix) + " " +
            why);
      }
    }
    if (route == Route::kWayfless) {
      const TemplateValues values{organisation_.entity_id, organisation_.scope, customer_id};
      if (const std::string why = why_not_template(link_template, values); !why.empty()) {
        add(where + "template " + quoted_for_message(link_template) + " " + why);
      }
    }
  }

  void check_resource(const ResourceRoute& resource) {
    const std::string where = "resource " + quoted_for_message(resource.host) + ": ";
    if (!is_licensed_host(resource.host)) {
      add(where + "host must be a lower-case host name such as nejm.org");
    }
    check_route(
        where, resource.route,
        resource.link_template.empty() ? organisation_.wayfless_template : resource.link_template,
        resource.customer_id);
    check_url(where + "home_url", resource.home_url);
    if (!resource.deep_links && resource.home_url.empty()) {
      add(where + "home_url is needed where deep_links is false");
    }
  }

  const Organisation& organisation_;
  std::vector<std::string>& findings_;
};

void check_members(const std::vector<Organisation>& organisations,
                   std::vector<std::string>& findings) {
  std::map<std::string, OrganisationKind> kinds;
  for (const Organisation& each : organisations) kinds.emplace(each.id, each.kind);
  for (const Organisation& each : organisations) {
    for (const std::string& group : each.member_of) {
      const auto found = kinds.find(group);
      if (found != kinds.end() && found->second != OrganisationKind::kOrganisation &&
          group != each.id) {
        continue;
      }
      findings.push_back("organisation " + quoted_for_message(each.id) + ": member_of " +
                         quoted_for_message(group) + " is no consortium and no nation");
    }
  }
}

}  // namespace

std::string_view route_name(Route route) {
  for (const auto& [value, name] : kRouteNames) {
    if (value == route) return name;
  }
  return "";
}

std::optional<Route> route_by_name(std::string_view name) {
  for (const auto& [value, known] : kRouteNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

Result<void> validate(const std::vector<Organisation>& organisations) {
  std::vector<std::string> findings;
  std::set<std::string> ids;
  for (const Organisation& organisation : organisations) {
    Checker(organisation, findings).run();
    check_openurl(organisation, "organisation " + quoted_for_message(organisation.id) + ": ",
                  findings);
    if (!ids.insert(organisation.id).second) {
      findings.push_back("organisation " + quoted_for_message(organisation.id) +
                         ": two organisations have this id");
    }
  }
  check_members(organisations, findings);
  if (findings.empty()) return {};
  std::string message;
  for (const std::string& finding : findings) {
    if (!message.empty()) message += "\n";
    message += finding;
  }
  return Error{ErrorCode::kInvalidArgument, "invalid_organisation", message,
               "Correct the file below config/organisations/ and start again."};
}

std::vector<std::string> subscribers_of(const Organisation& organisation,
                                        const std::vector<Organisation>& all) {
  std::vector<std::string> subscribers{organisation.id};
  const auto add = [&subscribers](const std::string& id) {
    if (std::find(subscribers.begin(), subscribers.end(), id) == subscribers.end()) {
      subscribers.push_back(id);
    }
  };
  for (const std::string& group : organisation.member_of) add(group);
  for (const std::string& group : organisation.member_of) {
    for (const Organisation& each : all) {
      if (each.id != group) continue;
      for (const std::string& above : each.member_of) add(above);
    }
  }
  add(std::string(kNationalSubscriber));
  return subscribers;
}

}  // namespace evidence
