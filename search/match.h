// One run of a Xapian query: limits, order, totals and facets. Private to search/. Throws what
// Xapian throws, and DeadlinePassed.
#pragma once

#include <xapian.h>

#include <chrono>

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

// The hits [offset, offset + limit) with an exact total. On a local index the deadline is kept; a
// remote shard cannot be interrupted, its own time-out holds there.
Xapian::MSet run_match(const IndexReader::State& state, Xapian::Enquire& enquire,
                       const SearchRequest& request, const BuiltQuery& built);

}  // namespace evidence
