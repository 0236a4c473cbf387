// Web addresses and percent encoding: what is taken is plain ASCII and stays as it is when read
// again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/url.h"

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
  for (const bool allow_ip : {false, true}) {
    const auto url = parse_web_url(text, allow_ip);
    if (!url) {
      require(!url.error().message.empty());
      continue;
    }
    for (const char c : url->text) {
      require(c > 0x20 && c < 0x7F && c != '\\');
    }
    require(url->text.starts_with(url->https ? "https://" : "http://"));
    require(!url->host.empty() && !url->host.ends_with('.'));
    const auto again = parse_web_url(url->text, allow_ip);
    require(again.ok() && again->text == url->text && again->host == url->host);
  }
  if (is_valid_utf8(text)) {
    const auto back = percent_decode(percent_encode(text), true);
    require(back.ok() && *back == text);
  }
  if (const auto decoded = percent_decode(text, false)) {
    require(is_valid_utf8(*decoded));
  }
  return 0;
}
