// What the writers of infix syntaxes (PubMed, CQL, simple) have in common: brackets, operators, and
// operands that cannot be written and are left out. Private to query/. One object per tree.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/write.h"

namespace evidence::query {

class InfixWriter {
 public:
  virtual ~InfixWriter() = default;

  Written write(const Node& tree);

 protected:
  // A leaf or Near as text that stands without brackets; "" where it was left out, and said.
  virtual std::string leaf(const Node& node) = 0;
  // What stands for "everything" on the left of NOT.
  virtual std::string everything() = 0;
  virtual std::string_view syntax_label() const = 0;  // "PubMed"

  // A list as a group: "(a OR b)".
  static std::string group(const std::vector<std::string>& parts, std::string_view joint);

  // Told once, where it is met first.
  void lose(std::string code, std::string text, Span span, std::string fix = {});
  // "… was left out"; gives "" to return.
  std::string leave_out(std::string_view what, Span span);

 private:
  std::string text_of(const Node& node, bool inner, unsigned depth);
  std::string list(const std::vector<Node>& children, std::string_view joint, bool inner,
                   unsigned depth);

  std::vector<Message> losses_;
  std::set<std::string> said_;  // code and text: each loss is told once
};

// A pattern of the tree ("colo?r", "dog*1", "wom#n", "asthma*") taken apart.
struct Pattern {
  std::string stem;       // letters before the first sign
  bool only_end = false;  // one unlimited '*' at the very end and nothing else
  bool has_signs = false;
  std::string without_signs;
};
Pattern pattern_of(std::string_view text);

// Spellings of a pattern whose signs are '?' or '#', at most two, with vowels in their place; empty
// for others.
std::vector<std::string> spellings_with_vowels(std::string_view text);

std::size_t character_count(std::string_view text);
std::vector<std::string> words_between_spaces(std::string_view text);
// "a & b" etc.: quotation marks and brackets made spaces, white space folded.
std::string without_marks(std::string_view text);
// "20150300" or "201503" → "2015/03" with the separator.
std::string day_text(std::string_view sortable, char separator);

}  // namespace evidence::query
