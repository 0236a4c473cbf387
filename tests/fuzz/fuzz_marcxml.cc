// Any bytes through the marcxml reader: no crash, no endless loop, and every record it gives can be
// written and read back.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/byte_source.h"
#include "connectors/connector.h"
#include "model/record_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const auto source = memory_source(std::string(data, data + size));
  const Format* format = format_by_name("marcxml");
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
