#include "app/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/file.h"

namespace evidence::app {

namespace fs = std::filesystem;

Result<OutputFile> OutputFile::open(const fs::path& path) {
  if (path.empty() || path == "-") return OutputFile(STDOUT_FILENO, "standard output", "");
  std::error_code absent;
  const fs::file_status there = fs::status(path, absent);
  if (fs::exists(there) && !fs::is_regular_file(there)) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return file_error(errno, path, "write");
    return OutputFile(descriptor, path, "");
  }
  fs::path beside = path;
  beside += ".new-" + std::to_string(::getpid());
  const int descriptor =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor < 0) return file_error(errno, path, "write");
  return OutputFile(descriptor, path, std::move(beside));
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      beside_(std::move(other.beside_)) {}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  if (descriptor_ != STDOUT_FILENO) ::close(descriptor_);
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

Result<void> OutputFile::write(std::string_view bytes) {
  return write_all(descriptor_, bytes, path_);
}

Result<void> OutputFile::finish() {
  if (descriptor_ == STDOUT_FILENO) {
    descriptor_ = -1;
    return {};
  }
  if (beside_.empty()) {
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (closed != 0) return file_error(errno, path_, "write");
    return {};
  }
  if (::fsync(descriptor_) != 0) return file_error(errno, path_, "write");
  std::error_code failed;
  fs::rename(beside_, path_, failed);
  if (failed) return file_error(failed.value(), path_, "write");
  ::close(std::exchange(descriptor_, -1));
  const fs::path directory = path_.parent_path();
  return sync_directory(directory.empty() ? fs::path(".") : directory);
}

}  // namespace evidence::app
