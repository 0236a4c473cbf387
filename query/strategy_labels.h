// Numbers and labels in front of a strategy's lines, hits behind them, and what marks a line as
// prose. Private to query/. Pure functions on text that plain_signs() gives; linear.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "query/dialect.h"

namespace evidence::query {

enum class LabelStyle {
  kHash,      // "#12", "# 12."
  kSet,       // "S12"
  kStop,      // "12.", "12)", "12:"
  kTight,     // "17.15 or 16": the space behind the stop is missing, and a digit follows
  kTab,       // "12" and a tab
  kSpace,     // "12 foo": only where most lines are numbered so
  kLettered,  // "2a", "2a."
  kLetter,    // "A."
};

struct LineLabel {
  LabelStyle style = LabelStyle::kSpace;
  std::string key;      // "12", "2a", "a": by which other lines refer to it, lower case
  unsigned number = 0;  // 0 of kLetter
  std::size_t end = 0;  // where the rest begins
};

// The label at the beginning of `line`; `tabbed`: a tab stood behind the first word as typed.
std::optional<LineLabel> label_of(std::string_view line, bool tabbed);

// Does the line begin or end with and, or, not, adj…? "or/1-4" and "OR 1-4" do not.
bool begins_with_operator(std::string_view line);
bool ends_with_operator(std::string_view line);

// Opening minus closing round brackets outside quotation marks.
int open_brackets(std::string_view line);

// Hits stated at the end, in brackets, behind spaces, or with a word ("(3,454)", "   3454",
// "12 results"): where they begin, and the number.
struct StatedHits {
  std::size_t begin = 0;
  std::optional<std::uint64_t> count;
};
std::optional<StatedHits> hits_at_end(std::string_view line, bool labelled);
// Only digits and thousands signs, perhaps in brackets.
std::optional<std::uint64_t> count_of(std::string_view cell);

// What platforms print before the search itself: "Search ", "Search: ", "Final search: ".
std::size_t search_prefix(std::string_view line, bool labelled);

bool is_command(std::string_view line);
// "# any words": never a search; "# 3" is a number.
bool is_comment(std::string_view line);
// A comment, a title, a label or a sentence. Asked only of lines without any mark of syntax.
bool is_prose(std::string_view line);

// A line of nothing but references, operators and brackets: "1a and (2 or #3)". Empty otherwise.
struct ReferenceToken {
  enum class Kind { kReference, kOperator, kOpen, kClose } kind = Kind::kReference;
  std::string key;  // lower case: "1a", "3", "and"
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::vector<ReferenceToken> reference_line(std::string_view line);

}  // namespace evidence::query
