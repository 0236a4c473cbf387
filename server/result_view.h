// One work in the list of results: the hit's JSON as a plain struct, and the words and colours of
// the tags that list and work page share. Pure functions, thread-safe. A field that is missing or
// of another type reads as empty, so that one odd record never breaks a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/currency.h"
#include "model/work.h"
#include "search/search_request.h"
#include "server/templates.h"

namespace evidence::server {

struct HitView {
  std::string id, title, authors, journal, year;
  StudyType study_type = StudyType::kNotStated;     // as stated
  StudyType probable_type = StudyType::kNotStated;  // inferred where nothing is stated
  std::string type_reason;
  bool published = false;  // of a preprint: the published version is known
  Status status = Status::kNone;
  std::vector<std::string> status_sources;  // ids of those that state it
  bool older = false;                       // a newer version exists
  bool open = false;
  bool sample = false;
  Work links_of;  // what the link resolver needs: title, journal, date, identifiers, links
};
HitView read_hit(const Hit& hit);

struct TagFacts {
  StudyType study_type = StudyType::kNotStated;
  StudyType probable_type = StudyType::kNotStated;  // inferred where nothing is stated
  std::string type_reason = {};  // with it the type's tag opens and explains itself
  Status status = Status::kNone;
  std::string status_sources;  // names, for people: "PubMed and Crossref"; "" = not said here
  bool older = false, open = false, sample = false;
  CurrencyState currency = CurrencyState::kNone;
};
// Fills sections TAG, retraction first: nobody may miss it.
void fill_tags(Values& values, const TagFacts& facts);

// Fills `section` once a part: MARKED or PLAIN with PART.
void fill_parts(Values& values, std::string_view section, const std::vector<SnippetPart>& parts);

inline constexpr std::string_view kNoTitle = "[No title given]";

}  // namespace evidence::server
