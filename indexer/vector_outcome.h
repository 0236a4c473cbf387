// What the indexer says of an index's vectors (docs/vectors.md): of a run, of their state, of their
// soundness. Used by `evidence index`, `evidence status` and `evidence check`. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "indexer/generation.h"

namespace evidence {

struct VectorOutcome {
  std::size_t dimensions = 0;  // 0 = the index has none: too few works
  std::size_t terms = 0;
  std::uint64_t works = 0;  // that have a vector
  bool trained = false;     // the space is new
  std::string reason;       // why it was learned anew, or all rows were made again
  std::uint64_t rows = 0;   // made in this run
};

struct VectorStatus {
  std::size_t dimensions = 0;  // 0 = none
  std::size_t terms = 0;
  std::uint64_t works = 0;          // with a vector
  std::uint64_t trained_works = 0;  // in the index when the space was learned
  bool up_to_date = true;           // every shard's vectors are as new as its documents
};
// kCorrupt where files are damaged or do not belong together.
Result<VectorStatus> vector_status(const Generation& generation);
// Reads them whole besides; an Error says what is wrong.
Result<void> check_vectors(const Generation& generation);

}  // namespace evidence
