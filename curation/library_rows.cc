#include "curation/library_rows.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "curation/library_editing.h"

namespace evidence::curation {
namespace {

struct LibraryColumns {
  std::size_t code = kNoColumn, updated = kNoColumn, checked = kNoColumn;
  std::vector<std::pair<std::size_t, std::string>> fields;  // column, name
};

// Names under which files carry a field, besides its own.
std::string field_of_heading(std::string_view heading) {
  const std::string name = to_lower_ascii(trim(heading));
  if (name == "ods_code" || name == "ods_code(s)" || name == "ods code") return "ods_codes";
  if (name == "towns[]" || name == "town") return "towns";
  if (name == "services[]") return "services";
  if (name == "latitude") return "lat";
  if (name == "longitude" || name == "long") return "lon";
  return name;
}

Result<LibraryColumns> columns_of(const std::vector<std::string>& header, LibraryTable& table) {
  LibraryColumns columns;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string name = field_of_heading(header[i]);
    if (name.empty()) continue;
    const bool is_date = name == "updated" || name == "checked";
    const bool is_code = name == "library_code";
    if (!is_code && !is_date && library_field(name) == nullptr) {
      table.unknown.push_back(clean_text(truncate_utf8(header[i], 80)));
      continue;
    }
    if (!seen.insert(name).second) {
      return Error{ErrorCode::kInvalidArgument, "bad_header",
                   "The file has two columns \"" + name + "\".", "Leave one of them out."};
    }
    if (is_code) {
      columns.code = i;
    } else if (is_date) {
      (name == "updated" ? columns.updated : columns.checked) = i;
    } else {
      columns.fields.emplace_back(i, name);
      table.columns.push_back(name);
    }
  }
  if (columns.code == kNoColumn) {
    return Error{ErrorCode::kInvalidArgument, "no_library_code",
                 "The file has no column library_code.",
                 "Its first line names the columns; docs/directory.md lists them, and "
                 "data/directory/libraries-sample.csv is an example."};
  }
  return columns;
}

// The day on which the row was last confirmed, as it says.
std::string checked_of(const LibraryColumns& columns, const TableRow& row, const PartialDate& today,
                       std::vector<FieldFault>& faults) {
  const std::size_t column = columns.checked != kNoColumn ? columns.checked : columns.updated;
  if (column == kNoColumn) return "";
  const std::string_view text = trim(row.cell(column));
  if (text.empty()) return "";
  const auto day = parse_date(text);
  const std::string field = columns.checked != kNoColumn ? "checked" : "updated";
  if (!day || day->day == 0) {
    faults.push_back({field, quoted_for_message(text) + " is not a day (2026-11-30)"});
    return "";
  }
  if (*day > today) {
    faults.push_back({field, quoted_for_message(text) + " is a day to come"});
    return "";
  }
  return format_date(*day);
}

}  // namespace

Result<LibraryTable> read_library_rows(const std::vector<std::string>& header,
                                       const std::vector<TableRow>& rows,
                                       const PartialDate& today) {
  LibraryTable table;
  EVIDENCE_ASSIGN(const LibraryColumns columns, columns_of(header, table));
  if (rows.size() > kMostLibraries) {
    return Error{ErrorCode::kTooLarge, "too_many_rows",
                 "The file has more than " + with_thousands(kMostLibraries) + " libraries.",
                 "Divide it."};
  }
  std::map<std::string, std::uint64_t> lines;  // of each code
  for (const TableRow& row : rows) {
    FieldValues values;
    for (const auto& [column, name] : columns.fields) values[name] = row.cell(column);
    std::vector<FieldFault> faults;
    // A file need not have all columns: what it lacks stays, and is checked with what is there.
    const bool partial =
        std::find(table.columns.begin(), table.columns.end(), "name") == table.columns.end();
    Library library = make_library(trim(row.cell(columns.code)), values, faults);
    if (partial)
      std::erase_if(faults, [](const FieldFault& fault) { return fault.field == "name"; });
    library.checked = checked_of(columns, row, today, faults);
    if (row.cells.size() > header.size()) {
      faults.push_back({"", "it has more cells than the file has columns"});
    }
    if (!library.code.empty()) {
      const auto [first, is_new] = lines.emplace(library.code, row.line);
      if (!is_new) {
        faults.push_back({"library_code", "the code " + library.code + " is that of line " +
                                              std::to_string(first->second) + " too"});
      }
    }
    for (FieldFault& fault : faults) {
      table.problems.push_back({row.line, std::move(fault.field), std::move(fault.message)});
    }
    if (faults.empty()) table.rows.push_back({row.line, std::move(library)});
  }
  return table;
}

std::optional<LibraryChange> change_of(const Library* before, const Library& after) {
  LibraryChange change;
  change.code = after.code;
  change.name = after.name();
  change.after = after;
  static const Library none;
  const Library& old = before == nullptr ? none : *before;
  for (const std::string& name : changed_fields(old, after)) {
    change.fields.push_back({name, old.get(name), after.get(name)});
  }
  if (before == nullptr) {
    change.kind = LibraryChange::Kind::kAdded;
    return change;
  }
  if (!change.fields.empty()) return change;
  if (after.checked <= old.checked) return std::nullopt;
  change.kind = LibraryChange::Kind::kConfirmed;
  return change;
}

std::vector<LibraryChange> difference(const std::vector<Library>& before, const LibraryTable& table,
                                      bool remove_others) {
  std::map<std::string_view, const Library*> known;
  for (const Library& library : before) known[library.code] = &library;
  std::vector<LibraryChange> changes;
  std::set<std::string_view> named;
  for (const LibraryRow& row : table.rows) {
    named.insert(row.library.code);
    const auto found = known.find(row.library.code);
    const Library* old = found == known.end() ? nullptr : found->second;
    Library after = row.library;
    if (old != nullptr) {
      after = *old;
      for (const std::string& column : table.columns) {
        const std::string& value = row.library.get(column);
        if (value.empty()) {
          after.fields.erase(column);
        } else {
          after.fields[column] = value;
        }
      }
      after.checked = std::max(old->checked, row.library.checked);
    }
    if (auto change = change_of(old, after)) changes.push_back(std::move(*change));
  }
  if (!remove_others) return changes;
  for (const Library& library : before) {
    if (named.contains(library.code)) continue;
    LibraryChange change;
    change.kind = LibraryChange::Kind::kRemoved;
    change.code = library.code;
    change.name = library.name();
    for (const std::string& field : changed_fields(library, {})) {
      change.fields.push_back({field, library.get(field), ""});
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace evidence::curation
