// Words of the best works (pseudo-relevance feedback, after Rocchio): what the works that a query
// finds first have in common and others lack. Private to search/. Throws what Xapian throws.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "search/ranking.h"
#include "search/reader_state.h"
#include "search/weighted_stems.h"

namespace evidence {

// A work, and how much it counts.
using WeightedWork = std::pair<Xapian::docid, double>;

// The most telling stems of the works, by weight × BM25's share of their occurrences × rarity;
// weights sum to 1. Stems that only one work of the index has are left out.
WeightedStems feedback_stems(const Xapian::Database& database,
                             const std::vector<WeightedWork>& works, std::size_t limit);

// The best of them as a person may read them (stems are shown as they are), heaviest first.
std::vector<std::string> heaviest(const WeightedStems& stems, std::size_t limit);

// Each stem in any field, its score times its weight × `scale`.
Xapian::Query query_of(const WeightedStems& stems, double scale);

// What query_of(stems, 1) scores in each work, 0 where it has none of them; in the order of
// `works`. Reads the words of these few works, not the many works of each word, as a match does.
std::vector<double> scores_of(const WeightedStems& stems, const std::vector<Xapian::docid>& works,
                              const RankingProfile& profile, const Xapian::Database& database);

}  // namespace evidence
