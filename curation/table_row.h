// A row of a delimited file as the readers of this folder take it: app/ reads the bytes. Values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evidence::curation {

struct TableRow {
  std::uint64_t line = 0;  // where it begins, from 1
  std::vector<std::string> cells;

  [[nodiscard]] std::string_view cell(std::size_t column) const {
    return column < cells.size() ? std::string_view(cells[column]) : std::string_view();
  }
};

inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

struct RowProblem {
  std::uint64_t line = 0;
  std::string field;    // "" = the row as a whole
  std::string message;  // "\"SW1\" is not a postcode …"
  bool operator==(const RowProblem&) const = default;
};

// The column whose heading is one of `names`, compared without capitals, spaces, '_', '.' and '-';
// the earliest name wins. kNoColumn where there is none.
std::size_t find_column(const std::vector<std::string>& header,
                        const std::vector<std::string_view>& names);

}  // namespace evidence::curation
