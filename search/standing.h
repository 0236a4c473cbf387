// What a work's evidence and age add to its score: bounded shares, the same for every query.
// Private to search/. Pure.
#pragma once

#include "search/ranking.h"

namespace evidence {

struct Standing {
  int level = 0;  // evidence level 1 to 5; 0: not a study, or not known
  int year = 0;   // of publication; 0: not known
};

struct StandingShares {
  double evidence = 0, age = 0;  // of the score that a work has without them
};

// `relative`: the work's score without them over the best of the answer, 0 to 1. A year after
// `this_year` counts as this year; 0 as this year: age is not known, and adds nothing.
StandingShares standing_shares(const StandingRules& rules, const Standing& standing, int this_year,
                               double relative);

}  // namespace evidence
