// Where the sentences of a text begin and end. Made for abstracts: decimals, abbreviations,
// initials, names of species, Greek letters, citations behind the full stop and brackets end no
// sentence. Used where text is shown as whole sentences. Pure, thread-safe, linear in the text; any
// text is accepted. Worked cases: tests/cases/sentences/.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace evidence {

struct SentenceSpan {
  std::size_t begin = 0, end = 0;  // bytes; without the blanks around
};

// In order, without overlap; together all of the text but for blanks. A line break ends a sentence.
// Where it cannot be told, two sentences stay one: what is shown whole must never be cut inside.
std::vector<SentenceSpan> sentences_in(std::string_view text);

}  // namespace evidence
