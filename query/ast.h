// The query tree that every syntax parses into and that search/ turns into Xapian. No engine here.
// Values; each node knows where in the typed text it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/field.h"
#include "model/field_set.h"

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

// A word. `stemmed`: the simple syntax's plain word, matched by stem; else exact forms.
// Where `wildcards` is set, `text` is a pattern: '*' any number of characters, "*3" at most three
// more at the end, '?' none or one, '#' exactly one; without it these characters are not special.
// Which sign a person typed for which is the syntax's business: parsers turn Ovid's '$', EBSCO's
// reversed '#' and '?' into these.
struct Term {
  FieldSet fields = Field::kAny;
  std::string text;  // as typed; search/ tokenizes it with the one tokenizer
  bool stemmed = false;
  bool wildcards = false;
};
// Words next to each other in order, exact forms; each may be a pattern where `wildcards` is set.
struct Phrase {
  FieldSet fields = Field::kAny;
  std::string text;
  bool wildcards = false;
};
// The operands in any order (or in order) with at most `between` other words among them in all.
// Operands are Term, Phrase, Prefix, another Near, or an Or of these. Every leaf below has the same
// fields as the Near itself; the operands must stand in one and the same field.
struct Near {
  FieldSet fields = Field::kAny;
  std::vector<Node> operands;  // two or more
  unsigned between = 0;
  bool ordered = false;
};
// "oesophag*": every indexed word of the field that begins so. Also ends a phrase: "breast feed*".
// Only the simple syntax's; the others have patterns.
struct Prefix {
  Field field = Field::kAny;
  std::vector<std::string> leading;  // words before the truncated one, adjacent, in order
  std::string stem;                  // the letters before '*', as typed
};
// Words without tag, quotes or truncation in a syntax that maps such words by itself (PubMed):
// query/mapping.h makes headings, phrases and words of them; never reaches the engine.
struct Plain {
  std::string text;  // one or more words as typed
};
// A whole value of an exact field: study type key, MeSH id, source, "doi:10.1/x" for identifiers.
// With `wildcards` the value is a pattern as in Term ("random*" among publication types).
struct Exact {
  Field field = Field::kIdentifier;
  std::string value;
  bool wildcards = false;
  bool explode = false;  // of publication types: PubMed's [pt] finds the narrower ones too
  std::vector<std::string> narrower = {};  // resolved: their labels
};
// Inclusive; dates as sortable_date prefixes: "2015", "201503". Days that depend on today ("last 30
// days") are resolved by the parser, which is told the day.
struct Range {
  Slot slot = Slot::kDate;
  std::string from;  // "" = open
  std::string to;
};
// A heading of a vocabulary as typed. Parsers fill in `label` and what was said about it;
// query/resolve.h looks it up and fills in `ids` and `labels`: the heading, and with `explode` all
// that are narrower. What is not resolved is looked for by its label alone.
struct Heading {
  std::string vocabulary = "mesh";
  std::string label;
  bool explode = false;
  bool focus = false;  // a main topic of the publication
  std::vector<std::string>
      qualifiers;                     // any of these subheadings, by name or abbreviation; as typed
  bool wildcards = false;             // `label` is a pattern as in Term
  std::vector<std::string> ids = {};  // resolved: numbers of the vocabulary, "D001249"
  std::vector<std::string> labels = {};  // resolved: preferred labels, folded
  // Resolved: qualifiers by name and number, narrower ones included where the syntax explodes them.
  std::vector<std::string> qualifier_labels = {};
};
// A subheading with whatever heading: "drug therapy.fs.", "drug therapy[sh]".
struct Subheading {
  std::string name;  // as typed; a name or an abbreviation
  bool explode = false;
  std::vector<std::string> labels = {};  // resolved: names, folded
};
struct LineRef {
  unsigned line = 0;
};
struct MatchAll {};
struct MatchNothing {};

struct Node {
  std::variant<And, Or, Not, Term, Phrase, Near, Prefix, Plain, Exact, Range, Heading, Subheading,
               LineRef, MatchAll, MatchNothing>
      value;
  Span span;
};

// For tests, `--explain` and the interpretation: (and (term any "asthma" stem) (phrase title "…")).
// Two trees mean the same typed thing where their texts are equal; what is resolved is not in it.
std::string to_text(const Node& node);

// The children of And, Or, Not and Near; nullptr of a leaf.
const std::vector<Node>* children_of(const Node& node);
std::vector<Node>* children_of(Node& node);

unsigned depth(const Node& node);
unsigned leaf_count(const Node& node);

struct Limits {
  std::size_t max_bytes = 4'096;  // of the typed text; checked before parsing
  unsigned max_depth = 64;
  unsigned max_leaves = 256;
};

}  // namespace evidence::query
