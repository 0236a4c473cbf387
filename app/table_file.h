// Delimited files read whole for the tables of curation/: rows with their line numbers, damaged
// ones as problems. One row at a time for files that are too long for that.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curation/table_row.h"

namespace evidence::app {

struct TableFile {
  std::vector<std::string> header;  // the first row; in `rows` too where `keep_header`
  std::vector<curation::TableRow> rows;
  std::vector<curation::RowProblem> problems;  // rows that are no rows
};

inline constexpr std::size_t kMostTableBytes = 64U << 20U;

// Any of comma, semicolon, tab and |; UTF-8, or the code page of Western Windows. kInvalidArgument
// "no_rows" where there is nothing, kTooLarge, kNotFound, kIo.
Result<TableFile> read_table_file(const std::string& file, bool keep_header = false);
Result<TableFile> parse_table(std::string text, bool keep_header = false);

// "FILE: line 3, column postcode: …", one a line, for a message; the first hundred.
std::string problem_lines(const std::string& file,
                          const std::vector<curation::RowProblem>& problems);

}  // namespace evidence::app
