// The bytes of a source with every kind of line end made LF: CRLF, a lone CR, mixed. Used by the
// readers of tagged exports, whose files come from many systems; constant memory, one thread at a
// time. Errors of read() are those of the source.
#pragma once

#include "base/byte_source.h"

namespace evidence {

class NewlineSource final : public ByteSource {
 public:
  explicit NewlineSource(ByteSource& source) : source_(source) {}
  Result<std::size_t> read(std::span<char> buffer) override;
  [[nodiscard]] std::uint64_t position() const override { return source_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }

 private:
  ByteSource& source_;
  bool after_return_ = false;  // an LF now belongs to the CR before it
};

}  // namespace evidence
