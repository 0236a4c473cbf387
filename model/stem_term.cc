#include "model/stem_term.h"

#include "base/ascii.h"

namespace evidence {

std::optional<std::string_view> stem_in(Field field, std::string_view term) {
  const std::string_view prefix = field_info(field).prefix;
  if (!term.starts_with('Z') || !term.substr(1).starts_with(prefix)) return std::nullopt;
  const std::string_view stem = term.substr(1 + prefix.size());
  // A capital begins another field's prefix, a colon a stem that would look like one.
  if (stem.empty() || is_upper(stem.front()) || stem.front() == ':') return std::nullopt;
  return stem;
}

}  // namespace evidence
