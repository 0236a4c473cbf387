// Which words of a text the query asked for: for snippets and highlighted titles. Private to
// search/. Building is done once a query; has() is called for each word of each shown abstract.
// Not thread-safe: stems are remembered.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/tokenizer.h"

namespace evidence {

class QueryWords {
 public:
  QueryWords() {
    for (bool& second : begins_[kOtherScript]) second = true;
  }
  // Each call adds one word of the query; its number counts distinct words in a passage.
  void add_stem(std::string_view stem);
  void add_exact(std::string_view folded);
  void add_prefix(std::string_view folded_letters);
  [[nodiscard]] bool empty() const { return words_.empty(); }

  // The number of the query's word that this token is, or -1.
  int find(const Token& token);
  // The same for one folded word.
  int find(std::string_view word);

  // Could a word that begins with bytes of these two classes be one of the query's? A cheap look
  // before a stretch of text is tokenized; the second is 0 at the end of a word. May err to yes.
  [[nodiscard]] bool may_begin(unsigned first, unsigned second) const {
    return begins_[first][second];
  }

  // Letters without case 1–26, digits 27–36, bytes of other scripts 37, all else 0.
  static constexpr unsigned kOtherScript = 37;
  static constexpr std::array<unsigned char, 256> kClasses = [] {
    std::array<unsigned char, 256> classes{};
    for (unsigned i = 0; i < 26; ++i) {
      classes['a' + i] = classes['A' + i] = static_cast<unsigned char>(1 + i);
    }
    for (unsigned i = 0; i < 10; ++i) classes['0' + i] = static_cast<unsigned char>(27 + i);
    for (unsigned byte = 0x80; byte < classes.size(); ++byte) classes[byte] = kOtherScript;
    return classes;
  }();
  static unsigned class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }

 private:
  enum class Kind { kStem, kExact, kPrefix };
  struct Word {
    Kind kind;
    std::string text;
  };
  void add(Kind kind, std::string_view text);
  [[nodiscard]] int find_slowly(std::string_view word) const;

  std::vector<Word> words_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, int, Hash, std::equal_to<>> seen_;  // bounded

  void allow(char first, char second);
  void allow_any_after(char first);
  bool begins_[kOtherScript + 1][64] = {};  // of which as many are used as there are classes
};

}  // namespace evidence
