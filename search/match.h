// One run of a Xapian query: limits, order, totals and facets. Private to search/. Throws what
// Xapian throws, and DeadlinePassed.
#pragma once

#include <xapian.h>

#include <chrono>
#include <optional>
#include <vector>

#include "search/reader_state.h"
#include "search/search_request.h"
#include "search/xapian_query.h"

namespace evidence {

struct DeadlinePassed {};

// BM25 with the profile's numbers; shorter works count as this share of the mean length.
inline constexpr double kMinNormalisedLength = 0.5;
Xapian::BM25Weight weight_of(const RankingProfile& profile);

// Orders `enquire` as asked for; ties are broken by keys that no two works share.
void set_order(Xapian::Enquire& enquire, Sort sort);

// A work of the answer in its order, as the first stage gives it to those that may reorder.
struct RankedWork {
  Xapian::docid document = 0;  // of the combined database
  double score = 0;
  double percent = 0;
  std::optional<Xapian::Document> content;  // where it came with the match (remote shards)
  // Of later stages: how much of the first stage's score is part of `score`, and what they added.
  double leaf_scale = 1;
  std::vector<FactorExplained> factors = {};
};

// The works [offset, offset + limit) of the answer, and what was counted on the way.
struct Matches {
  std::vector<RankedWork> works;
  std::size_t first_older = 0;  // works of the page before the first that was placed last
  std::uint64_t total = 0;
  std::uint64_t older = 0;  // works of which a newer version exists
  bool exact = true;
};

// What is known before the match, from sets: then only the page is looked for, and Xapian leaves
// out whatever cannot reach it.
struct KnownTotals {
  std::uint64_t works = 0;
  std::uint64_t older = 0;
};

// Runs `query` with the weights, order and spies that `enquire` has. In order of relevance, works
// of which a newer version exists come after all others, whatever their scores, and works without
// author or journal after those sorted by these: they are matched in a second run, which an index
// without such works does without. Without known totals everything is looked at, which spies need.
// On a local index the deadline is kept; a remote shard cannot be interrupted, its own time-out
// holds there.
Matches run_match(const IndexReader::State& state, Xapian::Enquire& enquire,
                  const Xapian::Query& query, const SearchRequest& request, const BuiltQuery& built,
                  const KnownTotals* known);

// Looks at every work of `query` for the sake of the enquire's spies alone.
void run_spies(const IndexReader::State& state, Xapian::Enquire& enquire,
               const Xapian::Query& query, const SearchRequest& request);

// Lowers the scores of the hits from `first` on, which were placed last, below those of all others,
// so that whoever sorts by score gets the same order; explained, it is a factor of its own.
void place_last(std::vector<Hit>& hits, std::size_t first, bool explained);

}  // namespace evidence
