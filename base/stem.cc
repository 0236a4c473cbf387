#include "base/stem.h"

#include <xapian.h>

#include <algorithm>

namespace evidence {

std::string stem(std::string_view folded_word) {
  if (folded_word.size() < 4 || std::any_of(folded_word.begin(), folded_word.end(),
                                            [](char c) { return c < 'a' || c > 'z'; })) {
    return std::string(folded_word);
  }
  thread_local const Xapian::Stem stemmer("english");
  return stemmer(fold_spelling(folded_word));
}

}  // namespace evidence
