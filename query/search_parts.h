// What the parsers of Ovid and EBSCO build before it is known which fields a word is looked for in:
// a field code may stand behind a bracket that is closed much later. Operators are applied strictly
// from left to right, proximity before the Boolean ones; what mixes them without brackets is
// flagged. Private to query/. Pure but for the notes it is given; depth is limited.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query/line_notes.h"
#include "query/search_fields.h"

namespace evidence::query {

enum class PartKind { kWords, kNode, kAnd, kOr, kNot, kNear };

struct Part {
  PartKind kind = PartKind::kWords;
  std::string text;        // kWords: single spaces between words; signs as ast.h has them
  bool wildcards = false;  // kWords
  bool quoted = false;     // kWords
  std::optional<FieldChoice> fields;  // of its own; they win over those around it
  Node node;                          // kNode: what fields do not touch
  std::vector<Part> children;
  unsigned between = 0;  // kNear
  bool ordered = false;  // kNear
  Span span;
  unsigned depth = 1;
};

struct JoinSign {
  PartKind kind = PartKind::kAnd;  // kAnd, kOr, kNot or kNear
  unsigned between = 0;
  bool ordered = false;
  Span span;
};

// `operands` has one more than `signs`. Sets `mixed` where operators of several kinds stand side by
// side. nullopt, with an error noted, where it gets deeper than `max_depth`.
std::optional<Part> join_parts(std::vector<Part> operands, const std::vector<JoinSign>& signs,
                               unsigned max_depth, bool& mixed, LineNotes& notes);

// The tree with every word in its fields; words without a field are looked for in Field::kAny.
// `words_without_field` is set where there was at least one.
struct PartContext {
  const ParseOptions* options = nullptr;
  LineNotes* notes = nullptr;
  std::string_view text;                  // the plain text of the line
  const FieldChoice* fallback = nullptr;  // for words without a field; nullptr: Field::kAny
  bool words_without_field = false;
  Span first_without_field = {};
  std::size_t leaves = 0;  // made so far
};
Node to_node(const Part& part, PartContext& context);

// "2015", "201503*", "2015-2020", "1990 -Current", "-2010", "20110101-20160720": inclusive.
std::optional<Range> date_range(std::string_view text, Slot slot);

// One whole value of a code that is no text field.
Node value_node(const FieldCode& code, const std::string& text, bool wildcards, Span span,
                PartContext& context);

// AND and OR of many; the same operator below is taken in.
Node joined_and(std::vector<Node> nodes, Span span);
Node joined_or(std::vector<Node> nodes, Span span);

bool has_wildcard(std::string_view text);  // any of * ? #

}  // namespace evidence::query
