#include "base/word_scanner.h"

#include <string>

#include "base/greek.h"
#include "base/utf8.h"

namespace evidence {
namespace {

// Characters of text that is read as ASCII for speed; notes when that was not the whole truth.
class AsciiChars {
 public:
  static constexpr bool kAscii = true;
  explicit AsciiChars(std::string_view text) : text_(text) {}
  WordChar at(std::size_t position) {
    if (position >= text_.size()) {
      return {};
    }
    const auto byte = static_cast<unsigned char>(text_[position]);
    if (byte >= 0x80U) {
      saw_more_ = true;
      return {};
    }
    return {kAsciiKinds[byte], byte, 1};
  }
  // The end of the letters and digits that begin at `position`.
  [[nodiscard]] std::size_t skip_plain(std::size_t position) const {
    while (position < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[position]);
      if (byte >= 0x80U ||
          (kAsciiKinds[byte] != CharKind::kLetter && kAsciiKinds[byte] != CharKind::kDigit)) {
        break;
      }
      ++position;
    }
    return position;
  }
  [[nodiscard]] bool saw_more() const { return saw_more_; }

 private:
  std::string_view text_;
  bool saw_more_ = false;
};

class UnicodeChars {
 public:
  static constexpr bool kAscii = false;
  explicit UnicodeChars(std::string_view text) : text_(text) {}
  WordChar at(std::size_t position) const {
    if (position >= text_.size()) {
      return {};
    }
    const Utf8Char decoded = decode_utf8(text_, position);
    if (decoded.point < 0x80) {
      return {kAsciiKinds[decoded.point], decoded.point, 1};
    }
    return {kind_of(decoded.point), decoded.point, decoded.length};
  }

 private:
  std::string_view text_;
};

constexpr bool is_letter(CharKind kind) {
  return kind == CharKind::kLetter || kind == CharKind::kGreek || kind == CharKind::kSpaceless;
}

template <typename Chars>
class WordScanner {
 public:
  WordScanner(std::string_view text, Chars& chars, Word& word)
      : text_(text), chars_(chars), word_(word) {}

  // `begin` is the first character of a word.
  void scan(std::size_t begin) {
    // The array is not cleared: that would cost more than the scan.
    word_.count = 0;
    word_.possessive = word_.commas = false;
    word_.possessive_after = 0;
    word_.may_join = true;
    word_.ascii = Chars::kAscii;
    position_ = part_begin_ = begin;
    in_spaceless_ = false;
    while (word_.count < kMaxParts && step()) {
    }
    close_part();
    word_.end = position_;
  }

 private:
  // Takes one character or connector; false at the end of the word.
  bool step() {
    const WordChar c = chars_.at(position_);
    switch (c.kind) {
      case CharKind::kLetter:
      case CharKind::kDigit:
        if constexpr (!Chars::kAscii) {
          if (in_spaceless_) {
            close_part();
            in_spaceless_ = false;
          }
        }
        if constexpr (Chars::kAscii) {
          position_ = chars_.skip_plain(position_);
          digit_before_ = chars_.at(position_ - 1).kind == CharKind::kDigit;
        } else {
          position_ += c.length;
          digit_before_ = c.kind == CharKind::kDigit;
        }
        return true;
      case CharKind::kMark:
        position_ += c.length;
        return true;
      case CharKind::kGreek:
        return take_greek();
      case CharKind::kSpaceless:
        close_part();
        in_spaceless_ = true;
        word_.may_join = false;
        digit_before_ = false;
        position_ += c.length;
        return true;
      case CharKind::kHyphen:
        return cross(c.length);
      case CharKind::kApostrophe:
        return take_apostrophe(c.length);
      case CharKind::kPoint:
        if (digit_before_ && chars_.at(position_ + c.length).kind == CharKind::kDigit) {
          position_ += c.length;
          return true;
        }
        return false;
      case CharKind::kComma:
        return take_thousands();
      case CharKind::kOpen:
        return take_bracket(c.length);
      case CharKind::kAmpersand:
        if (part_is_one_letter() && is_letter(chars_.at(position_ + 1).kind) &&
            !is_word(chars_.at(position_ + 2).kind)) {
          word_.may_join = false;
          return cross(1);
        }
        return false;
      default:
        return false;
    }
  }

  void close_part() {
    if (position_ > part_begin_ && word_.count < word_.parts.size()) {
      word_.parts[word_.count++] = {part_begin_, position_};
    }
    part_begin_ = position_;
  }

  // Over a connector to the next part, if one follows.
  bool cross(std::size_t connector) {
    if (!is_word(chars_.at(position_ + connector).kind)) {
      return false;
    }
    close_part();
    position_ += connector;
    part_begin_ = position_;
    digit_before_ = in_spaceless_ = false;
    return true;
  }

  bool take_apostrophe(std::size_t length) {
    const std::size_t after = position_ + length;
    const WordChar s = chars_.at(after);
    if (!is_word(s.kind)) {
      return false;
    }
    std::size_t after_s = after + s.length;
    while (chars_.at(after_s).kind == CharKind::kMark) {
      after_s += chars_.at(after_s).length;
    }
    if ((s.point == 's' || s.point == 'S') && !is_word(chars_.at(after_s).kind)) {
      close_part();
      if (!word_.possessive) {
        word_.possessive = true;
        word_.possessive_after = word_.count;
      }
      position_ = part_begin_ = after_s;
      digit_before_ = false;
      const CharKind next = chars_.at(position_).kind;
      return next == CharKind::kHyphen && word_.count < kMaxParts;
    }
    return cross(length);
  }

  // "1,000": one to three digits from the beginning of the part, then groups of exactly three.
  bool take_thousands() {
    if (!digit_before_) {
      return false;
    }
    std::size_t digits = 0;
    for (std::size_t i = position_; i > part_begin_ && text_[i - 1] != ','; --i) {
      if (text_[i - 1] < '0' || text_[i - 1] > '9' || ++digits > 3) {
        return false;
      }
    }
    for (std::size_t i = 1; i <= 3; ++i) {
      const char c = position_ + i < text_.size() ? text_[position_ + i] : ' ';
      if (c < '0' || c > '9') {
        return false;
      }
    }
    if (is_word(chars_.at(position_ + 4).kind)) {
      return false;
    }
    position_ += 4;
    word_.commas = true;
    return true;
  }

  // "HbA(1c)", "Ca(2+)", "patient(s)": one to three letters or digits in brackets, glued on.
  bool take_bracket(std::size_t length) {
    const std::size_t inner = position_ + length;
    std::size_t end = inner;
    int letters = 0;
    WordChar c = chars_.at(end);
    while ((c.kind == CharKind::kLetter || c.kind == CharKind::kDigit) && letters < 4) {
      ++letters;
      end += c.length;
      c = chars_.at(end);
    }
    const std::size_t inner_end = end;
    if (c.kind == CharKind::kSign || c.kind == CharKind::kHyphen) {
      end += c.length;
      c = chars_.at(end);
    }
    if (letters == 0 || letters > 3 || c.kind != CharKind::kClose) {
      return false;
    }
    close_part();
    if (word_.count < kMaxParts) {
      word_.parts[word_.count++] = {inner, inner_end};
    }
    position_ = part_begin_ = end + c.length;
    digit_before_ = in_spaceless_ = false;
    const CharKind next = chars_.at(position_).kind;
    return is_word(next) || next == CharKind::kHyphen || next == CharKind::kOpen;
  }

  bool take_greek() {
    const WordChar first = chars_.at(position_);
    int run = 0;
    for (std::size_t i = position_; run <= kMaxGreekSymbolRun;) {
      const WordChar c = chars_.at(i);
      if (c.kind != CharKind::kGreek && c.kind != CharKind::kMark) {
        break;
      }
      run += c.kind == CharKind::kGreek ? 1 : 0;
      i += c.length;
    }
    digit_before_ = false;
    if (run > kMaxGreekSymbolRun) {  // a word of Greek
      close_part();
      while (is_greek_or_mark(chars_.at(position_).kind)) {
        position_ += chars_.at(position_).length;
      }
      if (is_word(chars_.at(position_).kind)) {
        close_part();
      }
      return true;
    }
    close_part();
    position_ += first.length;
    while (chars_.at(position_).kind == CharKind::kMark) {
      position_ += chars_.at(position_).length;
    }
    const WordChar next = chars_.at(position_);
    if (is_mu(first.point) && next.kind == CharKind::kLetter && is_unit_after(position_) &&
        !letter_before_part()) {
      return true;  // "µg" stays together
    }
    if (is_word(next.kind)) {
      close_part();
    }
    return true;
  }

  static bool is_greek_or_mark(CharKind kind) {
    return kind == CharKind::kGreek || kind == CharKind::kMark;
  }

  bool is_unit_after(std::size_t position) {
    std::string unit;
    WordChar c = chars_.at(position);
    while (is_letter(c.kind) && unit.size() <= kMaxMicroUnit) {
      unit += c.point < 0x80 ? static_cast<char>(c.point) : '?';
      position += c.length;
      c = chars_.at(position);
    }
    return is_micro_unit(unit);
  }

  bool letter_before_part() const {
    if (part_begin_ == 0) {
      return false;
    }
    const char c = text_[part_begin_ - 1];
    return (c & '\x80') != 0 || kAsciiKinds[static_cast<unsigned char>(c)] == CharKind::kLetter;
  }

  bool part_is_one_letter() const {
    return word_.count == 0 && position_ == part_begin_ + 1 && !digit_before_;
  }

  std::string_view text_;
  Chars& chars_;
  Word& word_;
  std::size_t position_ = 0;
  std::size_t part_begin_ = 0;
  bool digit_before_ = false;
  bool in_spaceless_ = false;
};

}  // namespace

void scan_word(std::string_view text, std::size_t begin, Word& word) {
  if ((text[begin] & '\x80') == 0) {
    AsciiChars ascii(text);
    WordScanner<AsciiChars>(text, ascii, word).scan(begin);
    word.ascii = true;
    if (!ascii.saw_more()) {
      return;
    }
  }
  UnicodeChars unicode(text);
  WordScanner<UnicodeChars>(text, unicode, word).scan(begin);
  word.ascii = false;
}

}  // namespace evidence
