// Gzip as a ByteSource over another one: several members one after the other, checked to the last
// CRC. Used by byte_source.cc. Not thread-safe; damage and truncation are kBadContent.
#pragma once

#include <zlib.h>

#include <memory>
#include <string>
#include <vector>

#include "base/byte_source.h"

namespace evidence {

class GzipSource final : public ByteSource {
 public:
  // `name` stands in messages.
  GzipSource(std::unique_ptr<ByteSource> compressed, std::string name);
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override;

  Result<std::size_t> read(std::span<char> buffer) override;
  [[nodiscard]] std::uint64_t position() const override { return compressed_->position(); }
  [[nodiscard]] std::uint64_t size() const override { return compressed_->size(); }

 private:
  Result<void> fill();  // input_ gets more bytes, or ended_ becomes true
  Error damaged(const std::string& why) const;

  std::unique_ptr<ByteSource> compressed_;
  std::string name_;
  std::vector<char> input_;
  z_stream stream_{};
  bool ended_ = false;           // of the compressed bytes
  bool between_members_ = true;  // the next byte begins a member (or padding)
  bool any_member_ = false;
};

}  // namespace evidence
