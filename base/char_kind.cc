#include "base/char_kind.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/greek.h"
#include "base/utf8.h"

namespace evidence {
namespace {

bool is_spaceless(UScriptCode script) {
  switch (script) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

}  // namespace

CharKind kind_of(char32_t point) {
  switch (point) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
    case 0x2043:
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D:
      return CharKind::kHyphen;  // not the long dashes U+2014 and U+2015: they part sentences
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2BB:
    case 0x2BC:
    case 0x2B9:
    case 0x2032:
    case 0xB4:
    case 0xFF07:
      return CharKind::kApostrophe;
    case 0xB7:
    case 0x387:
    case 0x2219:
    case 0x22C5:
    case 0x2027:
    case 0xFF0E:
      return CharKind::kPoint;
    case 0xFF08:
    case 0x207D:
    case 0x208D:
      return CharKind::kOpen;
    case 0xFF09:
    case 0x207E:
    case 0x208E:
      return CharKind::kClose;
    case 0x207A:
    case 0x207B:
    case 0x208A:
    case 0x208B:
      return CharKind::kSign;
    case 0x2122:
    case 0x2120:
    case kBadUtf8:
      return CharKind::kOther;
    default:
      break;
  }
  const auto c = static_cast<UChar32>(point);
  switch (u_charType(c)) {
    case U_DECIMAL_DIGIT_NUMBER:
    case U_OTHER_NUMBER:
    case U_LETTER_NUMBER:
      return CharKind::kDigit;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
      return CharKind::kMark;
    default:
      break;
  }
  if (!greek_letter_name(point).empty()) {
    return CharKind::kGreek;
  }
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) {
    return CharKind::kMark;
  }
  if (u_hasBinaryProperty(c, UCHAR_ALPHABETIC) == 0) {
    return CharKind::kOther;
  }
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  if (script == USCRIPT_GREEK) {
    return CharKind::kGreek;  // accented letters
  }
  return is_spaceless(script) ? CharKind::kSpaceless : CharKind::kLetter;
}

}  // namespace evidence
