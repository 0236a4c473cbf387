#include "store/raw_pages.h"

#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

#include "base/byte_source.h"
#include "base/file.h"
#include "base/hash.h"
#include "store/rows.h"
#include "store/sync_file.h"

namespace evidence {

namespace {

constexpr std::size_t kMaxPageBytes = std::size_t{1} << 30U;
constexpr int kCompressionLevel = 3;  // fast; a harvest's XML shrinks about sixfold all the same
constexpr std::size_t kChunkBytes = 4U << 20U;

// One gzip member a chunk, which every reader of gzip takes for one stream.
Result<void> compress_to(const std::filesystem::path& from, const std::filesystem::path& to) {
  EVIDENCE_ASSIGN(const std::unique_ptr<ByteSource> source, open_file(from));
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  std::vector<char> chunk(kChunkBytes);
  while (out) {
    EVIDENCE_ASSIGN(const std::size_t count, source->read(chunk));
    if (count == 0) break;
    const std::string member = gzip({chunk.data(), count}, kCompressionLevel);
    out.write(member.data(), static_cast<std::streamsize>(member.size()));
  }
  if (source->position() == 0) out << gzip("", kCompressionLevel);
  out.close();
  if (!out) return file_error(errno, to, "write the kept page");
  return sync_file(to);
}

}  // namespace

std::filesystem::path RawPages::path_of(std::string_view sha256) const {
  const std::string name = to_hex(sha256);
  return directory_ / name.substr(0, 2) / (name + ".gz");
}

Result<KeptPage> RawPages::keep(std::string_view bytes) const {
  if (bytes.size() > kMaxPageBytes) {
    return Error{ErrorCode::kTooLarge, "page_too_large",
                 "A page of " + std::to_string(bytes.size()) +
                     " bytes is too large to keep (limit " + std::to_string(kMaxPageBytes) + ").",
                 "Ask the source for smaller pages."};
  }
  KeptPage page;
  page.sha256 = sha256_bytes(bytes);
  page.bytes = static_cast<std::int64_t>(bytes.size());
  const std::filesystem::path path = path_of(page.sha256);
  std::error_code absent;
  if (const auto size = std::filesystem::file_size(path, absent); !absent && size > 0) {
    page.stored_bytes = static_cast<std::int64_t>(size);
    // Another process may have renamed it a moment ago and not yet synced its name.
    EVIDENCE_TRY(sync_directory(path.parent_path()));
    return page;
  }
  const std::string compressed = gzip(bytes, kCompressionLevel);
  EVIDENCE_TRY(make_directories(path.parent_path()));
  EVIDENCE_TRY(write_file_durably(path, compressed));
  page.stored_bytes = static_cast<std::int64_t>(compressed.size());
  return page;
}

Result<KeptPage> RawPages::keep_file(const std::filesystem::path& path) const {
  // Once to know its name, once to write it: a file that is there already is read once only.
  KeptPage page;
  {
    Digest digest(Digest::Kind::kSha256);
    EVIDENCE_ASSIGN(const std::unique_ptr<ByteSource> source, open_file(path));
    std::vector<char> chunk(kChunkBytes);
    while (true) {
      EVIDENCE_ASSIGN(const std::size_t count, source->read(chunk));
      if (count == 0) break;
      digest.update({chunk.data(), count});
      page.bytes += static_cast<std::int64_t>(count);
    }
    page.sha256 = digest.bytes();
  }
  const std::filesystem::path target = path_of(page.sha256);
  std::error_code failed;
  if (const auto size = std::filesystem::file_size(target, failed); !failed && size > 0) {
    page.stored_bytes = static_cast<std::int64_t>(size);
    EVIDENCE_TRY(sync_directory(target.parent_path()));
    return page;
  }
  EVIDENCE_TRY(make_directories(target.parent_path()));
  std::filesystem::path part = target;
  part += "." + random_id(8) + ".part";
  const Result<void> written = compress_to(path, part);
  if (written.ok()) {
    std::filesystem::rename(part, target, failed);
    if (!failed) {
      EVIDENCE_TRY(sync_directory(target.parent_path()));
      page.stored_bytes = static_cast<std::int64_t>(std::filesystem::file_size(target, failed));
      return page;
    }
  }
  const int error_number = failed.value();
  std::filesystem::remove(part, failed);
  if (!written.ok()) return written.error();
  return file_error(error_number, target, "rename the kept page to");
}

Result<std::unique_ptr<ByteSource>> RawPages::open(std::string_view sha256) const {
  return open_file(path_of(sha256));
}

void RawPages::drop(std::string_view sha256) const {
  std::error_code ignored;
  std::filesystem::remove(path_of(sha256), ignored);
}

Result<std::string> RawPages::read(std::string_view sha256) const {
  const std::filesystem::path path = path_of(sha256);
  EVIDENCE_ASSIGN(const std::string compressed, read_file(path, kMaxPageBytes));
  const Error damaged{ErrorCode::kCorrupt, "raw_page_damaged",
                      "The kept page " + path.string() + " is damaged.",
                      "Delete it and harvest its source again, or restore it from a backup."};
  auto bytes = gunzip(compressed, kMaxPageBytes);
  if (!bytes.ok()) return damaged;
  if (sha256_bytes(*bytes) != sha256) return damaged;
  return bytes;
}

}  // namespace evidence
