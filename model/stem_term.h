// The other way round from stem_term_of(): which stem of a field an index's term stands for.
// Pure; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "model/field.h"

namespace evidence {

// "Zasthma" with Field::kAny, "ZSasthma" with Field::kTitle → "asthma", a view into the term;
// nullopt where the term is no stem of that field, as "ZSasthma" is none of Field::kAny.
std::optional<std::string_view> stem_in(Field field, std::string_view term);

}  // namespace evidence
