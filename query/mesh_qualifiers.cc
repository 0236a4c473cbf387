#include <string>

#include "base/text.h"
#include "query/parser_pubmed_terms.h"
#include "query/qualifiers.h"

namespace evidence::query {

std::string_view mesh_qualifier(std::string_view name_or_code) {
  if (name_or_code.size() > 60) return {};
  std::string folded = fold(name_or_code);
  if (const std::size_t at = folded.find(" and "); at != std::string::npos) {
    folded.replace(at, 5, " & ");
  }
  for (const Qualifier& qualifier : qualifiers()) {
    if (qualifier.code == folded || qualifier.name == folded) return qualifier.name;
  }
  return {};
}

}  // namespace evidence::query
