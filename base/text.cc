#include "base/text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace evidence {
namespace {

constexpr bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_dropped(UChar32 point) {
  if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
    return true;
  }
  // Byte order mark and the noncharacters; bidirectional overrides could make one text look like
  // another.
  return point == 0xFEFF || (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF) ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

// Decodes, drops and folds white space; `lines` keeps line breaks. NFC is the caller's.
std::string clean(std::string_view text, bool lines) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  bool newline = false;
  std::size_t position = 0;
  while (position < text.size()) {
    const Utf8Char decoded = decode_utf8(text, position);
    position += decoded.length;
    const auto point = static_cast<UChar32>(decoded.point == kBadUtf8 ? 0xFFFD : decoded.point);
    if (lines && (point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029)) {
      newline = true;
      continue;
    }
    if ((point >= '\t' && point <= '\r') || point == ' ' || point == 0x85 ||
        (point > 0x9F && u_isUWhiteSpace(point) != 0)) {
      space = true;
      continue;
    }
    if (is_dropped(point)) {
      continue;
    }
    if ((space || newline) && !out.empty()) {
      out += newline ? '\n' : ' ';
    }
    space = newline = false;
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else {
      append_utf8(out, static_cast<char32_t>(point));
    }
  }
  return out;
}

std::string nfc(std::string text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) != 0 || normalizer->isNormalizedUTF8(text, status) != 0) {
    return text;
  }
  std::string out;
  out.reserve(text.size());
  icu::StringByteSink<std::string> sink(&out);
  normalizer->normalizeUTF8(0, text, sink, nullptr, status);
  return U_FAILURE(status) != 0 ? text : out;
}

std::string clean_and_compose(std::string_view text, bool lines) {
  std::string out = clean(text, lines);
  const bool ascii = std::none_of(out.begin(), out.end(), [](char c) { return (c & '\x80') != 0; });
  return ascii ? out : nfc(std::move(out));
}

}  // namespace

bool is_valid_utf8(std::string_view text) { return text.size() == valid_utf8_prefix(text); }

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t position = 0;
  while (position < text.size()) {
    std::uint64_t eight = 0;
    if (text.size() - position >= sizeof eight) {  // eight bytes of ASCII at a time
      std::memcpy(&eight, text.data() + position, sizeof eight);
      if ((eight & 0x8080808080808080U) == 0) {
        position += sizeof eight;
        continue;
      }
    }
    const Utf8Char decoded = decode_utf8(text, position);
    if (decoded.point == kBadUtf8) {
      return position;
    }
    position += decoded.length;
  }
  return position;
}

std::string clean_text(std::string_view text) { return clean_and_compose(text, false); }

std::string clean_text_keeping_lines(std::string_view text) {
  return clean_and_compose(text, true);
}

std::string_view truncate_utf8(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) {
    return text;
  }
  std::size_t end = max_bytes;
  // At most three continuation bytes belong to one character; more of them are not UTF-8 anyway.
  for (int i = 0; i < 3 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U;
       ++i) {
    --end;
  }
  return text.substr(0, end);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_ascii_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_ascii_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = text.find(separator, begin);
    if (end == std::string_view::npos) {
      parts.push_back(text.substr(begin));
      return parts;
    }
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      out += separator;
    }
    out += parts[i];
  }
  return out;
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower_ascii);
  return out;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_ascii(x) == lower_ascii(y); });
}

std::string with_thousands(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t end = out.size(); end > 3;) {
    end -= 3;
    out.insert(end, 1, ',');
  }
  return out;
}

}  // namespace evidence
