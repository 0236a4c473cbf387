#include "connectors/format/latex_text.h"

#include <algorithm>

#include "base/ascii.h"
#include "connectors/format/latex_symbols.h"

namespace evidence {
namespace {

constexpr int kMaxDepth = 50;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::string read() {
    out_.reserve(text_.size());
    while (at_ < text_.size()) step(0);
    return std::move(out_);
  }

 private:
  // One character, group or command from at_ on; always moves.
  void step(int depth) {
    const char c = text_[at_];
    if (c == '\\') return command(depth);
    if (c == '{') return group(depth);
    ++at_;
    if (c == '$') math_ = !math_;
    if (c == '}' || c == '$') return;  // an unmatched brace; mathematics is read like text
    if (c == '~') {
      out_.push_back(' ');
    } else if (c == '-' && next_is('-')) {
      ++at_;
      const bool three = next_is('-');
      if (three) ++at_;
      out_ += three ? "—" : "–";
    } else if (c == '`' && next_is('`')) {
      ++at_;
      out_ += "“";
    } else if (c == '\'' && next_is('\'')) {
      ++at_;
      out_ += "”";
    } else if ((c == '^' || c == '_') && (math_ || next_is('{'))) {
      return;  // an exponent or index: it is read next
    } else {
      out_.push_back(c);
    }
  }

  [[nodiscard]] bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }

  void group(int depth) {
    ++at_;
    if (depth >= kMaxDepth) return;  // the braces vanish, what is inside is read flat
    while (at_ < text_.size() && text_[at_] != '}') step(depth + 1);
    if (at_ < text_.size()) ++at_;
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  void command(int depth) {
    ++at_;
    if (at_ == text_.size()) return;
    const std::size_t begin = at_;
    if (!is_letter(text_[at_])) {
      const std::string_view name = text_.substr(begin, 1);
      ++at_;
      // "\-" is a place to hyphenate; "\," "\;" are small spaces; "\\" ends a line.
      if (name == "-" || name == "/" || name == "!") return;
      if (name == "," || name == ";" || name == ":" || name == " " || name == "\\") {
        out_.push_back(' ');
      } else if (const std::string_view accent = latex_accent(name); !accent.empty()) {
        accented(accent, depth);
      } else if (name != "(" && name != ")" && name != "[" && name != "]") {
        out_ += name;  // \& \% \_ \# \$ \{ \}
      }
      return;
    }
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    const bool braced = next_is('{');
    const bool spaced = at_ < text_.size() && is_space(text_[at_]);
    if (const std::string_view accent = latex_accent(name); !accent.empty() && (braced || spaced)) {
      return accented(accent, depth);
    }
    if (const std::string_view symbol = latex_symbol(name); !symbol.empty()) {
      out_ += symbol;
      skip_space();
      // "\ss{}" ends the command's name with an empty group.
      if (text_.substr(at_).starts_with("{}")) at_ += 2;
      return;
    }
    // A command of looks, or one that nobody knows: what is in its braces is read on.
    if (name == "href" || name == "textcolor" || name == "color") skip_group();
    skip_space();
    if (next_is('[')) skip_until(']');
  }

  // An argument that is not text.
  void skip_group() {
    skip_space();
    if (!next_is('{')) return;
    int open = 0;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '{') ++open;
      if (text_[at_] == '}' && --open == 0) {
        ++at_;
        return;
      }
    }
  }

  void skip_until(char end) {
    const std::size_t close = text_.find(end, at_);
    if (close != std::string_view::npos) at_ = close + 1;
  }

  // The accent goes behind the first character of its argument: "\'{e}", "\'e", "\v{s}", "\'{\i}".
  void accented(std::string_view accent, int depth) {
    skip_space();
    if (at_ >= text_.size() || depth >= kMaxDepth) return;
    const std::size_t begin = out_.size();
    if (text_[at_] == '{') {
      group(depth + 1);
    } else if (text_[at_] == '\\') {
      command(depth + 1);
    } else {
      // One whole character of UTF-8.
      do {
        out_.push_back(text_[at_++]);
      } while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U);
    }
    if (out_.size() <= begin) return;
    // A dotless i or j loses its dot only for the accent's sake.
    const std::string made = out_.substr(begin);
    if (made == "ı" || made == "ȷ") {
      out_.replace(begin, made.size(), made == "ı" ? "i" : "j");
    }
    std::size_t end = begin + 1;
    while (end < out_.size() && (static_cast<unsigned char>(out_[end]) & 0xC0U) == 0x80U) ++end;
    out_.insert(end, accent);
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
  bool math_ = false;
};

}  // namespace

std::string latex_to_text(std::string_view latex) { return Reader(latex).read(); }

std::string latex_verbatim(std::string_view latex) {
  std::string out;
  for (std::size_t i = 0; i < latex.size(); ++i) {
    const char c = latex[i];
    if (c == '{' || c == '}') continue;
    const char next = i + 1 < latex.size() ? latex[i + 1] : '\0';
    if (c == '\\' && (next == '_' || next == '%' || next == '&' || next == '#' || next == '~')) {
      continue;
    }
    if (latex.substr(i).starts_with("\\textasciitilde")) {
      out.push_back('~');
      i += 14;
      continue;
    }
    if (latex.substr(i).starts_with("\\url")) {
      i += 3;
      continue;
    }
    out.push_back(c);
  }
  return out;
}

}  // namespace evidence
