#include "access/organisation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

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

void check(const Organisation& organisation, std::vector<std::string>& findings) {
  const std::string who = "organisation " + quoted_for_message(organisation.id) + ": ";
  if (!is_id(organisation.id)) {
    findings.push_back(who + "id must be 1 to 64 lower-case letters, digits and hyphens");
  }
  if (organisation.name.empty()) findings.push_back(who + "name is missing");
  if (organisation.route == Route::kOpenAthens &&
      !is_openathens_domain(organisation.openathens_domain)) {
    findings.push_back(who + "openathens_domain " +
                       quoted_for_message(organisation.openathens_domain) +
                       " must be a domain of letters, digits, '.' and '-'");
  }
  if (organisation.route == Route::kEzproxy) {
    if (const std::string why = why_not_ezproxy(organisation.ezproxy_prefix); !why.empty()) {
      findings.push_back(who + "ezproxy_prefix " + quoted_for_message(organisation.ezproxy_prefix) +
                         " " + why);
    }
  }
  for (const std::string& host : organisation.licensed_hosts) {
    if (!is_licensed_host(host)) {
      findings.push_back(who + "licensed_hosts: " + quoted_for_message(host) +
                         " is no lower-case host name such as nejm.org");
    }
  }
  if (!organisation.library_url.empty()) {
    if (const auto url = parse_web_url(organisation.library_url); !url.ok()) {
      findings.push_back(who + "library_url: " + url.error().message);
    }
  }
  check_openurl(organisation, who, findings);
}

}  // namespace

Result<void> validate(const std::vector<Organisation>& organisations) {
  std::vector<std::string> findings;
  std::set<std::string> ids;
  for (const Organisation& organisation : organisations) {
    check(organisation, findings);
    if (!ids.insert(organisation.id).second) {
      findings.push_back("organisation " + quoted_for_message(organisation.id) +
                         ": two organisations have this id");
    }
  }
  if (findings.empty()) return {};
  std::string message;
  for (const std::string& finding : findings) {
    if (!message.empty()) message += "\n";
    message += finding;
  }
  return Error{ErrorCode::kInvalidArgument, "invalid_organisation", message,
               "Correct the file below config/organisations/ and start again."};
}

}  // namespace evidence
