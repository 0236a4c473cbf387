#include "query/typed_text.h"

#include <algorithm>

#include "base/utf8.h"

namespace evidence::query {
namespace {

enum class Sign { kOther, kQuote, kApostrophe, kHyphen, kSpace, kNothing };

Sign sign_of(char32_t point) {
  if (point == kBadUtf8 || point < 0x20 || (point >= 0x7F && point <= 0xA0)) return Sign::kSpace;
  if (point < 0x80) return Sign::kOther;
  switch (point) {
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x301D:
    case 0x301E:
    case 0xFF02:
      return Sign::kQuote;
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x02BC:
      return Sign::kApostrophe;
    case 0x2212:
    case 0xFE63:
    case 0xFF0D:
      return Sign::kHyphen;
    case 0xAD:
    case 0xFEFF:
    case 0x2060:
      return Sign::kNothing;
    case 0x1680:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0x2028:
    case 0x2029:
      return Sign::kSpace;
    default:
      break;
  }
  if (point >= 0x2010 && point <= 0x2015) return Sign::kHyphen;
  if (point >= 0x2000 && point <= 0x200A) return Sign::kSpace;
  if (point >= 0x200B && point <= 0x200F) return Sign::kNothing;
  return Sign::kOther;
}

}  // namespace

TypedText plain_signs(std::string_view typed) {
  TypedText plain;
  plain.text.reserve(typed.size());
  plain.origin.reserve(typed.size() + 1);
  for (std::size_t at = 0; at < typed.size();) {
    const Utf8Char one = decode_utf8(typed, at);
    const auto begin = static_cast<std::uint32_t>(at);
    const auto put = [&](char c) {
      plain.text.push_back(c);
      plain.origin.push_back(begin);
    };
    switch (sign_of(one.point)) {
      case Sign::kQuote:
        if (!plain.curly_quotes) plain.first_curly = {begin, begin + std::uint32_t(one.length)};
        plain.curly_quotes = true;
        put('"');
        break;
      case Sign::kApostrophe:
        put('\'');
        break;
      case Sign::kHyphen:
        put('-');
        break;
      case Sign::kSpace:
        put(' ');
        break;
      case Sign::kNothing:
        break;
      case Sign::kOther:
        for (std::size_t i = 0; i < one.length; ++i) {
          plain.text.push_back(typed[at + i]);
          plain.origin.push_back(static_cast<std::uint32_t>(at + i));
        }
        break;
    }
    at += one.length;
  }
  plain.origin.push_back(static_cast<std::uint32_t>(typed.size()));
  return plain;
}

std::uint32_t column_of(std::string_view line, std::size_t position) {
  const std::string_view before = line.substr(0, std::min(position, line.size()));
  return 1 + static_cast<std::uint32_t>(std::count_if(before.begin(), before.end(), [](char c) {
           return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
         }));
}

}  // namespace evidence::query
