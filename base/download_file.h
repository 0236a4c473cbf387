// The file that a download is written to: decides from the answer's head whether its bytes go on
// behind what is there or begin anew. Used by the HTTP client alone; one thread at a time. Failures
// are kStorageFull, kIo and kTooLarge, kept until finish().
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

class DownloadFile {
 public:
  DownloadFile(std::filesystem::path path, std::uint64_t max_bytes)
      : path_(std::move(path)), max_bytes_(max_bytes) {}
  DownloadFile(const DownloadFile&) = delete;
  DownloadFile& operator=(const DownloadFile&) = delete;
  ~DownloadFile();

  // Bytes that an earlier attempt left; 0 where there is no such file.
  [[nodiscard]] std::uint64_t present() const;
  // What the server called the file then; "" = not known, so nothing to go on with.
  [[nodiscard]] std::string validator() const;
  // The head of the answer. False: its body does not belong into the file (an error page, 304).
  bool begin(int status, const std::map<std::string, std::string>& headers);
  [[nodiscard]] bool receiving() const { return descriptor_ >= 0; }
  // False where the bytes cannot be kept; failure() says why.
  bool write(std::string_view bytes);
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
  // On disk for good.
  Result<void> finish();
  void drop();  // removes the file and what is kept beside it

 private:
  void close();
  [[nodiscard]] std::filesystem::path validator_path() const;
  void keep_validator(const std::map<std::string, std::string>& headers) const;

  std::filesystem::path path_;
  std::uint64_t max_bytes_;
  std::uint64_t written_ = 0;
  int descriptor_ = -1;
  std::optional<Error> failure_;
};

}  // namespace evidence
