// What the readers that cut a stream into entries share: a window on the stream, and the promise
// that whoever asks again after the end of a broken stream gets the same error, not "the end".
// Used by xml_splitter.cc, json_splitter.cc, json_scanner.cc and iso2709_reader.cc; one thread.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "base/byte_source.h"
#include "connectors/connector.h"

namespace evidence {

class SteadyReader : public EntryReader {
 public:
  Result<std::optional<Entry>> next() final {
    if (failed_) return *failed_;
    Result<std::optional<Entry>> entry = find_entry();
    if (!entry.ok()) failed_ = entry.error();
    return entry;
  }

 private:
  virtual Result<std::optional<Entry>> find_entry() = 0;

  std::optional<Error> failed_;
};

// Reads more of the stream behind what the window holds; false at the stream's end. Each step
// doubles the window, so that one long entry is not searched or moved anew for every chunk.
inline Result<bool> extend_window(ByteSource& source, std::string& window) {
  constexpr std::size_t kChunk = 256U << 10U;
  const std::size_t old = window.size();
  window.resize(old + std::max(kChunk, old));
  Result<std::size_t> count = source.read({window.data() + old, window.size() - old});
  window.resize(old + (count.ok() ? *count : 0));
  if (!count.ok()) return count.error();
  return *count > 0;
}

}  // namespace evidence
