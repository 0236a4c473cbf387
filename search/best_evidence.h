// The works of evidence level 1, guidelines and reviews, as part of a Xapian query. Private to
// search/. Throws what Xapian throws.
#pragma once

#include <xapian.h>

#include "search/reader_state.h"
#include "search/set_cache.h"

namespace evidence {

// `query` narrowed to works whose stated study type is of level 1, without older versions.
Xapian::Query best_evidence(const Xapian::Query& query, const IndexReader::State& state);

// How many of the works are of level 1, older versions too.
std::size_t best_evidence_among(const IdSet& works, const IndexReader::State& state,
                                SnapshotSets& sets);

}  // namespace evidence
