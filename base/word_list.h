// A short fixed list of words, looked up by binary search. Values; thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace evidence {

template <std::size_t kSize>
constexpr bool is_sorted_word_list(const std::array<std::string_view, kSize>& words) {
  for (std::size_t i = 1; i < kSize; ++i) {
    if (words[i - 1] >= words[i]) {
      return false;
    }
  }
  return true;
}

template <std::size_t kSize>
bool contains_word(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace evidence
