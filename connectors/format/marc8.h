// MARC-8, the character sets of MARC 21 before Unicode (ANSEL, Greek, Cyrillic,
// Arabic, Hebrew, East Asian), as UTF-8. The only place that knows YAZ's
// converter. Used by the ISO 2709 format; an object is used by one thread.
// Standard: MARC 21 Specifications, character sets, part 2 and 3.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace evidence {

class Marc8Decoder {
 public:
  Marc8Decoder();
  ~Marc8Decoder();
  Marc8Decoder(const Marc8Decoder&) = delete;
  Marc8Decoder& operator=(const Marc8Decoder&) = delete;

  // One subfield, from the basic sets on; composed characters (NFC). nullopt
  // where the bytes are not MARC-8; `lost` becomes true where a part of them
  // means nothing and was left out.
  std::optional<std::string> decode(std::string_view bytes, bool& lost);

 private:
  std::optional<std::string> convert(std::string_view bytes, bool& lost);
  void* converter_;  // yaz_iconv_t; opened at first use
};

// Could these bytes, which are not ASCII, be MARC-8? Diacritics stand before
// their letter there, which Latin-1 text breaks soon, and several codes mean
// nothing.
bool looks_like_marc8(std::string_view bytes);

}  // namespace evidence
