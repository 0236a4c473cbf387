// Why a work stands where it does, for people: one sentence, and what each part gave in per cent
// and in number. Used by the pages. Pure functions, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "model/study_type.h"
#include "search/search_request.h"

namespace evidence::server {

struct RankReason {
  std::string what;  // "“sepsis” in the title"
  double score = 0;  // below 0: what was taken away
  double share = 0;  // 0 to 1, of all that was given; 0 for what was taken away
};

struct RankReasons {
  std::string sentence;  // "Mostly because “sepsis” is in the title; it is a guideline."
  std::vector<RankReason> rows;  // largest first; what is too small to be seen is left out
  double score = 0;              // of the hit: what the rows add up to
};

// From the hit's factors (SearchRequest::explain). `stated` and `probable` as HitView has them: the
// words for the share of the evidence level. A factor of a kind that is not known here keeps its
// own words in the table.
RankReasons rank_reasons(const Hit& hit, StudyType stated, StudyType probable);

// "35%", "less than 1%".
std::string share_text(double share);

}  // namespace evidence::server
