// Completion as one types: names of topics, headings, journals, authors and drugs, found by the
// beginning of any of their words. Private to search/. Immutable once made, thread-safe; no engine
// types. Memory: what kMaxNames and kMaxNameBytes allow, about 100 bytes a name.
//
// Each name stands in one list sorted by the text from each of its words on, with the weight of the
// name beside it; a look-up is a binary search and a walk over the weights of what begins so.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/suggestion.h"

namespace evidence {

inline constexpr std::size_t kMaxNames = 150'000;  // of one kind
inline constexpr std::size_t kMaxNameBytes = 120;  // longer names are left out
inline constexpr std::size_t kMaxNameWords = 12;   // by which a name is found

class Completions {
 public:
  // `names`: other names by which it is found; where one of them was, it is said.
  void add(Suggestion suggestion, const std::vector<std::string>& names = {});
  // After the last add().
  void finish();

  // The best `limit` of a kind, no two with the same text. Words before the last one typed may
  // stand anywhere in the name.
  [[nodiscard]] std::vector<Suggestion> find(SuggestionKind kind, std::string_view typed,
                                             std::size_t limit) const;
  [[nodiscard]] std::size_t size(SuggestionKind kind) const;
  [[nodiscard]] std::size_t memory() const;

 private:
  struct Key {
    std::uint32_t begin = 0;  // of a word in letters_
    std::uint32_t name = 0;
  };
  struct OfKind {
    std::vector<Suggestion> suggestions;
    std::vector<std::string> other_names;
    struct Entry {
      std::uint32_t suggestion = 0;
      std::uint32_t other = 0;  // 1 + place in other_names; 0: the name that is shown
      std::uint32_t begin = 0;  // in letters
    };
    std::vector<Entry> entries;
    std::string letters;
    std::vector<Key> keys;               // sorted by the text from begin on
    std::vector<std::uint32_t> weights;  // of keys
  };

  void add_name(OfKind& of, std::uint32_t suggestion, std::uint32_t other, std::string_view name);
  static void gather(const OfKind& of, std::string_view typed, std::size_t limit,
                     std::vector<std::uint32_t>& keys);

  std::array<OfKind, kSuggestionKinds> kinds_;
};

}  // namespace evidence
