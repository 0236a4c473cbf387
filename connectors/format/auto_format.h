// "auto": whichever format a file's first bytes show. Used by the file protocols, whose folders may
// hold files of several kinds. Stateless, thread-safe. A file that no format knows is kBadContent.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class AutoFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "auto"; }
  // Never: it is asked for by name.
  [[nodiscard]] bool recognises(std::string_view, std::string_view) const override { return false; }
  // An entry's position begins with the name of its format, "kbart, line 5", which parse() reads.
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
  // It makes text UTF-8 itself, for it alone knows which files are text.
  [[nodiscard]] bool is_text() const override { return false; }
};

// Gives back bytes that were looked at. `source` must outlive it.
class PeekSource final : public ByteSource {
 public:
  explicit PeekSource(ByteSource& source) : source_(source) {}
  // The first bytes, fewer only where there are no more; before any read().
  Result<std::string_view> peek(std::size_t wanted);
  Result<std::size_t> read(std::span<char> buffer) override;
  [[nodiscard]] std::uint64_t position() const override { return source_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }

 private:
  ByteSource& source_;
  std::string head_;
  std::size_t at_ = 0;
};

}  // namespace evidence
