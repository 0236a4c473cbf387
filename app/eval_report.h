// What `evidence eval` prints of one profile, or of two compared over the same topics.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/eval_run.h"
#include "base/json.h"
#include "search/paired.h"

namespace evidence::app {

// One measure of two profiles over the topics that both have.
struct MeasureComparison {
  std::string key, label;
  double first = 0, second = 0;               // means
  std::map<std::string, double> differences;  // topic → first minus second
  PairedComparison paired;
};

std::vector<MeasureComparison> compare_profiles(const ProfileResult& first,
                                                const ProfileResult& second, bool clinical);

json::object eval_json(const ProfileResult& result, bool clinical);
json::object comparison_json(const ProfileResult& second, bool clinical,
                             const std::vector<MeasureComparison>& comparisons);

// Lines without the last line feed.
std::string eval_text(const ProfileResult& result, bool clinical, bool per_query);
std::string comparison_text(const ProfileResult& first, const ProfileResult& second,
                            const std::vector<MeasureComparison>& comparisons, bool clinical,
                            bool per_query);

}  // namespace evidence::app
