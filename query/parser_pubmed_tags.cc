#include "query/parser_pubmed_tags.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.h"
#include "model/edit_distance.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxTagBytes = 60;
constexpr std::size_t kMaxAliases = 8;
constexpr unsigned kMaxNear = 1'000;  // PubMed's own

struct Known {
  TagKind kind;
  FieldSet fields;
  Field field;
  Slot slot;
  std::string_view name;
  std::string_view label;
  // Letters and digits of the other names, small.
  std::array<std::string_view, kMaxAliases> aliases;
};

constexpr Known text(FieldSet fields, std::string_view name, std::string_view label,
                     std::array<std::string_view, kMaxAliases> aliases = {},
                     TagKind kind = TagKind::kText) {
  return {kind, fields, Field::kAny, Slot::kDate, name, label, aliases};
}
constexpr Known of_kind(TagKind kind, std::string_view name, std::string_view label,
                        std::array<std::string_view, kMaxAliases> aliases = {},
                        Field field = Field::kAny) {
  return {kind, {}, field, Slot::kDate, name, label, aliases};
}
constexpr Known date(Slot slot, std::string_view name, std::string_view label,
                     std::array<std::string_view, kMaxAliases> aliases = {}) {
  return {TagKind::kDate, {}, Field::kAny, slot, name, label, aliases};
}

constexpr std::array kTags{
    // Texts.
    text(kTitleAbstractKeyword, "tiab", "Title/Abstract", {"titleabstract"}),
    text(Field::kTitle, "ti", "Title", {"title"}),
    text(Field::kAbstract, "ab", "Abstract", {"abstract"}),
    text(Field::kAny, "tw", "Text Word", {"textword", "textwords", "word"}),
    text(kAllText, "all", "All Fields", {"allfields", "allfield"}),
    text(Field::kKeyword, "ot", "Other Term", {"otherterm", "otherterms", "keyword"}),
    text(Field::kTitle, "tt", "Transliterated Title", {"transliteratedtitle"}),
    text(Field::kAffiliation, "ad", "Affiliation", {"affiliation", "authoraffiliation"}),
    text(Field::kPublisher, "pubn", "Publisher", {"publisher"}),
    // Headings and types.
    of_kind(TagKind::kHeading, "mh", "MeSH Terms",
            {"mesh", "meshterms", "meshterm", "meshheading", "meshheadings"}),
    of_kind(TagKind::kMajorHeading, "majr", "MeSH Major Topic",
            {"mj", "meshmajortopic", "majortopic", "meshmajor"}),
    of_kind(TagKind::kSubheading, "sh", "MeSH Subheading",
            {"subheading", "subheadings", "meshsubheading", "meshsubheadings"}),
    of_kind(TagKind::kPublicationType, "pt", "Publication Type",
            {"publicationtype", "publicationtypes", "ptyp"}),
    of_kind(TagKind::kSubstance, "nm", "Supplementary Concept",
            {"supplementaryconcept", "substancename", "substance", "substances"}),
    of_kind(TagKind::kNumber, "rn", "EC/RN Number", {"ecrnnumber", "ecrn", "registrynumber"}),
    of_kind(TagKind::kAction, "pa", "Pharmacological Action",
            {"pharmacologicalaction", "pharmacologicaction"}),
    // People.
    text(Field::kAuthor, "au", "Author", {"author", "authors"}, TagKind::kAuthor),
    text(Field::kFirstAuthor, "1au", "Author - First", {"authorfirst", "firstauthor"},
         TagKind::kAuthor),
    text(Field::kLastAuthor, "lastau", "Author - Last", {"authorlast", "lastauthor"},
         TagKind::kAuthor),
    text(Field::kAuthor, "fau", "Full Author Name", {"authorfull", "fullauthorname", "fullauthor"},
         TagKind::kFullAuthor),
    text(Field::kAuthor, "cn", "Corporate Author",
         {"corporateauthor", "authorcorporate", "collectivename"}, TagKind::kGroupAuthor),
    text(Field::kAuthor, "ir", "Investigator", {"investigator"}, TagKind::kAuthor),
    text(Field::kAuthor, "fir", "Full Investigator Name",
         {"investigatorfull", "fullinvestigatorname"}, TagKind::kFullAuthor),
    text(Field::kAuthor, "ed", "Editor", {"editor"}, TagKind::kAuthor),
    // The publication.
    of_kind(TagKind::kJournal, "ta", "Journal", {"journal", "jour", "so", "journaltitle", "issn"}),
    of_kind(TagKind::kLanguage, "la", "Language", {"language", "lang"}),
    of_kind(TagKind::kValue, "vi", "Volume", {"volume", "vol"}, Field::kVolume),
    of_kind(TagKind::kValue, "ip", "Issue", {"issue"}, Field::kIssue),
    of_kind(TagKind::kPage, "pg", "Pagination", {"page", "pagination", "firstpage"}),
    of_kind(TagKind::kPmid, "pmid", "PMID", {"uid", "pubmedid"}),
    of_kind(TagKind::kArticleId, "aid", "Article Identifier",
            {"articleidentifier", "doi", "pmc", "pmcid", "pii"}),
    of_kind(TagKind::kArticleId, "lid", "Location ID", {"locationid", "locationidentifier"}),
    of_kind(TagKind::kIsbn, "isbn", "ISBN", {}),
    of_kind(TagKind::kRegistration, "si", "Secondary Source ID",
            {"secondarysourceid", "secondarysource"}),
    // Days.
    date(Slot::kDate, "dp", "Date - Publication",
         {"pdat", "publicationdate", "datepublication", "ppdat", "epdat", "dateofpublication"}),
    date(Slot::kEntered, "edat", "Date - Entry",
         {"entrydate", "dateentry", "entrezdate", "dateentrez"}),
    date(Slot::kCreated, "crdt", "Date - Create",
         {"createdate", "datecreate", "creationdate", "datecreated"}),
    date(Slot::kIndexed, "mhda", "Date - MeSH", {"meshdate", "datemesh"}),
    date(Slot::kCompleted, "dcom", "Date - Completion", {"completiondate", "datecompletion"}),
    date(Slot::kModified, "lr", "Date - Last Revision",
         {"modificationdate", "datemodification", "datelastrevision", "lastrevision", "mdat"}),
    // Parts of PubMed.
    of_kind(TagKind::kSubset, "sb", "Filter", {"filter", "subset"}),
    of_kind(TagKind::kSpecial, "text", "Text", {}),
    // What the index does not hold.
    of_kind(TagKind::kLeftOut, "auid", "Author - Identifier", {"authoridentifier"}),
    of_kind(TagKind::kLeftOut, "book", "Book", {}),
    of_kind(TagKind::kLeftOut, "cois", "Conflict of Interest Statement",
            {"conflictofinterest", "conflictofintereststatement", "conflictofintereststatements"}),
    of_kind(TagKind::kLeftOut, "gr", "Grants and Funding",
            {"grantnumber", "grant", "grants", "grantsandfunding"}),
    of_kind(TagKind::kLeftOut, "jid", "NLM Unique ID", {"nlmuniqueid", "nlmid"}),
    of_kind(TagKind::kLeftOut, "pl", "Place of Publication", {"placeofpublication"}),
    of_kind(TagKind::kLeftOut, "ps", "Subject - Personal Name",
            {"personalnameassubject", "subjectpersonalname"}),
};

std::string letters_of(std::string_view typed) {
  std::string letters;
  for (const char c : typed) {
    if (c >= 'A' && c <= 'Z') {
      letters += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      letters += c;
    }
  }
  return letters;
}

const Known* known_tag(std::string_view letters) {
  if (letters.empty()) return nullptr;
  for (const Known& known : kTags) {
    if (known.name == letters) return &known;
  }
  for (const Known& known : kTags) {
    for (const std::string_view alias : known.aliases) {
      if (alias == letters) return &known;
    }
  }
  return nullptr;
}

// "~3" → 3. Nothing of a number that is no number or too large.
std::optional<unsigned> distance(std::string_view typed) {
  typed = trim(typed);
  if (!typed.starts_with('~')) return std::nullopt;
  typed = trim(typed.substr(1));
  if (typed.empty() || typed.size() > 6) return std::nullopt;
  unsigned value = 0;
  for (const char c : typed) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return std::min(value, kMaxNear);
}

bool may_explode(TagKind kind) {
  return kind == TagKind::kHeading || kind == TagKind::kMajorHeading ||
         kind == TagKind::kSubheading || kind == TagKind::kPublicationType;
}

}  // namespace

ReadTag read_pubmed_tag(std::string_view inside) {
  ReadTag read;
  if (inside.size() > kMaxTagBytes) {
    read.fault = TagFault::kUnknown;
    return read;
  }
  const std::size_t colon = inside.find(':');
  const Known* known = known_tag(letters_of(inside.substr(0, colon)));
  if (known == nullptr) {
    read.fault = TagFault::kUnknown;
    return read;
  }
  PubmedTag& tag = read.tag;
  tag.kind = known->kind;
  tag.fields = known->fields;
  tag.field = known->field;
  tag.slot = known->slot;
  tag.name = known->name;
  tag.label = known->label;
  if (colon == std::string_view::npos) return read;
  const std::string_view modifier = inside.substr(colon + 1);
  if (letters_of(modifier) == "noexp" && may_explode(tag.kind)) {
    tag.no_explosion = true;
  } else if (const auto near = distance(modifier); near && tag.kind == TagKind::kText) {
    tag.near = near;
  } else {
    read.fault = TagFault::kModifier;
  }
  return read;
}

std::string_view nearest_pubmed_tag(std::string_view inside) {
  const std::string letters = letters_of(inside.substr(0, inside.find(':')));
  if (letters.size() < 2 || letters.size() > kMaxTagBytes) return {};
  std::string_view nearest;
  std::size_t best = letters.size() <= 4 ? 2 : 3;  // a distance of so many is no resemblance
  const auto consider = [&](std::string_view name, const Known& known) {
    if (name.empty()) return;
    if (const std::size_t distance = edit_distance(letters, name); distance < best) {
      best = distance;
      nearest = known.name;
    }
  };
  for (const Known& known : kTags) {
    consider(known.name, known);
    for (const std::string_view alias : known.aliases) consider(alias, known);
  }
  return nearest;
}

bool is_tag_of_names(const PubmedTag& tag) {
  switch (tag.kind) {
    case TagKind::kHeading:
    case TagKind::kMajorHeading:
    case TagKind::kSubheading:
    case TagKind::kPublicationType:
    case TagKind::kSubstance:
    case TagKind::kAction:
    case TagKind::kGroupAuthor:
    case TagKind::kJournal:
      return true;
    default:
      return tag.fields == FieldSet(Field::kAffiliation) ||
             tag.fields == FieldSet(Field::kPublisher);
  }
}

}  // namespace evidence::query
