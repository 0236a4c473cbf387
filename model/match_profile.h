// What of a record is compared when records are matched: folded, short, and stored beside the
// record so that a comparison never parses a record again. Values; pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"
#include "model/record_kind.h"

namespace evidence {

// Raised when profile_of, its bytes, match_keys or compare change; every record is then matched
// anew.
inline constexpr int kMatchVersion = 2;

struct MatchName {
  std::string family;   // folded letters: "vanderheijde"
  std::string initial;  // the first, folded: "d"; "" if none is known
  bool operator==(const MatchName&) const = default;
};

struct MatchProfile {
  RecordKind kind = RecordKind::kArticle;
  bool kind_stated = false;  // by publication type or relation, not from the title's form
  // "doi:…", "pmid:…", "pmcid:…", "isbn:…", "nct:…", "issn:…", sorted.
  std::vector<std::string> identifiers;
  // Folded words of the title without a notice's words around it; at most 600 bytes. British
  // spellings folded, "II" → "2", articles kept.
  std::string title;
  std::string original_title;      // the same of a title in another language; "" if none
  std::vector<MatchName> authors;  // the first eight persons
  std::string volume, issue;       // folded
  std::string first_page, last_page;
  std::string journal;  // folded words without "the", "of", "and"; what is in brackets dropped
  std::string journal_abbreviation;
  int year = 0;                // 0 = unknown
  std::string edition;         // folded, digits alone where it has any
  std::string version_family;  // of a DOI with versions
  int version = 0;             // from 1000 on the year, where no DOI says it
  // A sketch of the abstract's words: the share of equal places estimates how alike two are. Empty
  // where there is none or it is short.
  std::vector<std::uint32_t> abstract_sketch;
  bool operator==(const MatchProfile&) const = default;
};

MatchProfile profile_of(const Record& record);
std::string profile_to_bytes(const MatchProfile& profile);
// nullopt for bytes of another version or damaged ones.
std::optional<MatchProfile> profile_from_bytes(std::string_view bytes);

// Hashes of what two records of one publication are likely to share; two records are compared when
// they share one. Sorted, once each; at most 24.
std::vector<std::int64_t> match_keys(const MatchProfile& profile);
// False where an identifier of a record is another's: its journal's ISSN, the registry's number of
// the trial that it reports, the ISBN of the book that it is a chapter of.
bool is_own_identifier(std::string_view identifier, RecordKind kind);
// The key of one identifier ("pmid:123"): what leads from a relation's target to records.
std::int64_t identifier_key(std::string_view identifier);

}  // namespace evidence
