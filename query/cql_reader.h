// CQL read by YAZ's parser, as a list of clauses and operators in the order in which they are
// worked off (operands first). The only header of YAZ in query/ is in cql_reader.cc. Private to
// query/. Any bytes are accepted; brackets, clauses and prefixes are counted before YAZ, which
// recurses, sees the text. Pure; thread-safe. Follows CQL 1.2 (OASIS searchRetrieve part 5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/ast.h"
#include "query/parser_messages.h"

namespace evidence::query {

struct CqlModifier {
  std::string name;      // "distance", "stem"; small letters, without context set
  std::string relation;  // "<=", "" where it has no value
  std::string value;
};

struct CqlStep {
  bool is_clause = false;
  // Of a clause:
  std::string index;                     // as typed; the local part where `index_uri` is set
  std::string index_uri;                 // of a context set that the query names; else ""
  std::string relation;                  // "=", "any"; small letters, without "cql."
  std::string term;                      // with its backslashes
  std::vector<std::string> extra_terms;  // words that follow without an operator
  Span span;                             // of the term
  // Of an operator: "and", "or", "not", "prox".
  std::string name;
  std::vector<CqlModifier> modifiers;
};

struct CqlReading {
  bool readable = false;  // false: an error was said
  bool sorted = false;    // "sortBy …" stands at the end
  std::vector<CqlStep> steps;
};

CqlReading read_cql(std::string_view text, const Limits& limits, MessageList& messages);

}  // namespace evidence::query
