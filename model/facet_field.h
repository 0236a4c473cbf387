// How the values of a facet lie in the index: one line for every field that fields() marks as a
// facet. The indexer, the counting and the pages derive from it. Constant; thread-safe.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "model/field.h"

namespace evidence {

struct FacetField {
  Field field;
  Slot slot;       // holds the values that the field's terms stand for, each once
  char separator;  // between several values in the slot; '\0': there is at most one
  bool open;       // any number of different values, such as journals: a page lists the first few
  // Further values in the slot are only other names of the first, by which the filter finds the
  // work too: counted, but listed only where they are the first of some work (of the index where
  // columns count, of the result where spies do).
  bool other_names = false;
};

std::span<const FacetField> facet_fields();
// nullptr for a field that is not counted.
const FacetField* facet_field(Field field);

// The values in a slot's text, views into it.
std::vector<std::string_view> facet_values(const FacetField& facet, std::string_view text);

// Values of a facet that an answer lists where nothing else is asked for.
inline constexpr std::size_t kFacetValues = 200;
inline constexpr std::size_t kOpenFacetValues = 10;

}  // namespace evidence
