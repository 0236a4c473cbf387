#include "access/openurl_id.h"

#include <array>

#include "base/text.h"

namespace evidence {
namespace {

using Scheme = IdentifierScheme;

struct Prefix {
  std::string_view text;
  Scheme scheme;
};
// Those of the standard and those that are met. Longer ones first.
constexpr std::array kPrefixes{
    Prefix{"info:doi/", Scheme::kDoi},   Prefix{"info:doi:", Scheme::kDoi},
    Prefix{"urn:doi:", Scheme::kDoi},    Prefix{"doi:", Scheme::kDoi},
    Prefix{"info:pmid/", Scheme::kPmid}, Prefix{"info:pmid:", Scheme::kPmid},
    Prefix{"pmid:", Scheme::kPmid},      Prefix{"info:pmcid/", Scheme::kPmcid},
    Prefix{"info:pmc/", Scheme::kPmcid}, Prefix{"pmcid:", Scheme::kPmcid},
    Prefix{"pmc:", Scheme::kPmcid},      Prefix{"urn:isbn:", Scheme::kIsbn},
    Prefix{"isbn:", Scheme::kIsbn},      Prefix{"urn:issn:", Scheme::kIssn},
    Prefix{"issn:", Scheme::kIssn},      Prefix{"nct:", Scheme::kNct}};

bool is_web(std::string_view uri) {
  return starts_with_ignoring_case(uri, "https://") || starts_with_ignoring_case(uri, "http://");
}

}  // namespace

std::optional<Result<Identifier>> identifier_of_uri(std::string_view uri) {
  uri = trim(uri);
  for (const auto& [text, scheme] : kPrefixes) {
    if (!starts_with_ignoring_case(uri, text)) continue;
    return Identifier::parse(scheme, uri.substr(text.size()));
  }
  // Bare numbers are no URIs, but a DOI, a PMCID and a trial number cannot be taken for others; the
  // registries' own addresses name what they show.
  const bool bare = uri.find(':') == std::string_view::npos || uri.starts_with("10.");
  if (bare || is_web(uri)) {
    for (const Scheme scheme : {Scheme::kDoi, Scheme::kPmcid, Scheme::kNct, Scheme::kPmid}) {
      if (bare && (scheme == Scheme::kPmid ||
                   (scheme == Scheme::kPmcid && !starts_with_ignoring_case(uri, "pmc")))) {
        continue;
      }
      if (auto identifier = Identifier::parse(scheme, uri); identifier.ok()) return identifier;
    }
  }
  return std::nullopt;
}

std::string uri_of_identifier(const Identifier& identifier) {
  switch (identifier.scheme()) {
    case Scheme::kDoi:
      return "info:doi/" + identifier.value();
    case Scheme::kPmid:
      return "info:pmid/" + identifier.value();
    case Scheme::kIsbn:
      return "urn:ISBN:" + identifier.value();
    case Scheme::kIssn:
      return "urn:ISSN:" + identifier.value();
    case Scheme::kPmcid:  // neither has a name in the registry of "info" URIs
    case Scheme::kNct:
      return registry_url(identifier);
    case Scheme::kLocal:
      break;
  }
  return "";
}

}  // namespace evidence
