// A query as a bag of weighted stems: what feedback and nearness in meaning go by. Private to
// search/. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/term_lists.h"
#include "query/ast.h"

namespace evidence {

using WeightedStems = std::map<std::string, double>;  // stems of the field "any", weights > 0

// The stems of what the tree asks for, not of what it takes away, nor of names and whole values. A
// plain word counts 1; a phrase or heading counts kMapped in all, since most were added by mapping.
WeightedStems stems_of(const query::Node& tree);
inline constexpr double kMapped = 0.5;

// Words that mean the same as some of the text's, as the lists know them: all of `stems` together.
struct Synonym {
  std::vector<std::string> stems;
  double weight = 0;  // 1 for the only one of a word, less for each of several
};
// Of runs of words of the text; what repeats the typed words ("smoke", "tobacco smoke") is left
// out.
std::vector<Synonym> synonyms_of(std::string_view text, const TermIndex& lists);

double total_weight(const WeightedStems& stems);

}  // namespace evidence
