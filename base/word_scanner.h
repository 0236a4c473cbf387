// Finds where a word and its parts begin and end: the rules of docs/text-analysis.md. Private to
// the tokenizer. Linear in the word's length; text that is ASCII takes a faster way.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "base/char_kind.h"

namespace evidence {

inline constexpr std::size_t kMaxParts = 32;       // of one token; what is left begins another
inline constexpr std::size_t kMaxJoinedParts = 6;  // longer compounds are chemical names or lists

struct Span {
  std::size_t begin;
  std::size_t end;
};

// The extent of one word and of its parts in the text.
struct Word {
  std::array<Span, kMaxParts + 1> parts;  // the first `count` are set
  std::size_t count = 0;
  std::size_t end = 0;
  bool possessive = false;           // had the "s" of Crohn's, which only the joined form keeps
  std::size_t possessive_after = 0;  // how many parts stand before it
  bool may_join = true;
  bool ascii = true;
  bool commas = false;  // a part holds thousands separators
};

// `begin` is the first character of a word; fills `word` with its extent and parts.
void scan_word(std::string_view text, std::size_t begin, Word& word);

constexpr bool is_word(CharKind kind) {
  return kind == CharKind::kLetter || kind == CharKind::kDigit || kind == CharKind::kGreek ||
         kind == CharKind::kSpaceless;
}

}  // namespace evidence
