// A query as a bag of weighted stems: what feedback and nearness in meaning go by. Private to
// search/. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model/term_lists.h"
#include "query/ast.h"

namespace evidence {

using WeightedStems = std::map<std::string, double>;  // stems of the field "any", weights > 0

// The stems of what the tree asks for, not of what it takes away, nor of names and whole values. A
// plain word counts 1; a phrase or heading counts kMapped in all, since most were added by mapping.
WeightedStems stems_of(const query::Node& tree);
inline constexpr double kMapped = 0.5;

// The stems of what the lists hold to mean the same as runs of words of the text; each meaning
// counts 1 in all.
WeightedStems synonym_stems(std::string_view text, const TermIndex& lists);

double total_weight(const WeightedStems& stems);

}  // namespace evidence
