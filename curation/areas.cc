#include "curation/areas.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "curation/library_forms.h"

namespace evidence::curation {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kAreaKinds{{
    {"ceremonial_county", "county"},
    {"historic_county", "historic county"},
    {"region", "NHS region"},
    {"icb", "integrated care board"},
    {"common_name", "area"},
}};
constexpr std::size_t kDeepestParts = 4;
constexpr std::size_t kMostAreas = 5'000;

}  // namespace

bool is_area_kind(std::string_view kind) { return !area_kind_label(kind).empty(); }

std::string_view area_kind_label(std::string_view kind) {
  for (const auto& [name, label] : kAreaKinds) {
    if (name == kind) return label;
  }
  return "";
}

std::string folded_name(std::string_view name) {
  std::string text;
  for (const char c : fold(name)) {
    if (c == '&') {
      text += " and ";
    } else if (c == ',' || c == '(' || c == ')' || c == '/' || c == '-' || c == '[' || c == ']') {
      text += ' ';
    } else if (c != '.' && c != '\'') {
      text += c;
    }
  }
  text = clean_text(text);
  if (text.starts_with("the ") && text.size() > 4) text.erase(0, 4);
  return text;
}

Result<AreaTable> AreaTable::read(const std::vector<std::string>& header,
                                  const std::vector<TableRow>& rows) {
  const std::size_t name = find_column(header, {"area", "name"});
  const std::size_t kind = find_column(header, {"kind"});
  const std::size_t called = find_column(header, {"also called"});
  const std::size_t parts = find_column(header, {"consists of"});
  const std::size_t code = find_column(header, {"code"});
  const std::size_t source = find_column(header, {"source"});
  std::vector<std::string> findings;
  if (name == kNoColumn || kind == kNoColumn) {
    findings.emplace_back("line 1: there must be columns area and kind");
  }
  if (rows.size() > kMostAreas) findings.emplace_back("there are more than 5,000 areas");
  AreaTable table;
  for (const TableRow& row : rows) {
    if (!findings.empty() && (name == kNoColumn || rows.size() > kMostAreas)) break;
    const std::string where = "line " + std::to_string(row.line) + ": ";
    Area area{clean_text(row.cell(name)),
              std::string(trim(row.cell(kind))),
              list_values(clean_text(row.cell(called))),
              list_values(clean_text(row.cell(parts))),
              std::string(trim(row.cell(code))),
              clean_text(row.cell(source)),
              row.line};
    if (folded_name(area.name).empty()) findings.push_back(where + "the area has no name");
    if (!is_area_kind(area.kind)) {
      findings.push_back(where + quoted_for_message(area.kind) +
                         " is no kind of area: ceremonial_county, historic_county, region, icb "
                         "or common_name");
    }
    for (const std::size_t other : table.named(area.name)) {
      const Area& first = table.areas_[other];
      if (first.kind == area.kind && folded_name(first.name) == folded_name(area.name)) {
        findings.push_back(where + area.name + " stands in line " + std::to_string(first.line) +
                           " already");
      }
    }
    const std::size_t place = table.areas_.size();
    table.by_name_[folded_name(area.name)].push_back(place);
    for (const std::string& other : area.also_called) {
      auto& places = table.by_name_[folded_name(other)];
      if (places.empty() || places.back() != place) places.push_back(place);
    }
    table.areas_.push_back(std::move(area));
  }
  for (const Area& area : table.areas_) {
    for (const std::string& part : area.consists_of) {
      if (table.named(part).empty() || folded_name(part) == folded_name(area.name)) {
        findings.push_back("line " + std::to_string(area.line) + ": " + part +
                           " is no other area of this table");
      }
    }
  }
  if (findings.empty()) return table;
  return Error{ErrorCode::kInvalidArgument, "bad_areas", join(findings, "\n"),
               "docs/directory.md describes the table."};
}

std::vector<std::size_t> AreaTable::named(std::string_view text) const {
  const auto found = by_name_.find(folded_name(text));
  return found == by_name_.end() ? std::vector<std::size_t>() : found->second;
}

const Area* AreaTable::by_code(std::string_view code) const {
  if (code.empty()) return nullptr;
  for (const Area& area : areas_) {
    if (area.code == code) return &area;
  }
  return nullptr;
}

void AreaTable::collect(std::size_t area, std::size_t depth,
                        std::vector<std::string>& names) const {
  const Area& each = areas_[area];
  const auto add = [&names](std::string name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  };
  add(folded_name(each.name));
  for (const std::string& other : each.also_called) add(folded_name(other));
  if (depth >= kDeepestParts) return;  // a circle of parts ends here too
  for (const std::string& part : each.consists_of) {
    for (const std::size_t place : named(part)) {
      if (place != area) collect(place, depth + 1, names);
    }
  }
}

std::vector<std::string> AreaTable::folded_names(std::size_t area) const {
  std::vector<std::string> names;
  collect(area, 0, names);
  return names;
}

}  // namespace evidence::curation
