#include "connectors/format/marc8.h"

#include <yaz/yaz-iconv.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace evidence {
namespace {

constexpr char kEscape = '\x1b';

bool is_letter(unsigned char c) {
  const unsigned lower = c | 0x20U;
  return lower >= 'a' && lower <= 'z';
}

// ANSEL: letters and signs of its own.
bool is_ansel_sign(unsigned char c) {
  return (c >= 0xA1 && c <= 0xAE) || (c >= 0xB0 && c <= 0xBA) || (c >= 0xBC && c <= 0xBD) ||
         (c >= 0xC0 && c <= 0xC8);
}
bool is_ansel_mark(unsigned char c) { return c >= 0xE0 && c <= 0xFE; }
// Letters that are not ASCII and can carry a diacritic: ø, đ, ł, æ, œ, ı, ơ, ư.
bool is_ansel_letter(unsigned char c) {
  return (c >= 0xA1 && c <= 0xA6) || (c >= 0xAC && c <= 0xAD) || (c >= 0xB1 && c <= 0xB6) ||
         c == 0xB8 || c == 0xBC || c == 0xBD;
}
// Joiners and the marks around an article that is left out in sorting.
bool is_ansel_control(unsigned char c) { return c == 0x88 || c == 0x89 || c == 0x8D || c == 0x8E; }

}  // namespace

Marc8Decoder::Marc8Decoder() : converter_(nullptr) {}

Marc8Decoder::~Marc8Decoder() {
  if (converter_ != nullptr) yaz_iconv_close(static_cast<yaz_iconv_t>(converter_));
}

std::optional<std::string> Marc8Decoder::decode(std::string_view bytes, bool& lost) {
  // Between "ESC % G" and "ESC % @" stands UTF-8, which YAZ does not know.
  constexpr std::string_view kUtf8Begins = "\x1b%G";
  constexpr std::string_view kUtf8Ends = "\x1b%@";
  std::string text;
  while (!bytes.empty()) {
    const std::size_t begin = bytes.find(kUtf8Begins);
    const auto plain = convert(bytes.substr(0, begin), lost);
    if (!plain) return std::nullopt;
    text += *plain;
    if (begin == std::string_view::npos) break;
    bytes.remove_prefix(begin + kUtf8Begins.size());
    const std::size_t end = std::min(bytes.find(kUtf8Ends), bytes.size());
    text += bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + kUtf8Ends.size(), bytes.size()));
  }
  return clean_text(text);
}

std::optional<std::string> Marc8Decoder::convert(std::string_view bytes, bool& lost) {
  if (converter_ == nullptr) converter_ = yaz_iconv_open("UTF-8", "MARC-8");
  if (converter_ == nullptr) return std::nullopt;
  const auto converter = static_cast<yaz_iconv_t>(converter_);
  std::string text;
  std::array<char, 1024> buffer{};
  std::string input(bytes);  // the converter's argument is not const
  char* in = input.data();
  std::size_t left = input.size();
  // Without input the converter gives what it still holds and goes back to the
  // basic sets.
  const auto flush = [&] {
    char* out = buffer.data();
    std::size_t room = buffer.size();
    yaz_iconv(converter, nullptr, nullptr, &out, &room);
    text.append(buffer.data(), buffer.size() - room);
  };
  while (left > 0) {
    char* out = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t before = left;
    const std::size_t result = yaz_iconv(converter, &in, &left, &out, &room);
    text.append(buffer.data(), buffer.size() - room);
    if (result != static_cast<std::size_t>(-1)) break;
    const int why = yaz_iconv_error(converter);
    if (why == YAZ_ICONV_E2BIG && (left < before || room < buffer.size())) continue;
    if (why == YAZ_ICONV_EINVAL) {
      lost = true;  // a diacritic or a code of several bytes cut off at the end
      break;
    }
    flush();
    return std::nullopt;
  }
  flush();
  return text;
}

bool looks_like_marc8(std::string_view bytes) {
  // An escape chooses another set, in which the codes mean something else.
  if (bytes.find(kEscape) != std::string_view::npos) return true;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (c < 0x80 || is_ansel_sign(c) || is_ansel_control(c)) continue;
    if (!is_ansel_mark(c) || i + 1 == bytes.size()) return false;
    const auto next = static_cast<unsigned char>(bytes[i + 1]);
    if (!is_letter(next) && !is_ansel_mark(next) && !is_ansel_letter(next)) return false;
  }
  return true;
}

}  // namespace evidence
