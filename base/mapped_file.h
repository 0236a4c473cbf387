// A file mapped read-only: its bytes as they lie on disk, shared with the page cache. Used where a
// file is large and read at random. The mapping outlives a rename over the file's name; whoever
// writes such files replaces them whole and never shortens one in place. Thread-safe for reading.
#pragma once

#include <filesystem>
#include <span>

#include "base/result.h"

namespace evidence {

class MappedFile {
 public:
  // Regular files only; an empty one gives no bytes. kNotFound, kIo; kTooLarge above `max_bytes`.
  static Result<MappedFile> open(const std::filesystem::path& path, std::size_t max_bytes);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::span<const char> bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}

  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace evidence
