// What each character means inside a word: letter, digit or one of the connectors that hold a
// compound together. For the tokenizer and what looks for numbers. Pure, thread-safe.
#pragma once

#include <array>
#include <cstdint>

namespace evidence {

enum class CharKind : std::uint8_t {
  kOther,
  kLetter,
  kDigit,
  kGreek,      // a letter that can be a symbol: TNFα
  kSpaceless,  // a character of a script that puts no spaces between words
  kMark,       // combining mark or invisible character: belongs to what stands before
  kHyphen,
  kApostrophe,
  kPoint,
  kComma,
  kOpen,
  kClose,
  kAmpersand,
  kSign,
};

struct WordChar {
  CharKind kind = CharKind::kOther;
  char32_t point = 0;
  std::size_t length = 1;
};

constexpr std::array<CharKind, 128> make_ascii_kinds() {
  std::array<CharKind, 128> kinds{};
  for (std::size_t c = 0; c < 128; ++c) {
    const char lower = static_cast<char>(c | 0x20U);
    kinds[c] = c >= '0' && c <= '9'                       ? CharKind::kDigit
               : lower >= 'a' && lower <= 'z' && c >= 'A' ? CharKind::kLetter
                                                          : CharKind::kOther;
  }
  kinds['-'] = CharKind::kHyphen;
  kinds['\''] = kinds['`'] = CharKind::kApostrophe;
  kinds['.'] = CharKind::kPoint;
  kinds[','] = CharKind::kComma;
  kinds['('] = CharKind::kOpen;
  kinds[')'] = CharKind::kClose;
  kinds['&'] = CharKind::kAmpersand;
  kinds['+'] = CharKind::kSign;
  return kinds;
}
inline constexpr std::array<CharKind, 128> kAsciiKinds = make_ascii_kinds();

// Of any character; kOther for damaged UTF-8.
CharKind kind_of(char32_t point);

}  // namespace evidence
