#include "connectors/format/table_columns.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace evidence {
namespace {

std::string_view name_of(std::span<const ColumnNames> names,
                         const std::map<std::string, std::string>& configured,
                         const std::string& heading) {
  const std::string plain = plain_heading(heading);
  if (plain.empty()) return {};
  const auto ours_called = [names](std::string_view ours) {
    const auto at = std::find_if(names.begin(), names.end(),
                                 [ours](const ColumnNames& one) { return one.ours == ours; });
    return at == names.end() ? std::string_view() : at->ours;
  };
  for (const auto& [ours, theirs] : configured) {
    if (plain_heading(theirs) == plain) return ours_called(ours);
  }
  for (const ColumnNames& one : names) {
    // A name that the source's file gives to another column is not this one's.
    if (configured.contains(std::string(one.ours))) continue;
    for (const std::string_view known : split(one.headings, ' ')) {
      if (known == plain) return one.ours;
    }
  }
  return {};
}

}  // namespace

std::string plain_heading(std::string_view heading) {
  std::string plain;
  for (const char c : to_lower_ascii(heading.substr(0, 200))) {
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (kept) plain += c;
  }
  return plain;
}

TableColumns::TableColumns(std::span<const ColumnNames> names,
                           const std::map<std::string, std::string>& configured,
                           const std::vector<std::string>& headings) {
  headings_.reserve(headings.size());
  ours_.reserve(headings.size());
  for (std::size_t i = 0; i < headings.size(); ++i) {
    ours_.push_back(name_of(names, configured, headings[i]));
    std::string shown = clean_text(headings[i]);
    headings_.push_back(shown.empty() ? "column " + std::to_string(i + 1) : std::move(shown));
  }
}

const std::string& TableColumns::cell(const std::vector<std::string>& cells,
                                      std::string_view ours) const {
  static const std::string kEmpty;
  const auto at = std::find(ours_.begin(), ours_.end(), ours);
  const auto index = static_cast<std::size_t>(at - ours_.begin());
  return at == ours_.end() || index >= cells.size() ? kEmpty : cells[index];
}

std::vector<std::size_t> TableColumns::all(std::string_view ours) const {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < ours_.size(); ++i) {
    if (ours_[i] == ours) columns.push_back(i);
  }
  return columns;
}

std::size_t TableColumns::known() const {
  std::set<std::string_view> names(ours_.begin(), ours_.end());
  names.erase("");
  return names.size();
}

}  // namespace evidence
