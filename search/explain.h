// Where a hit's score comes from: each scoring part of the query run alone over the shown hits,
// with the same weights, so that the parts add up to the score. Private to search/. Throws as
// Xapian.
#pragma once

#include <xapian.h>

#include <vector>

#include "search/search_request.h"
#include "search/xapian_query.h"

namespace evidence {

// Fills Hit::factors of `hits`, largest first. At most 64 parts are looked at.
void explain(const Xapian::Database& database, const Xapian::Weight& weight,
             const std::vector<ScoredLeaf>& leaves, std::vector<Hit>& hits);

}  // namespace evidence
