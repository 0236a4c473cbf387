#include "search/meaning.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace evidence {
namespace {

// Numbers worked on side by side; a length that the compiler knows lets it use vectors.
constexpr std::size_t kLanes = 32;

// A work's vector, in numbers whose products fit twice as many bits; zeros fill the last lanes.
struct Row {
  std::vector<std::int16_t> numbers;
  double length = 0;
};

std::int32_t dot(const Row& a, const Row& b) {
  const std::size_t size = std::min(a.numbers.size(), b.numbers.size());
  std::int32_t sum = 0;
  for (std::size_t at = 0; at < size; at += kLanes) {
    const std::int16_t* const left = a.numbers.data() + at;
    const std::int16_t* const right = b.numbers.data() + at;
    std::int32_t part = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) part += left[lane] * right[lane];
    sum += part;
  }
  return sum;
}

Row row_of(std::span<const std::int8_t> vector) {
  Row row;
  row.numbers.assign((vector.size() + kLanes - 1) / kLanes * kLanes, 0);
  std::copy(vector.begin(), vector.end(), row.numbers.begin());
  row.length = std::sqrt(static_cast<double>(dot(row, row)));
  return row;
}

double cosine_of(const Row& a, const Row& b) {
  const std::int32_t product = dot(a, b);
  return product > 0 ? product / (a.length * b.length) : 0;
}

}  // namespace

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

std::vector<double> Meaning::mean_of_nearest(const std::vector<Xapian::docid>& works,
                                             const std::vector<double>& values,
                                             std::size_t neighbours) const {
  std::vector<Row> rows;
  rows.reserve(works.size());
  for (const Xapian::docid work : works) {
    rows.push_back(row_of(known() ? vector_of(work) : std::span<const std::int8_t>()));
  }
  // (square of the cosine, place of the work); what is not near at all is left out.
  std::vector<std::vector<std::pair<double, std::size_t>>> near(works.size());
  for (std::size_t i = 0; i < works.size(); ++i) {
    for (std::size_t j = i + 1; j < works.size(); ++j) {
      const double cosine = cosine_of(rows[i], rows[j]);
      if (cosine <= 0) continue;
      near[i].emplace_back(cosine * cosine, j);
      near[j].emplace_back(cosine * cosine, i);
    }
  }
  std::vector<double> means(works.size(), 0);
  for (std::size_t i = 0; i < works.size(); ++i) {
    const std::size_t count = std::min(neighbours, near[i].size());
    const auto end = near[i].begin() + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(near[i].begin(), end, near[i].end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    double all = 0;
    double sum = 0;
    for (auto one = near[i].begin(); one != end; ++one) {
      all += one->first;
      sum += one->first * values[one->second];
    }
    if (all > 0) means[i] = sum / all;
  }
  return means;
}

}  // namespace evidence
