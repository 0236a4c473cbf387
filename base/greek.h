// Greek letters as they stand in biomedical names, and the micro sign of units. Used by fold() and
// the tokenizer, which must agree. Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace evidence {

// "beta" for β, Β, ϐ and β with accents already removed; "" for anything else.
std::string_view greek_letter_name(char32_t point);

// A run of at most this many Greek letters is a symbol (TNFα, αβ, γδ) and spelt out; a longer one
// is a word of Greek and kept.
inline constexpr int kMaxGreekSymbolRun = 3;

// Is it the micro sign U+00B5 or the small Greek mu U+03BC?
constexpr bool is_mu(char32_t point) { return point == 0xB5 || point == 0x3BC; }

// Is `letters` (the ASCII letters that follow a mu, as written) a unit that takes "micro"?
bool is_micro_unit(std::string_view letters);

// No unit of is_micro_unit is longer.
inline constexpr std::size_t kMaxMicroUnit = 6;

}  // namespace evidence
