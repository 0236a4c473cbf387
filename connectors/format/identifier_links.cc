#include "connectors/format/identifier_links.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/url.h"

namespace evidence {
namespace {

void add_link(Record& record, const std::string& url, std::string kind, bool open) {
  const Result<WebUrl> parsed = parse_web_url(url);
  if (!parsed.ok()) return;
  const bool known = std::any_of(record.links.begin(), record.links.end(),
                                 [&](const Link& link) { return link.url == parsed->text; });
  if (!known) record.links.push_back({parsed->text, std::move(kind), open});
}

}  // namespace

void add_identifier_links(Record& record) {
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kDoi) {
      add_link(record, registry_url(identifier), "publisher", false);
    } else if (identifier.scheme() == IdentifierScheme::kPmcid) {
      add_link(record, registry_url(identifier), "repository", true);
      record.open_access = OpenAccess::kOpen;
    } else if (identifier.scheme() == IdentifierScheme::kLocal &&
               identifier.value().starts_with("NBK")) {
      add_link(record, "https://www.ncbi.nlm.nih.gov/books/" + identifier.value() + "/",
               "repository", true);
      record.open_access = OpenAccess::kOpen;
    }
  }
}

}  // namespace evidence
