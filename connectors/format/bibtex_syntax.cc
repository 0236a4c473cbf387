#include "connectors/format/bibtex_syntax.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxFields = 500;
constexpr int kMaxDepth = 200;
constexpr std::size_t kMaxValue = 1U << 20U;

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};

bool is_name_char(char c) {
  return !is_space(c) && c != '{' && c != '}' && c != '(' && c != ')' && c != ',' && c != '=' &&
         c != '#' && c != '"' && c != '%' && c != '\'' && static_cast<unsigned char>(c) > 0x20U;
}

class Parser {
 public:
  Parser(std::string_view text, const BibtexMacros& macros) : text_(text), macros_(macros) {}

  Result<BibtexEntry> parse() {
    if (!take('@')) return bad("it does not begin with @");
    BibtexEntry entry;
    skip_space();
    entry.type = to_lower_ascii(name());
    skip_space();
    if (entry.type.empty() || (!next_is('{') && !next_is('('))) {
      return bad("no brace follows its type");
    }
    close_ = next_is('{') ? '}' : ')';
    ++at_;
    skip_space();
    if (entry.type != "string") {
      const std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != close_ && text_[at_] != '=' &&
             text_[at_] != '\n') {
        ++at_;
      }
      entry.key = trim(text_.substr(begin, at_ - begin));
      if (next_is('=')) {
        // Some exports have no key: the first field stands in its place.
        entry.key.clear();
        at_ = begin;
      } else {
        skip_space();
        if (!take(',') && !next_is(close_)) return bad("no comma follows its key");
      }
    }
    for (;;) {
      skip_space();
      while (take(',')) skip_space();
      if (take(close_)) return entry;
      if (at_ == text_.size()) return bad("it is not closed");
      const std::string field = to_lower_ascii(name());
      skip_space();
      if (field.empty() || !take('=')) return bad("a field's name and = are missing");
      std::string value;
      EVIDENCE_TRY(read_value(value, entry));
      if (entry.fields.size() == kMaxFields) return bad("it has too many fields");
      entry.fields.emplace_back(field, std::move(value));
      skip_space();
      if (!next_is(',') && !next_is(close_)) return bad("no comma follows the field " + field);
    }
  }

  [[nodiscard]] std::size_t position() const { return at_; }

 private:
  Result<void> read_value(std::string& value, BibtexEntry& entry) {
    for (;;) {
      skip_space();
      if (next_is('{')) {
        EVIDENCE_TRY(braced(value));
      } else if (next_is('"')) {
        EVIDENCE_TRY(quoted(value));
      } else {
        const std::string_view word = name();
        if (word.empty()) return bad("a field has no value");
        value += expand(word, entry);
      }
      if (value.size() > kMaxValue) return bad("a value is too long");
      skip_space();
      if (!take('#')) return {};
    }
  }

  std::string expand(std::string_view word, BibtexEntry& entry) const {
    const bool digits =
        std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits) return std::string(word);
    const std::string lower = to_lower_ascii(word);
    if (const auto at = macros_.find(lower); at != macros_.end()) return at->second;
    if (std::find(kMonths.begin(), kMonths.end(), lower) != kMonths.end()) return lower;
    entry.unknown_macros.push_back(std::string(word));
    return std::string(word);
  }

  Result<void> braced(std::string& value) {
    ++at_;
    const std::size_t begin = at_;
    int depth = 1;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '{' && ++depth > kMaxDepth) return bad("its braces are nested too deeply");
      if (c == '}' && --depth == 0) {
        value += text_.substr(begin, at_ - begin);
        ++at_;
        return {};
      }
    }
    return bad("a brace is not closed");
  }

  Result<void> quoted(std::string& value) {
    ++at_;
    const std::size_t begin = at_;
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '{' && ++depth > kMaxDepth) return bad("its braces are nested too deeply");
      if (c == '}' && --depth < 0) return bad("a brace inside quotes has no beginning");
      if (c == '"' && depth == 0) {
        value += text_.substr(begin, at_ - begin);
        ++at_;
        return {};
      }
    }
    return bad("a quote is not closed");
  }

  std::string_view name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  [[nodiscard]] bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] Error bad(std::string what) const {
    const auto line =
        1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    return {ErrorCode::kBadContent, "bad_bibtex",
            std::move(what) + " (line " + std::to_string(line) + " of the entry)", ""};
  }

  std::string_view text_;
  const BibtexMacros& macros_;
  std::size_t at_ = 0;
  char close_ = '}';
};

}  // namespace

Result<BibtexEntry> parse_bibtex_entry(std::string_view text, const BibtexMacros& macros,
                                       std::size_t& length) {
  Parser parser(text, macros);
  Result<BibtexEntry> entry = parser.parse();
  length = parser.position();
  return entry;
}

bool begins_bibtex_entry(std::string_view line) {
  line = trim(line);
  if (!line.starts_with('@')) return false;
  std::size_t at = 1;
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
  const std::size_t begin = at;
  while (at < line.size() && is_letter(line[at])) ++at;
  if (at == begin || at - begin > 30) return false;
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
  return at < line.size() && (line[at] == '{' || line[at] == '(');
}

}  // namespace evidence
