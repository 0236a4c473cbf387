#include "base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/hash.h"
#include "base/text.h"

namespace evidence {
namespace {

// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) {
      ::close(value_);
    }
  }
  [[nodiscard]] int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

}  // namespace

Result<void> write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return file_error(errno, path, "write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Error file_error(int error_number, const std::filesystem::path& path, std::string_view doing) {
  const std::string what = "cannot " + std::string(doing) + ' ' +
                           quoted_for_message(path.string(), 300) + ": " +
                           std::generic_category().message(error_number);
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return {ErrorCode::kStorageFull, "storage_full", what, "Free some disk space and try again."};
    case ENOENT:
    case ENOTDIR:
      return {ErrorCode::kNotFound, "file_not_found", what, "Check the path."};
    case EACCES:
    case EPERM:
    case EROFS:
      return {ErrorCode::kIo, "file_not_permitted", what,
              "Check the owner and the permissions of the path."};
    default:
      return {ErrorCode::kIo, "file_error", what, ""};
  }
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return file_error(errno, path, "open");
  }
  std::string out;
  constexpr std::size_t kStep = 64U << 10U;
  for (;;) {
    const std::size_t had = out.size();
    // One byte more than allowed tells a file that is too large from one that just fits.
    const std::size_t want = std::min(kStep, max_bytes - had + 1);
    out.resize(had + want);
    const ssize_t got = ::read(file.get(), out.data() + had, want);
    if (got < 0) {
      out.resize(had);
      if (errno == EINTR) {
        continue;
      }
      return file_error(errno, path, "read");
    }
    out.resize(had + static_cast<std::size_t>(got));
    if (got == 0) {
      return out;
    }
    if (out.size() > max_bytes) {
      return Error{ErrorCode::kTooLarge, "file_too_large",
                   quoted_for_message(path.string(), 300) + " is larger than " +
                       std::to_string(max_bytes) + " bytes",
                   ""};
    }
  }
}

Result<void> sync_directory(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory.empty() ? "." : directory;
  const Descriptor opened(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) {
    return file_error(errno, path, "open the directory");
  }
  if (::fsync(opened.get()) != 0) {
    return file_error(errno, path, "sync the directory");
  }
  return {};
}

Result<void> write_file_durably(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path temporary = path.string() + ".new-" + random_id(8);
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (file.get() < 0) {
    return file_error(errno, temporary, "create");
  }
  struct stat old {};
  if (::stat(path.c_str(), &old) == 0) {
    ::fchmod(file.get(), old.st_mode & 0777U);  // a secret stays as closed as it was
  }
  Result<void> written = write_all(file.get(), bytes, temporary);
  if (written && ::fsync(file.get()) != 0) {
    written = file_error(errno, temporary, "sync");
  }
  if (written && ::close(file.release()) != 0) {
    written = file_error(errno, temporary, "close");
  }
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = file_error(errno, path, "replace");
  }
  if (!written) {
    ::unlink(temporary.c_str());
    return written;
  }
  return sync_directory(path.parent_path());
}

Result<void> make_directories(const std::filesystem::path& directory) {
  std::error_code error;
  if (std::filesystem::is_directory(directory, error)) {
    return {};
  }
  const std::filesystem::path parent = directory.parent_path();
  if (!parent.empty() && parent != directory) {
    EVIDENCE_TRY(make_directories(parent));
  }
  if (directory.filename().empty() || directory.filename() == ".") {
    return {};  // a trailing slash
  }
  if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) {
    return file_error(errno, directory, "create the directory");
  }
  if (!std::filesystem::is_directory(directory, error)) {
    return file_error(ENOTDIR, directory, "create the directory");
  }
  return sync_directory(parent);
}

Result<FileLock> FileLock::acquire(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (file.get() < 0) {
    return file_error(errno, path, "open the lock");
  }
  int outcome = 0;
  do {
    outcome = ::flock(file.get(), LOCK_EX | LOCK_NB);
  } while (outcome != 0 && errno == EINTR);
  if (outcome != 0) {
    if (errno != EWOULDBLOCK) {
      return file_error(errno, path, "lock");
    }
    char holder[32] = {};
    const ssize_t got = ::pread(file.get(), holder, sizeof holder - 1, 0);
    const std::string_view process =
        got > 0 ? trim(std::string_view(holder, static_cast<std::size_t>(got))) : "";
    return Error{
        ErrorCode::kBusy, "locked",
        quoted_for_message(path.string(), 300) + " is locked by " +
            (process.empty() ? "another process" : "process " + quoted_for_message(process, 20)),
        "Wait until that process has ended."};
  }
  // Only for the message above; the lock itself is the kernel's and dies with the process.
  const std::string process = std::to_string(::getpid()) + '\n';
  if (::ftruncate(file.get(), 0) != 0 ||
      ::pwrite(file.get(), process.data(), process.size(), 0) < 0) {
    return file_error(errno, path, "write the lock");
  }
  return FileLock(file.release());
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  if (this != &other) {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

}  // namespace evidence
