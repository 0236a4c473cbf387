// OpenURLs on any bytes: no crash, clean UTF-8 within the limits, and what was read is what a
// written one is read as.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "access/openurl.h"
#include "base/text.h"
#include "base/url.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const OpenUrl asked = read_openurl(text);
  require(asked.warnings.size() <= kOpenUrlLimits.warnings);
  require(asked.ids.size() <= kOpenUrlLimits.ids);
  require(asked.authors.size() <= kOpenUrlLimits.authors);
  for (const std::string* value :
       {&asked.atitle, &asked.jtitle, &asked.btitle, &asked.volume, &asked.referrer}) {
    require(is_valid_utf8(*value) && value->size() <= kOpenUrlLimits.value_bytes + 16);
  }
  for (const OpenUrlWarning& warning : asked.warnings) {
    require(is_valid_utf8(warning.message) && !openurl_warning_text(warning.code).empty());
  }
  const OpenUrl again = read_openurl(openurl_kev(asked, asked.referrer));
  require(again.ids == asked.ids && again.issn == asked.issn && again.isbn == asked.isbn);
  require(is_usable(again) == is_usable(asked));
  const std::string address = write_openurl(asked, "https://resolver.example.org/x?y=1");
  for (const char c : address) require(c > 0x20 && c < 0x7F);
  return 0;
}
