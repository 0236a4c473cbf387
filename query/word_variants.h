// Other spellings of a whole folded word, British or American, for exact forms, where no stem
// brings them together. Private to query/; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence::query {

// Without the word itself, at most three: "tumour" → {"tumor"}, "lymphedema" → {"lymphoedema"},
// "randomized" → {"randomised"}. Every one folds to the same word by base/stem.h fold_spelling().
std::vector<std::string> word_variants(std::string_view folded_word);

}  // namespace evidence::query
