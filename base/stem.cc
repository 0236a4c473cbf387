#include "base/stem.h"

#include <xapian.h>

#include <algorithm>
#include <array>

#include "base/word_list.h"

namespace evidence {
namespace {

// Plurals of acronyms that end in a vowel, which Snowball takes for words like "crisis".
constexpr std::array<std::string_view, 14> kAcronymPlurals{
    "bmis",  "maois", "mris", "nnrtis", "nrtis", "ppis", "rtis",
    "saris", "snris", "ssis", "ssris",  "stis",  "tkis", "utis"};
static_assert(is_sorted_word_list(kAcronymPlurals));

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// RCTs, SSRIs: an acronym in the plural. Snowball leaves the s where no vowel stands before it.
bool is_acronym_plural(std::string_view word) {
  return word.back() == 's' &&
         (contains_word(kAcronymPlurals, word) ||
          (std::none_of(word.begin(), word.end(), is_vowel) && word[word.size() - 2] != 's'));
}

// metastasis and metastases, dialysis and dialysed: the plural's ending stems to the verb's form.
void fold_sis(std::string& word) {
  constexpr std::array<std::string_view, 4> kGreekEndings{"asis", "esis", "osis", "ysis"};
  const bool greek = word.size() >= 7 && std::any_of(kGreekEndings.begin(), kGreekEndings.end(),
                                                     [&](auto end) { return word.ends_with(end); });
  if (greek) {
    word[word.size() - 2] = 'e';
  }
}

}  // namespace

std::string stem(std::string_view folded_word) {
  if (folded_word.size() < 4 || std::any_of(folded_word.begin(), folded_word.end(),
                                            [](char c) { return c < 'a' || c > 'z'; })) {
    return std::string(folded_word);
  }
  if (is_acronym_plural(folded_word)) {
    return std::string(folded_word.substr(0, folded_word.size() - 1));
  }
  thread_local const Xapian::Stem stemmer("english");
  std::string word = fold_spelling(folded_word);
  // Snowball takes the inflammation off the organ: pancreatitis would find pancreatic cancer.
  if (word.size() >= 8 && word.ends_with("itides")) word.replace(word.size() - 4, 4, "is");
  if (word.size() >= 6 && word.ends_with("itis")) return word;
  fold_sis(word);
  return stemmer(word);
}

}  // namespace evidence
