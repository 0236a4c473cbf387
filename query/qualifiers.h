// MeSH's subheadings by their two letters, so that "/dt" is understood where no vocabulary is
// loaded. Written from general knowledge; a loaded vocabulary comes first. Constant; thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evidence::query {

struct Qualifier {
  std::string_view code;  // two small letters
  std::string_view name;  // as MeSH has it, in small letters
};
// The whole table, by code; withdrawn ones that old strategies have are in it.
std::span<const Qualifier> qualifiers();
// Exactly this code or name, in small letters; nullptr where there is none.
const Qualifier* qualifier_by_code(std::string_view code);
const Qualifier* qualifier_by_name(std::string_view name);

// "dt" or "DT" → "drug therapy", a name → itself, folded; "" of what is neither.
std::string_view known_qualifier(std::string_view name_or_letters);

// Names that are nearly the one typed; at most three.
std::vector<std::string> near_qualifiers(std::string_view name);

}  // namespace evidence::query
