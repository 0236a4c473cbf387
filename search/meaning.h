// Nearness in meaning: a query and works as points of the space learned from the index
// (model/vector_space.h). Private to search/; one thread at a time. Without vectors (a remote
// shard, an index that has none) nothing is near anything.
#pragma once

#include <vector>

#include "search/feedback.h"
#include "search/reader_state.h"
#include "search/weighted_stems.h"

namespace evidence {

class Meaning {
 public:
  explicit Meaning(const IndexReader::State& state) : state_(state) {}

  [[nodiscard]] bool known() const;
  using Point = std::vector<float>;  // of length 1, or all zeros: nowhere
  [[nodiscard]] Point of_query(const WeightedStems& stems) const;
  // The middle of some works.
  [[nodiscard]] Point of_works(const std::vector<WeightedWork>& works) const;
  // The cosine, 0 where it is negative or the work has no vector.
  [[nodiscard]] double nearness(const Point& point, Xapian::docid work) const;

  // What the works nearest to each have: the mean of `values` over its `neighbours` nearest others,
  // by the square of the cosine; 0 for a work that is nowhere. One value for each work, in order.
  [[nodiscard]] std::vector<double> mean_of_nearest(const std::vector<Xapian::docid>& works,
                                                    const std::vector<double>& values,
                                                    std::size_t neighbours) const;

 private:
  [[nodiscard]] std::span<const std::int8_t> vector_of(Xapian::docid work) const;
  const IndexReader::State& state_;
};

}  // namespace evidence
