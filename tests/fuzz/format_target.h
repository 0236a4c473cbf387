// What every format's fuzz target does: any bytes through its reader and parser; no crash, no
// endless loop, and every record it gives can be written and read back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/byte_source.h"
#include "connectors/connector.h"
#include "model/record_json.h"

namespace evidence::test {

inline int run_format(std::string_view name, const std::uint8_t* data, std::size_t size) {
  const auto source = memory_source(std::string(data, data + size));
  const Format* format = format_by_name(name);
  const auto reader = format->open(*source);
  std::size_t entries = 0;
  for (;;) {
    const auto entry = reader->next();
    if (!entry.ok() || !entry->has_value()) break;
    if (++entries > size + 1) std::abort();  // an entry that takes no bytes never ends
    const ParsedEntry parsed = format->parse((**entry).raw);
    for (const Record& record : parsed.records) {
      const auto again = record_from_json(record_to_json(record));
      if (!again.ok() || !(*again == record)) std::abort();
    }
  }
  return 0;
}

}  // namespace evidence::test
