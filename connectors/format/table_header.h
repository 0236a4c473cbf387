// The header line that every entry of a table's format begins with, understood once for many
// entries: each thread remembers the last. Used by the title-list formats; thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/format/table_columns.h"

namespace evidence {

struct TableHeader {
  TableColumns columns;
  char delimiter = '\t';
  std::size_t end = 0;  // where the first row begins
};

using MakeColumns = TableColumns (*)(const std::map<std::string, std::string>& configured,
                                     const std::vector<std::string>& headings);

// nullptr where the bytes do not begin with a header. Good until this thread's next call.
const TableHeader* table_header(std::string_view entry,
                                const std::map<std::string, std::string>& configured,
                                MakeColumns make);

}  // namespace evidence
