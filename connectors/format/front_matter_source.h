// Passes JATS and BITS through without the full text: inside an article, book or chapter the
// elements body, back and the like are dropped as they stream by, so that an article of any size
// needs no more memory than its front matter. Used by the jats format; one thread at a time.
// Errors are those of the inner source.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_source.h"

namespace evidence {

class FrontMatterSource final : public ByteSource {
 public:
  explicit FrontMatterSource(ByteSource& inner) : inner_(inner) {}

  Result<std::size_t> read(std::span<char> buffer) override;
  [[nodiscard]] std::uint64_t position() const override { return inner_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return inner_.size(); }

  // Where the byte that was given at `offset` stands in the inner source. Asked with offsets that
  // do not fall.
  std::uint64_t original_offset(std::uint64_t offset);

 private:
  enum class Step { kGoOn, kNeedMore };
  Result<bool> fill();
  void drop(std::size_t count);
  void pass(std::size_t count);
  Step pass_text();
  Step pass_hidden();
  Step drop_element();
  [[nodiscard]] std::string_view tag_at(std::size_t at) const;

  ByteSource& inner_;
  std::string window_;  // read, not yet decided on
  std::size_t at_ = 0;
  std::string out_;  // decided on, not yet given
  std::size_t given_ = 0;
  bool ended_ = false;
  std::string_view hidden_until_;  // "-->" or "]]>": inside a comment or CDATA section
  std::string entry_;              // the open article or book; "" outside
  std::string dropping_;           // the element being dropped; "" = none
  std::size_t depth_ = 0;          // of elements of that name
  std::uint64_t passed_ = 0, dropped_ = 0;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> drops_;  // passed_ there, dropped_ by then
};

// The front matter of an article given whole.
std::string front_matter_of(std::string_view xml);

}  // namespace evidence
