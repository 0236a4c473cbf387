// One work against one reference. Private to search/citation_match.cc. Pure.
#pragma once

#include "model/match_profile.h"
#include "search/citation_match.h"

namespace evidence {

struct Judged {
  CitedWork shown;
  MatchProfile profile;  // of the work
};
Judged judge(const query::Citation& citation, const Work& work);

}  // namespace evidence
