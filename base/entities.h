// HTML's named characters as they occur in bibliographic feeds: Latin, Greek, punctuation,
// arrows, letter-like and mathematical signs. Pure, thread-safe.
#pragma once

#include <string_view>

namespace evidence {

// "eacute" → U+00E9; 0 where the name is not known. Names are case-sensitive.
char32_t named_character(std::string_view name);

// No known name is longer.
inline constexpr std::size_t kMaxEntityName = 10;

}  // namespace evidence
