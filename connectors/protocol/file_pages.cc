#include "connectors/protocol/file_pages.h"

#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "base/file.h"

namespace evidence {
namespace {

constexpr std::size_t kPageBytes = 8U << 20U;
constexpr std::size_t kChunk = 1U << 20U;
constexpr std::uint64_t kEntriesBetweenLooks = 256;

Error interrupted() {
  return {ErrorCode::kCancelled, "interrupted", "the harvest was interrupted",
          "start it again to go on where it stopped"};
}

bool stopped(const StopFlag* stop) { return stop != nullptr && stop->stop_requested(); }

// The bytes as they are on disk: open_file() would decompress them.
class RawFile {
 public:
  static Result<RawFile> open(const std::filesystem::path& path) {
    RawFile file;
    file.file_.reset(std::fopen(path.c_str(), "rbe"));
    if (file.file_ == nullptr) return file_error(errno, path, "open");
    return file;
  }
  Result<std::size_t> read(std::vector<char>& buffer, const std::filesystem::path& path) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file_.get());
    if (count == 0 && std::ferror(file_.get()) != 0) return file_error(errno, path, "read");
    return count;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace

Result<std::string> file_hash(const std::filesystem::path& path, Digest::Kind kind,
                              const StopFlag* stop) {
  EVIDENCE_ASSIGN(RawFile file, RawFile::open(path));
  Digest digest(kind);
  std::vector<char> buffer(kChunk);
  for (;;) {
    if (stopped(stop)) return interrupted();
    EVIDENCE_ASSIGN(const std::size_t count, file.read(buffer, path));
    if (count == 0) return digest.hex();
    digest.update({buffer.data(), count});
  }
}

Result<std::string> file_stamp(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return file_error(errno, path, "look at");
  return std::to_string(status.st_size) + "-" + std::to_string(status.st_mtim.tv_sec) + "." +
         std::to_string(status.st_mtim.tv_nsec) + "-" + std::to_string(status.st_ino);
}

bool FilePages::stands_at(const std::filesystem::path& path, std::uint64_t entry) const {
  if (stream_ == nullptr || path_ != path || entry_ != entry) return false;
  const Result<std::string> now = file_stamp(path);
  return now.ok() && *now == stamp_;
}

void FilePages::close() {
  stream_.reset();
  source_.reset();
  entry_ = 0;
}

Result<void> FilePages::open(const std::filesystem::path& path, std::uint64_t entry) {
  close();
  EVIDENCE_ASSIGN(stamp_, file_stamp(path));
  EVIDENCE_ASSIGN(source_, open_file(path));
  path_ = path;
  stream_ = std::make_unique<EntryStream>(format_, *source_);
  while (entry_ < entry) {
    if (entry_ % kEntriesBetweenLooks == 0 && stopped(stop_)) return interrupted();
    Result<std::optional<EntryReader::Entry>> passed = stream_->next();
    if (!passed.ok()) {
      Error error = passed.error();
      close();
      return error;
    }
    if (!passed->has_value()) break;  // it is shorter than it was: nothing is left to give
    ++entry_;
  }
  entry_ = entry;
  return {};
}

Result<FilePages::Page> FilePages::next() {
  Page page;
  std::size_t bytes = 0;
  while (page.entries.size() < page_size_ && bytes < kPageBytes) {
    if (page.entries.size() % kEntriesBetweenLooks == 0 && stopped(stop_)) {
      close();
      return interrupted();
    }
    Result<std::optional<EntryReader::Entry>> entry = stream_->next();
    if (!entry.ok()) {
      page.broken = entry.error();
      break;
    }
    if (!entry->has_value()) {
      page.ended = true;
      break;
    }
    bytes += (**entry).raw.bytes.size();
    page.entries.push_back(std::move(**entry));
    ++entry_;
  }
  page.next_entry = entry_;
  if (page.ended || page.broken) close();
  return page;
}

}  // namespace evidence
