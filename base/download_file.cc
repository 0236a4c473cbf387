#include "base/download_file.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "base/file.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxValidator = 1'000;

// Where a 206 begins: "bytes 500-999/1234" → 500.
std::optional<std::uint64_t> range_start(const std::map<std::string, std::string>& headers) {
  const auto found = headers.find("content-range");
  if (found == headers.end() || !found->second.starts_with("bytes ")) return std::nullopt;
  std::uint64_t start = 0;
  const char* const from = found->second.data() + 6;
  const char* const end = found->second.data() + found->second.size();
  const auto [stop, error] = std::from_chars(from, end, start);
  if (error != std::errc{} || stop == end || *stop != '-') return std::nullopt;
  return start;
}

}  // namespace

DownloadFile::~DownloadFile() { close(); }

void DownloadFile::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

std::uint64_t DownloadFile::present() const {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path_, failed);
  return failed ? 0 : size;
}

std::filesystem::path DownloadFile::validator_path() const {
  std::filesystem::path beside = path_;
  beside += ".validator";
  return beside;
}

std::string DownloadFile::validator() const {
  Result<std::string> text = read_file(validator_path(), kMaxValidator);
  return text.ok() ? std::string(trim(*text)) : std::string();
}

// Losing it costs a download from the beginning, never a wrong file; so nothing here can fail.
void DownloadFile::keep_validator(const std::map<std::string, std::string>& headers) const {
  std::error_code ignored;
  std::filesystem::remove(validator_path(), ignored);
  const auto header = [&headers](const char* name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  };
  std::string validator = header("etag");
  if (validator.empty() || validator.starts_with("W/")) validator = header("last-modified");
  if (validator.empty() || validator.size() > kMaxValidator) return;
  static_cast<void>(write_file_durably(validator_path(), validator));
}

bool DownloadFile::begin(int status, const std::map<std::string, std::string>& headers) {
  close();
  failure_.reset();
  if (status != 200 && status != 206) return false;
  std::uint64_t start = 0;
  if (status == 206) {
    const auto told = range_start(headers);
    start = present();
    if (!told || *told != start) {
      failure_ = Error{ErrorCode::kBadContent, "bad_range",
                       "the server sent another part of the file than was asked for",
                       "the download begins anew"};
      drop();
      return true;
    }
  }
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (start == 0 ? O_TRUNC : 0);
  descriptor_ = ::open(path_.c_str(), flags, 0644);
  if (descriptor_ < 0) {
    failure_ = file_error(errno, path_, "write the download to");
    return true;
  }
  if (start > 0 && ::lseek(descriptor_, static_cast<off_t>(start), SEEK_SET) < 0) {
    failure_ = file_error(errno, path_, "go on with the download in");
  }
  if (start == 0) keep_validator(headers);
  written_ = start;
  return true;
}

bool DownloadFile::write(std::string_view bytes) {
  if (failure_ || descriptor_ < 0) return false;
  if (bytes.size() > max_bytes_ || written_ > max_bytes_ - bytes.size()) {
    failure_ = Error{ErrorCode::kTooLarge, "response_too_large",
                     "the file is larger than " + std::to_string(max_bytes_) + " bytes",
                     "raise max_file_bytes if it may be so large"};
    return false;
  }
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      failure_ = file_error(errno, path_, "write the download to");
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
    written_ += static_cast<std::uint64_t>(count);
  }
  return true;
}

Result<void> DownloadFile::finish() {
  if (failure_) return *failure_;
  if (descriptor_ < 0) return {};
  if (::fsync(descriptor_) != 0) return file_error(errno, path_, "sync");
  close();
  std::error_code ignored;
  std::filesystem::remove(validator_path(), ignored);
  return {};
}

void DownloadFile::drop() {
  close();
  std::error_code ignored;
  std::filesystem::remove(validator_path(), ignored);
  std::filesystem::remove(path_, ignored);
}

}  // namespace evidence
