// The tokenizer, folding, cleaning and stemming: valid UTF-8 out, bounded terms, stable results.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stem.h"
#include "base/text.h"
#include "base/tokenizer.h"

namespace {

void require(bool good) {
  if (!good) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string clean = clean_text(text);
  require(is_valid_utf8(clean));
  require(clean_text(clean) == clean);
  require(is_valid_utf8(clean_text_keeping_lines(text)));
  require(is_valid_utf8(fold(text)));
  require(is_valid_utf8(truncate_utf8(clean, clean.size() / 2)));
  require(is_valid_utf8(quoted_for_message(text, 40)));
  std::size_t before = 0;
  for_each_token(text, [&](Token&& token) {
    require(token.begin >= before && token.begin < token.end && token.end <= text.size());
    before = token.end;
    require(!token.parts.empty());
    for (const std::string& part : token.parts) {
      require(!part.empty() && part.size() <= kMaxTermBytes && is_valid_utf8(part));
      require(is_valid_utf8(stem(part)));
      (void)spaced_form(part);
    }
    require(token.joined.size() <= kMaxTermBytes && is_valid_utf8(token.joined));
    require(token.parts.size() > 1 || token.joined != token.parts[0]);
  });
  return 0;
}
