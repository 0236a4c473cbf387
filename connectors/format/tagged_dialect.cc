#include "connectors/format/tagged_dialect.h"

#include <algorithm>

#include "base/text.h"

namespace evidence {

const TagMeaning* find_tag(std::span<const TagMeaning> dialect, std::string_view name) {
  const auto at = std::find_if(dialect.begin(), dialect.end(), [name](const TagMeaning& tag) {
    return equals_ignoring_case(tag.name, name);
  });
  return at == dialect.end() ? nullptr : &*at;
}

void note_unknown_tag(const TaggedField& field, ReferenceBuilder& reference) {
  reference.note("unknown_tag", "the tag " + field.tag + " is not known; its value " +
                                    quoted_for_message(field.value) + " is left out");
}

void note_missing_end(const std::vector<TaggedField>& fields, ReferenceBuilder& reference) {
  if (!fields.empty() && fields.back().tag == "ER") return;
  reference.note("missing_end", "the reference is not closed by its own line (ER)");
}

}  // namespace evidence
