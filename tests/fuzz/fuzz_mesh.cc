// Any bytes through the readers of vocabulary files.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/byte_source.h"
#include "base/text.h"
#include "connectors/format/mesh_xml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const auto source = memory_source(std::string(data, data + size));
  const auto reader = open_mesh_file(*source);
  if (!reader.ok()) return 0;
  for (std::size_t entries = 0;; ++entries) {
    if (entries > size + 1) std::abort();  // an entry that takes no bytes never ends
    const auto entry = (*reader)->next();
    if (!entry.ok() || !entry->has_value()) return 0;
    const VocabularyHeading& heading = (**entry).heading;
    if (heading.id.empty() ? (**entry).problems.empty() : !is_valid_utf8(heading.label)) {
      std::abort();
    }
  }
}
