#include "connectors/format/table_header.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "connectors/format/csv_reader.h"

namespace evidence {

const TableHeader* table_header(std::string_view entry,
                                const std::map<std::string, std::string>& configured,
                                MakeColumns make) {
  struct Remembered {
    std::string line;
    std::map<std::string, std::string> configured;
    MakeColumns make = nullptr;
    std::optional<TableHeader> header;
  };
  thread_local Remembered last;
  const std::string_view line = entry.substr(0, entry.find('\n'));
  // The header may stand alone, without an end of line.
  const std::size_t end = std::min(line.size() + 1, entry.size());
  if (last.header && last.make == make && last.line == line && last.configured == configured) {
    last.header->end = end;
    return &*last.header;
  }
  last.header.reset();
  const char delimiter = guess_delimiter(line);
  std::size_t at = 0;
  const std::optional<CsvRow> row = csv_row_at(line, at, delimiter);
  if (!row || !row->damage.empty()) return nullptr;
  last.line = line;
  last.configured = configured;
  last.make = make;
  last.header.emplace(TableHeader{make(configured, row->cells), delimiter, end});
  return &*last.header;
}

}  // namespace evidence
