// The authors' own conclusion in an abstract, as whole sentences. Private to search/. Pure, linear.
// It is found by the label of a section ("CONCLUSIONS", "INTERPRETATION", "Implications for
// practice"), or where one of the last sentences begins "In conclusion" or "We conclude". Nothing
// else is ever called a conclusion. Worked cases: tests/cases/conclusions/.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace evidence {

struct Conclusion {
  std::size_t begin = 0, end = 0;  // in the abstract: whole sentences, without the label
  std::size_t section_end = 0;     // where the whole conclusion ends
  bool continues = false;          // there was not room for all of its sentences
};

// `abstract` as in model/index_format.h: a section a line, "LABEL: text". At most `max_bytes`, but
// always the first sentence; nullopt without conclusion, or where even that sentence is too long.
std::optional<Conclusion> find_conclusion(std::string_view abstract, std::size_t max_bytes);

}  // namespace evidence
