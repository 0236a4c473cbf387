// Ranking profiles: numbers that decide the order, public and in config/ranking/*.toml. app/
// parses.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/field.h"

namespace evidence {

struct RankingProfile {
  std::string name = "plain";
  double k1 = 1.2;
  double b = 0.75;
  double k3 = 1.0;
  // A plain word matches in "any"; its evidence in these fields is added on top, times the weight.
  double any_weight = 1.0;
  std::map<Field, double> field_weights;  // e.g. title 0.6, heading 0.3
  double phrase_bonus = 0;                // for the typed words side by side in the title; 0 = off
  std::string description;
};

}  // namespace evidence
