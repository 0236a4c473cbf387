// One line of any syntax into a tree. The parsers of PubMed, Ovid, EBSCO and CQL never fail as a
// whole: what they cannot read is a message with its place and a fix, and the tree is what could be
// read. Rules and their sources: docs/query-language.md. Pure functions, thread-safe.
#pragma once

#include <string_view>

#include "base/date.h"
#include "model/vocabulary.h"
#include "query/parsed_query.h"

namespace evidence::query {

struct ParseOptions {
  // Only to know where a heading ends ("sensitivity and specificity[mh]"); the tree keeps labels.
  const Vocabulary* vocabulary = &no_vocabulary();
  PartialDate today;  // for "last 30 days"; unknown: such a date is an error that says so
  Limits limits{.max_bytes = 100U << 10U, .max_depth = 200, .max_leaves = 5'000};
  // "3 and 4" and "#3" are references to lines. Without a strategy they are text.
  bool line_references = true;
};

struct ParsedLine {
  Node tree{MatchNothing{}, {}};
  bool usable = false;            // false: there is an error, and `tree` must not be run
  std::vector<Message> messages;  // errors, warnings and notes, by place
};

ParsedLine parse_pubmed(std::string_view text, const ParseOptions& options);
ParsedLine parse_ovid(std::string_view text, const ParseOptions& options);
ParsedLine parse_ebsco(std::string_view text, const ParseOptions& options);
ParsedLine parse_cql(std::string_view text, const ParseOptions& options);
// The simple syntax as a line of a strategy: parse_simple with its errors as messages.
ParsedLine parse_simple_line(std::string_view text, const ParseOptions& options);

ParsedLine parse_line(Syntax syntax, std::string_view text, const ParseOptions& options);

// The numbers of the lines that the tree refers to, each once, ascending.
std::vector<unsigned> references_of(const Node& tree);

}  // namespace evidence::query
