// What a command writes its result into: standard output, or a file that appears whole under its
// name when all is written and never otherwise. Used by cmd_export.cc; one thread. Failures:
// kStorageFull, kIo and others as in base/file.h.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace evidence::app {

class OutputFile {
 public:
  // "" and "-" are standard output. What is there and is no plain file (/dev/null, a pipe) is
  // written to directly.
  static Result<OutputFile> open(const std::filesystem::path& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();  // without finish() an unfinished file is removed

  Result<void> write(std::string_view bytes);
  Result<void> finish();

 private:
  OutputFile(int descriptor, std::filesystem::path path, std::filesystem::path beside)
      : descriptor_(descriptor), path_(std::move(path)), beside_(std::move(beside)) {}
  int descriptor_ = -1;
  std::filesystem::path path_;    // for messages; where it appears
  std::filesystem::path beside_;  // "" = written directly
};

}  // namespace evidence::app
