#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "base/greek.h"
#include "base/text.h"

namespace evidence {
namespace {

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c & '\x80') != 0; });
}

bool is_digit(UChar32 point) { return u_isdigit(point) != 0; }

bool is_superscript(UChar32 point) {
  return point == 0xB2 || point == 0xB3 || point == 0xB9 || (point >= 0x2070 && point <= 0x2079);
}

// What must be decided before NFKC makes different signs equal.
icu::UnicodeString before_nfkc(const icu::UnicodeString& text) {
  icu::UnicodeString out(text.length() + 16, 0, 0);
  UChar32 previous = ' ';
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 point = text.char32At(i);
    const int32_t after = text.moveIndex32(i, 1);
    const UChar32 next = after < text.length() ? text.char32At(after) : ' ';
    if (is_mu(static_cast<char32_t>(point)) && u_isalpha(previous) == 0) {
      std::string unit;
      for (int32_t k = after;
           k < text.length() && u_isalpha(text.char32At(k)) != 0 && unit.size() <= kMaxMicroUnit;
           k = text.moveIndex32(k, 1)) {
        const UChar32 letter = text.char32At(k);
        unit += letter < 0x80 ? static_cast<char>(letter) : '?';
      }
      if (is_micro_unit(unit)) {
        out.append(u"micro", 5);
        previous = point;
        continue;
      }
    }
    if (point == 0xB4) {
      out.append(u'\'');  // NFKC would make a space and a combining accent of it
    } else if (point == 0x2122 || point == 0x2120) {  // TM and SM signs are not letters of the name
      out.append(u' ');
    } else if ((point == 0xB7 || point == 0x387 || point == 0x2219 || point == 0x22C5 ||
                point == 0x2027) &&
               is_digit(previous) && is_digit(next)) {
      out.append(u'.');
    } else if (is_superscript(point) && is_digit(previous)) {
      out.append(u'^');  // 10⁶ is not 106
      out.append(point);
    } else {
      out.append(point);
    }
    previous = point;
  }
  return out;
}

// Latin letters that have no decomposition, and punctuation of one meaning.
std::u16string_view folded_letter(UChar32 point) {
  switch (point) {
    case 0xE6:
      return u"ae";
    case 0x153:
      return u"oe";
    case 0xF8:
      return u"o";
    case 0x142:
      return u"l";
    case 0x111:
    case 0xF0:
      return u"d";
    case 0xFE:
      return u"th";
    case 0x127:
      return u"h";
    case 0x131:
      return u"i";
    case 0x14B:
      return u"ng";
    case 0x167:
      return u"t";
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2BC:
    case 0x2BB:
    case 0x2B9:
    case 0x2032:
    case 0x60:
      return u"'";
    case 0x2044:
    case 0x2215:
      return u"/";
    case 0x2212:
    case 0x2043:
    case 0xFE58:
    case 0x2E3A:
    case 0x2E3B:
      return u"-";
    default:
      return point >= 0x2010 && point <= 0x2015 ? std::u16string_view(u"-") : std::u16string_view();
  }
}

bool is_latin_or_greek(UChar32 point) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(point, &status);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_COMMON;
}

icu::UnicodeString spell_out(const icu::UnicodeString& decomposed) {
  icu::UnicodeString out(decomposed.length() + 16, 0, 0);
  bool strip_marks = true;
  for (int32_t i = 0; i < decomposed.length();) {
    const UChar32 point = decomposed.char32At(i);
    const int32_t next = decomposed.moveIndex32(i, 1);
    if (u_charType(point) == U_NON_SPACING_MARK) {
      if (!strip_marks) {
        out.append(point);
      }
      i = next;
      continue;
    }
    strip_marks = is_latin_or_greek(point);
    if (const std::u16string_view letter = folded_letter(point); !letter.empty()) {
      out.append(letter.data(), static_cast<int32_t>(letter.size()));
      i = next;
      continue;
    }
    if (greek_letter_name(static_cast<char32_t>(point)).empty()) {
      out.append(point);
      i = next;
      continue;
    }
    // The whole run of Greek letters with their marks: a symbol or a word.
    int letters = 0;
    int32_t end = i;
    icu::UnicodeString names;
    icu::UnicodeString word;
    while (end < decomposed.length()) {
      const UChar32 letter = decomposed.char32At(end);
      const std::string_view name = greek_letter_name(static_cast<char32_t>(letter));
      if (!name.empty()) {
        if (++letters <= kMaxGreekSymbolRun) {
          names.append(icu::UnicodeString::fromUTF8(
              icu::StringPiece(name.data(), static_cast<int32_t>(name.size()))));
        }
        word.append(letter);
      } else if (u_charType(letter) != U_NON_SPACING_MARK) {
        break;
      }
      end = decomposed.moveIndex32(end, 1);
    }
    out.append(letters <= kMaxGreekSymbolRun ? names : word);
    i = end;
  }
  return out;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  if (is_ascii(text)) {
    out = to_lower_ascii(text);
    std::replace(out.begin(), out.end(), '`', '\'');
    return out;
  }
  // ICU counts in int32_t; longer text is folded in pieces, cut at a character.
  constexpr std::size_t kPiece = 64U << 20U;
  if (text.size() > kPiece) {
    while (!text.empty()) {
      const std::string_view piece = truncate_utf8(text, kPiece);
      out += fold(piece);
      text.remove_prefix(piece.size());
    }
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  const icu::UnicodeString source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (U_FAILURE(status) != 0) {
    return to_lower_ascii(text);
  }
  const icu::UnicodeString folded = nfkc->normalize(before_nfkc(source), status);
  const icu::UnicodeString spelt = spell_out(nfd->normalize(folded, status));
  nfc->normalize(spelt, status).toUTF8String(out);
  return out;
}

}  // namespace evidence
