#include "query/pubmed_groups.h"

#include <string>
#include <utility>

#include "base/result.h"

namespace evidence::query {
namespace {

bool is_operator(const PubmedLexeme& lexeme) {
  return lexeme.kind == PubmedKind::kAnd || lexeme.kind == PubmedKind::kOr ||
         lexeme.kind == PubmedKind::kNot;
}

bool is_line_number(const PubmedLexeme& lexeme) {
  return lexeme.kind == PubmedKind::kWord && lexeme.text.size() <= 3 &&
         lexeme.text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "1a", "12b".
bool is_line_label(const PubmedLexeme& lexeme) {
  const std::string_view text = lexeme.text;
  if (lexeme.kind != PubmedKind::kWord || text.size() < 2 || text.size() > 4) return false;
  return text.back() >= 'a' && text.back() <= 'e' &&
         text.find_first_not_of("0123456789") == text.size() - 1;
}

void read_line_number(PubmedLexeme& lexeme, MessageList& messages) {
  const std::string number(lexeme.text);
  messages.warn("line_number_without_hash",
                number + " was read as line " + number + ": the others are lines too.", lexeme.span,
                "Write #" + number + ".");
  lexeme.kind = PubmedKind::kLine;
  lexeme.number = 0;
  for (const char c : number) lexeme.number = lexeme.number * 10 + static_cast<unsigned>(c - '0');
}

void tell_group_tag(const PubmedLexeme& open, const PubmedLexeme& tag, MessageList& messages) {
  messages.error("tag_on_group",
                 "PubMed takes a tag on one term only, not on a group in brackets; it was read as "
                 "if each term had the tag " +
                     quoted_for_message(tag.text, 40) + ".",
                 Span{open.span.begin, tag.span.end},
                 "Write the tag behind each term of the group.");
}

}  // namespace

void tell_pubmed_depth(Span span, unsigned max_depth, MessageList& messages) {
  if (messages.said("nested_too_deeply")) return;
  messages.error("nested_too_deeply",
                 "Brackets stand within brackets more than " + std::to_string(max_depth) +
                     " deep; the inner ones were ignored.",
                 span, "Take brackets away, or divide the line into several.");
}

void read_bare_line_numbers(std::vector<PubmedLexeme>& lexemes, MessageList& messages) {
  bool joined = false;
  const PubmedLexeme* label = nullptr;
  for (std::size_t i = 0; i < lexemes.size(); ++i) {
    const PubmedLexeme& lexeme = lexemes[i];
    joined = joined || is_operator(lexeme);
    const bool is_number = is_line_number(lexeme);
    const bool is_label = is_line_label(lexeme);
    if (is_label && label == nullptr) label = &lexeme;
    const bool fits = is_operator(lexeme) || lexeme.kind == PubmedKind::kOpen ||
                      lexeme.kind == PubmedKind::kClose || lexeme.kind == PubmedKind::kLine ||
                      is_number || is_label;
    const bool side_by_side = i > 0 && is_number && lexemes[i - 1].kind == PubmedKind::kWord;
    if (!fits || side_by_side) return;
  }
  if (!joined) return;
  if (label != nullptr) {
    messages.error("line_label",
                   "These look like labels of lines, which PubMed does not know: " +
                       quoted_for_message(label->text, 20) + ".",
                   label->span, "Write the numbers of the lines: #1 AND #2.");
    return;
  }
  for (PubmedLexeme& lexeme : lexemes) {
    if (is_line_number(lexeme)) read_line_number(lexeme, messages);
  }
}

std::vector<std::optional<PubmedTag>> pair_pubmed_brackets(std::vector<PubmedLexeme>& lexemes,
                                                           unsigned max_depth,
                                                           MessageList& messages) {
  std::vector<std::size_t> open;
  std::vector<bool> dropped(lexemes.size(), false);
  std::vector<std::optional<PubmedTag>> tags(lexemes.size());
  for (std::size_t i = 0; i < lexemes.size(); ++i) {
    if (lexemes[i].kind == PubmedKind::kOpen) open.push_back(i);
    if (lexemes[i].kind != PubmedKind::kClose) continue;
    if (open.empty()) {
      dropped[i] = true;
      messages.error("unbalanced_bracket",
                     "A bracket is closed that was never opened; it was ignored.", lexemes[i].span,
                     "Take it away, or open a bracket before it.");
      continue;
    }
    const std::size_t from = open.back();
    if (open.size() > max_depth) {
      dropped[i] = dropped[from] = true;
      tell_pubmed_depth(lexemes[from].span, max_depth, messages);
    }
    open.pop_back();
    if (i + 1 < lexemes.size() && lexemes[i + 1].kind == PubmedKind::kTag) {
      tell_group_tag(lexemes[from], lexemes[i + 1], messages);
      tags[from] = lexemes[i + 1].tag;
      dropped[++i] = true;
    }
  }
  for (std::size_t depth = 0; depth < open.size(); ++depth) {
    messages.error("unbalanced_bracket",
                   "A bracket is opened and not closed; it was closed at the end.",
                   lexemes[open[depth]].span, "Add a closing bracket where the group ends.");
    if (depth >= max_depth) dropped[open[depth]] = true;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < lexemes.size(); ++i) {
    if (dropped[i]) continue;
    lexemes[kept] = lexemes[i];
    tags[kept++] = tags[i];
  }
  lexemes.resize(kept);
  tags.resize(kept);
  return tags;
}

}  // namespace evidence::query
