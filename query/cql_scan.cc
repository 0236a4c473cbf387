#include "query/cql_scan.h"

#include <algorithm>
#include <array>

#include "base/result.h"
#include "base/text.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxPrefixes = 50;  // "> dc = …"

enum class Kind { kBare, kQuoted, kOpen, kClose, kRelation, kSlash };
struct Token {
  Kind kind = Kind::kBare;
  std::string_view text;
  Span span;
};

bool is_boolean(const Token& token) {
  if (token.kind != Kind::kBare) return false;
  for (const std::string_view name : {"and", "or", "not", "prox"}) {
    if (equals_ignoring_case(token.text, name)) return true;
  }
  return false;
}

class Scanner {
 public:
  Scanner(std::string_view typed, const Limits& limits, MessageList& messages)
      : typed_(typed), limits_(limits), messages_(messages) {}

  CqlScan run() {
    CqlScan scan;
    cut();
    check_brackets();
    check_booleans();
    if (messages_.has_error()) return scan;
    scan.readable = true;
    write(scan);
    return scan;
  }

 private:
  static Span span_of(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  void push(Kind kind, std::size_t begin, std::size_t end) {
    tokens_.push_back({kind, typed_.substr(begin, end - begin), span_of(begin, end)});
  }

  void cut() {
    std::size_t at = 0;
    while (at < typed_.size()) {
      const char c = typed_[at];
      if (static_cast<unsigned char>(c) <= 0x20U) {
        if (c == '\0') {
          messages_.error("query_syntax", "The query holds a NUL character.", span_of(at, at + 1),
                          "Take it away.");
          return;
        }
        ++at;
      } else if (c == '"') {
        at = cut_quoted(at);
      } else if (c == '(' || c == ')') {
        push(c == '(' ? Kind::kOpen : Kind::kClose, at, at + 1);
        ++at;
      } else if (c == '/') {
        push(Kind::kSlash, at, at + 1);
        ++at;
      } else if (c == '<' || c == '>' || c == '=') {
        std::size_t end = at;
        while (end < typed_.size() &&
               std::string_view("<>=").find(typed_[end]) != std::string_view::npos) {
          ++end;
        }
        push(Kind::kRelation, at, end);
        at = end;
      } else {
        std::size_t end = at;
        while (end < typed_.size() && static_cast<unsigned char>(typed_[end]) > 0x20U &&
               std::string_view("\"()/<>=").find(typed_[end]) == std::string_view::npos) {
          ++end;
        }
        push(Kind::kBare, at, end);
        at = end;
      }
    }
  }

  std::size_t cut_quoted(std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < typed_.size() && typed_[end] != '"') end += typed_[end] == '\\' ? 2 : 1;
    if (end >= typed_.size()) {
      messages_.error("unbalanced_quote", "A quotation mark has no partner.",
                      span_of(begin, begin + 1), "Close the phrase with a second quotation mark.");
      end = typed_.size() - 1;
    }
    push(Kind::kQuoted, begin, end + 1);
    return end + 1;
  }

  void check_brackets() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.kind == Kind::kOpen) {
        open.push_back(i);
        if (open.size() > limits_.max_depth && !messages_.said("nested_too_deeply")) {
          messages_.error("nested_too_deeply",
                          "Brackets stand within brackets more than " +
                              std::to_string(limits_.max_depth) + " deep.",
                          token.span, "Take brackets away.");
        }
      }
      if (token.kind != Kind::kClose) continue;
      if (open.empty()) {
        messages_.error("unbalanced_bracket", "A bracket is closed that was never opened.",
                        token.span, "Take it away, or open a bracket before it.");
        continue;
      }
      if (open.back() + 1 == i) {
        messages_.error("empty_brackets", "There is nothing between these brackets.",
                        Span{tokens_[i - 1].span.begin, token.span.end},
                        "Write a term between them, or take them away.");
      }
      open.pop_back();
    }
    for (const std::size_t i : open) {
      messages_.error("unbalanced_bracket", "A bracket is opened and not closed.", tokens_[i].span,
                      "Add a closing bracket where the group ends.");
    }
  }

  // A word such as "and" is an operator unless a relation stands beside it.
  void check_booleans() {
    std::size_t clauses = 1;
    std::size_t prefixes = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      const bool starts = i == 0 || tokens_[i - 1].kind == Kind::kOpen;
      if (token.kind == Kind::kRelation && token.text == ">" && names_set(i)) ++prefixes;
      if (!is_boolean(token)) continue;
      ++clauses;
      if (starts) {
        // YAZ would take it as a word.
        messages_.error("operator_without_term",
                        quoted_for_message(token.text, 10) + " has nothing on its left.",
                        token.span, "Write a term before it, or put it between quotation marks.");
      } else if (const std::size_t next = behind_modifiers(i + 1);
                 next < tokens_.size() && is_boolean(tokens_[next])) {
        messages_.error("operator_twice",
                        "Two operators stand side by side: " + quoted_for_message(token.text, 10) +
                            " and " + quoted_for_message(tokens_[next].text, 10) + ".",
                        tokens_[next].span,
                        "Keep one of them, or write the term that is missing between them.");
      } else if (next >= tokens_.size() || tokens_[next].kind == Kind::kClose) {
        messages_.error("operator_without_term",
                        quoted_for_message(token.text, 10) + " has nothing on its right.",
                        token.span, "Write a term behind it, or put it between quotation marks.");
      }
    }
    const Span whole = span_of(0, typed_.size());
    if (clauses > limits_.max_leaves || prefixes > kMaxPrefixes) {
      messages_.error("query_too_complex",
                      "The query has more than " + with_thousands(limits_.max_leaves) +
                          " terms or " + std::to_string(kMaxPrefixes) + " prefixes.",
                      whole, "Divide it into several.");
    }
    if (tokens_.empty()) {
      messages_.error("query_empty", "There is nothing to search for.", whole,
                      "Type at least one word.");
    }
  }

  // Does a prefix stand here: > dc = "…", > "…"?
  [[nodiscard]] bool names_set(std::size_t i) const {
    const bool bare = i + 1 < tokens_.size() && tokens_[i + 1].kind == Kind::kQuoted;
    return bare || (i + 2 < tokens_.size() && tokens_[i + 2].kind == Kind::kRelation);
  }

  // The place behind an operator's modifiers, which begin at `i`.
  [[nodiscard]] std::size_t behind_modifiers(std::size_t i) const {
    while (i + 1 < tokens_.size() && tokens_[i].kind == Kind::kSlash) {
      i += 2;
      if (i + 1 < tokens_.size() && tokens_[i].kind == Kind::kRelation) i += 2;
    }
    return i;
  }

  void write(CqlScan& scan) {
    std::size_t from = 0;
    for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.kind != Kind::kBare || tokens_[i - 1].kind != Kind::kBare ||
          is_boolean(tokens_[i - 1])) {
        continue;
      }
      const bool first = i == 1 || tokens_[i - 2].kind == Kind::kOpen || is_boolean(tokens_[i - 2]);
      const Kind next = tokens_[i + 1].kind;
      const bool has_value = next == Kind::kQuoted || next == Kind::kSlash ||
                             (next == Kind::kBare && !is_boolean(tokens_[i + 1]));
      const bool named = std::any_of(kNamed.begin(), kNamed.end(), [&](std::string_view name) {
        return equals_ignoring_case(token.text, name);
      });
      if (!first || !has_value || !named) continue;
      scan.text += typed_.substr(from, token.span.begin - from);
      scan.inserted.push_back({scan.text.size(), kSet.size()});
      scan.text += kSet;
      from = token.span.begin;
    }
    scan.text += typed_.substr(from);
  }

  static constexpr std::string_view kSet = "cql.";
  static constexpr std::array<std::string_view, 3> kNamed{"within", "exact", "encloses"};

  std::string_view typed_;
  const Limits& limits_;
  MessageList& messages_;
  std::vector<Token> tokens_;
};

}  // namespace

std::size_t CqlScan::typed_place(std::size_t at) const {
  std::size_t more = 0;
  for (const Inserted& place : inserted) {
    if (place.at + place.bytes > at) break;
    more += place.bytes;
  }
  return at - more;
}

CqlScan scan_cql(std::string_view typed, const Limits& limits, MessageList& messages) {
  return Scanner(typed, limits, messages).run();
}

}  // namespace evidence::query
