// Rows of comma-separated values as spreadsheets read them (RFC 4180). A cell that a spreadsheet
// would take for a formula gets an apostrophe before it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence {

// One row with its line end (CR LF). Cells with commas, quotation marks or line ends are quoted.
std::string csv_row(const std::vector<std::string>& cells);

}  // namespace evidence
