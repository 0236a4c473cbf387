// Makes a record of the fields of one exported reference, whatever the export was: each dialect
// (RIS, MEDLINE, ISI, Refer, Ovid, BibTeX, EndNote XML) says what a field means, this says what
// becomes of it. Used by those formats and by whatever reads search results from other databases.
// One reference per builder, one thread. Nothing fails: what cannot be kept is a problem note.
//
// source_record_id, in this order: the accession number as the database prints it; the PMID; the
// DOI ("doi:10…"); the PMCID; else "ref:" and 24 hexadecimal digits of the SHA-256 of the folded
// letters and digits of title, year, first author's family name and journal, so that the same
// reference exported again, by whatever tool, has the same key. Two references with one key in one
// file are one record: the later replaces the earlier, as with any update. Running numbers of a
// reference manager (RIS ID, rec-number) name nothing outside its own library and are not used.
//
// Databases and providers stand as subjects of scheme "database". Links to files on somebody's
// disk, e-mail addresses, notes, series, places, grants, cited references and call numbers are not
// kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/format/record_reading.h"

namespace evidence {

enum class Meaning {
  kIgnored,
  kPublicationType,  // already in the record's words; several separated by ';'
  kWorkType,         // M3, work-type: a type, or a DOI, or a classification code
  kTitle,
  kOriginalTitle,
  kShortTitle,    // used where there is no title
  kContainer,     // T2: the journal, book or series, as the type has it
  kJournal,       // its full title
  kAbbreviation,  // its abbreviated title
  kBookTitle,
  kAuthor,  // one a line, or separated by ';'
  kEditor,
  kTranslator,
  kCollective,
  kInvestigator,
  kAffiliation,
  kYear,       // the issue's date
  kDate,       // a more precise one, perhaps without its year
  kEarlyDate,  // electronic publication ahead of the issue
  kVolume,
  kIssue,
  kStartPage,
  kEndPage,
  kPages,
  kArticleNumber,
  kAbstract,
  kOtherAbstract,  // used where there is no abstract
  kKeyword,        // one a line, or separated by ';'
  kSerial,         // ISSN and ISBN, several, with words between
  kDoi,
  kPmid,
  kPmcid,
  kUrl,
  kFulltext,
  kPdf,
  kAccession,
  kDatabase,
  kLanguage,
  kPublisher,
  kEdition,
  kNote,        // searched for a DOI, a PMID and an accession number, not kept
  kTaggedId,    // "23690738[pmid]", "10.1/x [doi]": kept where the bracket names a scheme
  kRegistered,  // "ClinicalTrials.gov/NCT…"
  kRights,
};

class ReferenceBuilder {
 public:
  explicit ReferenceBuilder(const std::string& position) : in_{{}, {}, position} {}

  void add(Meaning meaning, std::string_view raw);
  // An author of whom the parts are known.
  void add_person(Contributor person);
  void note(std::string code, std::string reason) { in_.drop(std::move(code), std::move(reason)); }
  void add_identifier(IdentifierScheme scheme, std::string_view raw) {
    in_.add_identifier(scheme, raw);
  }
  // For what a dialect reads itself.
  Record& record() { return in_.record; }

  // The record, or the problem that there is nothing in it.
  ParsedEntry finish() &&;

 private:
  void add_people(std::string_view raw, const char* role);
  void add_type(std::string_view raw);
  void add_work_type(std::string_view raw);
  void add_serial(std::string_view raw);
  void add_link(std::string_view raw, const char* kind);
  void add_accession(std::string_view raw);
  void add_custom_id(std::string_view raw);
  void look_into_note(std::string_view raw);
  void keep_first(std::string& field, std::string_view text, const char* name);
  void finish_title();
  void finish_publication();
  void finish_dates();
  void finish_keywords();
  void finish_accession();
  void finish_key();
  [[nodiscard]] bool database_says(std::string_view word) const;

  RecordReading in_;
  std::string short_title_, container_, book_title_, other_abstract_;
  std::string start_page_, end_page_, article_number_;
  std::vector<std::string> journals_, abbreviations_;
  std::vector<std::string> years_, dates_, early_dates_;
  std::vector<std::string> keywords_;
  std::vector<std::string> databases_;  // lower case
  std::string accession_;
};

// The last of the keys above, for other importers that need the same; "" without a title.
std::string derived_reference_key(const Record& record);

}  // namespace evidence
