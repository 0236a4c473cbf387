// Learns a space of vectors from the index: which stems occur together in works
// (docs/vectors.md). Private to indexer/. The same index gives the same bytes. Thread-safe.
#pragma once

#include <xapian.h>

#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "model/vector_format.h"

namespace evidence {

// Fewer works than this say too little about words.
inline constexpr std::uint64_t kFewestWorksForVectors = 50;

struct TrainingLimits {
  std::size_t dimensions = 256;     // fewer where there are few works or words
  std::size_t terms = 60'000;       // those that weigh most
  std::size_t works = 50'000;       // evenly over the index
  std::size_t terms_of_work = 400;  // those that weigh most
};

// nullopt where there is too little to learn from; kCancelled where `go_on` (asked with the share
// that is done) said no. Memory: at most `works` × `terms_of_work` × 8 bytes, for usual works a
// fifth of that, and 4 bytes × (works + terms) × (dimensions + 20); about 0.3 GB in all.
Result<std::optional<SpaceContent>> train_space(const std::vector<Xapian::Database>& shards,
                                                const TrainingLimits& limits,
                                                const std::function<bool(double)>& go_on);

}  // namespace evidence
