// Which words of a text the query asked for: for snippets and highlighted titles. Private to
// search/. Building is done once a query; has() is called for each word of each shown abstract.
// Not thread-safe: stems are remembered.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/tokenizer.h"

namespace evidence {

class QueryWords {
 public:
  // Each call adds one word of the query; its number counts distinct words in a passage.
  void add_stem(std::string_view stem);
  void add_exact(std::string_view folded);
  void add_prefix(std::string_view folded_letters);
  [[nodiscard]] bool empty() const { return words_.empty(); }

  // The number of the query's word that this token is, or -1.
  int find(const Token& token);

  // Could a word that begins with these two bytes be one of the query's? A cheap look before a
  // stretch of text is tokenized; `second` is 0 at the end of a word. May err towards yes.
  [[nodiscard]] bool may_begin(unsigned char first, unsigned char second) const {
    const unsigned row = letter_class(first);
    return row == kOtherClass || begins_[row][letter_class(second)];
  }

 private:
  enum class Kind { kStem, kExact, kPrefix };
  struct Word {
    Kind kind;
    std::string text;
  };
  void add(Kind kind, std::string_view text);
  int find_part(const std::string& part);
  int find_slowly(const std::string& part) const;

  std::vector<Word> words_;
  std::unordered_map<std::string, int> seen_;  // bounded

  // Letters without case 1–26, digits 27–36, bytes of other scripts 37, all else 0.
  static constexpr unsigned kOtherClass = 37;
  static constexpr unsigned letter_class(unsigned char byte) {
    if (byte >= 0x80U) return kOtherClass;
    const unsigned lower = byte | 0x20U;
    if (lower >= 'a' && lower <= 'z' && byte >= 'A') return lower - 'a' + 1;
    return byte >= '0' && byte <= '9' ? byte - '0' + 27U : 0U;
  }
  void allow(char first, char second);
  void allow_any_after(char first);
  bool begins_[kOtherClass + 1][kOtherClass + 1] = {};
};

}  // namespace evidence
