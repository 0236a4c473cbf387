#include "access/link_resolver.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "access/proxy.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

// A Location header longer than this is cut or refused on the way by some servers and browsers.
constexpr std::size_t kMaxLocationBytes = 8'000;
constexpr std::size_t kMaxLinks = 50;

struct Candidate {
  std::string id;  // without its number: "open", "publisher"
  std::string url;
  std::string kind;
  bool open = false;
  std::string label = {};  // Link::label
};

constexpr std::string_view kQueryPlaceholder = "%7Bquery%7D";
constexpr std::size_t kMaxWordsBytes = 300;  // of what a reader typed, in a platform's own search
constexpr std::size_t kMaxWordsShown = 60;

bool is_doi_link(const WebUrl& url) {
  return url.host == "doi.org" || url.host == "dx.doi.org" || url.host == "www.doi.org";
}

// Open copies, then the publisher's page by DOI, then what else the record names, then registries.
std::vector<Candidate> candidates_of(const Record& record, bool has_words) {
  std::vector<Candidate> open, inside, doi, publisher, other, registry;
  for (const Link& link : record.links) {
    const std::string kind = link.kind.empty() ? "publisher" : link.kind;
    if (kind == kSearchInside) {
      inside.push_back({kind, link.url, kind, false, link.label});
    } else if (link.open) {
      open.push_back({"open", link.url, kind, true});
    } else if (kind == "publisher" || kind == "fulltext" || kind == "pdf" || kind == "title") {
      publisher.push_back({kind, link.url, kind, false});
    } else {
      other.push_back({kind, link.url, kind, false});
    }
  }
  for (const Identifier& identifier : record.identifiers) {
    const std::string url = registry_url(identifier);
    if (url.empty()) continue;
    switch (identifier.scheme()) {
      case IdentifierScheme::kDoi: {
        // Whether the publisher's copy is the free one is not known, but one that the source calls
        // open with no other open copy is open at its DOI.
        const bool is_open = record.open_access == OpenAccess::kOpen && open.empty();
        doi.push_back({"doi", url, "publisher", is_open});
        break;
      }
      case IdentifierScheme::kPmcid:
        open.push_back({"pmc", url, "repository", true});
        break;
      case IdentifierScheme::kPmid:
        registry.push_back({"pubmed", url, "registry", false});
        break;
      default:
        registry.push_back({std::string(scheme_name(identifier.scheme())), url, "registry", false});
        break;
    }
  }
  // A PMC copy settles that the publisher's need not be called open.
  if (!open.empty()) {
    for (Candidate& candidate : doi) candidate.open = false;
  }
  std::vector<Candidate> all;
  std::vector<Candidate> none;
  for (auto* const group : {&open, has_words ? &inside : &none, &doi, &publisher,
                            has_words ? &none : &inside, &other, &registry}) {
    all.insert(all.end(), group->begin(), group->end());
  }
  return all;
}

// Registries say what a publication is, related pages (a cover, a table of contents) what it is
// like: they are no full text and ask nobody to sign in.
bool may_need_sign_in(const Candidate& candidate) {
  return !candidate.open && candidate.kind != "registry" && candidate.kind != "repository" &&
         candidate.kind != "related";
}

const std::string* licence_for(const Organisation& organisation, const WebUrl& url) {
  for (const std::string& domain : organisation.licensed_hosts) {
    if (host_is_within(url.host, domain)) return &domain;
  }
  return nullptr;
}

// "Search inside PRODUCT for “words”".
std::string inside_label(const Candidate& candidate, const WebUrl& url, const std::string& words) {
  std::string label = "Search inside " + (candidate.label.empty() ? url.host : candidate.label);
  if (words.empty()) return label;
  const std::string_view shown = truncate_utf8(words, kMaxWordsShown);
  return label + " for “" + std::string(shown) + (shown.size() < words.size() ? "…”" : "”");
}

std::string direct_label(const Candidate& candidate) {
  if (candidate.open) return candidate.kind == "pdf" ? "Free full text (PDF)" : "Free full text";
  if (candidate.kind == "registry") {
    return candidate.id == "pubmed" ? "PubMed record" : "Registry record";
  }
  if (candidate.kind == "related") return "Related page";
  if (candidate.kind == "repository") return "Repository copy";
  if (candidate.kind == "fulltext") return "Full text";
  if (candidate.kind == "pdf") return "PDF";
  if (candidate.kind == "title") return "Title's page";
  return "Publisher's page";
}

void send_through(const Organisation& organisation, LinkTarget& link) {
  link.access = AccessState::kLicensed;
  if (organisation.route == Route::kOpenAthens) {
    link.url = openathens_url(organisation.openathens_domain, link.target);
    link.via = "openathens";
    link.label = "Full text (OpenAthens)";
  } else if (organisation.route == Route::kEzproxy) {
    link.url = ezproxy_url(organisation.ezproxy_prefix, link.target);
    link.via = "ezproxy";
    link.label = "Full text (library sign-in)";
  }
}

void decide_access(const Candidate& candidate, const WebUrl& url, const Organisation* organisation,
                   LinkTarget& link) {
  if (candidate.open) {
    link.access = AccessState::kOpen;
    link.why = "The source says that anybody may read it at " + url.host + ".";
    return;
  }
  if (!may_need_sign_in(candidate)) {
    link.why = "A page about the publication at " + url.host + "; no sign-in is needed.";
    return;
  }
  if (organisation == nullptr) {
    link.why = "No organisation is chosen, so the link goes straight to " + url.host + ".";
    return;
  }
  const std::string* const licence = licence_for(*organisation, url);
  if (licence == nullptr) {
    link.why = url.host + " is not listed as licensed for " + organisation->name +
               ", so the link goes there directly.";
    return;
  }
  send_through(*organisation, link);
  link.why = url.host + " is licensed for " + organisation->name +
             (link.via == "direct" ? "; its readers need no sign-in link." : ".");
}

// Open copies, what this reader's organisation pays for, other full text, pages about the work.
int rank_of(const LinkTarget& link) {
  if (link.access == AccessState::kOpen) return 0;
  if (link.access == AccessState::kLicensed) return 1;
  return link.kind == "registry" || link.kind == "related" ? 3 : 2;
}

// The reader's words where the platform's search wants them. The placeholder stands in path or
// query only, which the record's format saw to, and percent-encoding keeps them there.
void fill_words(std::string& url, const std::string& words) {
  const std::size_t at = url.find(kQueryPlaceholder);
  if (at == std::string::npos || at < url.find('/', url.find("://") + 3)) return;
  url.replace(at, kQueryPlaceholder.size(), percent_encode(words));
}

}  // namespace

std::string_view access_name(AccessState state) {
  switch (state) {
    case AccessState::kOpen:
      return "open";
    case AccessState::kLicensed:
      return "licensed";
    case AccessState::kUnknown:
      return "unknown";
  }
  return "unknown";
}

LinkResolver::LinkResolver(std::vector<Organisation> organisations)
    : organisations_(std::move(organisations)) {}

const Organisation* LinkResolver::find(std::string_view id) const {
  const auto found = std::find_if(organisations_.begin(), organisations_.end(),
                                  [id](const Organisation& one) { return one.id == id; });
  return found == organisations_.end() ? nullptr : &*found;
}

std::vector<LinkTarget> LinkResolver::resolve(const Work& work, const Organisation* organisation,
                                              std::string_view words) const {
  const std::string typed(truncate_utf8(clean_text(words), kMaxWordsBytes));
  std::vector<LinkTarget> links;
  std::set<std::string> seen;
  std::map<std::string, int> numbers;
  for (const Candidate& candidate : candidates_of(work.record, !typed.empty())) {
    if (links.size() == kMaxLinks) break;
    // The number counts the record's own links, usable or not and whoever asks: an id that was
    // bookmarked keeps leading to the same one.
    const int number = ++numbers[candidate.id];
    std::string target = without_proxy(candidate.url);
    const bool inside = candidate.kind == kSearchInside;
    if (inside) fill_words(target, typed);
    const auto url = parse_web_url(target);
    if (!url.ok() || !seen.insert(url->text).second) continue;
    LinkTarget link;
    link.id =
        candidate.id == "doi" && number == 1 ? "doi" : candidate.id + "-" + std::to_string(number);
    link.target = link.url = url->text;
    link.kind = candidate.kind;
    link.platform = is_doi_link(*url) ? "doi.org" : url->host;
    link.via = "direct";
    link.label = direct_label(candidate);
    decide_access(candidate, *url, organisation, link);
    if (inside) {
      link.label = inside_label(candidate, *url, typed);
      link.why += " Only the title is known here: the platform's own search is asked.";
    }
    if (link.url.size() > kMaxLocationBytes) continue;
    links.push_back(std::move(link));
  }
  std::stable_sort(links.begin(), links.end(), [](const LinkTarget& a, const LinkTarget& b) {
    return rank_of(a) < rank_of(b);
  });
  return links;
}

Result<LinkTarget> choose_link(const std::vector<LinkTarget>& links, std::string_view link_id) {
  if (link_id.empty()) {
    if (!links.empty()) return links.front();
    return Error{ErrorCode::kNotFound, "no_link", "this work has no link that can be followed",
                 "Ask your library for a copy."};
  }
  for (const LinkTarget& link : links) {
    if (link.id == link_id) return link;
  }
  return Error{ErrorCode::kNotFound, "unknown_link",
               "this work has no link " + quoted_for_message(link_id), "Open the work's page."};
}

}  // namespace evidence
