// A record: one source's description of one publication, normalised but not merged. Plain values.
// All strings are valid UTF-8 that passed clean_text(); limits are in kRecordLimits. The JSON form
// (store, JSON Lines export, content hash) is model/record_json.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "model/identifier.h"

namespace evidence {

struct AbstractSection {
  std::string label;  // "BACKGROUND", "" for an unlabelled abstract
  std::string text;
  bool operator==(const AbstractSection&) const = default;
};

struct Contributor {
  std::string family;       // "Smith"; a collective name stands here alone
  std::string given;        // "John A", "" if only initials are known
  std::string initials;     // "JA"
  std::string role;         // "author", "editor", "collective", "investigator"
  std::string orcid;        // bare "0000-0002-1825-0097"; "" if none
  std::string affiliation;  // first affiliation as printed; "" if none
  bool operator==(const Contributor&) const = default;
};

struct Publication {
  std::string title;         // the journal's or book's full title
  std::string abbreviation;  // "BMJ"; ISO or NLM abbreviation
  std::string volume;
  std::string issue;
  std::string pages;  // as printed, ranges expanded where unambiguous: "101-109"
  std::string publisher;
  std::string edition;
  PartialDate date;  // of publication: the best of issue and electronic date
  bool operator==(const Publication&) const = default;
};

struct Subject {
  std::string scheme;        // "mesh", "mesh-supplementary", "keyword", "lcsh" …
  std::string id;            // "D001249"; "" if the source gives none
  std::string label;         // "Asthma"
  std::string qualifier_id;  // "Q000188"
  std::string qualifier;     // "drug therapy"
  bool major = false;
  bool operator==(const Subject&) const = default;
};

struct Link {
  std::string url;  // passed parse_web_url
  // "publisher", "fulltext", "pdf", "repository", "registry", "title"; "search-inside": the
  // platform's own search, where %7Bquery%7D in the URL stands for the reader's words.
  std::string kind;
  bool open = false;       // the source says that anybody may read it there
  std::string label = {};  // what the source calls it; of a search-inside link, the product
  bool operator==(const Link&) const = default;
};

// As PubMed's CommentsCorrections types them, both directions, and what links works that are near
// but not the same.
enum class RelationType {
  kRetracts,
  kRetractedBy,
  kPartiallyRetracts,
  kPartiallyRetractedBy,
  kConcernAbout,
  kHasConcern,
  kErratumFor,
  kHasErratum,
  kUpdates,
  kUpdatedBy,
  kRepublishes,
  kRepublishedAs,
  kCommentsOn,
  kHasComment,
  kPreprintOf,
  kHasPreprint,
  kPartOf,
  kHasPart,  // chapter and book
  kNewerVersionOf,
  kHasNewerVersion,  // versions of a living or Cochrane review, of a preprint
  kProtocolOf,
  kHasProtocol,  // protocol and review or trial report
  kConferenceAbstractOf,
  kHasConferenceAbstract,  // meeting abstract and paper
  kReportOf,
  kHasReport,     // publication and trial registration
  kOtherEdition,  // of one book; its own reverse
};
std::string_view relation_name(RelationType type);  // "retracted_by"
RelationType reverse_of(RelationType type);         // kRetractedBy of kRetracts
std::optional<RelationType> relation_by_name(std::string_view name);

struct Relation {
  RelationType type = RelationType::kCommentsOn;
  std::string target;    // "pmid:123", "doi:10.1/x", "isbn:…"; "" where only a citation is known
  std::string citation;  // the other publication as printed
  bool operator==(const Relation&) const = default;
};

// A title list's statement about coverage on a platform (KBART RP-9); strings as in the file.
struct Coverage {
  std::string first_date, first_volume, first_issue;
  std::string last_date, last_volume, last_issue;
  std::string embargo, depth, notes, access_type, title_id;
  bool operator==(const Coverage&) const = default;
};

// Days of the record's own history as its source tells them, ISO 8601; "" where it does not.
struct History {
  std::string entered;    // first stood in the database (PubMed EDAT)
  std::string created;    // the record was made (PubMed CRDT)
  std::string indexed;    // got its subject headings (PubMed MHDA)
  std::string completed;  // was completed (PubMed DCOM)
  bool operator==(const History&) const = default;
};

// What a source says about whether a guideline still holds; read with model/currency.h. What
// replaces it is a relation (kHasNewerVersion).
enum class CurrencyStatement { kNone, kCurrent, kSuperseded, kWithdrawn };
struct Currency {
  std::string version = {};        // as printed: "2.1", "2024 update"
  PartialDate review_due = {};     // when its publisher means to look at it again
  PartialDate last_reviewed = {};  // when its publisher last did
  CurrencyStatement stated = CurrencyStatement::kNone;
  PartialDate withdrawn_on = {};  // unknown where only the fact is stated
  bool operator==(const Currency&) const = default;
};

enum class OpenAccess { kUnknown, kClosed, kOpen };

struct Record {
  std::string source;            // id of the source: "pubmed"
  std::string source_record_id;  // the source's own key: the PMID; unique within the source
  bool deleted = false;          // a tombstone: only source and source_record_id count
  bool sample = false;           // shipped sample data; every page that shows it says so
  std::string datestamp;         // the source's own last change, ISO 8601; "" if none
  History history;
  std::vector<Identifier> identifiers;  // sorted, unique
  std::string title;
  std::string original_title;  // in the publication's language, where title is a translation
  std::vector<AbstractSection> abstract;
  std::vector<Contributor> contributors;
  Publication publication;
  std::vector<std::string>
      publication_types;  // as the source names them: "Randomized Controlled Trial"
  std::vector<Subject> subjects;
  std::vector<std::string> languages;  // ISO 639-2/B: "eng"
  std::vector<Link> links;
  std::string rights;  // licence text or URL
  OpenAccess open_access = OpenAccess::kUnknown;
  std::vector<Relation> relations;
  std::vector<Coverage> coverage;
  Currency currency;
  std::string table_of_contents;       // chapters of a book, one a line
  std::vector<std::string> truncated;  // names of fields cut at a limit
  bool operator==(const Record&) const = default;
};

struct RecordLimits {
  std::size_t title_bytes = 4'096;
  std::size_t abstract_bytes = 64U << 10U;
  std::size_t contributors = 1'000;
  std::size_t subjects = 2'000;
  std::size_t links = 100;
  std::size_t relations = 1'000;
};
inline constexpr RecordLimits kRecordLimits{};

// Cuts what passes a limit and names the fields in `truncated`; sorts identifiers, drops doubles.
void apply_limits(Record& record);

}  // namespace evidence
