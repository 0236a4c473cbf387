// A file on disk as pages of entries, and what the protocols made of files need to know a file
// again. Used by folder, http-file and pubmed-files; one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/hash.h"
#include "base/stop_flag.h"
#include "connectors/connector.h"
#include "connectors/entry_parser.h"

namespace evidence {

// The hash of a file's own bytes (not decompressed), in hexadecimal digits. kCancelled when
// stopped.
Result<std::string> file_hash(const std::filesystem::path& path, Digest::Kind kind,
                              const StopFlag* stop);

// Size, time of change and inode in one text: equal means that nobody wrote to it meanwhile. kIo or
// kNotFound where it cannot be looked at.
Result<std::string> file_stamp(const std::filesystem::path& path);

class FilePages {
 public:
  FilePages(const Format& format, int page_size, const StopFlag* stop)
      : format_(format),
        page_size_(page_size > 0 ? static_cast<std::size_t>(page_size) : 1),
        stop_(stop) {}

  struct Page {
    std::vector<EntryReader::Entry> entries;
    std::uint64_t next_entry = 0;  // how many entries of the file were given so far
    bool ended = false;            // the file's end was reached
    std::optional<Error> broken;   // it ends too early; `entries` came before
  };

  // Does it stand in this file before this entry, and is the file what it was when opened?
  [[nodiscard]] bool stands_at(const std::filesystem::path& path, std::uint64_t entry) const;
  // Opens the file and passes over `entry` entries. kNotFound, kIo; kBadContent where the file is
  // broken before that place.
  Result<void> open(const std::filesystem::path& path, std::uint64_t entry);
  // At most page_size entries and some 8 MiB; kCancelled when stopped, kIo where the disk fails.
  Result<Page> next();
  void close();

 private:
  const Format& format_;
  std::size_t page_size_;
  const StopFlag* stop_;
  std::filesystem::path path_;
  std::string stamp_;
  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<EntryStream> stream_;
  std::uint64_t entry_ = 0;
};

}  // namespace evidence
