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
  bool first_letters_[256] = {};               // of words that could match
};

}  // namespace evidence
