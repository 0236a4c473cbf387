// Brings a generation's vectors up to date with its documents, after the documents are committed:
// changed ones are folded into the space that there is, and the space is learned anew where there
// is none or the index has changed much (docs/vectors.md). All files are finished beside the old
// ones before the first is put in place. Killed at any moment, the index can be searched and the
// next run mends the vectors: they say which change sequence they are as new as, and where that is
// not where the run began, every row is made again. Memory: what training takes
// (space_training.h), then the space (about 16 MB) and 4 bytes a changed document.
// Private to indexer/: IndexRun holds the index's lock. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "indexer/generation.h"
#include "indexer/space_training.h"
#include "indexer/vector_outcome.h"

namespace evidence {

struct VectorUpdate {
  std::int64_t sequence_before = 0;  // of the index when the run began
  // The documents written or removed since then, by shard, in any order.
  std::vector<std::vector<std::uint32_t>> changed;
  TrainingLimits limits;
  // Asked now and then with what is being done and its share (0 to 1); false = stop.
  std::function<bool(std::string_view doing, double share)> go_on;
};

// kCancelled where it was stopped, kStorageFull, kIo; kTooLarge where memory does not suffice.
Result<VectorOutcome> update_vectors(const Generation& generation, const VectorUpdate& update);

// For an index that is to have none.
Result<void> remove_vectors(const Generation& generation);

}  // namespace evidence
