#include "query/lexer_pubmed.h"

#include <array>
#include <string>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxTagBytes = 100;

// What PubMed takes as a space between words, beside white space.
constexpr std::string_view kReadAsSpace = "!$%+;<>=?\\^{}~";

// Bytes of the white space at `at`; 0 where there is none. Word and web pages paste no-break and
// thin spaces.
std::size_t space_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte <= 0x20U || byte == 0x7FU) return 1;
  if (kReadAsSpace.find(text[at]) != std::string_view::npos) return 1;
  const std::string_view rest = text.substr(at);
  // No-break space, and the control characters beside it.
  if (rest.size() >= 2 && rest[0] == '\xC2' && static_cast<unsigned char>(rest[1]) <= 0xA0U)
    return 2;
  if (rest.starts_with("\xEF\xBB\xBF") || rest.starts_with("\xE2\x80\xAF") ||
      rest.starts_with("\xE3\x80\x80")) {
    return 3;
  }
  if (rest.size() >= 3 && rest.starts_with("\xE2\x80")) {
    const auto third = static_cast<unsigned char>(rest[2]);
    if (third >= 0x80U && third <= 0x8BU) return 3;
  }
  return 0;
}

struct Quote {
  std::size_t bytes = 0;
  bool smart = false;
};

Quote quote_at(std::string_view text, std::size_t at) {
  if (text[at] == '"') return {1, false};
  const std::string_view rest = text.substr(at);
  constexpr std::array<std::string_view, 8> kSmart{"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E",
                                                   "\xE2\x80\x9F", "\xE2\x80\xB3", "\xC2\xAB",
                                                   "\xC2\xBB",     "\xEF\xBC\x82"};
  for (const std::string_view mark : kSmart) {
    if (rest.starts_with(mark)) return {mark.size(), true};
  }
  return {};
}

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80U || is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool holds_known_tag(std::string_view text) {
  for (std::size_t open = text.find('['); open != std::string_view::npos;
       open = text.find('[', open + 1)) {
    const std::size_t close = text.find(']', open);
    if (close == std::string_view::npos) return false;
    if (close - open > kMaxTagBytes) continue;
    if (read_pubmed_tag(text.substr(open + 1, close - open - 1)).fault != TagFault::kUnknown) {
      return true;
    }
  }
  return false;
}

class Lexer {
 public:
  Lexer(std::string_view text, const ParseOptions& options, MessageList& messages)
      : text_(text), options_(options), messages_(messages) {}

  std::vector<PubmedLexeme> run() {
    while (at_ < text_.size()) {
      if (const std::size_t space = space_at(text_, at_); space > 0) {
        tell_wildcard();
        at_ += space;
        continue;
      }
      if (const Quote quote = quote_at(text_, at_); quote.bytes > 0) {
        read_quoted(quote);
        continue;
      }
      switch (text_[at_]) {
        case '(':
          push(PubmedKind::kOpen, 1);
          break;
        case ')':
          push(PubmedKind::kClose, 1);
          break;
        case '&':
          push(PubmedKind::kAnd, 1).loose = true;
          break;
        case '|':
          push(PubmedKind::kOr, 1).loose = true;
          break;
        case '[':
          read_tag();
          break;
        case ']':
          messages_.error("unbalanced_tag", "A square bracket is closed that was never opened.",
                          span_of(at_, at_ + 1),
                          "Take it away, or write the tag as in asthma[tiab].");
          ++at_;
          break;
        case '#':
          if (read_line_number()) break;
          tell_wildcard();
          ++at_;
          break;
        default:
          read_word();
      }
    }
    return std::move(lexemes_);
  }

 private:
  static Span span_of(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  PubmedLexeme& push(PubmedKind kind, std::size_t bytes) {
    PubmedLexeme& lexeme = lexemes_.emplace_back();
    lexeme.kind = kind;
    lexeme.text = text_.substr(at_, bytes);
    lexeme.span = span_of(at_, at_ + bytes);
    at_ += bytes;
    return lexeme;
  }

  // "wom?n", "asthma$": other platforms' signs.
  void tell_wildcard() {
    const char sign = text_[at_];
    if ((sign != '?' && sign != '$' && sign != '#') || lexemes_.empty() ||
        lexemes_.back().span.end != at_ || lexemes_.back().kind != PubmedKind::kWord) {
      return;
    }
    if (messages_.said("no_wildcard")) return;
    messages_.warn("no_wildcard",
                   "PubMed reads ?, $ and # as a space; only * stands for letters, at the end of a "
                   "word.",
                   Span{lexemes_.back().span.begin, static_cast<std::uint32_t>(at_ + 1)},
                   "Write the variants with OR, or end the word in *.");
  }

  void read_quoted(Quote open) {
    const std::size_t begin = at_;
    std::size_t end = begin + open.bytes;
    Quote close;
    while (end < text_.size() && (close = quote_at(text_, end)).bytes == 0) ++end;
    const std::string_view inside = text_.substr(begin + open.bytes, end - begin - open.bytes);
    const bool tagged = holds_known_tag(inside);
    if (close.bytes == 0 || tagged) {
      at_ += open.bytes;
      const Span span = span_of(begin, begin + open.bytes);
      const bool behind_tag =
          trim(inside).empty() && !lexemes_.empty() && lexemes_.back().kind == PubmedKind::kTag;
      if (tagged || behind_tag) {
        messages_.warn("unbalanced_quote",
                       "A quotation mark encloses tags or has no partner; it was ignored.", span,
                       "Put quotation marks on both sides of the phrase, or on neither.");
      } else {
        messages_.error("unbalanced_quote", "A quotation mark has no partner.", span,
                        "Close the phrase with a second quotation mark.");
      }
      return;
    }
    if ((open.smart || close.smart) && !messages_.said("smart_quotes")) {
      messages_.warn("smart_quotes",
                     "Curly quotation marks, as word processors make them, were read as straight "
                     "ones.",
                     span_of(begin, end + close.bytes), "Type straight quotation marks: \"…\".");
    }
    PubmedLexeme& lexeme = lexemes_.emplace_back();
    lexeme.kind = PubmedKind::kQuoted;
    lexeme.text = inside;
    lexeme.span = span_of(begin, end + close.bytes);
    at_ = end + close.bytes;
  }

  void read_tag() {
    const std::size_t close =
        text_.substr(0, std::min(text_.size(), at_ + kMaxTagBytes)).find_first_of("[]", at_ + 1);
    if (close == std::string_view::npos || text_[close] == '[') {
      messages_.error("unbalanced_tag", "A square bracket is opened and not closed.",
                      span_of(at_, at_ + 1), "Close the tag, as in asthma[tiab].");
      ++at_;
      return;
    }
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    const ReadTag read = read_pubmed_tag(inside);
    PubmedLexeme& lexeme = push(PubmedKind::kTag, close + 1 - at_);
    lexeme.text = inside;
    lexeme.tag = read.tag;
    lexeme.fault = read.fault;
  }

  // "#12", not "#2a" and nothing inside a word.
  bool read_line_number() {
    if (!options_.line_references) return false;
    std::size_t end = at_ + 1;
    unsigned number = 0;
    while (end < text_.size() && is_digit(text_[end]) && end - at_ <= 6) {
      number = number * 10 + static_cast<unsigned>(text_[end++] - '0');
    }
    if (end == at_ + 1 || (end < text_.size() && is_word_byte(text_[end]))) return false;
    push(PubmedKind::kLine, end - at_).number = number;
    return true;
  }

  void read_word() {
    std::size_t end = at_;
    while (end < text_.size() && space_at(text_, end) == 0 && quote_at(text_, end).bytes == 0 &&
           std::string_view("()[]&|#").find(text_[end]) == std::string_view::npos) {
      ++end;
    }
    const std::string_view word = text_.substr(at_, end - at_);
    std::string_view bare = word;  // a star on an operator stands for nothing
    while (bare.starts_with('*')) bare.remove_prefix(1);
    while (bare.ends_with('*')) bare.remove_suffix(1);
    PubmedKind kind = PubmedKind::kWord;
    if (equals_ignoring_case(bare, "and")) kind = PubmedKind::kAnd;
    if (equals_ignoring_case(bare, "or")) kind = PubmedKind::kOr;
    if (equals_ignoring_case(bare, "not")) kind = PubmedKind::kNot;
    const bool capitals = bare == "AND" || bare == "OR" || bare == "NOT";
    push(kind, word.size()).loose = kind != PubmedKind::kWord && !capitals;
  }

  std::string_view text_;
  const ParseOptions& options_;
  MessageList& messages_;
  std::vector<PubmedLexeme> lexemes_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<PubmedLexeme> lex_pubmed(std::string_view text, const ParseOptions& options,
                                     MessageList& messages) {
  return Lexer(text, options, messages).run();
}

}  // namespace evidence::query
