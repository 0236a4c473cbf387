// The query tree that every syntax parses into and that search/ turns into Xapian. No engine here.
// Values; each node knows where in the typed text it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/field.h"

namespace evidence::query {

struct Span {
  std::uint32_t begin = 0;  // bytes in the typed text
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

struct Node;

struct And {
  std::vector<Node> children;
};
struct Or {
  std::vector<Node> children;
};
struct Not {
  std::vector<Node> children;
};  // exactly two: children[0] but not children[1]

// A word in a field. `stemmed`: the simple syntax's plain word, matched by stem; else exact forms.
struct Term {
  Field field = Field::kAny;
  std::string text;  // as typed; search/ tokenizes it with the one tokenizer
  bool stemmed = false;
};
// Words next to each other in order, exact forms.
struct Phrase {
  Field field = Field::kAny;
  std::string text;
};
// Words in any order (or in order) with at most `between` words among them.
struct Near {
  Field field = Field::kAny;
  std::vector<std::string> words;
  unsigned between = 0;
  bool ordered = false;
};
// "oesophag*": every indexed word of the field that begins so. Also ends a phrase: "breast feed*".
struct Prefix {
  Field field = Field::kAny;
  std::vector<std::string> leading;  // words before the truncated one, adjacent, in order
  std::string stem;                  // the letters before '*', as typed
};
// A whole value of an exact field: study type key, MeSH id, source, "doi:10.1/x" for identifiers.
struct Exact {
  Field field = Field::kIdentifier;
  std::string value;
};
struct Range {  // inclusive; dates as sortable_date prefixes: "2015", "201503"
  Slot slot = Slot::kDate;
  std::string from;  // "" = open
  std::string to;
};
struct Heading {
  std::string vocabulary = "mesh";
  std::string id;
  std::string label;
  bool explode = false;
  bool focus = false;
  std::string qualifier;
};
struct LineRef {
  unsigned line = 0;
};
struct MatchAll {};
struct MatchNothing {};

struct Node {
  std::variant<And, Or, Not, Term, Phrase, Near, Prefix, Exact, Range, Heading, LineRef, MatchAll,
               MatchNothing>
      value;
  Span span;
};

// For tests, `--explain` and the interpretation: (and (term any "asthma" stem) (phrase title "…")).
std::string to_text(const Node& node);

unsigned depth(const Node& node);
unsigned leaf_count(const Node& node);

struct Limits {
  std::size_t max_bytes = 4'096;  // of the typed text; checked before parsing
  unsigned max_depth = 64;
  unsigned max_leaves = 256;
};

}  // namespace evidence::query
