// LaTeX as it stands in BibTeX fields → Unicode text: accents, special letters, Greek and simple
// mathematics, quotes and dashes; commands that only change the look vanish and leave what is in
// their braces. Used by bibtex.cc. Pure; thread-safe; never fails: an unknown command gives way to
// its arguments. Nesting beyond 50 levels is passed on as it stands.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// Not cleaned: the caller's clean_text() composes the accents and folds the white space.
std::string latex_to_text(std::string_view latex);

// For addresses and identifiers: only \_ \% \& \# \~ and braces are undone, "~" and "--" stay.
std::string latex_verbatim(std::string_view latex);

}  // namespace evidence
