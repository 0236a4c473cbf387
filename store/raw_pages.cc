#include "store/raw_pages.h"

#include <system_error>

#include "base/byte_source.h"
#include "base/file.h"
#include "store/rows.h"

namespace evidence {

namespace {

constexpr std::size_t kMaxPageBytes = std::size_t{1} << 30U;
constexpr int kCompressionLevel = 3;  // fast; a harvest's XML shrinks about sixfold all the same

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
