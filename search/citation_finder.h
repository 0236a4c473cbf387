// The works that a reference may mean, as an index gives them: by identifier, by words of the
// title, by the place in the journal. Private to search/. Throws what Xapian throws and
// DeadlinePassed.
#pragma once

#include <chrono>

#include "query/citation.h"
#include "search/citation_match.h"
#include "search/ranking.h"
#include "search/reader_state.h"

namespace evidence {

Result<CitationMatch> find_citation(const IndexReader::State& state, const RankingProfile& profile,
                                    const query::Citation& citation, std::size_t limit,
                                    std::chrono::steady_clock::time_point deadline);

}  // namespace evidence
