#include "query/word_pattern.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"

namespace evidence::query {
namespace {

bool is_word_char(char c) {
  return is_letter(c) || is_digit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_punctuation(char c) { return c == ',' || c == ';' || c == ' '; }

bool has_word(std::string_view text) { return std::any_of(text.begin(), text.end(), is_word_char); }

class PatternMaker {
 public:
  PatternMaker(bool ebsco, Span span, LineNotes& notes)
      : ebsco_(ebsco), span_(span), notes_(notes) {}

  WordPattern make(std::string_view words) {
    std::vector<std::string> parts;
    // Punctuation within a whole value counts ("clinical trial, phase ii"), around it does not.
    while (!words.empty() && is_punctuation(words.front())) words.remove_prefix(1);
    const std::string_view typed_words = words;
    bool stopped = false;
    while (!words.empty() && (is_punctuation(words.back()) || words.back() == '.')) {
      stopped = stopped || words.back() == '.';
      words.remove_suffix(1);
    }
    if (stopped && !words.empty()) {
      notes_.info(
          "full_stop_ignored",
          "The full stop at the end of " + quoted_for_message(typed_words, 40) + " was ignored.",
          span_, ebsco_ ? "Take it away." : "Write the field between two full stops: .ti,ab.");
    }
    for (const std::string_view typed : split(words, ' ')) word(typed, parts);
    WordPattern pattern;
    for (const std::string& part : parts) {
      if (!pattern.text.empty()) pattern.text.push_back(' ');
      pattern.text += part;
    }
    while (!pattern.text.empty() && pattern.text.back() == '.') pattern.text.pop_back();
    pattern.wildcards = wildcards_;
    // Within a phrase its neighbours narrow it: "HIV-1*".
    const bool alone = parts.size() == 1;
    if (shortest_ < 2 && alone) {
      notes_.fail("wildcard_too_broad",
                  quoted_for_message(pattern.text, 40) + " would match almost every word.", span_,
                  "Put at least three letters before the sign.");
    } else if (shortest_ < 3 && (alone || shortest_ < 1)) {
      notes_.warn("wildcard_short",
                  quoted_for_message(pattern.text, 40) +
                      " has few letters before its sign and matches many words.",
                  span_, "Put at least three letters before the sign.");
    }
    return pattern;
  }

 private:
  [[nodiscard]] bool is_sign(char c) const {
    return c == '*' || c == '?' || c == '#' || (!ebsco_ && c == '$');
  }

  void word(std::string_view typed, std::vector<std::string>& parts) {
    if (!has_word(typed)) return;
    const bool colon = !ebsco_ && typed.size() > 2 && typed.back() == ':';
    const bool sign =
        colon || std::any_of(typed.begin(), typed.end(), [this](char c) { return is_sign(c); });
    if (!sign) {
      parts.emplace_back(typed);
      return;
    }
    std::string piece;
    for (std::size_t i = 0; i <= typed.size(); ++i) {
      const char c = i < typed.size() ? typed[i] : ' ';
      if (c == ' ' || c == '-' || c == '/' || c == ',') {
        finish(std::move(piece), parts);
        piece.clear();
      } else if (!ebsco_ && (c == '$' || (c == ':' && i + 1 == typed.size()))) {
        piece.push_back('*');
      } else if (ebsco_ && (c == '?' || c == '#')) {
        piece.push_back(c == '?' ? '#' : '?');
      } else {
        piece.push_back(c);
      }
    }
  }

  void finish(std::string piece, std::vector<std::string>& parts) {
    if (!has_word(piece)) return;
    if (ebsco_ && piece.back() == '#') {
      piece.pop_back();
      notes_.warn("question_mark_dropped",
                  "A question mark at the end of a word was dropped, as EBSCO does.", span_,
                  "Use * for any ending.");
    }
    const std::size_t first = piece.find_first_of("*?#");
    if (first == std::string::npos) {
      parts.push_back(std::move(piece));
      return;
    }
    if (first == 0) {
      const std::size_t letter = piece.find_first_not_of("*?#");
      const std::string rest = piece.substr(letter);
      notes_.warn(
          "wildcard_first",
          "A word cannot begin with a wildcard; it was looked for without it, so words with "
          "other beginnings are not found.",
          span_, "Write the whole words that are meant, joined with OR.");
      finish(rest, parts);
      return;
    }
    wildcards_ = true;
    const std::size_t star = piece.find('*');
    const bool limited = star != std::string::npos && star + 1 < piece.size() &&
                         all_digits(std::string_view(piece).substr(star + 1));
    if (star != std::string::npos && !limited) {
      const auto letters = std::count_if(piece.begin(), piece.begin() + std::ptrdiff_t(star),
                                         [](char c) { return is_word_char(c); });
      shortest_ = std::min<std::ptrdiff_t>(shortest_, letters);
    }
    parts.push_back(std::move(piece));
  }

  bool ebsco_;
  Span span_;
  LineNotes& notes_;
  bool wildcards_ = false;
  std::ptrdiff_t shortest_ = 100;  // letters before an unlimited sign
};

}  // namespace

WordPattern ovid_pattern(std::string_view words, Span span, LineNotes& notes) {
  return PatternMaker(false, span, notes).make(words);
}

WordPattern ebsco_pattern(std::string_view words, Span span, LineNotes& notes) {
  return PatternMaker(true, span, notes).make(words);
}

void add_words(std::string_view typed, std::string& text) {
  for (const std::string_view word : split(typed, ' ')) {
    if (word.empty()) continue;
    if (!text.empty()) text.push_back(' ');
    text += word;
  }
}

}  // namespace evidence::query
