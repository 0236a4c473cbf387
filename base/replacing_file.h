// A large file that replaces another one whole or not at all: written piece by piece under
// "<name>.new", fsynced, then renamed. Several can be finished before the first is put in place.
// For one writer at a time; what a killed one left is written over by the next. Failures:
// kStorageFull, kIo; an unfinished file is removed by the destructor.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace evidence {

class ReplacingFile {
 public:
  static Result<ReplacingFile> create(const std::filesystem::path& path);
  ReplacingFile(ReplacingFile&& other) noexcept;
  ReplacingFile& operator=(ReplacingFile&& other) = delete;
  ReplacingFile(const ReplacingFile&) = delete;
  ReplacingFile& operator=(const ReplacingFile&) = delete;
  ~ReplacingFile();

  Result<void> write(std::string_view bytes);
  // Over the first bytes, such as a header whose counts are known last; what follows stays.
  Result<void> overwrite_front(std::string_view bytes);
  Result<void> finish();        // fsync and close
  Result<void> put_in_place();  // after finish(); the caller syncs the directory

 private:
  ReplacingFile(std::filesystem::path path, int descriptor);

  std::filesystem::path path_, temporary_;
  int descriptor_ = -1;
  bool exists_ = true;  // under the temporary name
};

}  // namespace evidence
