#include "connectors/format/table_columns.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace evidence {
namespace {

std::string_view name_of(const HeadingIndex& names,
                         const std::map<std::string, std::string>& configured,
                         const std::string& heading) {
  const std::string plain = plain_heading(heading);
  if (plain.empty()) return {};
  for (const auto& [ours, theirs] : configured) {
    if (plain_heading(theirs) == plain) return names.by_name(ours);
  }
  const std::string_view ours = names.by_heading(plain);
  // A name that the source's file gives to another column is not this one's.
  return !configured.empty() && configured.contains(std::string(ours)) ? std::string_view() : ours;
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

HeadingIndex::HeadingIndex(std::span<const ColumnNames> names) : names_(names) {
  for (const ColumnNames& one : names) {
    for (const std::string_view known : split(one.headings, ' ')) {
      by_heading_.emplace(known, one.ours);  // the first that claims it
    }
  }
}

std::string_view HeadingIndex::by_heading(const std::string& plain) const {
  const auto found = by_heading_.find(plain);
  return found == by_heading_.end() ? std::string_view() : found->second;
}

std::string_view HeadingIndex::by_name(std::string_view ours) const {
  const auto at = std::find_if(names_.begin(), names_.end(),
                               [ours](const ColumnNames& one) { return one.ours == ours; });
  return at == names_.end() ? std::string_view() : at->ours;
}

TableColumns::TableColumns(const HeadingIndex& names,
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
