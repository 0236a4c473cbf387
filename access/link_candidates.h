// What a record itself says of where it can be read, before any organisation is thought of. Private
// to access/; pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "model/record.h"

namespace evidence {

struct LinkCandidate {
  std::string id;  // "doi", "open-1", "publisher-2": counts the record's own links, usable or not,
                   // so that an id that was bookmarked keeps leading to the same one
  std::string kind;  // Link::kind
  bool open = false;
  std::string label = {};  // Link::label
  WebUrl url;              // unwrapped from any proxy and checked
};

// Open copies, then the publisher's page by DOI, then what else the record names, then registries;
// only those that may be followed, each address once, at most 50. `words` go into a platform's own
// search, which stands before the title's page where there are any.
std::vector<LinkCandidate> link_candidates(const Record& record, std::string_view words);

bool is_doi_link(const WebUrl& url);

// Registries say what a publication is, related pages (a cover, a table of contents) what it is
// like: they are no full text and ask nobody to sign in.
bool may_need_sign_in(const LinkCandidate& candidate);

}  // namespace evidence
