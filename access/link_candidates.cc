#include "access/link_candidates.h"

#include <map>
#include <set>
#include <utility>

#include "access/link_resolver.h"
#include "access/proxy.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLinks = 50;
constexpr std::string_view kQueryPlaceholder = "%7Bquery%7D";

struct Raw {
  std::string id;  // without its number: "open", "publisher"
  std::string url;
  std::string kind;
  bool open = false;
  std::string label = {};  // Link::label
};

// Open copies, then the publisher's page by DOI, then what else the record names, then registries.
std::vector<Raw> raw_links_of(const Record& record, bool has_words) {
  std::vector<Raw> open, inside, doi, publisher, other, registry;
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
    for (Raw& candidate : doi) candidate.open = false;
  }
  std::vector<Raw> all;
  std::vector<Raw> none;
  for (auto* const group : {&open, has_words ? &inside : &none, &doi, &publisher,
                            has_words ? &none : &inside, &other, &registry}) {
    all.insert(all.end(), group->begin(), group->end());
  }
  return all;
}

// The reader's words where the platform's search wants them. The placeholder stands in path or
// query only, which the record's format saw to, and percent-encoding keeps them there.
void fill_words(std::string& url, const std::string& words) {
  const std::size_t at = url.find(kQueryPlaceholder);
  if (at == std::string::npos || at < url.find('/', url.find("://") + 3)) return;
  url.replace(at, kQueryPlaceholder.size(), percent_encode(words));
}

}  // namespace

bool is_doi_link(const WebUrl& url) {
  return url.host == "doi.org" || url.host == "dx.doi.org" || url.host == "www.doi.org";
}

bool may_need_sign_in(const LinkCandidate& candidate) {
  return !candidate.open && candidate.kind != "registry" && candidate.kind != "repository" &&
         candidate.kind != "related";
}

std::vector<LinkCandidate> link_candidates(const Record& record, std::string_view words) {
  const std::string typed(words);
  std::vector<LinkCandidate> candidates;
  std::set<std::string> seen;
  std::map<std::string, int> numbers;
  for (Raw& raw : raw_links_of(record, !typed.empty())) {
    if (candidates.size() == kMaxLinks) break;
    const int number = ++numbers[raw.id];
    std::string target = without_proxy(raw.url);
    if (raw.kind == kSearchInside) fill_words(target, typed);
    auto url = parse_web_url(target);
    if (!url.ok() || !seen.insert(url->text).second) continue;
    std::string id = raw.id == "doi" && number == 1 ? "doi" : raw.id + "-" + std::to_string(number);
    candidates.push_back(
        {std::move(id), std::move(raw.kind), raw.open, std::move(raw.label), std::move(*url)});
  }
  return candidates;
}

}  // namespace evidence
