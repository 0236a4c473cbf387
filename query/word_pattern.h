// The truncation and wildcard signs of Ovid and EBSCO in words, made the one pattern language of
// ast.h. Private to query/. Pure but for the notes; linear.
#pragma once

#include <string>
#include <string_view>

#include "query/line_notes.h"

namespace evidence::query {

struct WordPattern {
  std::string text;  // words with single spaces; "" where no word is left
  bool wildcards = false;
};

// Ovid: * $ : any number, $3 *3 at most three more, # exactly one, ? none or one. Hyphens and
// slashes of words with a sign become spaces, as Ovid reads them.
WordPattern ovid_pattern(std::string_view words, Span span, LineNotes& notes);
// EBSCO: * any number, ? exactly one, # none or one.
WordPattern ebsco_pattern(std::string_view words, Span span, LineNotes& notes);

// Appends the words of `typed` to `text` with single spaces.
void add_words(std::string_view typed, std::string& text);

}  // namespace evidence::query
