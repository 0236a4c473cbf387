// What a run of typed words means: headings, other words for it, readings of an ambiguous one.
// Private to query/, used by mapping.cc; pure but for the vocabulary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/mapping.h"

namespace evidence::query {

struct Meaning {
  std::vector<FoundHeading> headings;
  // Other words for it, in natural order; of headings whose label is not what was typed, the label.
  std::vector<std::string> labels;
  std::vector<std::string> synonyms;
  std::vector<std::string> readings;  // ambiguous: nothing else is set then
  std::string expansion;              // of an abbreviation; among `synonyms` too
  std::vector<std::string> sources;   // of drug names
  [[nodiscard]] bool any() const {
    return !headings.empty() || !labels.empty() || !synonyms.empty();
  }
};

// `words`: the run as typed; `count` of its words. A single common word, a single letter and a bare
// number mean nothing by themselves.
Meaning meaning_of(std::string_view words, std::size_t count, const Mapping& mapping);

// A word of one letter or a number stands among the words: such names are not taken apart.
bool has_lone_letter_or_number(std::string_view words);

}  // namespace evidence::query
