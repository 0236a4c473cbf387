#include "query/lexer_simple.h"

#include <algorithm>
#include <array>

#include "base/result.h"
#include "base/text.h"
#include "model/field.h"
#include "model/identifier.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxFieldName = 20;
constexpr std::size_t kMaxInnerBrackets = 4;  // "HbA(1c)" is a word, "asthma(children)" is not

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Straight, curly, low and angle double quotes all mean the same. Bytes of the quote at the
// beginning of `rest`; 0 if there is none.
std::size_t quote_length(std::string_view rest) {
  static constexpr std::array<std::string_view, 8> kQuotes{
      "\"",           "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E",
      "\xE2\x80\x9F", "\xC2\xAB",     "\xC2\xBB",     "\xEF\xBC\x82"};
  for (const std::string_view quote : kQuotes) {
    if (rest.starts_with(quote)) return quote.size();
  }
  return 0;
}

// Bytes of a white-space character: ASCII, no-break, em/en and thin spaces, ideographic; 0 if none.
std::size_t space_length(std::string_view rest) {
  if (is_space(rest[0])) return 1;
  if (rest.starts_with("\xC2\xA0")) return 2;
  if (rest.starts_with("\xE3\x80\x80")) return 3;
  if (rest.size() >= 3 && rest[0] == '\xE2' && rest[1] == '\x80') {
    const auto third = static_cast<unsigned char>(rest[2]);
    if ((third >= 0x80 && third <= 0x8A) || third == 0xAF) return 3;
  }
  return 0;
}

// "(1c)" directly behind letters: part of the word. Gives its length, or 0.
std::size_t inner_bracket_length(std::string_view rest) {
  std::size_t i = 1;
  while (i < rest.size() && i <= kMaxInnerBrackets && (is_letter(rest[i]) || is_digit(rest[i]))) {
    ++i;
  }
  return i > 1 && i < rest.size() && rest[i] == ')' ? i + 1 : 0;
}

Span span_of(std::string_view whole, std::string_view part) {
  const auto begin = static_cast<std::uint32_t>(part.data() - whole.data());
  return {begin, begin + static_cast<std::uint32_t>(part.size())};
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Other systems' wildcards between letters, as in wom?n, wom#n; a question mark that ends a word is
// only a question.
bool has_single_wildcard(std::string_view word) {
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    const bool wildcard = word[i] == '?' || word[i] == '#' || word[i] == '$';
    if (wildcard && is_ascii_letter(word[i - 1]) && is_ascii_letter(word[i + 1])) return true;
  }
  return false;
}

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<Message>& warnings) : text_(text), warnings_(warnings) {}

  std::vector<Lexeme> run() {
    while (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      if (const std::size_t space = space_length(rest); space > 0) {
        at_ += space;
      } else if (const std::size_t quote = quote_length(rest); quote > 0) {
        read_quoted(quote);
      } else if (rest[0] == '(' || rest[0] == ')') {
        add(rest[0] == '(' ? LexemeKind::kOpen : LexemeKind::kClose, rest.substr(0, 1));
        ++at_;
      } else {
        read_word();
      }
    }
    return std::move(lexemes_);
  }

 private:
  void add(LexemeKind kind, std::string_view part, bool truncated = false) {
    lexemes_.push_back({kind, part, span_of(text_, part), truncated});
  }

  void warn(std::string code, std::string text, std::string_view part) {
    warnings_.push_back(
        {Severity::kWarning, std::move(code), std::move(text), span_of(text_, part)});
  }

  void read_quoted(std::size_t quote) {
    const std::size_t begin = at_ + quote;
    std::size_t end = begin;
    std::size_t closing = 0;
    while (end < text_.size() && (closing = quote_length(text_.substr(end))) == 0) ++end;
    std::string_view inside = text_.substr(begin, end - begin);
    if (end >= text_.size()) {
      warn("unbalanced_quote",
           "A quotation mark has no partner; the words from there to the end were read as a "
           "phrase.",
           text_.substr(at_));
    }
    at_ = end + closing;
    bool truncated = false;
    inside = trim(inside);
    while (!inside.empty() && inside.back() == '*') {
      inside.remove_suffix(1);
      truncated = true;
    }
    if (inside.find('*') != std::string_view::npos) {
      warn("wildcard_ignored",
           "“*” only works at the end of a word or phrase; inside a phrase it was ignored.",
           inside);
    }
    add(LexemeKind::kQuoted, inside, truncated);
  }

  void read_word() {
    const std::size_t begin = at_;
    if (read_field()) return;
    while (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      if (space_length(rest) > 0 || quote_length(rest) > 0 || rest[0] == ')') break;
      if (rest[0] == '(') {
        const std::size_t inner = at_ > begin ? inner_bracket_length(rest) : 0;
        if (inner == 0) break;
        at_ += inner;
      } else {
        ++at_;
      }
    }
    classify(text_.substr(begin, at_ - begin));
  }

  // A name directly followed by ':' and something that it can apply to.
  bool read_field() {
    std::size_t end = at_;
    while (end < text_.size() && end - at_ <= kMaxFieldName &&
           (is_letter(text_[end]) || text_[end] == '_' ||
            (end > at_ && (text_[end] == '-' || is_digit(text_[end]))))) {
      ++end;
    }
    if (end == at_ || end + 1 >= text_.size() || text_[end] != ':') return false;
    const std::string_view after = text_.substr(end + 1);
    const std::string_view name = text_.substr(at_, end - at_);
    if (space_length(after) > 0 || after[0] == ')' || after[0] == ':') return false;
    if (!is_field_name(name)) {
      if (!after.starts_with("//")) {
        warn(
            "unknown_field",
            "There is no field called " + quoted_for_message(name, 40) + "; it was read as a word.",
            name);
      }
      return false;
    }
    add(LexemeKind::kField, name);
    at_ = end + 1;
    if (equals_ignoring_case(name, "doi")) read_doi();
    return true;
  }

  // DOIs hold brackets and quotes of their own; only white space ends one, and a bracket that was
  // opened before it.
  void read_doi() {
    const std::size_t begin = at_;
    int open = 0;
    while (at_ < text_.size() && space_length(text_.substr(at_)) == 0) {
      if (text_[at_] == '(') ++open;
      if (text_[at_] == ')' && --open < 0) break;
      ++at_;
    }
    if (at_ > begin) add(LexemeKind::kWord, text_.substr(begin, at_ - begin));
  }

  void classify(std::string_view word) {
    if (word == "AND") return add(LexemeKind::kAnd, word);
    if (word == "OR") return add(LexemeKind::kOr, word);
    if (word == "NOT") return add(LexemeKind::kNot, word);
    std::string_view letters = word;
    // "asthma*," : punctuation behind the star does not change what was meant.
    while (!letters.empty() && (letters.back() == ',' || letters.back() == '.' ||
                                letters.back() == ';' || letters.back() == '?')) {
      letters.remove_suffix(1);
    }
    if (has_single_wildcard(letters)) {
      warn("wildcard_ignored",
           "“?”, “#” and “$” stand for no letter here; " + quoted_for_message(word, 40) +
               " was read as separate words.",
           word);
    }
    const bool truncated = !letters.empty() && letters.back() == '*';
    while (truncated && !letters.empty() && letters.back() == '*') letters.remove_suffix(1);
    if (letters.find('*') != std::string_view::npos) {
      warn("wildcard_ignored",
           "“*” only works at the end of a word; elsewhere in " + quoted_for_message(word, 40) +
               " it was ignored.",
           word);
    }
    if (truncated) return add(LexemeKind::kTruncated, letters);
    add(LexemeKind::kWord, word);
  }

  std::string_view text_;
  std::vector<Message>& warnings_;
  std::vector<Lexeme> lexemes_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_field_name(std::string_view name) {
  const std::string lower = to_lower_ascii(name);
  return field_by_name(lower).has_value() || scheme_by_name(lower).has_value();
}

std::vector<Lexeme> lex_simple(std::string_view text, std::vector<Message>& warnings) {
  return Lexer(text, warnings).run();
}

}  // namespace evidence::query
