// PubMed's field tags: "[tiab]", "[MeSH Terms]", "[MeSH:noexp]", "[tiab:~3]", with all their names.
// Case, spaces and punctuation do not matter. Private to query/; pure.
// Source: PubMed User Guide; aliases as in docs/syntax-pubmed.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/field.h"
#include "model/field_set.h"

namespace evidence::query {

enum class TagKind {
  kText,             // words in `fields`
  kHeading,          // [mh]
  kMajorHeading,     // [majr]
  kSubheading,       // [sh]
  kPublicationType,  // [pt]
  kSubstance,        // [nm]
  kNumber,           // [rn]: a number of a substance, or its name
  kAction,           // [pa]
  kAuthor,           // [au] and its kin: initials are truncated
  kGroupAuthor,      // [cn]
  kFullAuthor,       // [fau]
  kJournal,          // [ta]
  kLanguage,         // [la]
  kValue,            // a whole value of `field`: volume, issue
  kPage,             // [pg]
  kPmid,             // [pmid]
  kArticleId,        // [aid] [doi] [lid]
  kIsbn,             // [isbn]
  kRegistration,     // [si]
  kDate,             // `slot`
  kSubset,           // [sb] [filter]
  kSpecial,          // [text]: hasabstract[text]
  kLeftOut,          // known to PubMed, not in our index
};

struct PubmedTag {
  TagKind kind = TagKind::kText;
  FieldSet fields = kAllText;
  Field field = Field::kAny;
  Slot slot = Slot::kDate;
  std::string_view name;         // PubMed's short name: "tiab"
  std::string_view label;        // for people: "Title/Abstract"
  bool no_explosion = false;     // ":noexp"
  std::optional<unsigned> near;  // ":~3"
};

enum class TagFault { kNone, kUnknown, kModifier };

struct ReadTag {
  PubmedTag tag;
  TagFault fault = TagFault::kNone;
};

// `inside` is what stands between the square brackets.
ReadTag read_pubmed_tag(std::string_view inside);

// The short name of the known tag that the typed one resembles most; "" where none is near.
std::string_view nearest_pubmed_tag(std::string_view inside);

// May a text with this tag contain "and", "or", "not" as words of a name?
bool is_tag_of_names(const PubmedTag& tag);

}  // namespace evidence::query
