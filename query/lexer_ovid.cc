#include "query/lexer_ovid.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"

namespace evidence::query {
namespace {

bool is_word_char(char c) {
  return is_letter(c) || is_digit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_operator_word(std::string_view word) {
  return equals_ignoring_case(word, "or") || equals_ignoring_case(word, "and") ||
         equals_ignoring_case(word, "not");
}

class Lexer {
 public:
  Lexer(std::string_view text, LineNotes& notes) : text_(text), notes_(notes) {}

  std::vector<OvidToken> run() {
    while (at_ < text_.size()) step();
    return std::move(tokens_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == ' ') {
      ++at_;
      return;
    }
    if (c == '(' || c == ')') {
      push(c == '(' ? OvidKind::kOpen : OvidKind::kClose, at_, at_ + 1);
      return;
    }
    if (c == '"') {
      quoted();
      return;
    }
    if (c == '[') {
      square();
      return;
    }
    if (c == ']') {
      if (!squares_.empty()) {
        squares_.pop_back();
        push(OvidKind::kClose, at_, at_ + 1);
      } else {
        notes_.warn("stray_sign", "A closing square bracket without an opening one was ignored.",
                    span(at_, at_ + 1), "Take it away.");
        ++at_;
      }
      return;
    }
    if (auto list = line_list(text_, at_)) {
      OvidToken token = make(OvidKind::kList, at_, list->end);
      token.is_and = list->is_and;
      token.ranges = std::move(list->ranges);
      finish(std::move(token), list->end);
      return;
    }
    if (c == '.' && suffix()) return;
    if (c == '/' && slash()) return;
    word();
  }

  void quoted() {
    const std::size_t close = text_.find('"', at_ + 1);
    if (close == std::string_view::npos) {
      notes_.warn("unbalanced_quote",
                  "A quotation mark has no partner; it was ignored, and the words were read as "
                  "words side by side.",
                  span(at_, at_ + 1), "Add the missing quotation mark or take this one away.");
      ++at_;
      return;
    }
    if (trim(text_.substr(at_ + 1, close - at_ - 1)).empty()) {
      notes_.info("empty_quotes", "Quotation marks with nothing between them were ignored.",
                  span(at_, close + 1), "Take them away.");
      at_ = close + 1;
      return;
    }
    OvidToken token = make(OvidKind::kQuoted, at_, close + 1);
    token.text = text_.substr(at_ + 1, close - at_ - 1);
    finish(std::move(token), close + 1);
  }

  [[nodiscard]] std::size_t closing_square() const {
    unsigned depth = 0;
    for (std::size_t p = at_; p < text_.size(); ++p) {
      if (text_[p] == '[') ++depth;
      if (text_[p] == ']' && --depth == 0) return p;
    }
    return std::string_view::npos;
  }

  void square() {
    // Many opening ones without an end would each be searched to the end.
    const std::size_t close = unclosed_ ? std::string_view::npos : closing_square();
    if (close == std::string_view::npos) {
      unclosed_ = true;
      if (starts_with_ignoring_case(text_.substr(at_), "[mp=")) {
        note_comment(text_.size());
        return;
      }
      notes_.warn("stray_sign", "An opening square bracket without a closing one was ignored.",
                  span(at_, at_ + 1), "Take it away.");
      ++at_;
      return;
    }
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    if (inside.size() < 40 && is_pubmed_tag(inside)) {
      OvidToken token = make(OvidKind::kTag, at_, close + 1);
      token.text = inside;
      finish(std::move(token), close + 1);
      return;
    }
    if (inside.size() > 20 && !starts_with_ignoring_case(inside, "mp=") && !inside_square(inside)) {
      const Marks marks = marks_of(inside);
      if (marks.ovid >= 2) {
        notes_.warn("square_brackets",
                    "Square brackets hold searches here and were read as round ones; Ovid itself "
                    "ignores what stands in square brackets.",
                    span(at_, at_ + 1), "Use round brackets.");
        squares_.push_back(at_);
        push(OvidKind::kOpen, at_, at_ + 1);
        return;
      }
    }
    note_comment(close + 1);
  }

  // Nested ones were looked at together with the outermost.
  [[nodiscard]] static bool inside_square(std::string_view inside) {
    return inside.find('[') != std::string_view::npos;
  }

  void note_comment(std::size_t end) {
    notes_.info("comment_ignored",
                quoted_for_message(text_.substr(at_, end - at_), 60) +
                    " was ignored, as Ovid does with what stands in square brackets.",
                span(at_, end));
    at_ = end;
  }

  bool suffix() {
    auto found = ovid_suffix(text_, at_);
    if (!found) return false;
    OvidToken token = make(OvidKind::kCodes, at_, found->end);
    token.codes = std::move(found->codes);
    finish(std::move(token), found->end);
    return true;
  }

  bool slash() {
    auto found = ovid_slash(text_, at_);
    if (!found) return false;
    OvidToken token = make(OvidKind::kSlash, at_, found->end);
    token.codes = std::move(found->qualifiers);
    finish(std::move(token), found->end);
    return true;
  }

  void word() {
    const std::size_t begin = at_;
    std::size_t p = at_;
    while (p < text_.size()) {
      const char c = text_[p];
      if (c == ' ' || c == ')' || c == '"') break;
      if (c == '(') {
        const std::size_t joined = chemical(begin, p, ')');
        if (joined == 0) break;
        p = joined;
        continue;
      }
      if (c == '[' || c == ']') {
        const std::size_t joined = c == '[' ? chemical(begin, p, ']') : 0;
        if (joined == 0) break;
        p = joined;
        continue;
      }
      if (c == '.' && ovid_suffix(text_, p)) break;
      if (c == '/') {
        const std::string_view before = text_.substr(begin, p - begin);
        if (equals_ignoring_case(before, "and") && word_is(p + 1, "or")) {
          notes_.warn("and_or", "“and/or” was read as OR.", span(begin, p + 3), "Write or.");
          at_ = p + 1;
          return;
        }
        if (p > begin && ovid_slash(text_, p)) break;
      }
      ++p;
    }
    if (p == begin) ++p;  // a sign that nothing else takes
    split_glued(begin, p);
    at_ = p;
  }

  [[nodiscard]] bool word_is(std::size_t at, std::string_view word) const {
    return equals_ignoring_case(text_.substr(std::min(at, text_.size()), word.size()), word) &&
           (at + word.size() >= text_.size() || !is_word_char(text_[at + word.size()]));
  }

  // "HbA(1c)", "benzo(a)pyrene": brackets within a word. The position behind them, or 0.
  [[nodiscard]] std::size_t chemical(std::size_t begin, std::size_t open, char closing) const {
    if (open == begin || !is_word_char(text_[open - 1])) return 0;
    const std::string_view before = text_.substr(begin, open - begin);
    if (is_operator_word(before) || ovid_proximity(before)) return 0;
    std::size_t p = open + 1;
    while (p < text_.size() && p - open < 12 && text_[p] != ' ' && text_[p] != closing) {
      if (text_[p] == '(' || text_[p] == '[' || text_[p] == '"' || text_[p] == '=') return 0;
      ++p;
    }
    if (p >= text_.size() || text_[p] != closing || p == open + 1) return 0;
    const std::string_view inside = text_.substr(open + 1, p - open - 1);
    if (closing == ']' && is_pubmed_tag(inside)) return 0;
    const bool goes_on = p + 1 < text_.size() && is_word_char(text_[p + 1]);
    // "iobenguane(131I)" at the end of a word counts only where a digit stands inside.
    const bool ends_word =
        p + 1 >= text_.size() || text_[p + 1] == ' ' || text_[p + 1] == ')' || text_[p + 1] == '.';
    const bool digit = std::any_of(inside.begin(), inside.end(), is_digit);
    return goes_on || (ends_word && digit && closing == ')') ? p + 1 : 0;
  }

  // "cilazapril*or" and "adj1use$": an operator without its space.
  void split_glued(std::size_t begin, std::size_t end) {
    const std::string_view word = text_.substr(begin, end - begin);
    if (const auto proximity = ovid_proximity(word); proximity && proximity->rest < word.size()) {
      note_glued(begin, end);
      push(OvidKind::kWord, begin, begin + proximity->rest);
      push(OvidKind::kWord, begin + proximity->rest, end);
      return;
    }
    for (const std::string_view name : {"or", "and", "not"}) {
      if (word.size() < name.size() + 3) continue;
      const std::size_t cut = word.size() - name.size();
      if ((word[cut - 1] == '*' || word[cut - 1] == '$') &&
          equals_ignoring_case(word.substr(cut), name)) {
        note_glued(begin, end);
        push(OvidKind::kWord, begin, begin + cut);
        push(OvidKind::kWord, begin + cut, end);
        return;
      }
    }
    push(OvidKind::kWord, begin, end);
  }

  void note_glued(std::size_t begin, std::size_t end) {
    notes_.warn("missing_space",
                "A space is missing beside the operator in " +
                    quoted_for_message(text_.substr(begin, end - begin), 40) +
                    "; it was read as if it were there.",
                span(begin, end), "Put a space before and behind the operator.");
  }

  static Span span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  [[nodiscard]] OvidToken make(OvidKind kind, std::size_t begin, std::size_t end) const {
    OvidToken token;
    token.kind = kind;
    token.text = text_.substr(begin, end - begin);
    token.span = span(begin, end);
    token.attached = begin > 0 && text_[begin - 1] != ' ';
    return token;
  }

  void push(OvidKind kind, std::size_t begin, std::size_t end) {
    finish(make(kind, begin, end), end);
  }

  void finish(OvidToken token, std::size_t end) {
    tokens_.push_back(std::move(token));
    at_ = end;
  }

  std::string_view text_;
  LineNotes& notes_;
  std::size_t at_ = 0;
  std::vector<OvidToken> tokens_;
  std::vector<std::size_t> squares_;
  bool unclosed_ = false;
};

}  // namespace

std::vector<OvidToken> lex_ovid(std::string_view plain, LineNotes& notes) {
  return Lexer(plain, notes).run();
}

}  // namespace evidence::query
