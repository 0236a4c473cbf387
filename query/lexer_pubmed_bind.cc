#include <algorithm>
#include <string>

#include "base/result.h"
#include "base/text.h"
#include "query/lexer_pubmed.h"

namespace evidence::query {
namespace {

// So many operators of one run are tried as words of a heading.
constexpr std::size_t kMaxTried = 6;
constexpr std::size_t kMaxHeadingBytes = 250;
constexpr std::size_t kMaxInName = 12;  // "[a]" of benzo[a]pyrene, "[1,2-b]"

bool is_operator(const PubmedLexeme& lexeme) {
  return lexeme.kind == PubmedKind::kAnd || lexeme.kind == PubmedKind::kOr ||
         lexeme.kind == PubmedKind::kNot;
}
bool is_loose(const PubmedLexeme& lexeme) { return is_operator(lexeme) && lexeme.loose; }
bool is_in_run(const PubmedLexeme& lexeme) {
  return lexeme.kind == PubmedKind::kWord || is_loose(lexeme);
}

class Binder {
 public:
  Binder(std::string_view text, const ParseOptions& options, MessageList& messages,
         std::vector<PubmedLexeme>& lexemes)
      : text_(text), options_(options), messages_(messages), lexemes_(lexemes) {}

  void run() {
    bind_tags();
    std::size_t begin = 0;
    while (begin < lexemes_.size()) {
      std::size_t end = begin;
      while (end < lexemes_.size() && is_in_run(lexemes_[end])) ++end;
      if (end > begin) bind_run(begin, end);
      begin = std::max(end, begin + 1);
    }
    for (const PubmedLexeme& lexeme : lexemes_) {
      if (is_loose(lexeme)) tell_loose(lexeme);
    }
  }

 private:
  [[nodiscard]] bool touches(std::size_t first, std::size_t second) const {
    return lexemes_[first].span.end == lexemes_[second].span.begin;
  }

  // May the unknown tag at `i` be letters of a name?
  [[nodiscard]] bool is_in_word(std::size_t i) const {
    const std::string_view inside = lexemes_[i].text;
    return i > 0 && i + 1 < lexemes_.size() && lexemes_[i - 1].kind == PubmedKind::kWord &&
           lexemes_[i + 1].kind == PubmedKind::kWord && touches(i - 1, i) && touches(i, i + 1) &&
           !inside.empty() && inside.size() <= kMaxInName &&
           inside.find_first_of("/:.() \t") == std::string_view::npos;
  }

  // For each lexeme: does the run of words that it stands in end in a known tag?
  [[nodiscard]] std::vector<bool> ending_in_tag() const {
    std::vector<bool> ends(lexemes_.size(), false);
    bool tagged = false;
    for (std::size_t i = lexemes_.size(); i-- > 0;) {
      const PubmedLexeme& lexeme = lexemes_[i];
      const bool unknown = lexeme.kind == PubmedKind::kTag && lexeme.fault == TagFault::kUnknown;
      if (lexeme.kind == PubmedKind::kTag && !unknown) {
        tagged = true;
      } else if (!is_in_run(lexeme) && !(unknown && is_in_word(i))) {
        tagged = false;
      }
      ends[i] = tagged;
    }
    return ends;
  }

  // "[a]" in "benzo[a]pyrene[mh]" becomes a word; other unknown tags are an error and taken out.
  void bind_tags() {
    const std::vector<bool> ends_in_tag = ending_in_tag();
    std::vector<PubmedLexeme> kept;
    kept.reserve(lexemes_.size());
    for (std::size_t i = 0; i < lexemes_.size(); ++i) {
      PubmedLexeme& lexeme = lexemes_[i];
      if (lexeme.kind == PubmedKind::kTag && lexeme.fault == TagFault::kUnknown) {
        if (!ends_in_tag[i] || !is_in_word(i)) {
          tell_unknown(lexeme);
          continue;
        }
        lexeme.kind = PubmedKind::kWord;
        lexeme.fault = TagFault::kNone;
        lexeme.text = text_.substr(lexeme.span.begin, lexeme.span.end - lexeme.span.begin);
      } else if (lexeme.kind == PubmedKind::kTag && lexeme.fault == TagFault::kModifier) {
        messages_.warn("tag_modifier_unknown",
                       "What follows the colon in " + quoted_for_message(lexeme.text, 40) +
                           " does not belong to this tag; it was ignored.",
                       lexeme.span,
                       ":noexp goes with mh, majr, sh and pt; :~3 goes with ti, tiab and ad.");
        lexeme.fault = TagFault::kNone;
      }
      kept.push_back(lexeme);
    }
    lexemes_ = std::move(kept);
  }

  void tell_unknown(const PubmedLexeme& lexeme) {
    const std::string_view nearest = nearest_pubmed_tag(lexeme.text);
    messages_.error("unknown_tag",
                    "PubMed has no field tag " + quoted_for_message(lexeme.text, 40) + ".",
                    lexeme.span,
                    nearest.empty() ? "Use a tag such as [tiab], [mh] or [pt]."
                                    : "Did you mean [" + std::string(nearest) + "]?");
  }

  void bind_run(std::size_t begin, std::size_t end) {
    const bool any = std::any_of(lexemes_.begin() + static_cast<std::ptrdiff_t>(begin),
                                 lexemes_.begin() + static_cast<std::ptrdiff_t>(end), is_loose);
    if (!any) return;
    const PubmedTag* tag = end < lexemes_.size() && lexemes_[end].kind == PubmedKind::kTag
                               ? &lexemes_[end].tag
                               : nullptr;
    const bool known = !options_.vocabulary->version().empty();
    // An operator at the beginning joins the run to what stands before it.
    while (begin < end && is_loose(lexemes_[begin])) ++begin;
    if (known && (tag == nullptr || is_tag_of_names(*tag)) && bind_by_vocabulary(begin, end, tag)) {
      return;
    }
    if (tag == nullptr || !is_tag_of_names(*tag)) return;
    const bool is_heading =
        tag->kind != TagKind::kGroupAuthor && tag->kind != TagKind::kJournal && !is_text(*tag);
    if (known && is_heading) return;
    // Names have "and" in them; "or" and "not" are operators to whoever typed them.
    for (std::size_t i = begin; i < end; ++i) {
      if (is_loose(lexemes_[i]) && lexemes_[i].kind != PubmedKind::kAnd) begin = i + 1;
    }
    bind(begin, end, "no vocabulary is loaded that could tell");
  }

  static bool is_text(const PubmedTag& tag) { return tag.kind == TagKind::kText; }

  // The longest end of the run that is a heading; without a tag only the whole run.
  bool bind_by_vocabulary(std::size_t begin, std::size_t end, const PubmedTag* tag) {
    std::size_t tried = 0;
    for (std::size_t from = begin; from < end && tried < kMaxTried; ++tried) {
      const std::string_view words = text_.substr(
          lexemes_[from].span.begin, lexemes_[end - 1].span.end - lexemes_[from].span.begin);
      if (words.size() <= kMaxHeadingBytes && is_heading(words, tag)) {
        bind(from, end, "it is a heading of the vocabulary");
        return true;
      }
      if (tag == nullptr) return false;
      while (from < end && !is_loose(lexemes_[from])) ++from;
      while (from < end && is_loose(lexemes_[from])) ++from;
    }
    return false;
  }

  [[nodiscard]] bool is_heading(std::string_view words, const PubmedTag* tag) const {
    if (tag != nullptr && tag->kind == TagKind::kSubheading) {
      return options_.vocabulary->find_qualifier(words).has_value();
    }
    if (!options_.vocabulary->find(words).empty()) return true;
    const std::size_t slash = words.rfind('/');
    return slash != std::string_view::npos &&
           !options_.vocabulary->find(trim(words.substr(0, slash))).empty() &&
           options_.vocabulary->find_qualifier(trim(words.substr(slash + 1)));
  }

  void bind(std::size_t begin, std::size_t end, std::string_view why) {
    if (begin >= end) return;
    const Span span{lexemes_[begin].span.begin, lexemes_[end - 1].span.end};
    bool any = false;
    for (std::size_t i = begin; i < end; ++i) {
      if (!is_loose(lexemes_[i])) continue;
      any = true;
      lexemes_[i].kind = PubmedKind::kWord;
      lexemes_[i].loose = false;
    }
    if (!any) return;
    const std::string words =
        quoted_for_message(text_.substr(span.begin, span.end - span.begin), 80);
    messages_.note("operator_in_name", words + " was read as one name: " + std::string(why) + ".",
                   span, "Write the operator in capitals where one is meant.");
  }

  void tell_loose(const PubmedLexeme& lexeme) {
    const std::string name = lexeme.kind == PubmedKind::kAnd  ? "AND"
                             : lexeme.kind == PubmedKind::kOr ? "OR"
                                                              : "NOT";
    const bool sign = lexeme.text == "&" || lexeme.text == "|";
    const std::string code = sign ? "operator_as_sign" : "operator_not_in_capitals";
    if (messages_.said(code)) return;
    messages_.note(code,
                   "“" + std::string(lexeme.text) + "” was read as the operator " + name + ".",
                   lexeme.span, "Write " + name + ".");
  }

  std::string_view text_;
  const ParseOptions& options_;
  MessageList& messages_;
  std::vector<PubmedLexeme>& lexemes_;
};

}  // namespace

void bind_pubmed(std::string_view text, const ParseOptions& options, MessageList& messages,
                 std::vector<PubmedLexeme>& lexemes) {
  Binder(text, options, messages, lexemes).run();
}

}  // namespace evidence::query
