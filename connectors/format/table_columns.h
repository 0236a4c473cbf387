// Which column of a table is which: headings as files write them, matched to our names. Used by the
// title-list formats. A value; reading it is thread-safe.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace evidence {

// Our name of a column and the headings that stand for it, letters and digits only, in lower case,
// separated by spaces: {"print_identifier", "printidentifier printissn pissn issn"}.
struct ColumnNames {
  std::string_view ours;
  std::string_view headings;
};

// All headings of a table's names, made once for each kind of table.
class HeadingIndex {
 public:
  explicit HeadingIndex(std::span<const ColumnNames> names);
  // "" where there is none.
  [[nodiscard]] std::string_view by_heading(const std::string& plain) const;
  [[nodiscard]] std::string_view by_name(std::string_view ours) const;

 private:
  std::span<const ColumnNames> names_;
  std::unordered_map<std::string_view, std::string_view> by_heading_;
};

class TableColumns {
 public:
  // `configured`: our name → the file's heading, before all others. The first column of a name
  // counts; later ones of the same name are found by all().
  TableColumns(const HeadingIndex& names, const std::map<std::string, std::string>& configured,
               const std::vector<std::string>& headings);

  // "" where the column or the cell is missing.
  [[nodiscard]] const std::string& cell(const std::vector<std::string>& cells,
                                        std::string_view ours) const;
  [[nodiscard]] std::vector<std::size_t> all(std::string_view ours) const;
  [[nodiscard]] bool has(std::string_view ours) const { return !all(ours).empty(); }
  [[nodiscard]] std::size_t size() const { return headings_.size(); }
  // "" = a heading that is not known.
  [[nodiscard]] std::string_view ours(std::size_t column) const { return ours_[column]; }
  // The heading as the file has it; "column 5" where it is empty.
  [[nodiscard]] const std::string& heading(std::size_t column) const { return headings_[column]; }
  // How many different names were found.
  [[nodiscard]] std::size_t known() const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::string_view> ours_;
};

// "Print _Identifier (ISSN)" → "printidentifierissn".
std::string plain_heading(std::string_view heading);

}  // namespace evidence
