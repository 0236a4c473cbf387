// Files that survive a power cut: written beside, fsynced, renamed, directory fsynced.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);
// Replaces `path` whole or not at all, durably.
Result<void> write_file_durably(const std::filesystem::path& path, std::string_view bytes);
// All of it, in as many writes as it takes; `path` is only named in an error.
Result<void> write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);
Result<void> sync_directory(const std::filesystem::path& directory);
Result<void> make_directories(const std::filesystem::path& directory);
// errno → Error with kStorageFull for ENOSPC/EDQUOT, kNotFound for ENOENT, else kIo.
Error file_error(int error_number, const std::filesystem::path& path, std::string_view doing);

// An advisory lock on a file (flock, LOCK_NB), released on destruction or death of the process.
class FileLock {
 public:
  // kBusy with the holder's process id in the message where another process holds it.
  static Result<FileLock> acquire(const std::filesystem::path& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace evidence
