// How alike two folded texts are, by the edits that lead from one to the other. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace evidence {

// The least number of bytes inserted, deleted or replaced that turn `a` into `b` (Levenshtein), by
// Myers' bit vectors (1999) in blocks of 64: about |a|·|b|/64 steps.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The same for the best place of `part` inside `whole`: what stands around it costs nothing.
std::size_t distance_inside(std::string_view part, std::string_view whole);

// 1 = equal, 0 = nothing in common: 1 − distance / length of the longer. Two empty texts: 0.
double text_similarity(std::string_view a, std::string_view b);

}  // namespace evidence
