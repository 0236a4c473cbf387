// One character at a time out of UTF-8 that may be damaged, for text.cc and the tokenizer. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace evidence {

inline constexpr char32_t kBadUtf8 = 0xFFFFFFFF;

struct Utf8Char {
  char32_t point = kBadUtf8;
  std::size_t length = 1;  // bytes; for a bad sequence those that belong to it (at least 1)
};

// The character at text[position]; position < text.size(). Overlong forms, surrogates, values over
// U+10FFFF and cut sequences are bad; their maximal valid beginning counts as one (Unicode 3.9).
inline Utf8Char decode_utf8(std::string_view text, std::size_t position) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0U;
  };
  const unsigned b0 = byte(0);
  if (b0 < 0x80U) {
    return {b0, 1};
  }
  if (b0 < 0xC2U || b0 > 0xF4U) {
    return {};
  }
  const unsigned b1 = byte(1);
  if (b0 < 0xE0U) {
    return (b1 & 0xC0U) == 0x80U ? Utf8Char{(b0 & 0x1FU) << 6U | (b1 & 0x3FU), 2} : Utf8Char{};
  }
  const unsigned low = b0 == 0xE0U ? 0xA0U : b0 == 0xF0U ? 0x90U : 0x80U;
  const unsigned high = b0 == 0xEDU ? 0x9FU : b0 == 0xF4U ? 0x8FU : 0xBFU;
  if (b1 < low || b1 > high) {
    return {};
  }
  const unsigned b2 = byte(2);
  if ((b2 & 0xC0U) != 0x80U) {
    return {kBadUtf8, 2};
  }
  if (b0 < 0xF0U) {
    return {(b0 & 0x0FU) << 12U | (b1 & 0x3FU) << 6U | (b2 & 0x3FU), 3};
  }
  const unsigned b3 = byte(3);
  if ((b3 & 0xC0U) != 0x80U) {
    return {kBadUtf8, 3};
  }
  return {(b0 & 0x07U) << 18U | (b1 & 0x3FU) << 12U | (b2 & 0x3FU) << 6U | (b3 & 0x3FU), 4};
}

inline void append_utf8(std::string& out, char32_t point) {
  const auto put = [&](char32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0U | point >> 6U);
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    put(0xE0U | point >> 12U);
    put(0x80U | (point >> 6U & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | point >> 18U);
    put(0x80U | (point >> 12U & 0x3FU));
    put(0x80U | (point >> 6U & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

}  // namespace evidence
