// What a record describes, as far as that decides which records may be one work: an article is
// never its retraction notice, a preprint never the version of record. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "model/record.h"

namespace evidence {

enum class RecordKind {
  kArticle,  // also whatever is not told from one
  kRetractionNotice,
  kConcernNotice,
  kErratum,
  kPreprint,
  kConferenceAbstract,
  kProtocol,
  kTrialRegistration,
  kComment,  // "Re: …", "… – reply": letters about an article, where the title says so
  kBook,
  kChapter,
  kSerial,  // a journal as a title list has it
};
std::string_view record_kind_name(RecordKind kind);  // "retraction notice"

// From publication types, relations and identifiers, then from the form of the title.
RecordKind kind_of(const Record& record);

// The title without what a notice or a publisher puts around it: "RETRACTED: X", "Erratum to: X",
// "Retraction notice to "X" [J 12 (2001) 3]" and "X (Retracted article. See vol. 3)" → "X".
std::string base_title(std::string_view title);

// True for "RETRACTED: …", "[Retracted] …", "… (Retracted article. See …)": a publisher's or a
// database's mark on a retracted work, never the title of a notice.
bool title_says_retracted(std::string_view title);

// The version that a DOI names: "10.1002/14651858.cd001234.pub3" → family
// "10.1002/14651858.cd001234", number 3. Cochrane (.pubN; without it 1), F1000 (….2, once ….v2),
// Research Square (…/v2), preprints.org (….v2), bioRxiv and medRxiv (…v2). Number 0: the DOI has no
// versions.
struct DoiVersion {
  std::string family;
  int number = 0;
};
DoiVersion version_of_doi(std::string_view doi);

}  // namespace evidence
