// A file of libraries as a librarian fills it, and what loading it would change. Nothing here
// writes: the difference is shown first. Pure functions, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "curation/library.h"
#include "curation/table_row.h"

namespace evidence::curation {

inline constexpr std::size_t kMostLibraries = 20'000;

struct LibraryRow {
  std::uint64_t line = 0;
  Library library;  // `checked` where the file has such a column, or `updated`
};

struct LibraryTable {
  std::vector<LibraryRow> rows;      // good ones, in the file's order
  std::vector<RowProblem> problems;  // by line
  std::vector<std::string> columns;  // fields that the file has a column for
  std::vector<std::string> unknown;  // headings that are no field
};

// kInvalidArgument "no_library_code" where the header has no column library_code, "bad_header"
// where a field has two; kTooLarge "too_many_rows". A second row of one code is a problem that
// names the first one's line; so is an impossible or future `checked`.
Result<LibraryTable> read_library_rows(const std::vector<std::string>& header,
                                       const std::vector<TableRow>& rows, const PartialDate& today);

struct FieldChange {
  std::string field, from, to;
  bool operator==(const FieldChange&) const = default;
};

struct LibraryChange {
  enum class Kind { kAdded, kChanged, kRemoved, kConfirmed };
  Kind kind = Kind::kChanged;
  std::string code, name;
  std::vector<FieldChange> fields;  // none where it is only confirmed; all where it is removed
  Library after;                    // empty where it is removed
};

// What makes `before` into what the table says. Fields without a column stay as they are. With
// `remove_others` libraries that the table lacks go, their values into the history, so that they
// can be added again; otherwise they stay. curation/removals.h: how many may go.
std::vector<LibraryChange> difference(const std::vector<Library>& before, const LibraryTable& table,
                                      bool remove_others);

// One library's change; nullopt where there is none.
std::optional<LibraryChange> change_of(const Library* before, const Library& after);

}  // namespace evidence::curation
