#include "access/package.h"

#include <algorithm>
#include <array>
#include <utility>

#include "access/link_template.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::size_t kMostText = 500;

constexpr std::array<std::pair<Connection, std::string_view>, 4> kConnections{{
    {Connection::kFederated, "federated"},
    {Connection::kProxied, "proxied"},
    {Connection::kIpOnly, "ip_only"},
    {Connection::kOpen, "open"},
}};

bool is_package_or_subscriber_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

Error wrong(std::string slug, std::string message, std::string hint) {
  return Error{ErrorCode::kInvalidArgument, std::move(slug), std::move(message), std::move(hint)};
}

Error wrong_id(std::string_view what, std::string_view id) {
  return wrong("bad_" + std::string(what) + "_id",
               quoted_for_message(id) + " cannot be the id of a " + std::string(what),
               "use 1 to 64 lower-case letters, digits, '-' and '_'");
}

// Of whichever organisation: it has all that templates may name.
std::string why_not_route(std::string_view text) {
  if (text.size() > 2'000) return "is longer than 2,000 bytes";
  if (!has_target(text)) return "does not say where the target goes: {target_enc}";
  // A customer's number is one organisation's, at one platform: it stands in its [[resource]].
  return why_not_template(text, {"x", "x", ""});
}

}  // namespace

std::string_view connection_name(Connection connection) {
  const auto at = std::find_if(kConnections.begin(), kConnections.end(),
                               [=](const auto& one) { return one.first == connection; });
  return at == kConnections.end() ? std::string_view() : at->second;
}

std::optional<Connection> connection_by_name(std::string_view name) {
  const auto at = std::find_if(kConnections.begin(), kConnections.end(),
                               [=](const auto& one) { return one.second == name; });
  if (at == kConnections.end()) return std::nullopt;
  return at->first;
}

LicenceState licence_on(const Subscription& subscription, std::chrono::sys_days day) {
  if (subscription.starts && day < *subscription.starts) return LicenceState::kNotYet;
  if (subscription.ends && day > *subscription.ends) return LicenceState::kEnded;
  return LicenceState::kRunning;
}

Result<void> validate(const Package& package) {
  if (!is_package_or_subscriber_id(package.id)) return wrong_id("package", package.id);
  if (!package.source.empty() && !is_package_or_subscriber_id(package.source)) {
    return wrong_id("source", package.source);
  }
  if (trim(package.name).empty()) {
    return wrong("package_without_name", "the package " + package.id + " has no name",
                 "give one with --name");
  }
  for (const std::string* text : {&package.name, &package.provider, &package.file}) {
    if (text->size() <= kMostText && is_valid_utf8(*text)) continue;
    return wrong("bad_package_text",
                 "a text of the package " + package.id + " is longer than " +
                     std::to_string(kMostText) +
                     " bytes or not UTF-8: " + quoted_for_message(*text),
                 "shorten it");
  }
  return {};
}

Result<void> validate(const Subscription& subscription) {
  if (!is_package_or_subscriber_id(subscription.package)) {
    return wrong_id("package", subscription.package);
  }
  if (!is_package_or_subscriber_id(subscription.subscriber)) {
    return wrong_id("subscriber", subscription.subscriber);
  }
  if (subscription.starts && subscription.ends && *subscription.ends < *subscription.starts) {
    return wrong("licence_ends_first", "the licence would end before it begins",
                 "the last day comes on or after the first");
  }
  if (!subscription.route_template.empty()) {
    if (const std::string why = why_not_route(subscription.route_template); !why.empty()) {
      return wrong("bad_route_template",
                   "the route template " + quoted_for_message(subscription.route_template) +
                       " cannot be used: " + why,
                   "such as https://sp.example.org/Shibboleth.sso/Login?entityID={entityID}&target="
                   "{target_enc}");
    }
  }
  return {};
}

}  // namespace evidence
