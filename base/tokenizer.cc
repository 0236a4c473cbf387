#include "base/tokenizer.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>

#include "base/greek.h"
#include "base/text.h"
#include "base/utf8.h"

namespace evidence {
namespace {

enum class Kind : std::uint8_t {
  kOther,
  kLetter,
  kDigit,
  kGreek,      // a letter that can be a symbol: TNFα
  kSpaceless,  // a character of a script that puts no spaces between words
  kMark,       // combining mark or invisible character: belongs to what stands before
  kHyphen,
  kApostrophe,
  kPoint,
  kComma,
  kOpen,
  kClose,
  kAmpersand,
  kSign,
};

struct Char {
  Kind kind = Kind::kOther;
  char32_t point = 0;
  std::size_t length = 1;
};

constexpr std::array<Kind, 128> make_ascii_kinds() {
  std::array<Kind, 128> kinds{};
  for (std::size_t c = 0; c < 128; ++c) {
    const char lower = static_cast<char>(c | 0x20U);
    kinds[c] = c >= '0' && c <= '9'                       ? Kind::kDigit
               : lower >= 'a' && lower <= 'z' && c >= 'A' ? Kind::kLetter
                                                          : Kind::kOther;
  }
  kinds['-'] = Kind::kHyphen;
  kinds['\''] = kinds['`'] = Kind::kApostrophe;
  kinds['.'] = Kind::kPoint;
  kinds[','] = Kind::kComma;
  kinds['('] = Kind::kOpen;
  kinds[')'] = Kind::kClose;
  kinds['&'] = Kind::kAmpersand;
  kinds['+'] = Kind::kSign;
  return kinds;
}
constexpr std::array<Kind, 128> kAsciiKinds = make_ascii_kinds();

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

Kind kind_of(char32_t point) {
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
      return Kind::kHyphen;  // not the long dashes U+2014 and U+2015: they part sentences
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2BB:
    case 0x2BC:
    case 0x2B9:
    case 0x2032:
    case 0xB4:
    case 0xFF07:
      return Kind::kApostrophe;
    case 0xB7:
    case 0x387:
    case 0x2219:
    case 0x22C5:
    case 0x2027:
    case 0xFF0E:
      return Kind::kPoint;
    case 0xFF08:
    case 0x207D:
    case 0x208D:
      return Kind::kOpen;
    case 0xFF09:
    case 0x207E:
    case 0x208E:
      return Kind::kClose;
    case 0x207A:
    case 0x207B:
    case 0x208A:
    case 0x208B:
      return Kind::kSign;
    case 0x2122:
    case 0x2120:
    case kBadUtf8:
      return Kind::kOther;
    default:
      break;
  }
  const auto c = static_cast<UChar32>(point);
  switch (u_charType(c)) {
    case U_DECIMAL_DIGIT_NUMBER:
    case U_OTHER_NUMBER:
    case U_LETTER_NUMBER:
      return Kind::kDigit;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
      return Kind::kMark;
    default:
      break;
  }
  if (!greek_letter_name(point).empty()) {
    return Kind::kGreek;
  }
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) {
    return Kind::kMark;
  }
  if (u_hasBinaryProperty(c, UCHAR_ALPHABETIC) == 0) {
    return Kind::kOther;
  }
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  if (script == USCRIPT_GREEK) {
    return Kind::kGreek;  // accented letters
  }
  return is_spaceless(script) ? Kind::kSpaceless : Kind::kLetter;
}

// Characters of text that is read as ASCII for speed; notes when that was not the whole truth.
class AsciiChars {
 public:
  static constexpr bool kAscii = true;
  explicit AsciiChars(std::string_view text) : text_(text) {}
  Char at(std::size_t position) {
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
  [[nodiscard]] bool saw_more() const { return saw_more_; }

 private:
  std::string_view text_;
  bool saw_more_ = false;
};

class UnicodeChars {
 public:
  static constexpr bool kAscii = false;
  explicit UnicodeChars(std::string_view text) : text_(text) {}
  Char at(std::size_t position) const {
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

bool is_word(Kind kind) {
  return kind == Kind::kLetter || kind == Kind::kDigit || kind == Kind::kGreek ||
         kind == Kind::kSpaceless;
}
bool is_letter(Kind kind) {
  return kind == Kind::kLetter || kind == Kind::kGreek || kind == Kind::kSpaceless;
}

constexpr std::size_t kMaxParts = 32;       // of one token; what is left begins another
constexpr std::size_t kMaxJoinedParts = 6;  // longer compounds are chemical names or lists

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The extent of one word and of its parts in the text.
struct Word {
  std::array<Span, kMaxParts + 1> parts;
  std::size_t count = 0;
  std::size_t end = 0;
  Span possessive;                   // the "s" of Crohn's, which only the joined form keeps
  std::size_t possessive_after = 0;  // how many parts stand before it
  bool may_join = true;
  bool ascii = true;
  bool commas = false;  // a part holds thousands separators
};

template <typename Chars>
class WordScanner {
 public:
  WordScanner(std::string_view text, Chars& chars) : text_(text), chars_(chars) {}

  // `begin` is the first character of a word.
  Word scan(std::size_t begin) {
    word_ = Word{};
    word_.ascii = Chars::kAscii;
    position_ = part_begin_ = begin;
    in_spaceless_ = false;
    while (word_.count < kMaxParts && step()) {
    }
    close_part();
    word_.end = position_;
    return word_;
  }

 private:
  // Takes one character or connector; false at the end of the word.
  bool step() {
    const Char c = chars_.at(position_);
    switch (c.kind) {
      case Kind::kLetter:
      case Kind::kDigit:
        if constexpr (!Chars::kAscii) {
          if (in_spaceless_) {
            close_part();
            in_spaceless_ = false;
          }
        }
        position_ += c.length;
        digit_before_ = c.kind == Kind::kDigit;
        return true;
      case Kind::kMark:
        position_ += c.length;
        return true;
      case Kind::kGreek:
        return take_greek();
      case Kind::kSpaceless:
        close_part();
        in_spaceless_ = true;
        word_.may_join = false;
        digit_before_ = false;
        position_ += c.length;
        return true;
      case Kind::kHyphen:
        return cross(c.length);
      case Kind::kApostrophe:
        return take_apostrophe(c.length);
      case Kind::kPoint:
        if (digit_before_ && chars_.at(position_ + c.length).kind == Kind::kDigit) {
          position_ += c.length;
          return true;
        }
        return false;
      case Kind::kComma:
        return take_thousands();
      case Kind::kOpen:
        return take_bracket(c.length);
      case Kind::kAmpersand:
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
    const Char s = chars_.at(after);
    if (!is_word(s.kind)) {
      return false;
    }
    if ((s.point == 's' || s.point == 'S') && !is_word(chars_.at(after + 1).kind) &&
        chars_.at(after + 1).kind != Kind::kMark) {
      close_part();
      if (word_.possessive.end == 0) {
        word_.possessive = {after, after + 1};
        word_.possessive_after = word_.count;
      }
      position_ = part_begin_ = after + 1;
      digit_before_ = false;
      const Kind next = chars_.at(position_).kind;
      return next == Kind::kHyphen && word_.count < kMaxParts;
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
    Char c = chars_.at(end);
    while ((c.kind == Kind::kLetter || c.kind == Kind::kDigit) && letters < 4) {
      ++letters;
      end += c.length;
      c = chars_.at(end);
    }
    const std::size_t inner_end = end;
    if (c.kind == Kind::kSign || c.kind == Kind::kHyphen) {
      end += c.length;
      c = chars_.at(end);
    }
    if (letters == 0 || letters > 3 || c.kind != Kind::kClose) {
      return false;
    }
    close_part();
    if (word_.count < kMaxParts) {
      word_.parts[word_.count++] = {inner, inner_end};
    }
    position_ = part_begin_ = end + c.length;
    digit_before_ = in_spaceless_ = false;
    const Kind next = chars_.at(position_).kind;
    return is_word(next) || next == Kind::kHyphen || next == Kind::kOpen;
  }

  bool take_greek() {
    const Char first = chars_.at(position_);
    int run = 0;
    for (std::size_t i = position_; run <= kMaxGreekSymbolRun;) {
      const Char c = chars_.at(i);
      if (c.kind != Kind::kGreek && c.kind != Kind::kMark) {
        break;
      }
      run += c.kind == Kind::kGreek ? 1 : 0;
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
    while (chars_.at(position_).kind == Kind::kMark) {
      position_ += chars_.at(position_).length;
    }
    const Char next = chars_.at(position_);
    if (is_mu(first.point) && next.kind == Kind::kLetter && is_unit_after(position_) &&
        !letter_before_part()) {
      return true;  // "µg" stays together
    }
    if (is_word(next.kind)) {
      close_part();
    }
    return true;
  }

  static bool is_greek_or_mark(Kind kind) { return kind == Kind::kGreek || kind == Kind::kMark; }

  bool is_unit_after(std::size_t position) {
    std::string unit;
    Char c = chars_.at(position);
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
    return (c & '\x80') != 0 || kAsciiKinds[static_cast<unsigned char>(c)] == Kind::kLetter;
  }

  bool part_is_one_letter() const {
    return word_.count == 0 && position_ == part_begin_ + 1 && !digit_before_;
  }

  std::string_view text_;
  Chars& chars_;
  Word word_;
  std::size_t position_ = 0;
  std::size_t part_begin_ = 0;
  bool digit_before_ = false;
  bool in_spaceless_ = false;
};

void cut_term(std::string& term) {
  if (term.size() > kMaxTermBytes) {
    term.resize(truncate_utf8(term, kMaxTermBytes).size());
  }
}

bool is_term_char(char c) {
  return (c & '\x80') != 0 || kAsciiKinds[static_cast<unsigned char>(c)] == Kind::kLetter ||
         kAsciiKinds[static_cast<unsigned char>(c)] == Kind::kDigit;
}

// Puts parts into a token, whose strings are used again from word to word.
class PartList {
 public:
  explicit PartList(std::vector<std::string>& parts) : parts_(parts) {}
  std::string& add() {
    if (used_ == parts_.size()) {
      parts_.emplace_back();
    } else {
      parts_[used_].clear();
    }
    return parts_[used_++];
  }
  void drop_last() { --used_; }
  [[nodiscard]] std::size_t size() const { return used_; }
  void finish() { parts_.resize(used_); }

 private:
  std::vector<std::string>& parts_;
  std::size_t used_ = 0;
};

void add_ascii_part(PartList& parts, std::string_view written, bool commas) {
  std::string& part = parts.add();
  written = written.substr(0, kMaxTermBytes);
  part.resize(written.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    part[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  if (commas) {
    std::erase(part, ',');
  }
}

// Folding can bring forth other characters than letters and digits (½ → 1/2): they part the part.
void add_folded_part(PartList& parts, std::string_view written, bool commas) {
  // Folding shortens to a third at most, so that more than this can never matter.
  std::string folded = fold(truncate_utf8(written, 8 * kMaxTermBytes));
  if (commas) {
    std::erase(folded, ',');
  }
  std::size_t begin = 0;
  while (begin < folded.size()) {
    if (!is_term_char(folded[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < folded.size() &&
           (is_term_char(folded[end]) ||
            (folded[end] == '.' && end + 1 < folded.size() && is_term_char(folded[end + 1])))) {
      ++end;
    }
    std::string& part = parts.add();
    part.assign(folded, begin, end - begin);
    cut_term(part);
    begin = end;
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void write_joined(const Word& word, Token& token, std::size_t parts_before_possessive) {
  token.joined.clear();
  const bool possessive = word.possessive.end != 0;
  if (!word.may_join || token.parts.size() > kMaxJoinedParts ||
      (token.parts.size() < 2 && !possessive)) {
    return;
  }
  for (std::size_t i = 0; i < token.parts.size(); ++i) {
    // "2019-2020" and "1-2" are ranges: written together they would be another number.
    if (i > 0 && is_digit(token.parts[i - 1].back()) && is_digit(token.parts[i].front())) {
      token.joined.clear();
      return;
    }
    token.joined += token.parts[i];
    if (possessive && i + 1 == parts_before_possessive) {
      token.joined += 's';
    }
    if (token.joined.size() > kMaxTermBytes) {
      token.joined.clear();
      return;
    }
  }
}

// Is most of the text in capitals (a heading, an old record)? Then capitals say nothing.
bool is_all_capitals(std::string_view text) {
  std::size_t upper = 0;
  std::size_t lower = 0;
  std::size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_lower = c >= 'a' && c <= 'z';
    upper += is_upper ? 1U : 0U;
    lower += is_lower ? 1U : 0U;
    const bool letter = is_upper || is_lower;
    words += letter && !in_word ? 1U : 0U;
    in_word = letter;
  }
  return words > 1 && upper * 10 >= (upper + lower) * 7;
}

bool is_acronym(std::string_view written, const Token& token) {
  return written.size() >= 2 && written.size() <= 6 && token.parts.size() == 1 &&
         std::all_of(written.begin(), written.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         is_ambiguous_acronym(token.parts[0]);
}

void build(std::string_view text, const Word& word, Token& token) {
  PartList parts(token.parts);
  std::size_t before_possessive = 0;
  for (std::size_t i = 0; i < word.count; ++i) {
    const Span span = word.parts[i];
    const std::string_view written = text.substr(span.begin, span.end - span.begin);
    if (word.ascii) {
      add_ascii_part(parts, written, word.commas);
    } else {
      add_folded_part(parts, written, word.commas);
    }
    if (i + 1 == word.possessive_after) {
      before_possessive = parts.size();
    }
  }
  parts.finish();
  if (!token.parts.empty()) {
    write_joined(word, token, before_possessive);
  }
}

}  // namespace

void for_each_token(std::string_view text, const std::function<void(Token&&)>& sink) {
  Token token;
  enum class Capitals { kUnknown, kAll, kSome } capitals = Capitals::kUnknown;
  UnicodeChars unicode(text);
  std::size_t position = 0;
  while (position < text.size()) {
    const auto byte = static_cast<unsigned char>(text[position]);
    Word word;
    if (byte < 0x80U) {
      if (!is_word(kAsciiKinds[byte])) {
        ++position;
        continue;
      }
      AsciiChars ascii(text);
      word = WordScanner<AsciiChars>(text, ascii).scan(position);
      if (ascii.saw_more()) {
        word = WordScanner<UnicodeChars>(text, unicode).scan(position);
      }
    } else {
      const Char c = unicode.at(position);
      if (!is_word(c.kind)) {
        position += c.length;
        continue;
      }
      word = WordScanner<UnicodeChars>(text, unicode).scan(position);
    }
    token.begin = position;
    token.end = word.end;
    position = word.end;
    build(text, word, token);
    if (token.parts.empty()) {
      continue;
    }
    token.acronym = false;
    if (is_acronym(text.substr(token.begin, token.end - token.begin), token)) {
      if (capitals == Capitals::kUnknown) {
        capitals = is_all_capitals(text) ? Capitals::kAll : Capitals::kSome;
      }
      token.acronym = capitals == Capitals::kSome;
    }
    sink(std::move(token));
  }
}

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  for_each_token(text, [&](Token&& token) { tokens.push_back(std::move(token)); });
  return tokens;
}

}  // namespace evidence
