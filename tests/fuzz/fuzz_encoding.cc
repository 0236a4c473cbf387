// Any bytes made UTF-8: the repaired text is valid, the stream is the same for every size of its
// pieces, and text that claims nothing comes through unchanged.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/encoding.h"
#include "base/text.h"

namespace {

using namespace evidence;

void require(bool good) {
  if (!good) std::abort();
}

class PieceSource final : public ByteSource {
 public:
  PieceSource(const std::string& bytes, std::size_t step) : bytes_(bytes), step_(step) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min({buffer.size(), step_, bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, count, buffer.data());
    at_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return at_; }
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }

 private:
  const std::string& bytes_;
  std::size_t step_;
  std::size_t at_ = 0;
};

std::string converted(const std::string& bytes, std::size_t step) {
  PieceSource source(bytes, step);
  const auto utf8 = utf8_source(source);
  const auto all = read_all(*utf8, 64U << 20U);
  require(all.ok());
  return *all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  bool repaired = false;
  const std::string text = utf8_text(bytes, repaired);
  require(is_valid_utf8(text) && repaired != is_valid_utf8(bytes));
  const std::string whole = converted(bytes, 1U << 20U);
  for (const std::size_t step : {1U, 7U}) require(converted(bytes, step) == whole);
  const auto named = decode_text(bytes, "UTF-16LE");
  require(named.ok() && is_valid_utf8(*named));
  return 0;
}
