#include "model/word_pattern.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxQuote = 120;

bool is_ascii_word(char c) { return is_letter(c) || is_digit(c); }

// Of U+2010 … U+2027 (dashes, quotation marks, bullets, the ellipsis): 3 bytes that part words.
bool is_general_punctuation(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '\xE2' && text[at + 1] == '\x80' &&
         static_cast<unsigned char>(text[at + 2]) >= 0x90 &&
         static_cast<unsigned char>(text[at + 2]) <= 0xA7;
}

bool is_dash(std::string_view text, std::size_t at) {
  return text[at] == '-' ||
         (is_general_punctuation(text, at) && static_cast<unsigned char>(text[at + 2]) <= 0x95);
}

bool is_space_at(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == ' ' || text[at] == '\n');
}

bool parts_clauses(std::string_view text, std::size_t at, std::size_t length) {
  constexpr std::string_view kMarks = ":?!;([";
  if (kMarks.find(text[at]) != std::string_view::npos) return true;
  if (text[at] == '.') return at + 1 >= text.size() || is_space_at(text, at + 1);
  if (!is_dash(text, at)) return false;
  return (at == 0 || is_space_at(text, at - 1)) && is_space_at(text, at + length);
}

}  // namespace

WordText::WordText(std::string_view text) : text_(text) {
  normal_.reserve(text.size());
  bool clause = true;
  std::size_t at = 0;
  while (at < text.size() && words_.size() < kMaxPatternWords) {
    const bool wide = is_general_punctuation(text, at);
    const bool in_word =
        is_ascii_word(text[at]) || (static_cast<unsigned char>(text[at]) >= 0x80U && !wide);
    if (!in_word) {
      const std::size_t length = wide ? 3 : 1;
      clause = clause || parts_clauses(text, at, length);
      at += length;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() &&
           (is_ascii_word(text[at]) ||
            (static_cast<unsigned char>(text[at]) >= 0x80U && !is_general_punctuation(text, at)))) {
      ++at;
    }
    add_word(begin, at, clause);
    clause = false;
  }
}

void WordText::add_word(std::size_t begin, std::size_t end, bool begins_clause) {
  constexpr std::string_view kAmerican = "randomiz";
  std::string word = to_lower_ascii(text_.substr(begin, end - begin));
  if (word.starts_with(kAmerican)) word[kAmerican.size() - 1] = 's';
  if (word.starts_with("nonrandomiz")) word[10] = 's';
  words_.push_back({normal_.size(), word.size(), begin, end - begin, begins_clause});
  normal_ += word;
  beginnings_.set(beginning(word));
}

std::string WordText::quote(std::size_t first, std::size_t last) const {
  if (first >= last || last > words_.size()) return "";
  const std::size_t begin = words_[first].original_begin;
  const Word& end = words_[last - 1];
  const std::string_view whole =
      text_.substr(begin, end.original_begin + end.original_length - begin);
  std::string quoted(truncate_utf8(whole, kMaxQuote));
  if (quoted.size() < whole.size()) quoted += "…";
  return quoted;
}

WordPattern::WordPattern(std::string_view pattern) {
  for (const std::string_view part : split(pattern, ' ')) {
    Element element;
    if (part == "^") {
      element.kind = Kind::kClauseBegin;
    } else if (part == "$") {
      element.kind = Kind::kClauseEnd;
    } else if (part == "<") {
      element.kind = Kind::kTextBegin;
    } else if (part == ">") {
      element.kind = Kind::kTextEnd;
    } else if (part.size() == 2 && part.front() == '~') {
      element.kind = Kind::kGap;
      element.gap = static_cast<std::size_t>(part[1] - '0');
    } else {
      for (const std::string_view choice : split(part, '|')) element.choices.emplace_back(choice);
    }
    elements_.push_back(std::move(element));
  }
}

bool WordPattern::may_match(const WordText& text) const {
  return std::all_of(elements_.begin(), elements_.end(), [&text](const Element& element) {
    return element.kind != Kind::kWord ||
           std::any_of(element.choices.begin(), element.choices.end(),
                       [&text](const std::string& choice) { return text.may_begin(choice); });
  });
}

std::optional<WordPattern::Found> WordPattern::find(const WordText& text) const {
  if (!may_match(text)) return std::nullopt;
  for (std::size_t first = 0; first <= text.words().size(); ++first) {
    if (const auto last = match(text, first, 0, false)) return Found{first, *last};
  }
  return std::nullopt;
}

// `inside`: a word of the phrase stands before, so that no other clause may begin here.
std::optional<std::size_t> WordPattern::match(const WordText& text, std::size_t at,
                                              std::size_t element, bool inside) const {
  if (element == elements_.size()) return at;
  const Element& wanted = elements_[element];
  const std::size_t count = text.words().size();
  const bool begins = at == count || text.words()[at].begins_clause;
  switch (wanted.kind) {
    case Kind::kTextBegin:
      return at == 0 ? match(text, at, element + 1, inside) : std::nullopt;
    case Kind::kTextEnd:
      return at == count ? match(text, at, element + 1, inside) : std::nullopt;
    case Kind::kClauseBegin:
      return begins ? match(text, at, element + 1, false) : std::nullopt;
    case Kind::kClauseEnd:
      return begins ? match(text, at, element + 1, inside) : std::nullopt;
    case Kind::kGap:
      for (std::size_t skipped = 0; skipped <= wanted.gap; ++skipped) {
        if (at + skipped > count) break;
        if (skipped > 0 && text.words()[at + skipped - 1].begins_clause && inside) break;
        if (const auto end = match(text, at + skipped, element + 1, inside)) return end;
      }
      return std::nullopt;
    case Kind::kWord:
      break;
  }
  if (at == count || (inside && begins)) return std::nullopt;
  const std::string_view word = text.word(at);
  const bool fits =
      std::any_of(wanted.choices.begin(), wanted.choices.end(), [word](const std::string& choice) {
        return choice.ends_with('*')
                   ? word.starts_with(std::string_view(choice).substr(0, choice.size() - 1))
                   : word == choice;
      });
  return fits ? match(text, at + 1, element + 1, true) : std::nullopt;
}

}  // namespace evidence
