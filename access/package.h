// Packages of holdings, who has them, and what happened to them. Plain values;
// access/access_store.h keeps them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

// How a package's platform lets readers in.
enum class Connection { kFederated, kProxied, kIpOnly, kOpen };
std::string_view connection_name(Connection connection);  // "federated", "proxied", "ip_only", …
std::optional<Connection> connection_by_name(std::string_view name);

// A set of holdings that is loaded, switched on and licensed as a whole.
struct Package {
  std::string id;    // 1 to 64 lower-case letters, digits, '-' and '_'
  std::string name;  // for people
  std::string provider;
  bool national_core =
      false;           // part of what the nation buys for everybody: the A to Z of core content
  bool print = false;  // what stands on shelves
  // An article's DOI leads to this package's platform: true of a publisher's own, not of an
  // aggregator's.
  bool article_by_doi = false;
  std::string source;   // id of the source whose records have this list's title ids; "" if none
  bool sample = false;  // shipped sample data; every page that shows it says so
  std::string loaded;   // when a file was last applied, RFC 3339; given by the store
  std::string file;     // that file's name, without its folder
  std::uint64_t holdings = 0;  // given by the store
  bool operator==(const Package&) const = default;
};

// The subscriber that every organisation belongs to besides itself and its consortia.
inline constexpr std::string_view kNationalSubscriber = "national";

// A package switched on for an organisation, a consortium or the nation.
struct Subscription {
  std::string package;     // Package::id
  std::string subscriber;  // an organisation's or consortium's id, or kNationalSubscriber
  std::optional<std::chrono::sys_days> starts = {};  // the licence's first day; nullopt: no limit
  std::optional<std::chrono::sys_days> ends = {};    // its last day, included
  Connection connection = Connection::kFederated;
  // A WAYFless template in place of the organisation's route; "" = the organisation's.
  std::string route_template = {};
  bool operator==(const Subscription&) const = default;
};

enum class LicenceState { kNotYet, kRunning, kEnded };
LicenceState licence_on(const Subscription& subscription, std::chrono::sys_days day);

// kInvalidArgument: an id of other characters, no name, too long a text (500 bytes).
Result<void> validate(const Package& package);
// kInvalidArgument: a bad id, an end before the beginning, a route template that is not https, has
// no {target…} or a placeholder that is not known.
Result<void> validate(const Subscription& subscription);

}  // namespace evidence
