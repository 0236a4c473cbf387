#include "model/field.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

#include "base/hash.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "model/label_key.h"

namespace evidence {
namespace {

constexpr std::size_t kXapianTermLimit = 245;
// Of a long exact value: what is kept readable, then a byte that no cleaned text contains, then
// half a SHA-256, so that two long values with the same beginning never share a term.
constexpr char kCutMark = '\x01';
constexpr std::size_t kHashDigits = 32;

constexpr FieldKind T = FieldKind::kText;
constexpr FieldKind E = FieldKind::kExact;

// Order is that of the enum; a test holds it and that prefixes are unique.
constexpr std::array kFields{
    //        field                   name                prefix kind stems  filter facet  label,
    //        explanation
    FieldInfo{Field::kAny, "any", "", T, true, false, false, "Anywhere",
              "Words of the title, abstract, headings, keywords, contents and publication types "
              "together."},
    FieldInfo{Field::kTitle, "title", "S", T, true, false, false, "Title",
              "Words of the title, also of the original title where the title is a translation."},
    FieldInfo{Field::kAbstract, "abstract", "XAB", T, true, false, false, "Abstract",
              "Words of the abstract, all sections."},
    FieldInfo{Field::kHeading, "heading", "XH", T, true, false, false, "Subject heading",
              "Words of subject headings and their qualifiers, such as MeSH."},
    FieldInfo{Field::kKeyword, "keyword", "K", T, true, false, false, "Keyword",
              "Words of the keywords that authors or publishers gave."},
    FieldInfo{Field::kAuthor, "author", "A", T, false, false, false, "Author",
              "Names of authors, editors and groups: family name, then initials or given names."},
    FieldInfo{Field::kJournal, "journal", "XJ", T, false, true, false, "Journal or book",
              "Words of the journal's or book's title and of its abbreviation."},
    FieldInfo{Field::kPublisher, "publisher", "XP", T, false, false, false, "Publisher",
              "Words of the publisher's name."},
    FieldInfo{Field::kAffiliation, "affiliation", "XAF", T, false, false, false, "Affiliation",
              "Words of the authors' affiliations."},
    FieldInfo{Field::kIdentifier, "identifier", "XID", E, false, false, false, "Identifier",
              "A DOI, PMID, PMCID, ISBN, trial number or local number with its kind in front: "
              "doi:10.1000/182."},
    FieldInfo{Field::kMeshId, "mesh", "XM", E, false, false, false, "MeSH number",
              "The unique number of a MeSH descriptor or supplementary concept: D001249."},
    FieldInfo{Field::kMeshMajor, "mesh_major", "XMM", E, false, false, false,
              "MeSH number, main topic",
              "The number of a MeSH descriptor that is a main topic of the publication."},
    FieldInfo{Field::kMeshQualified, "mesh_qualified", "XMQ", E, false, false, false,
              "MeSH number with qualifier",
              "A MeSH descriptor with one of its qualifiers: D001249/Q000188."},
    FieldInfo{Field::kStudyType, "study_type", "XST", E, false, true, true, "Study type",
              "What kind of evidence it is, as the source states it."},
    FieldInfo{Field::kPublicationType, "publication_type", "XPT", E, false, false, false,
              "Publication type",
              "A whole publication type as the source names it: randomized controlled trial."},
    FieldInfo{Field::kSource, "source", "XS", E, false, true, true, "Source",
              "The source that a record comes from."},
    FieldInfo{Field::kLanguage, "language", "L", E, false, true, true, "Language",
              "Three-letter code of the publication's language: eng."},
    FieldInfo{Field::kYear, "year", "Y", E, false, true, true, "Year",
              "Year of publication, four digits."},
    FieldInfo{Field::kStatus, "status", "XX", E, false, true, true, "Status",
              "Retracted, partially retracted, under an expression of concern, or corrected."},
    FieldInfo{Field::kOpenAccess, "open_access", "XOA", E, false, true, true, "Free to read",
              "Whether the source says that anybody may read it: open or closed."},
    FieldInfo{Field::kRecordId, "record", "XR", E, false, false, false, "Record number",
              "The source and its own number of the record: pubmed:31452104."},
    FieldInfo{Field::kIssn, "issn", "XI", E, false, false, false, "ISSN",
              "The ISSN of the journal, print, online or linking: 0959-8138."},
    FieldInfo{Field::kSample, "sample", "XSM", E, false, true, false, "Sample data",
              "Whether the record is shipped sample data: yes."},
    FieldInfo{Field::kFormerId, "former_id", "XFI", E, false, false, false, "Former work id",
              "An id that the work had before it was joined with another; it leads here."},
    FieldInfo{Field::kRegistration, "registration", "XRG", E, false, true, false,
              "Trial registration",
              "The number of a trial that the work reports, in whatever registry: NCT01234567."},
    FieldInfo{Field::kRelation, "relation", "XRL", E, false, true, false, "Relation",
              "A kind of relation that the work has to another: retracted_by, has_comment."},
    FieldInfo{Field::kVersion, "version", "XV", E, false, true, false, "Version",
              "Whether a newer version of the work exists: older."},
    FieldInfo{Field::kFirstAuthor, "first_author", "XAU", T, false, false, false, "First author",
              "Name of the first author, as in author."},
    FieldInfo{Field::kLastAuthor, "last_author", "XAL", T, false, false, false, "Last author",
              "Name of the last author, as in author."},
    FieldInfo{Field::kHeadingLabel, "subject", "XHN", E, false, true, true, "Whole subject heading",
              "A whole subject heading by its label, of whatever vocabulary: breast neoplasms."},
    FieldInfo{Field::kHeadingMajor, "subject_major", "XHM", E, false, true, false,
              "Whole subject heading, main topic",
              "A whole subject heading that is a main topic of the publication."},
    FieldInfo{Field::kHeadingQualified, "subject_qualified", "XHQ", E, false, false, false,
              "Subject heading with subheading",
              "A whole subject heading with one of its subheadings: asthma/drug therapy."},
    FieldInfo{Field::kHeadingQualifiedMajor, "subject_qualified_major", "XHP", E, false, false,
              false, "Subject heading with subheading, main topic",
              "A subject heading with a subheading that are a main topic of the publication."},
    FieldInfo{Field::kSubheading, "subheading", "XQ", E, false, true, false, "Subheading",
              "A subheading with whatever heading: drug therapy."},
    FieldInfo{Field::kMeshQualifiedMajor, "mesh_qualified_major", "XMP", E, false, false, false,
              "MeSH number with qualifier, main topic",
              "A MeSH descriptor with a qualifier that are a main topic: D001249/Q000188."},
    FieldInfo{Field::kJournalTitle, "journal_title", "XJT", E, false, true, true,
              "Whole journal title",
              "The whole title or abbreviation of the journal or book: bmj open."},
    FieldInfo{Field::kVolume, "volume", "XVO", E, false, false, false, "Volume",
              "The volume as printed: 33."},
    FieldInfo{Field::kIssue, "issue", "XIS", E, false, false, false, "Issue",
              "The issue as printed: 4."},
    FieldInfo{Field::kPage, "page", "XPG", E, false, false, false, "First page",
              "The first page as printed: e1001."},
    FieldInfo{Field::kHas, "has", "XHA", E, false, true, false, "Has",
              "What the record has: abstract, structured_abstract, full_text, free_full_text."},
    FieldInfo{Field::kProbableType, "probable_type", "XSP", E, false, true, true,
              "Probable study type",
              "What kind of evidence it probably is, by its title or abstract, where no source "
              "states it."},
    FieldInfo{Field::kCurrency, "currency", "XCU", E, false, true, true, "Guideline currency",
              "Whether a guideline still holds: current, review_due_passed, superseded, withdrawn "
              "or not_stated."},
};

bool needs_colon(std::string_view word) {
  return !word.empty() && ((word.front() >= 'A' && word.front() <= 'Z') || word.front() == ':');
}

bool has_control(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

// `head` + word within Xapian's limit: words of text are cut (a cut word is still found by its
// beginning), exact values end in a hash instead.
std::string bounded_term(std::string head, std::string_view word, FieldKind kind) {
  if (kind == FieldKind::kText) {
    const std::size_t limit = std::min(kMaxTermBytes, kXapianTermLimit - head.size());
    head += truncate_utf8(word, limit);
    return head;
  }
  if (head.size() + word.size() <= kXapianTermLimit && !has_control(word)) {
    head += word;
    return head;
  }
  const std::size_t kept = kXapianTermLimit - head.size() - 1 - kHashDigits;
  std::string readable(truncate_utf8(word, kept));
  // A NUL would count double against Xapian's limit.
  std::erase_if(readable, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  return head + readable + kCutMark + sha256_hex(word).substr(0, kHashDigits);
}

}  // namespace

std::span<const FieldInfo> fields() { return kFields; }

const FieldInfo& field_info(Field field) {
  const auto index = static_cast<std::size_t>(field);
  assert(index < kFields.size() && kFields[index].field == field);
  return kFields[index];
}

std::optional<Field> field_by_name(std::string_view name) {
  for (const FieldInfo& info : kFields) {
    if (info.name == name) return info.field;
  }
  return std::nullopt;
}

std::string term_of(Field field, std::string_view folded_word) {
  const FieldInfo& info = field_info(field);
  std::string head(info.prefix);
  if (needs_colon(folded_word)) head.push_back(':');
  return bounded_term(std::move(head), folded_word, info.kind);
}

std::string stem_term_of(Field field, std::string_view stem) { return "Z" + term_of(field, stem); }

std::string acronym_term_of(Field field, std::string_view upper_word) {
  // Always a colon: "XCASE" + "" + "AIDS" must not read as "XCASE" + "A" (author) + "IDS".
  std::string head = "XCASE" + std::string(field_info(field).prefix) + ":";
  return bounded_term(std::move(head), upper_word, FieldKind::kText);
}

std::string work_term(std::string_view work_id) {
  return bounded_term("Q", work_id, FieldKind::kExact);
}

std::string exact_key(Field field, std::string_view value) {
  switch (field) {
    case Field::kPublicationType:
    case Field::kHeadingLabel:
    case Field::kHeadingMajor:
    case Field::kSubheading:
    case Field::kJournalTitle:
      return label_key(value);
    case Field::kHeadingQualified:
    case Field::kHeadingQualifiedMajor: {
      const std::size_t slash = value.rfind('/');
      if (slash == std::string_view::npos) return label_key(value);
      return label_key(value.substr(0, slash)) + "/" + label_key(value.substr(slash + 1));
    }
    default:
      return fold(value);
  }
}

}  // namespace evidence
