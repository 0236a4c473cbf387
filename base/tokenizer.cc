#include "base/tokenizer.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/word_scanner.h"

namespace evidence {
namespace {

void cut_term(std::string& term) {
  if (term.size() > kMaxTermBytes) {
    term.resize(truncate_utf8(term, kMaxTermBytes).size());
  }
}

bool is_term_char(char c) {
  return (c & '\x80') != 0 || kAsciiKinds[static_cast<unsigned char>(c)] == CharKind::kLetter ||
         kAsciiKinds[static_cast<unsigned char>(c)] == CharKind::kDigit;
}

// Puts parts into a token, whose strings are used again from word to word.
class PartList {
 public:
  explicit PartList(std::vector<std::string>& parts) : parts_(parts) {}
  std::string& add() {
    if (used_ == parts_.size()) {
      parts_.emplace_back();
    } else {
      parts_[used_].clear();
    }
    return parts_[used_++];
  }
  void drop_last() { --used_; }
  [[nodiscard]] std::size_t size() const { return used_; }
  void finish() { parts_.resize(used_); }

 private:
  std::vector<std::string>& parts_;
  std::size_t used_ = 0;
};

void add_ascii_part(PartList& parts, std::string_view written, bool commas) {
  std::string& part = parts.add();
  written = written.substr(0, kMaxTermBytes);
  part.resize(written.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    part[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  if (commas) {
    std::erase(part, ',');
  }
}

// Folding can bring forth other characters than letters and digits (½ → 1/2): they part the part.
void add_folded_part(PartList& parts, std::string_view written, bool commas) {
  // Folding shortens to a third at most, so that more than this can never matter.
  std::string folded = fold(truncate_utf8(written, 8 * kMaxTermBytes));
  if (commas) {
    std::erase(folded, ',');
  }
  std::size_t begin = 0;
  while (begin < folded.size()) {
    if (!is_term_char(folded[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < folded.size() &&
           (is_term_char(folded[end]) ||
            (folded[end] == '.' && end + 1 < folded.size() && is_term_char(folded[end + 1])))) {
      ++end;
    }
    std::string& part = parts.add();
    part.assign(folded, begin, end - begin);
    cut_term(part);
    begin = end;
  }
}

void write_joined(const Word& word, Token& token, std::size_t parts_before_possessive) {
  token.joined.clear();
  const bool possessive = word.possessive;
  if (!word.may_join || token.parts.size() > kMaxJoinedParts ||
      (token.parts.size() < 2 && !possessive)) {
    return;
  }
  for (std::size_t i = 0; i < token.parts.size(); ++i) {
    // "2019-2020" and "1-2" are ranges: written together they would be another number.
    if (i > 0 && is_digit(token.parts[i - 1].back()) && is_digit(token.parts[i].front())) {
      token.joined.clear();
      return;
    }
    token.joined += token.parts[i];
    if (possessive && i + 1 == parts_before_possessive) {
      token.joined += 's';
    }
    if (token.joined.size() > kMaxTermBytes) {
      token.joined.clear();
      return;
    }
  }
}

// Is most of the text in capitals (a heading, an old record)? Then capitals say nothing.
bool is_all_capitals(std::string_view text) {
  std::size_t upper = 0;
  std::size_t lower = 0;
  std::size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_lower = c >= 'a' && c <= 'z';
    upper += is_upper ? 1U : 0U;
    lower += is_lower ? 1U : 0U;
    const bool letter = is_upper || is_lower;
    words += letter && !in_word ? 1U : 0U;
    in_word = letter;
  }
  return words > 1 && upper * 10 >= (upper + lower) * 7;
}

bool is_acronym(std::string_view written, const Token& token) {
  return written.size() >= 2 && written.size() <= 6 && token.parts.size() == 1 &&
         std::all_of(written.begin(), written.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         is_ambiguous_acronym(token.parts[0]);
}

void build(std::string_view text, const Word& word, Token& token) {
  PartList parts(token.parts);
  std::size_t before_possessive = 0;
  for (std::size_t i = 0; i < word.count; ++i) {
    const Span span = word.parts[i];
    const std::string_view written = text.substr(span.begin, span.end - span.begin);
    if (word.ascii) {
      add_ascii_part(parts, written, word.commas);
    } else {
      add_folded_part(parts, written, word.commas);
    }
    if (i + 1 == word.possessive_after) {
      before_possessive = parts.size();
    }
  }
  parts.finish();
  if (!token.parts.empty()) {
    write_joined(word, token, before_possessive);
  }
}

}  // namespace

void for_each_token(std::string_view text, const std::function<void(Token&&)>& sink) {
  Token token;
  enum class Capitals { kUnknown, kAll, kSome } capitals = Capitals::kUnknown;
  Word word;
  std::size_t position = 0;
  while (position < text.size()) {
    const auto byte = static_cast<unsigned char>(text[position]);
    if (byte < 0x80U) {
      if (!is_word(kAsciiKinds[byte])) {
        ++position;
        continue;
      }
    } else {
      const Utf8Char c = decode_utf8(text, position);
      if (!is_word(kind_of(c.point))) {
        position += c.length;
        continue;
      }
    }
    scan_word(text, position, word);
    token = Token();  // the last one was given away
    token.begin = position;
    token.end = word.end;
    position = word.end;
    build(text, word, token);
    if (token.parts.empty()) {
      continue;
    }
    token.acronym = false;
    if (is_acronym(text.substr(token.begin, token.end - token.begin), token)) {
      if (capitals == Capitals::kUnknown) {
        capitals = is_all_capitals(text) ? Capitals::kAll : Capitals::kSome;
      }
      token.acronym = capitals == Capitals::kSome;
    }
    sink(std::move(token));
  }
}

std::vector<std::string> spaced_form(std::string_view part) {
  constexpr std::array<std::string_view, 9> kGreek{"alpha", "beta",  "gamma", "delta", "epsilon",
                                                   "kappa", "sigma", "theta", "lambda"};
  constexpr std::size_t kMaxLetters = 5;  // longer words with a number are names: "omega3" is one
  constexpr std::size_t kMaxDigits = 3;
  const std::size_t letters = static_cast<std::size_t>(
      std::find_if(part.begin(), part.end(), [](char c) { return c < 'a' || c > 'z'; }) -
      part.begin());
  const std::string_view rest = part.substr(letters);
  if (!rest.empty()) {
    const bool number =
        rest.size() <= kMaxDigits && std::all_of(rest.begin(), rest.end(), is_digit);
    return number && letters >= 1 && letters <= kMaxLetters
               ? std::vector<std::string>{std::string(part.substr(0, letters)), std::string(rest)}
               : std::vector<std::string>{};
  }
  for (const std::string_view greek : kGreek) {
    if (part.ends_with(greek) && part.size() >= greek.size() + 2 &&
        part.size() <= greek.size() + kMaxLetters) {
      return {std::string(part.substr(0, part.size() - greek.size())), std::string(greek)};
    }
  }
  return {};
}

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  for_each_token(text, [&](Token&& token) { tokens.push_back(std::move(token)); });
  return tokens;
}

}  // namespace evidence
