// Stems for plain words of the simple syntax; field-tagged, quoted and truncated terms never stem.
// The index holds stems as terms of their own ("Z" + prefix + stem, no positions).
// Thread-safe; each thread has its own stemmer.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// British spellings of medical roots and endings folded to the American ones: haemorrhage and
// hemorrhage, oedema and edema, tumour and tumor, randomised and randomized become one word.
// By an ordered rule table with exceptions; see docs/text-analysis.md.
std::string fold_spelling(std::string_view folded_word);

// The stem of a folded word: fold_spelling, then Snowball's English stemmer (through Xapian).
// Words with a digit, and words of fewer than four letters, are not stemmed.
std::string stem(std::string_view folded_word);

}  // namespace evidence
