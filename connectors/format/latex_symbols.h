// The commands of LaTeX that stand for a character. Used by latex_text.cc alone. Pure.
#pragma once

#include <string_view>

namespace evidence {

// "alpha" → "α", "ss" → "ß", "textendash" → "–"; an empty view for what is no symbol.
std::string_view latex_symbol(std::string_view command);

// The combining character of an accent command: '"' or "v" → U+0308, U+030C; "" if it is none.
std::string_view latex_accent(std::string_view command);

}  // namespace evidence
