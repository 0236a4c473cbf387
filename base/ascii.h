// Kinds of ASCII characters, for formats whose grammar is ASCII; independent of any locale, false
// for every other byte. Pure functions. Text for people goes through base/text.h instead.
#pragma once

#include <algorithm>
#include <string_view>

namespace evidence {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char c) { return is_upper(c) || is_lower(c); }
constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Digits and nothing else, at least one.
constexpr bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace evidence
