#include "base/replacing_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/file.h"

namespace evidence {
namespace {

std::filesystem::path temporary_of(const std::filesystem::path& path) {
  return path.string() + ".new";
}

}  // namespace

ReplacingFile::ReplacingFile(std::filesystem::path path, int descriptor)
    : path_(std::move(path)), temporary_(temporary_of(path_)), descriptor_(descriptor) {}

ReplacingFile::ReplacingFile(ReplacingFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      exists_(std::exchange(other.exists_, false)) {}

ReplacingFile::~ReplacingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (exists_) ::unlink(temporary_.c_str());
}

Result<ReplacingFile> ReplacingFile::create(const std::filesystem::path& path) {
  const std::filesystem::path temporary = temporary_of(path);
  const int descriptor =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (descriptor < 0) return file_error(errno, temporary, "create");
  return ReplacingFile(path, descriptor);
}

Result<void> ReplacingFile::write(std::string_view bytes) {
  return write_all(descriptor_, bytes, temporary_);
}

Result<void> ReplacingFile::overwrite_front(std::string_view bytes) {
  off_t at = 0;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), at);
    if (written < 0) {
      if (errno == EINTR) continue;
      return file_error(errno, temporary_, "write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += written;
  }
  return {};
}

Result<void> ReplacingFile::finish() {
  if (::fsync(descriptor_) != 0) return file_error(errno, temporary_, "sync");
  if (::close(std::exchange(descriptor_, -1)) != 0) return file_error(errno, temporary_, "close");
  return {};
}

Result<void> ReplacingFile::put_in_place() {
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return file_error(errno, path_, "replace");
  }
  exists_ = false;
  return {};
}

}  // namespace evidence
