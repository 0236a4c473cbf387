// Reads one printed personal name: "Smith JA", "J. A. Smith", "Smith, John A", "Ludwig van
// Beethoven" or a group's name. Used where a source gives names as plain text. Pure; never fails:
// what is not understood becomes the family name as a whole.
#pragma once

#include <string_view>

#include "model/record.h"

namespace evidence {

// Role "author", or "collective" where the words name a group. `name` is clean text.
Contributor parse_person_name(std::string_view name);

// "John Andrew" → "JA", "Jean-Pierre" → "JP", "J. A." → "JA".
std::string initials_of(std::string_view given);

}  // namespace evidence
