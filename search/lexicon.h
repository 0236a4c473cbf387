// The words of an index with the number of works that have each, and which of them a misspelt word
// may have meant. Private to search/. Immutable once made, thread-safe; no engine types, so that it
// is tested over plain lists of words.
//
// Words are looked up by how they sound (sound_key): each word stands under its key and under what
// remains of the key's beginning without one or two letters (symmetric deletion). So a look-up
// costs some dozens of binary searches, whatever the number of words, and the memory is bounded:
// about 200 bytes a word, kMaxLexiconWords words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evidence {

inline constexpr std::size_t kMaxLexiconWords = 200'000;  // the most frequent are kept
inline constexpr std::size_t kMinCorrected = 4;           // letters of a word that is corrected
inline constexpr std::size_t kMaxCorrected = 40;

struct WordCount {
  std::string word;  // folded, letters a–z only
  std::uint32_t works = 0;
};

struct Candidate {
  std::string word;
  std::uint32_t works = 0;
  double cost = 0;   // of the edits that lead to it; 0 = the same in another spelling
  double score = 0;  // the lower the likelier: cost, less for frequent words
};

// "diarrhoea", "diarhea" → "diarea"; "pneumonia", "numonia" → near each other: what the ear hears.
std::string sound_key(std::string_view folded_word);

// What it costs to have typed `typed` for `word`: Damerau–Levenshtein with cheap slips (doubled
// letters, vowels, letters that sound alike or are neighbours on a keyboard, two letters swapped);
// a first letter costs more. British and American spellings cost nothing.
double typing_cost(std::string_view typed, std::string_view word);
// The same letter by letter, so that the spelling counts; for words of at most kMaxCorrected bytes.
double slip_cost(std::string_view typed, std::string_view word);

class Lexicon {
 public:
  Lexicon() = default;
  // Words of other alphabets or too short ones are left out.
  explicit Lexicon(std::vector<WordCount> words);

  // Other words than `folded_word` that it may have meant, the likeliest first.
  [[nodiscard]] std::vector<Candidate> near(std::string_view folded_word, std::size_t limit) const;
  // How many works have the word in any spelling; 0 for one that is not kept.
  [[nodiscard]] std::uint32_t works_with(std::string_view folded_word) const;
  [[nodiscard]] std::size_t size() const { return counts_.size(); }
  [[nodiscard]] std::size_t memory() const;

 private:
  [[nodiscard]] std::string_view word(std::uint32_t id) const;

  std::string letters_;                   // all words, one after another, in alphabetical order
  std::vector<std::uint32_t> begins_;     // of each word in letters_, and the end
  std::vector<std::uint32_t> counts_;     // by word
  std::vector<std::uint64_t> deletions_;  // hash of what remains of a key ≪ 32 | word, sorted
};

// In how many works a word must be, in an index of `documents`, to be taken for spelt as meant.
std::uint32_t common_enough(std::uint64_t documents);

}  // namespace evidence
