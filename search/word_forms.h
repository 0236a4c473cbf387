// The ways in which one written word can stand in the index: its parts side by side, written
// together, or with its digits apart. Private to search/; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/tokenizer.h"

namespace evidence {

// One position of a phrase: any of these words.
using WordSlot = std::vector<std::string>;
using WordSequence = std::vector<WordSlot>;

// "IL-6" → {il 6}, {il6}; "il6" → {il6}, {il 6}; "Crohn's" → {crohn|crohns}. At least one.
std::vector<WordSequence> word_forms(const Token& token);

// Each word after the other, in each of its forms; at most 8 sequences, the plainest first.
std::vector<WordSequence> phrase_forms(const std::vector<Token>& tokens);

// A word with its plain and plural forms, for the last part of a compound: phrases do not stem.
WordSlot number_forms(const std::string& word);

// Was it typed in capitals, and is it one of the acronyms whose case is kept ("AIDS")?
bool is_typed_acronym(std::string_view typed);

}  // namespace evidence
