#include "base/result.h"

#include "base/text.h"

namespace evidence {

std::string quoted_for_message(std::string_view text, std::size_t limit) {
  constexpr char kHex[] = "0123456789abcdef";
  const std::string_view kept = truncate_utf8(text, limit);
  std::string out;
  out.reserve(kept.size() + 8);
  out += '"';
  const bool valid = is_valid_utf8(kept);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const char c = kept[i];
    const auto byte = static_cast<unsigned char>(c);
    // C1 controls are 0xC2 0x80..0x9F in UTF-8; a terminal may obey them.
    const bool c1 = valid && byte == 0xC2U && i + 1 < kept.size() &&
                    static_cast<unsigned char>(kept[i + 1]) < 0xA0U;
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20U || byte == 0x7FU || (byte >= 0x80U && !valid)) {
      out += "\\x";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else if (c1) {
      ++i;
      const auto low = static_cast<unsigned char>(kept[i]);
      out += "\\x";
      out += kHex[low >> 4U];
      out += kHex[low & 15U];
    } else {
      out += c;
    }
  }
  if (kept.size() < text.size()) {
    out += "…";
  }
  out += '"';
  return out;
}

}  // namespace evidence
