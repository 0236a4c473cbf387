// PubMed's syntax: docs/syntax-pubmed.md. Brackets are kept on a stack of our own, so that no depth
// of them reaches the machine's.
#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "query/describe.h"
#include "query/lexer_pubmed.h"
#include "query/parse.h"
#include "query/parser_messages.h"
#include "query/parser_pubmed_terms.h"
#include "query/pubmed_groups.h"

namespace evidence::query {
namespace {

constexpr unsigned kMaxDescribed = 40;  // leaves; a longer reading is not spelt out

std::string_view operator_name(PubmedKind kind) {
  if (kind == PubmedKind::kAnd) return "AND";
  return kind == PubmedKind::kOr ? "OR" : "NOT";
}

// A tree with its depth, so that no tree is walked to learn it.
struct Part {
  Node node;
  unsigned depth = 1;
};

// What stands between two brackets, read so far.
struct Level {
  std::optional<Part> left;
  const PubmedLexeme* pending = nullptr;  // an operator that waits for its right side
  bool left_out = false;                  // something stood here and was left out
  bool and_seen = false, or_seen = false, not_seen = false;
  const PubmedLexeme* open = nullptr;  // the bracket; nullptr of the whole
  const PubmedTag* tag = nullptr;      // of the group, for terms without one
};

class Parser {
 public:
  Parser(std::string_view text, const ParseOptions& options, MessageList& messages)
      : text_(text), options_(options), messages_(messages) {}

  MaybeNode run() {
    lexemes_ = lex_pubmed(text_, options_, messages_);
    bind_pubmed(text_, options_, messages_, lexemes_);
    if (options_.line_references) read_bare_line_numbers(lexemes_, messages_);
    groups_ = pair_pubmed_brackets(lexemes_, options_.limits.max_depth, messages_);
    levels_.emplace_back();
    while (at_ < lexemes_.size()) step();
    while (levels_.size() > 1) close_level(lexemes_.size());
    Level& whole = levels_.front();
    finish(whole);
    if (!whole.left) {
      if (!messages_.has_error()) {
        messages_.error("query_empty", "There is nothing to search for in this line.",
                        Span{0, static_cast<std::uint32_t>(text_.size())},
                        "Type at least one word, or take the line out.");
      }
      return std::nullopt;
    }
    return std::move(whole.left->node);
  }

 private:
  Level& level() { return levels_.back(); }

  void step() {
    const PubmedLexeme& lexeme = lexemes_[at_];
    switch (lexeme.kind) {
      case PubmedKind::kAnd:
      case PubmedKind::kOr:
      case PubmedKind::kNot:
        take_operator(lexeme);
        ++at_;
        return;
      case PubmedKind::kOpen: {
        Level inner;
        inner.open = &lexeme;
        inner.tag = groups_[at_] ? &*groups_[at_] : level().tag;
        levels_.push_back(std::move(inner));
        ++at_;
        return;
      }
      case PubmedKind::kClose:
        close_level(at_);
        ++at_;
        return;
      case PubmedKind::kTag:
        messages_.error("tag_without_term",
                        "The tag " + quoted_for_message(lexeme.text, 40) +
                            " has no term before it; it was ignored.",
                        lexeme.span, "Write the term directly before its tag.");
        ++at_;
        return;
      case PubmedKind::kLine:
        read_line(lexeme);
        ++at_;
        return;
      case PubmedKind::kWord:
      case PubmedKind::kQuoted:
        read_term();
        return;
    }
  }

  void take_operator(const PubmedLexeme& lexeme) {
    Level& here = level();
    const std::string name(operator_name(lexeme.kind));
    if (here.pending != nullptr) {
      // "AND NOT" is how many people say NOT.
      if (here.pending->kind == PubmedKind::kAnd && lexeme.kind == PubmedKind::kNot) {
        here.pending = &lexeme;
        return;
      }
      messages_.error("operator_twice",
                      "Two operators stand side by side; " + name + " was ignored.", lexeme.span,
                      "Keep one of them, or write the term that is missing between them.");
      return;
    }
    if (!here.left && !here.left_out) {
      if (lexeme.kind == PubmedKind::kNot) {
        messages_.warn("not_alone", "NOT alone: everything but what follows it is searched for.",
                       lexeme.span, "Write before NOT what is wanted.");
        here.left = Part{Node{MatchAll{}, lexeme.span}, 1};
        here.pending = &lexeme;
        return;
      }
      messages_.error("operator_without_term", name + " has nothing on its left; it was ignored.",
                      lexeme.span, "Write a term before it, or take it away.");
      return;
    }
    here.pending = &lexeme;
  }

  void read_line(const PubmedLexeme& lexeme) {
    if (lexeme.number == 0) {
      messages_.error("clipboard_unknown",
                      "#0 is PubMed's clipboard, which is not known here; it was left out.",
                      lexeme.span, "List the PMIDs instead, or use a collection.");
      level().left_out = true;
      level().pending = nullptr;
      return;
    }
    add({Node{LineRef{lexeme.number}, lexeme.span}, 1});
  }

  [[nodiscard]] const PubmedLexeme* ahead(std::size_t steps) const {
    return at_ + steps < lexemes_.size() ? &lexemes_[at_ + steps] : nullptr;
  }
  [[nodiscard]] bool is_tag(const PubmedLexeme* lexeme) const {
    return lexeme != nullptr && lexeme->kind == PubmedKind::kTag;
  }

  void read_term() {
    if (read_date_range()) return;
    const std::size_t first = at_;
    PubmedTerm term;
    if (lexemes_[at_].kind == PubmedKind::kQuoted) {
      term = {lexemes_[at_].text, true, lexemes_[at_].span};
      ++at_;
      // "Sepsis"/blood: one heading with its subheading.
      const PubmedLexeme* next = ahead(0);
      if (next != nullptr && next->kind == PubmedKind::kWord && next->text.starts_with('/') &&
          next->text.size() > 1 && next->span.begin == term.span.end && is_subheading_ahead()) {
        read_words();
        joined_ =
            std::string(term.text) +
            std::string(text_.substr(term.span.end, lexemes_[at_ - 1].span.end - term.span.end));
        term = {joined_, false, {term.span.begin, lexemes_[at_ - 1].span.end}};
        take_term(term, first);
        return;
      }
    } else {
      read_words();
      const Span span{lexemes_[first].span.begin, lexemes_[at_ - 1].span.end};
      term = {text_.substr(span.begin, span.end - span.begin), false, span};
    }
    take_term(term, first);
  }

  // Behind a quoted heading: "/blood" with a tag behind it, or the name of a subheading.
  [[nodiscard]] bool is_subheading_ahead() const {
    std::size_t end = at_;
    while (end < lexemes_.size() && lexemes_[end].kind == PubmedKind::kWord) ++end;
    if (end < lexemes_.size() && lexemes_[end].kind == PubmedKind::kTag) return true;
    const std::string_view name = text_.substr(
        lexemes_[at_].span.begin + 1, lexemes_[end - 1].span.end - lexemes_[at_].span.begin - 1);
    return !mesh_qualifier(name).empty() || options_.vocabulary->find_qualifier(name);
  }

  void read_words() {
    while (at_ < lexemes_.size() && lexemes_[at_].kind == PubmedKind::kWord) ++at_;
  }

  void take_term(const PubmedTerm& term, std::size_t first) {
    MaybeNode node;
    if (is_tag(ahead(0))) {
      node = pubmed_tagged(term, lexemes_[at_].tag, options_, messages_);
      ++at_;
    } else if (level().tag != nullptr) {
      node = pubmed_tagged(term, *level().tag, options_, messages_);
    } else if (tell_ebsco(first)) {
      node = std::nullopt;
    } else if (term.quoted) {
      node = pubmed_quoted(term, messages_);
    } else {
      tell_bare_number(term);
      node = pubmed_untagged(term, options_, messages_);
    }
    add_or_leave_out(std::move(node));
  }

  // (MH "Asthma+"): EBSCO's.
  bool tell_ebsco(std::size_t first) {
    const PubmedLexeme* next = ahead(0);
    if (next == nullptr || next->kind != PubmedKind::kQuoted || at_ != first + 1) return false;
    const std::string_view word = lexemes_[first].text;
    if (word != "MH" && word != "MM" && word != "TI" && word != "AB" && word != "TX") return false;
    messages_.error("other_syntax",
                    "“" + std::string(word) +
                        "” before a phrase is EBSCOhost's syntax, not "
                        "PubMed's.",
                    lexemes_[first].span, "Choose EBSCOhost for this line, or translate it.");
    return true;
  }

  void tell_bare_number(const PubmedTerm& term) {
    const bool number = term.text.size() <= 3 &&
                        term.text.find_first_not_of("0123456789") == std::string_view::npos;
    if (!number || !options_.line_references) return;
    messages_.warn("number_as_word",
                   "The number " + std::string(term.text) + " was searched as a word.", term.span,
                   "Write #" + std::string(term.text) + " where the line is meant.");
  }

  // "1991"[dp] : "2004"[dp], 1991 : 2004[dp], 1991[dp]:2004[dp].
  bool read_date_range() {
    std::size_t i = at_;
    const PubmedLexeme& from = lexemes_[i++];
    if (from.text.find(':') != std::string_view::npos) return false;
    const PubmedTag* tag = nullptr;
    if (i < lexemes_.size() && lexemes_[i].kind == PubmedKind::kTag) tag = &lexemes_[i++].tag;
    if (i >= lexemes_.size() || lexemes_[i].kind != PubmedKind::kWord ||
        !lexemes_[i].text.starts_with(':')) {
      return false;
    }
    std::string_view to = trim(lexemes_[i].text.substr(1));
    std::uint32_t end = lexemes_[i].span.end;
    ++i;
    if (to.empty()) {
      if (i >= lexemes_.size() ||
          (lexemes_[i].kind != PubmedKind::kWord && lexemes_[i].kind != PubmedKind::kQuoted)) {
        return false;
      }
      to = lexemes_[i].text;
      end = lexemes_[i++].span.end;
    }
    if (i < lexemes_.size() && lexemes_[i].kind == PubmedKind::kTag) {
      tag = &lexemes_[i].tag;
      end = lexemes_[i++].span.end;
    }
    if (tag == nullptr) tag = level().tag;
    if (tag == nullptr || tag->kind != TagKind::kDate) return false;
    at_ = i;
    add_or_leave_out(
        pubmed_date(from.text, to, true, Span{from.span.begin, end}, *tag, options_, messages_));
    return true;
  }

  void add_or_leave_out(MaybeNode node) {
    if (!node) {
      leave_out();
      return;
    }
    const unsigned deep = depth(*node);
    add({std::move(*node), deep});
  }

  // "a AND [left out]" is a; "[left out] NOT a" is everything but a.
  void leave_out() {
    Level& here = level();
    here.left_out = true;
    here.pending = nullptr;
  }

  void add(Part part) {
    leaves_ += leaf_count(part.node);
    if (leaves_ > options_.limits.max_leaves) {
      if (!messages_.said("query_too_complex")) {
        messages_.error("query_too_complex",
                        "The line has more than " + with_thousands(options_.limits.max_leaves) +
                            " terms; those from here on were left out.",
                        part.node.span, "Divide it into several lines and combine them by number.");
      }
      leave_out();
      return;
    }
    join(level(), std::move(part));
  }

  void join(Level& here, Part part) {
    const PubmedLexeme* by = std::exchange(here.pending, nullptr);
    if (!here.left) {
      if (by == nullptr || by->kind != PubmedKind::kNot) {
        here.left = std::move(part);
        return;
      }
      here.left = Part{Node{MatchAll{}, by->span}, 1};
    }
    const PubmedKind kind = by == nullptr ? PubmedKind::kAnd : by->kind;
    here.and_seen = here.and_seen || kind == PubmedKind::kAnd;
    here.or_seen = here.or_seen || kind == PubmedKind::kOr;
    here.not_seen = here.not_seen || kind == PubmedKind::kNot;
    Part& left = *here.left;
    const Span span{std::min(left.node.span.begin, part.node.span.begin),
                    std::max(left.node.span.end, part.node.span.end)};
    if (std::max(left.depth, part.depth) + 1 > options_.limits.max_depth) {
      tell_pubmed_depth(part.node.span, options_.limits.max_depth, messages_);
      return;
    }
    switch (kind) {
      case PubmedKind::kAnd:
        append<And>(left, std::move(part));
        break;
      case PubmedKind::kOr:
        append<Or>(left, std::move(part));
        break;
      default: {
        left.depth = std::max(left.depth, part.depth) + 1;
        std::vector<Node> both;
        both.push_back(std::move(left.node));
        both.push_back(std::move(part.node));
        left.node = {Not{std::move(both)}, span};
      }
    }
    left.node.span = span;
  }

  // a OR b OR c is one list, with brackets or without: the order makes no difference.
  template <typename List>
  static void append(Part& left, Part part) {
    const unsigned deepest = std::max(left.depth, part.depth);
    if (!std::holds_alternative<List>(left.node.value)) {
      List list;
      list.children.push_back(std::move(left.node));
      left.node = {std::move(list), {}};
      left.depth = deepest + 1;
    }
    auto& children = std::get<List>(left.node.value).children;
    if (auto* more = std::get_if<List>(&part.node.value)) {
      std::move(more->children.begin(), more->children.end(), std::back_inserter(children));
      left.depth = std::max(left.depth, part.depth);
    } else {
      children.push_back(std::move(part.node));
      left.depth = std::max(left.depth, part.depth + 1);
    }
  }

  void finish(Level& here) {
    if (here.pending != nullptr) {
      messages_.error("operator_without_term",
                      std::string(operator_name(here.pending->kind)) +
                          " has nothing on its right; it was ignored.",
                      here.pending->span, "Write a term behind it, or take it away.");
      here.pending = nullptr;
    }
    const bool mixed = (here.and_seen || here.not_seen) && here.or_seen;
    if (!mixed || !here.left || messages_.said("left_to_right")) return;
    std::string text = "PubMed reads AND, OR and NOT in the order in which they stand.";
    if (leaf_count(here.left->node) <= kMaxDescribed) {
      text += " Read as: " + quoted_for_message(describe(here.left->node), 300);
    }
    messages_.note("left_to_right", text, here.left->node.span,
                   "Put brackets round what belongs together.");
  }

  void close_level(std::size_t end) {
    Level inner = std::move(levels_.back());
    finish(inner);
    levels_.pop_back();
    if (inner.left) {
      Part part = std::move(*inner.left);
      part.node.span = {inner.open->span.begin,
                        end < lexemes_.size() ? lexemes_[end].span.end : part.node.span.end};
      join(level(), std::move(part));
      return;
    }
    if (!inner.left_out) {
      messages_.error("empty_brackets", "There is nothing between these brackets.",
                      inner.open->span, "Write a term between them, or take them away.");
    }
    leave_out();
  }

  std::string_view text_;
  const ParseOptions& options_;
  MessageList& messages_;
  std::vector<PubmedLexeme> lexemes_;
  std::vector<std::optional<PubmedTag>> groups_;  // of each lexeme: the tag of the group it opens
  std::vector<Level> levels_;
  std::string joined_;  // keeps the text of a term that stands in two pieces
  std::size_t at_ = 0;
  std::size_t leaves_ = 0;
};

}  // namespace

ParsedLine parse_pubmed(std::string_view text, const ParseOptions& options) {
  ParsedLine line;
  MessageList messages;
  if (is_readable(text, options.limits, messages)) {
    if (MaybeNode tree = Parser(text, options, messages).run()) {
      line.tree = std::move(*tree);
      line.usable = !messages.has_error();
    }
  }
  line.messages = messages.take(text);
  return line;
}

}  // namespace evidence::query
