// THE schema table: every searchable field with its prefix, and every value slot. The index, the
// query parsers, the API's list of fields and docs/schema.md derive from it; nothing else makes a
// prefix. Constant; thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace evidence {

// Raised when prefixes, slots or what goes into them change; the indexer then builds a new
// generation.
inline constexpr int kSchemaVersion = 4;

enum class Field {
  kAny,  // title, abstract, headings, keywords, contents, publication types together
  kTitle,
  kAbstract,
  kHeading,
  kKeyword,
  kAuthor,
  kJournal,
  kPublisher,
  kAffiliation,
  // exact values, one folded term each:
  kIdentifier,
  kMeshId,
  kMeshMajor,
  kMeshQualified,
  kStudyType,
  kPublicationType,
  kSource,
  kLanguage,
  kYear,
  kStatus,
  kOpenAccess,
  kRecordId,
  kIssn,
  kSample,
  kFormerId,
  kRegistration,
  kRelation,
  kVersion,
  kFirstAuthor,  // text: the words of one contributor, as in kAuthor
  kLastAuthor,
  // Headings of whatever vocabulary by label, exact and folded, so that they are found where a
  // source gives no number and where no vocabulary is loaded:
  kHeadingLabel,           // "breast neoplasms"
  kHeadingMajor,           // the same, where it is a main topic
  kHeadingQualified,       // "asthma/drug therapy"
  kHeadingQualifiedMajor,  // the same, where the pair is a main topic
  kSubheading,             // "drug therapy", with whatever heading
  kMeshQualifiedMajor,     // "D001249/Q000188"
  kJournalTitle,           // the whole title or abbreviation of the journal or book
  kVolume,
  kIssue,
  kPage,          // first page
  kHas,           // "abstract", "structured_abstract", "full_text", "free_full_text"
  kProbableType,  // key of the study type that was inferred where no source states one
  kCurrency,      // state of a guideline, or "dated" where the day of the question decides
};

enum class FieldKind {
  kText,   // tokenized: unstemmed terms with positions, "Z" stems without
  kExact,  // one term per value
};

struct FieldInfo {
  Field field;
  std::string_view name;    // in the API, filters and simple syntax: "title"
  std::string_view prefix;  // Xapian term prefix: "S"
  FieldKind kind;
  bool stems;                    // has Z terms
  bool filter;                   // may stand in filter.<name>=
  bool facet;                    // counted on request
  std::string_view label;        // for people: "Title"
  std::string_view explanation;  // one sentence for docs and the API
};

std::span<const FieldInfo> fields();
const FieldInfo& field_info(Field field);
std::optional<Field> field_by_name(std::string_view name);

// Value slots: sort keys and facets. Strings are sortable as bytes.
enum class Slot : unsigned {
  kDate = 0,        // sortable_date of publication
  kTitleKey = 1,    // folded title, leading article dropped, first 60 bytes; \x01 and the work id
  kYear = 2,        // four digits
  kStudyType = 3,   // key
  kSources = 4,     // source ids, space-separated, sorted
  kLanguages = 5,   // space-separated
  kStatus = 6,      // status_names, the gravest first, space-separated
  kOpenAccess = 7,  // "open", "closed", ""
  kWorkId = 8,
  kEvidenceLevel = 9,  // one digit
  // Sort keys that no two works share, so that an order is the same after a rebuild and on any
  // number of shards. Both ascending; works without a date come last.
  kNewestOrder = 10,  // 99999999 minus the date, then work id
  kOldestOrder = 11,  // date, then work id
  // Days of the record's history, eight digits, of the member whose description leads; empty where
  // the source does not tell.
  kEntered = 12,    // first stood in the source's database (PubMed EDAT)
  kCreated = 13,    // the source made the record (PubMed CRDT)
  kIndexed = 14,    // got its subject headings (PubMed MHDA)
  kCompleted = 15,  // was completed (PubMed DCOM)
  kModified = 16,   // datestamp: the source's own last change (PubMed LR)
  // Sort keys like kTitleKey: \x01 and the work id at the end; works without the value have
  // kLastInOrder in front.
  kAuthorKey = 17,      // first author: folded family name and initials, first 60 bytes
  kJournalKey = 18,     // folded title of the journal or book, leading article dropped
  kEvidenceOrder = 19,  // evidence level (9 for none), then as kNewestOrder
  kJournalTitle = 20,   // title of the journal or book as shown; its abbreviation, as below
  kSubjectLabels = 21,  // whole headings, as shown, each once; kValueSeparator between them
  kProbableType = 22,   // key, as in Field::kProbableType
  // Of guidelines: the last day before the review is due, eight digits, or the name of the state
  // where no day decides (model/currency.h).
  kReviewDate = 23,
};

// The term of an exact value or of one folded word in a field: prefix, ':' where the word begins
// with a capital letter (Xapian's convention), word; cut to the longest term allowed. Same function
// for index and query.
std::string term_of(Field field, std::string_view folded_word);
std::string stem_term_of(Field field, std::string_view stem);  // "Z" + term
// The case-kept term of an ambiguous acronym ("AIDS") in a field: "XCASE" + prefix + word.
std::string acronym_term_of(Field field, std::string_view upper_word);

// A value of an exact field as its term holds it: label_key() where it is a heading, a
// subheading, a publication type or a journal's title, else folded.
std::string exact_key(Field field, std::string_view value);

// Between the values of a slot whose values may hold spaces; no cleaned text contains it.
inline constexpr char kValueSeparator = '\x1f';
// Sorts after every folded text.
inline constexpr std::string_view kLastInOrder = "\xff";

// Positions between two fields, sections or repeated values in one document's text, so that no
// phrase or proximity (at most 100 words) crosses them.
inline constexpr unsigned kPositionGap = 200;

// The value of Field::kVersion: a newer version of the work exists.
inline constexpr std::string_view kOlderVersion = "older";

// The value of Field::kCurrency where Slot::kReviewDate holds a day.
inline constexpr std::string_view kDatedCurrency = "dated";

// Unique term of a work: "Q" + work id.
std::string work_term(std::string_view work_id);

}  // namespace evidence
