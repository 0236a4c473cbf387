// The pages of a harvest as they were received, so that parsing can be repeated without harvesting
// again: raw/<2 hex>/<sha256 of the bytes>.gz in the data directory. A file is on disk before the
// row that names it. Any number of processes may add at once: the name says the content.
// Failures: kStorageFull, kIo; kNotFound and kCorrupt when reading back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.h"
#include "base/result.h"

namespace evidence {

struct KeptPage {
  std::string sha256;  // 32 bytes
  std::int64_t bytes = 0;
  std::int64_t stored_bytes = 0;  // compressed
};

class RawPages {
 public:
  explicit RawPages(const std::filesystem::path& data_directory)
      : directory_(data_directory / "raw") {}

  // Durable when it returns. A page that is there is not written again.
  [[nodiscard]] Result<KeptPage> keep(std::string_view bytes) const;
  // Likewise for a file of any size, plain or gzip, in constant memory; the hash is that of the
  // decompressed bytes. kBadContent where its gzip is damaged.
  [[nodiscard]] Result<KeptPage> keep_file(const std::filesystem::path& path) const;
  // The page as a stream, for pages too large for memory; the hash is not verified.
  [[nodiscard]] Result<std::unique_ptr<ByteSource>> open(std::string_view sha256) const;
  // Forgets a page; one that is not there is no error.
  void drop(std::string_view sha256) const;
  // The page as received, its hash verified.
  [[nodiscard]] Result<std::string> read(std::string_view sha256) const;
  [[nodiscard]] std::filesystem::path path_of(std::string_view sha256) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace evidence
