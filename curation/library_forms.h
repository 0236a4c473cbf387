// The forms of a library's fields, one by one: what is taken, and how it is kept. Used by
// library.cc and the readers of rows. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evidence::curation {

// "a; b;" → {"a", "b"}: trimmed, empty ones and repetitions left out.
std::vector<std::string> list_values(std::string_view text);

// A decimal number within the bounds; nullopt for anything else, trailing characters included.
std::optional<double> decimal_within(std::string_view text, double least, double most);

}  // namespace evidence::curation
