#include "search/meaning.h"

#include <algorithm>

namespace evidence {

bool Meaning::known() const { return state_.space != nullptr && !state_.vectors.empty(); }

std::span<const std::int8_t> Meaning::vector_of(Xapian::docid work) const {
  // Xapian numbers the documents of several shards in turn.
  const auto shards = static_cast<Xapian::docid>(state_.vectors.size());
  const auto& of_shard = state_.vectors[(work - 1) % shards];
  if (of_shard == nullptr) return {};
  return of_shard->of((work - 1) / shards + 1);
}

Meaning::Point Meaning::of_query(const WeightedStems& stems) const {
  Point point(known() ? state_.space->dimensions() : 0, 0.0F);
  for (const auto& [stem, weight] : stems) {
    if (known()) state_.space->add(stem, weight, point);
  }
  normalise(point);
  return point;
}

Meaning::Point Meaning::of_works(const std::vector<WeightedWork>& works) const {
  Point point(known() ? state_.space->dimensions() : 0, 0.0F);
  for (const auto& [work, weight] : works) {
    const std::span<const std::int8_t> vector =
        known() ? vector_of(work) : std::span<const std::int8_t>();
    const std::size_t size = std::min(vector.size(), point.size());
    const auto factor = static_cast<float>(weight);
    for (std::size_t i = 0; i < size; ++i) point[i] += factor * static_cast<float>(vector[i]);
  }
  normalise(point);
  return point;
}

double Meaning::nearness(const Point& point, Xapian::docid work) const {
  if (!known()) return 0;
  const std::span<const std::int8_t> vector = vector_of(work);
  if (vector.size() != point.size() || vector.empty()) return 0;
  return std::max(0.0F, similarity(point, vector));
}

}  // namespace evidence
