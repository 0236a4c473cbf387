#include "search/standing.h"

#include <algorithm>
#include <cmath>

namespace evidence {

StandingShares standing_shares(const StandingRules& rules, const Standing& standing, int this_year,
                               double relative) {
  StandingShares shares;
  // A guideline that only mentions the words must not pass what is about them.
  const double about = rules.topical <= 0 ? 1 : std::clamp(relative / rules.topical, 0.0, 1.0);
  if (standing.level >= 1 && standing.level <= 5) {
    shares.evidence = rules.evidence * rules.levels[standing.level] * about * about;
  }
  if (standing.year > 0 && this_year > 0 && rules.recency > 0) {
    const double age = std::max(0, this_year - standing.year);
    shares.age = rules.recency * std::exp2(-age / std::max(rules.half_life, 0.1)) * about;
  }
  return shares;
}

}  // namespace evidence
