#include "curation/table_row.h"

#include "base/ascii.h"

namespace evidence::curation {
namespace {

std::string bare_heading(std::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (is_space(c) || c == '_' || c == '.' || c == '-') continue;
    bare += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return bare;
}

}  // namespace

std::size_t find_column(const std::vector<std::string>& header,
                        const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    const std::string wanted = bare_heading(name);
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (bare_heading(header[i]) == wanted) return i;
    }
  }
  return kNoColumn;
}

}  // namespace evidence::curation
