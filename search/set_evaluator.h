// The works that a tree stands for, exactly, as a set: every kind of node, on local and remote
// shards. Leaves are kept in the cache of their snapshot, so that lines that share words, and lines
// that are run again, cost next to nothing. Private to search/; one thread at a time. Throws what
// Xapian throws, and DeadlinePassed.
#pragma once

#include <chrono>
#include <functional>

#include "base/date.h"
#include "base/result.h"
#include "query/ast.h"
#include "search/reader_state.h"
#include "search/set_cache.h"

namespace evidence {

struct SetOptions {
  std::size_t max_expansion = 20'000;  // words behind one pattern; more is an error that says so
  // Capitals mean the acronym ("AIDS"): in the simple syntax alone.
  bool acronyms = false;
  PartialDate today = {};  // decides which review dates of guidelines have passed
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  // The works of a line of the same strategy; nullptr where it could not be run.
  std::function<SharedSet(unsigned line)> line;
};

class SetEvaluator {
 public:
  SetEvaluator(const Xapian::Database& database, SnapshotSets& sets, const SetOptions& options)
      : database_(database), sets_(sets), options_(options) {}

  // kInvalidArgument: wildcard_too_broad, line_not_run.
  Result<SharedSet> evaluate(const query::Node& node);

 private:
  Result<SharedSet> make(const query::And& node);
  Result<SharedSet> make(const query::Or& node);
  Result<SharedSet> make(const query::Not& node);
  Result<SharedSet> make(const query::Term& term);
  Result<SharedSet> make(const query::Phrase& phrase);
  Result<SharedSet> make(const query::Near& near);
  Result<SharedSet> make(const query::Prefix& prefix);
  Result<SharedSet> make(const query::Plain& plain);
  Result<SharedSet> make(const query::Exact& exact);
  Result<SharedSet> make(const query::Range& range);
  Result<SharedSet> make(const query::Heading& heading);
  Result<SharedSet> make(const query::Subheading& subheading);
  Result<SharedSet> make(const query::LineRef& line);
  Result<SharedSet> make(const query::MatchAll& all);
  Result<SharedSet> make(const query::MatchNothing& nothing);

  SharedSet term_set(const std::string& term);
  SharedSet any_term(const std::vector<std::string>& terms);  // cached as one
  SharedSet any_set(const std::vector<SharedSet>& sets);

  const Xapian::Database& database_;
  SnapshotSets& sets_;
  const SetOptions& options_;
  friend class PlaceBuilder;
};

}  // namespace evidence
