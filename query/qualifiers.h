// MeSH's subheadings by their two letters, so that "/dt" is understood where no vocabulary is
// loaded. Written from general knowledge; a loaded vocabulary comes first. Constant; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence::query {

// "dt" or "DT" → "drug therapy", a name → itself, folded; "" of what is neither.
std::string_view known_qualifier(std::string_view name_or_letters);

// Names that are nearly the one typed; at most three.
std::vector<std::string> near_qualifiers(std::string_view name);

}  // namespace evidence::query
