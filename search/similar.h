// Works like one work, from the index alone: its words and headings, weighted, asked for together.
// Private to search/. Throws what Xapian throws; DeadlinePassed is not: the query's cost is bounded
// by the number of its terms, and nothing is begun past the deadline (kTimeout).
#pragma once

#include <chrono>
#include <vector>

#include "base/result.h"
#include "search/reader_state.h"
#include "search/suggestion.h"

namespace evidence {

// What words and headings weigh; measured by tests/bench/similar_bench.cc.
struct SimilarWeights {
  double title = 2.0;      // times, for a word of the title
  double heading = 1.2;    // of a heading, in the unit of a word's weight
  double major = 1.5;      // times, for a heading that is a main topic
  std::size_t words = 30;  // at most so many words and headings are asked for
  std::size_t headings = 12;
  bool title_only = false;  // nothing but the words of the title: the baseline that is measured
};

// At most `limit`, without the work itself, other versions of it, older versions of whatever, and
// notices of retraction or correction. kNotFound (unknown_work) for an unknown id.
Result<SimilarResponse> find_similar(const IndexReader::State& state, const WorkId& id,
                                     std::size_t limit,
                                     std::chrono::steady_clock::time_point deadline,
                                     const SimilarWeights& weights = {});

}  // namespace evidence
