// Lists inside one field of a reference. Used by the builder's own files alone. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence {

// The lines of a value, or the pieces of a line that has ';' in it; trimmed, none empty, bounded.
std::vector<std::string_view> pieces_of(std::string_view raw);

// The value with its entities decoded, lines kept: "&amp;" is no separator.
std::string decoded_lines(std::string_view raw);

}  // namespace evidence
