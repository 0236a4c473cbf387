#include "base/gzip_stream.h"

#include <algorithm>
#include <limits>
#include <new>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kInputBytes = 64U << 10U;

}  // namespace

GzipSource::GzipSource(std::unique_ptr<ByteSource> compressed, std::string name)
    : compressed_(std::move(compressed)), name_(std::move(name)), input_(kInputBytes) {
  if (inflateInit2(&stream_, 15 + 16) != Z_OK) {
    throw std::bad_alloc();
  }
}

GzipSource::~GzipSource() { inflateEnd(&stream_); }

Error GzipSource::damaged(const std::string& why) const {
  const std::uint64_t at = compressed_->position() - stream_.avail_in;
  return {ErrorCode::kBadContent, "gzip_damaged",
          "gzip content of " + quoted_for_message(name_, 200) +
              " is damaged near compressed byte " + std::to_string(at) + ": " + why,
          "Fetch the file again."};
}

Result<void> GzipSource::fill() {
  if (stream_.avail_in > 0 || ended_) {
    return {};
  }
  EVIDENCE_ASSIGN(const std::size_t got, compressed_->read(input_));
  ended_ = got == 0;
  stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
  stream_.avail_in = static_cast<uInt>(got);
  return {};
}

Result<std::size_t> GzipSource::read(std::span<char> buffer) {
  if (buffer.empty()) {
    return std::size_t{0};
  }
  const auto want =
      static_cast<uInt>(std::min<std::size_t>(buffer.size(), std::numeric_limits<uInt>::max()));
  stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
  stream_.avail_out = want;
  while (stream_.avail_out == want) {
    EVIDENCE_TRY(fill());
    if (between_members_) {
      // Tapes and block devices pad with zeros; anything else must be another member.
      while (any_member_ && stream_.avail_in > 0 && *stream_.next_in == 0) {
        ++stream_.next_in;
        --stream_.avail_in;
      }
      if (stream_.avail_in == 0) {
        if (!ended_) {
          continue;
        }
        if (!any_member_) {
          return damaged("it is empty");
        }
        return std::size_t{0};
      }
      between_members_ = false;
    }
    if (stream_.avail_in == 0 && ended_) {
      return damaged("it is cut short");
    }
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      any_member_ = between_members_ = true;
      inflateReset(&stream_);
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      if (want != stream_.avail_out) {
        break;  // what came out before the damage is good; the next call meets it again
      }
      return damaged(stream_.msg == nullptr ? "error " + std::to_string(status) : stream_.msg);
    }
  }
  return static_cast<std::size_t>(want - stream_.avail_out);
}

}  // namespace evidence
