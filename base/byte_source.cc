#include "base/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

#include "base/file.h"
#include "base/gzip_stream.h"

namespace evidence {
namespace {

class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::uint64_t size, std::filesystem::path path)
      : descriptor_(descriptor), size_(size), path_(std::move(path)) {}
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override { ::close(descriptor_); }

  Result<std::size_t> read(std::span<char> buffer) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
      if (got >= 0) {
        position_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) {
        return file_error(errno, path_, "read");
      }
    }
  }
  [[nodiscard]] std::uint64_t position() const override { return position_; }
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  Result<void> rewind() {
    if (::lseek(descriptor_, 0, SEEK_SET) < 0) {
      return file_error(errno, path_, "rewind");
    }
    position_ = 0;
    return {};
  }

 private:
  int descriptor_;
  std::uint64_t size_;
  std::uint64_t position_ = 0;
  std::filesystem::path path_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min(buffer.size(), bytes_.size() - position_);
    std::memcpy(buffer.data(), bytes_.data() + position_, count);
    position_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return position_; }
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t position_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return file_error(errno, path, "open");
  }
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    const int why = errno;
    ::close(descriptor);
    return file_error(why, path, "look at");
  }
  if (S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    return file_error(EISDIR, path, "read");
  }
  auto file =
      std::make_unique<FileSource>(descriptor, static_cast<std::uint64_t>(status.st_size), path);
  if (!S_ISREG(status.st_mode)) {
    return std::unique_ptr<ByteSource>(std::move(file));  // a pipe cannot be looked at twice
  }
  std::array<char, 2> magic{};
  std::size_t have = 0;
  while (have < magic.size()) {
    EVIDENCE_ASSIGN(const std::size_t got, file->read(std::span(magic).subspan(have)));
    if (got == 0) {
      break;
    }
    have += got;
  }
  EVIDENCE_TRY(file->rewind());
  if (have == magic.size() && magic[0] == '\x1f' && magic[1] == '\x8b') {
    return std::unique_ptr<ByteSource>(
        std::make_unique<GzipSource>(std::move(file), path.filename().string()));
  }
  return std::unique_ptr<ByteSource>(std::move(file));
}

std::unique_ptr<ByteSource> memory_source(std::string bytes) {
  return std::make_unique<MemorySource>(std::move(bytes));
}

Result<std::string> read_all(ByteSource& source, std::size_t max_bytes) {
  std::string out;
  constexpr std::size_t kStep = 64U << 10U;
  for (;;) {
    const std::size_t had = out.size();
    out.resize(had + std::min(kStep, max_bytes - had + 1));
    EVIDENCE_ASSIGN(const std::size_t got, source.read(std::span(out).subspan(had)));
    out.resize(had + got);
    if (got == 0) {
      return out;
    }
    if (out.size() > max_bytes) {
      return Error{ErrorCode::kTooLarge, "content_too_large",
                   "content is larger than " + std::to_string(max_bytes) + " bytes", ""};
    }
  }
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  // Only wrong arguments and exhausted memory can fail here.
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out;
  std::array<char, 32U << 10U> buffer;
  std::size_t taken = 0;
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    const std::size_t piece =
        std::min<std::size_t>(bytes.size() - taken, std::numeric_limits<uInt>::max() / 2);
    // zlib's interface predates const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + taken));
    stream.avail_in = static_cast<uInt>(piece);
    taken += piece;
    const int flush = taken == bytes.size() ? Z_FINISH : Z_NO_FLUSH;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = static_cast<uInt>(buffer.size());
      status = deflate(&stream, flush);
      out.append(buffer.data(), buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return out;
}

Result<std::string> gunzip(std::string_view bytes, std::size_t max_bytes) {
  GzipSource source(memory_source(std::string(bytes)), "stored content");
  return read_all(source, max_bytes);
}

}  // namespace evidence
