// BibTeX's rules for lists of names. Used by bibtex.cc. Pure; thread-safe; never fails.
#pragma once

#include <string_view>
#include <vector>

#include "model/record.h"

namespace evidence {

// "Last, First and von Last, Jr, First and First von Last and {A Group} and others": each person
// with the role; a name wholly in braces is a collective. LaTeX is made text.
std::vector<Contributor> bibtex_names(std::string_view list, std::string_view role);

}  // namespace evidence
