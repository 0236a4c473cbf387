// What the dialects of tagged references (RIS, MEDLINE, ISI, Ovid) have in common: a table of what
// each tag means, and what is said about tags and ends that are not as they should be. Pure
// functions.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "connectors/format/reference_builder.h"
#include "connectors/format/tagged_reader.h"

namespace evidence {

struct TagMeaning {
  std::string_view name;
  Meaning meaning;
};

// The tag's row whatever its case; nullptr where the dialect does not have it.
const TagMeaning* find_tag(std::span<const TagMeaning> dialect, std::string_view name);

// Notes "unknown_tag" with the beginning of what is left out.
void note_unknown_tag(const TaggedField& field, ReferenceBuilder& reference);

// Notes "missing_end" unless the last field is the reference's own end, ER.
void note_missing_end(const std::vector<TaggedField>& fields, ReferenceBuilder& reference);

}  // namespace evidence
