// A set of works as a part of a Xapian query: matches exactly these, gives no score. Private to
// search/. Remote shards do not know such a source: there a small set is written out as its works'
// ids, and a large one is an error (kTooLarge) that says so.
#pragma once

#include <xapian.h>

#include <memory>
#include <vector>

#include "base/result.h"
#include "search/reader_state.h"
#include "search/set_cache.h"

namespace evidence {

// Valid as long as the state's databases. The documents are the numbers of the combined database.
Result<Xapian::Query> set_query(const IndexReader::State& state, const SharedSet& set,
                                SnapshotSets& sets);
inline constexpr std::size_t kMaxRemoteSet = 10'000;

}  // namespace evidence
