// A stream of bytes: file, gzip, memory. Not thread-safe. read() fails with kIo or, for gzip that
// is damaged or cut short, kBadContent; what was read before stays valid.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills at most buffer.size() bytes; 0 means the end.
  virtual Result<std::size_t> read(std::span<char> buffer) = 0;
  // Bytes taken from the underlying file so far and its size, for progress; 0 where unknown.
  [[nodiscard]] virtual std::uint64_t position() const = 0;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
};

// A file, decompressed where it begins with gzip's magic (multi-member too). A bare 1f 8b that is
// not gzip, wrong CRC and truncation are kBadContent.
Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path);
std::unique_ptr<ByteSource> memory_source(std::string bytes);
Result<std::string> read_all(ByteSource& source, std::size_t max_bytes);

// One-shot zlib/gzip for stored pages.
std::string gzip(std::string_view bytes, int level = 3);
Result<std::string> gunzip(std::string_view bytes, std::size_t max_bytes);

}  // namespace evidence
