// From a query tree to a Xapian::Query: the only code that knows which terms a word of a query
// stands for. Private to search/. Used by one thread at a time with its own database. Throws what
// Xapian throws (callers guard); bad queries are Errors: wildcard_too_broad, not_supported.
#pragma once

#include <xapian.h>

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "query/ast.h"
#include "search/highlight.h"
#include "search/ranking.h"
#include "search/search_request.h"

namespace evidence {

struct ScoredLeaf {
  FactorExplained factor;  // what it is, without a score yet
  Xapian::Query query;
};

struct BuiltQuery {
  Xapian::Query query;
  std::vector<ScoredLeaf> leaves;  // what gives score; only collected for explain
  QueryWords words;                // for highlighting
  std::size_t terms = 0;    // of the Xapian query: with the document count, a bound on its cost
  bool positional = false;  // phrases or proximity
};

struct QueryOptions {
  const RankingProfile* profile = nullptr;
  std::size_t max_prefix_expansion = 1'000;
  bool collect_leaves = false;
  // The tree was matched by sets (search/set_evaluator.h): the query only gives scores to what they
  // found, and leaves out whatever carries none.
  bool score_only = false;
  PartialDate today = {};  // decides which review dates of guidelines have passed
  bool acronyms = true;    // capitals mean the acronym ("AIDS"): in the simple syntax alone
};

// Does the tree hold what Xapian cannot match exactly: words with wildcards other than a plain '*'
// at the end, proximity, other dates than that of publication?
bool needs_sets(const query::Node& tree);

// Truncations beside other words, or of words with parts ("co-op*"): Xapian and the sets read them
// differently where parts are short, and the sets decide.
bool has_compound_truncation(const query::Node& tree);

Result<BuiltQuery> build_query(const query::Node& tree, const Xapian::Database& database,
                               const QueryOptions& options);

// `query` narrowed by the filters, but for those that ask for values of the field `left_out`;
// errors as filter_tree(). A filter never changes a score.
Result<Xapian::Query> apply_filters(const Xapian::Query& query, const std::vector<Filter>& filters,
                                    const Xapian::Database& database, const QueryOptions& options,
                                    std::optional<Field> left_out = std::nullopt);

// Years or dates between, inclusive; empty ends are open. Works without a date never match.
Xapian::Query range_query(Slot slot, std::string from, std::string to);

}  // namespace evidence
