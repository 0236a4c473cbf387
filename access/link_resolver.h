// From a work and an organisation to the links that this reader may follow, best first: open
// version of record, licensed by the organisation's own sign-in, licensed through a proxy, open
// manuscript, may be licensed, abstracts only, print, request; each with state, reason and
// coverage. Targets come from record, knowledge base and configuration only, never from a request.
// Thread-safe, immutable after construction. docs/access.md.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/enrichment.h"
#include "access/organisation.h"
#include "base/result.h"
#include "model/work.h"

namespace evidence {

class KnowledgeBase;   // access/knowledge_base.h
class PlatformHealth;  // access/platform_health.h

enum class AccessState {
  kOpen,       // anybody may read it there
  kLicensed,   // the organisation pays for it, and what it pays for covers this work
  kMaybe,      // it pays for the title; whether that covers this work cannot be told
  kAbstracts,  // only abstracts are licensed
  kPrint,      // in print in the organisation's library
  kRequest,    // the library gets a copy
  kUnknown,    // a page about the work or the publisher's own, which may ask for money
};
// "open", "licensed", "maybe", "abstracts", "print", "request", "unknown".
std::string_view access_name(AccessState state);

struct LinkTarget {
  std::string id;  // stable within the work: "open-1", "doi", "publisher-2", "print-1", "request",
                   // "unpaywall-766470bb" (from the address)
  // Where the reader is sent: safe for Location, proxied where due; or a path of this service
  // ("/request/w1") where `local`.
  std::string url;
  std::string target;  // before any prefix
  std::string kind;    // Link::kind; "print", "request"
  AccessState access = AccessState::kUnknown;
  std::string platform;  // host, for people
  std::string via;       // as SignIn::via
  std::string label;     // "Free full text", "Full text (OpenAthens)", "Publisher's page"
  std::string why;       // one sentence: "www.nejm.org is licensed for Example Trust"
  std::string coverage;  // what the licence covers: "2004 to 12 months ago"; "" where not known
  // What to do after the click: "Opens the provider's home page; then search for TITLE"; or "".
  std::string note;
  std::string failing;  // why links of the platform stand last for now; "" while it answers
  bool local = false;
  int rank = 0;  // order among a work's links; smaller is better
};

// A click that should end at the text itself: open, licensed.
inline bool promises_full_text(const LinkTarget& link) {
  return link.access == AccessState::kOpen || link.access == AccessState::kLicensed;
}

// Link::kind of a platform's own search.
inline constexpr std::string_view kSearchInside = "search-inside";

// Who asks, and what is known on this day. What is pointed to has to outlive the call.
struct AccessContext {
  const Organisation* organisation = nullptr;  // nullptr = not chosen: everything direct
  // What the reader searched for; a platform's own search ("Search inside PRODUCT for …") is then
  // asked for them and stands before the title's page, for they are what the reader wants to read
  // about. They never choose a host.
  std::string_view words = {};
  const KnowledgeBase* knowledge = nullptr;   // nullptr: no holdings are known
  const PlatformHealth* health = nullptr;     // nullptr: every platform answers
  std::chrono::sys_days today{};              // embargoes and licences are judged on it
  std::span<const EnrichmentAnswer> found{};  // what other services know of this work's copies
};

class LinkResolver {
 public:
  explicit LinkResolver(std::vector<Organisation> organisations);

  [[nodiscard]] const std::vector<Organisation>& organisations() const { return organisations_; }
  [[nodiscard]] const Organisation* find(std::string_view id) const;
  // Organisations whose networks the address is in, in the order of the configuration.
  [[nodiscard]] std::vector<const Organisation*> at_address(std::string_view address) const;

  // At most 50. Open copies are never prefixed. A target that already is proxied (redirector,
  // *.proxy.openathens.net, login?url=/qurl=) is unwrapped once before use. A title that the
  // knowledge base knows is judged by it; `licensed_hosts` decide for the others.
  [[nodiscard]] std::vector<LinkTarget> resolve(const Work& work,
                                                const AccessContext& context) const;

 private:
  std::vector<Organisation> organisations_;
};

// The link that `go` follows: by id, or the first; kNotFound where there is none.
Result<LinkTarget> choose_link(const std::vector<LinkTarget>& links, std::string_view link_id);

// Exactly the redirector's form: openathens_url("athensdemo.net", "https://doi.org/10.1088/…").
std::string openathens_url(std::string_view domain, std::string_view target);

}  // namespace evidence
