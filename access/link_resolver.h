// From a work and an organisation to the links that this reader may follow, best first. Targets
// come from the record and configuration only, never from a request. Thread-safe, immutable after
// construction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/organisation.h"
#include "base/result.h"
#include "model/work.h"

namespace evidence {

enum class AccessState { kOpen, kLicensed, kUnknown };
std::string_view access_name(AccessState state);  // "open", "licensed", "unknown"

struct LinkTarget {
  std::string id;      // stable within the work: "open-1", "doi", "publisher-2"
  std::string url;     // where the reader is sent: safe for Location, proxied where due
  std::string target;  // before any prefix
  std::string kind;    // Link::kind
  AccessState access = AccessState::kUnknown;
  std::string platform;  // host, for people
  std::string via;       // "direct", "openathens", "ezproxy"
  std::string label;     // "Free full text", "Full text (OpenAthens)", "Publisher's page"
  std::string why;       // one sentence: "www.nejm.org is licensed for Example Trust"
};

// Link::kind of a platform's own search.
inline constexpr std::string_view kSearchInside = "search-inside";

class LinkResolver {
 public:
  explicit LinkResolver(std::vector<Organisation> organisations);

  [[nodiscard]] const std::vector<Organisation>& organisations() const { return organisations_; }
  [[nodiscard]] const Organisation* find(std::string_view id) const;

  // `organisation` nullptr = not chosen: everything direct. Open copies first and never prefixed,
  // then DOI or publisher page, then other links. A target that already is proxied (redirector,
  // *.proxy.openathens.net, login?url=/qurl=) is unwrapped once before use. A work whose links are
  // all unusable gives an empty list. `words`: what the reader searched for; a platform's own
  // search ("Search inside PRODUCT for …") is then asked for them and stands before the title's
  // page, for they are what the reader wants to read about. They never choose a host.
  [[nodiscard]] std::vector<LinkTarget> resolve(const Work& work, const Organisation* organisation,
                                                std::string_view words = {}) const;

 private:
  std::vector<Organisation> organisations_;
};

// The link that `go` follows: by id, or the first; kNotFound where there is none.
Result<LinkTarget> choose_link(const std::vector<LinkTarget>& links, std::string_view link_id);

// Exactly the redirector's form: openathens_url("athensdemo.net", "https://doi.org/10.1088/…").
std::string openathens_url(std::string_view domain, std::string_view target);

}  // namespace evidence
