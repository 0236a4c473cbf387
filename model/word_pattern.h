// Phrases of a title or an abstract, whatever their case, hyphens and spelling of "-ise": what the
// rules of study types are written in. Used by model/study_type_inference.*. Pure, thread-safe;
// bounded by kMaxPatternWords whatever the text holds.
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evidence {

inline constexpr std::size_t kMaxPatternWords = 12'000;  // of one text; the rest is not read

// The words of a text: lower case, "randomiz…" as "randomis…", a hyphen ends a word. A clause
// begins at the text's beginning and after ":", ".", "?", "!", ";", "(", "[" and a dash between
// spaces.
class WordText {
 public:
  explicit WordText(std::string_view text);  // a view: the text must outlive it

  struct Word {
    std::size_t begin, length;   // in the normalised form
    std::size_t original_begin;  // bytes in the text
    std::size_t original_length;
    bool begins_clause;
  };
  [[nodiscard]] const std::vector<Word>& words() const { return words_; }
  [[nodiscard]] std::string_view word(std::size_t i) const {
    return std::string_view(normal_).substr(words_[i].begin, words_[i].length);
  }
  // False: no word of the text begins with these letters. A cheap test before the search.
  [[nodiscard]] bool may_begin(std::string_view letters) const {
    return beginnings_[beginning(letters)];
  }
  // As it stands in the text, from the first to before the last word; cut after about 120 bytes.
  [[nodiscard]] std::string quote(std::size_t first, std::size_t last) const;

 private:
  static std::size_t beginning(std::string_view word) {
    const auto first = static_cast<unsigned char>(word[0]);
    return (first * 37U + (word.size() > 1 ? static_cast<unsigned char>(word[1]) : 0U)) % 2'048;
  }
  void add_word(std::size_t begin, std::size_t end, bool begins_clause);

  std::string_view text_;
  std::string normal_;
  std::vector<Word> words_;
  std::bitset<2'048> beginnings_;  // of words, by their first two letters
};

// Elements separated by spaces: "trial" a word; "trial|study" one of them; "randomis*" words that
// begin so; "~3" up to three words of whatever kind; "^" a clause begins here; "$" one ends here;
// "<" and ">" the whole text's beginning and end. Words of one phrase stand in one clause.
class WordPattern {
 public:
  explicit WordPattern(std::string_view pattern);

  struct Found {
    std::size_t first = 0, last = 0;  // words [first, last)
  };
  [[nodiscard]] std::optional<Found> find(const WordText& text) const;

 private:
  enum class Kind { kWord, kGap, kClauseBegin, kClauseEnd, kTextBegin, kTextEnd };
  struct Element {
    Kind kind = Kind::kWord;
    std::vector<std::string> choices;  // a last '*' means: begins so
    std::size_t gap = 0;
  };
  [[nodiscard]] bool may_match(const WordText& text) const;
  [[nodiscard]] std::optional<std::size_t> match(const WordText& text, std::size_t at,
                                                 std::size_t element, bool inside) const;

  std::vector<Element> elements_;
};

}  // namespace evidence
