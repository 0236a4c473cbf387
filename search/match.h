// One run of a Xapian query: limits, order, totals and facets. Private to search/. Throws what
// Xapian throws, and DeadlinePassed.
#pragma once

#include <xapian.h>

#include <chrono>
#include <vector>

#include "search/facets.h"
#include "search/reader_state.h"
#include "search/search_request.h"
#include "search/xapian_query.h"

namespace evidence {

struct DeadlinePassed {};

// BM25 with the profile's numbers.
Xapian::BM25Weight weight_of(const RankingProfile& profile);

// Orders `enquire` as asked for; ties are broken by keys that no two works share.
void set_order(Xapian::Enquire& enquire, Sort sort);

// The works [offset, offset + limit) of the answer, and what was counted on the way.
struct Matches {
  std::vector<Xapian::MSet> parts;  // one after the other
  std::size_t first_older = 0;      // works of the page before the first that was placed last
  std::uint64_t total = 0;
  std::uint64_t older = 0;  // works of which a newer version exists
  bool exact = true;
};

// Runs `query` with the weights, order and spies that `enquire` has. In order of relevance, works
// of which a newer version exists come after all others, whatever their scores: they are matched in
// a second run, which an index without such works does without. On a local index the deadline is
// kept; a remote shard cannot be interrupted, its own time-out holds there.
Matches run_match(const IndexReader::State& state, Xapian::Enquire& enquire,
                  const Xapian::Query& query, const SearchRequest& request,
                  const BuiltQuery& built);

// Lowers the scores of the hits from `first` on, which were placed last, below those of all others,
// so that whoever sorts by score gets the same order; explained, it is a factor of its own.
void place_last(std::vector<Hit>& hits, std::size_t first, bool explained);

}  // namespace evidence
