// Any bytes as delimited text: rows take bytes, their raw form reads as the same cells again, and
// where the pieces of the stream end makes no difference.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "connectors/format/csv_reader.h"

namespace {

using evidence::CsvReader;
using evidence::CsvRow;

void require(bool good) {
  if (!good) std::abort();
}

std::vector<CsvRow> rows_of(const std::string& text) {
  const auto source = evidence::memory_source(text);
  CsvReader reader(*source);
  std::vector<CsvRow> rows;
  for (;;) {
    auto row = reader.next();
    require(row.ok());
    if (!row->has_value()) return rows;
    rows.push_back(std::move(**row));
    require(rows.size() <= text.size() + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto source = evidence::memory_source(text);
  CsvReader reader(*source);
  require(reader.head().ok());
  const char delimiter = reader.delimiter();
  for (const CsvRow& row : rows_of(text)) {
    if (!row.damage.empty()) continue;
    std::size_t at = 0;
    const auto again = evidence::csv_row_at(row.raw, at, delimiter);
    require(again.has_value() && again->cells == row.cells);
    at = 0;
    const std::string line = evidence::csv_line(row.cells, delimiter);
    const auto written = evidence::csv_row_at(line, at, delimiter);
    require(written.has_value() && written->cells == row.cells);
  }
  return 0;
}
