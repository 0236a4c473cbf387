// Identifiers that exist only normalised: a value of this type has passed its scheme's rules and
// check digit. Values; thread-safe.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence {

enum class IdentifierScheme { kDoi, kPmid, kPmcid, kIssn, kIsbn, kNct, kLocal };

class Identifier {
 public:
  // DOI: lower case, without doi:, https://doi.org/ and the like (10.<4–9 digits>[.…]/…, keeps
  // "<>;()"). PMID: 1–9 digits, no leading zero. PMCID: "PMC" + digits. ISSN: "1234-567X", check
  // digit right. ISBN: always 13 digits, converted from 10, check digit right. NCT: "NCT" + 8
  // digits. Local: trimmed, 1–200 bytes without control characters.
  static Result<Identifier> parse(IdentifierScheme scheme, std::string_view raw);

  [[nodiscard]] IdentifierScheme scheme() const { return scheme_; }
  [[nodiscard]] const std::string& value() const { return value_; }
  auto operator<=>(const Identifier&) const = default;

 private:
  Identifier(IdentifierScheme scheme, std::string value)
      : scheme_(scheme), value_(std::move(value)) {}
  IdentifierScheme scheme_;
  std::string value_;
};

std::string_view scheme_name(IdentifierScheme scheme);  // "doi" "pmid" "pmcid" "issn" "isbn" …
std::optional<IdentifierScheme> scheme_by_name(std::string_view name);

// What a person typed or pasted whole into the search box, if it is an identifier: a DOI in any
// usual form, "PMID 123…" or 5–8 bare digits that are not a year, "PMC123", "NCT01234567", an ISBN
// or ISSN with a right check digit. Several PMIDs separated by spaces or commas give several.
std::vector<Identifier> recognise_identifiers(std::string_view typed);

// The page of the identifier's own registry (https://doi.org/…, pubmed…, pmc…, clinicaltrials.gov);
// "" for ISSN, ISBN and local. The DOI is percent-encoded.
std::string registry_url(const Identifier& identifier);

}  // namespace evidence
