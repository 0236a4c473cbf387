// Generations: complete builds of the index, side by side, and the stub file that says which one is
// served. A flip is one rename; a half-built generation is never visible. One process at a time
// holds the writer's lock. Failures: kBusy (another indexer), kStorageFull, kIo.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace evidence {

struct Generation {
  std::string uuid;
  std::filesystem::path directory;
  std::vector<std::filesystem::path> shards;
};

struct GenerationStamp {  // of the metadata; equal in all shards but the sequence (lowest is given)
  std::string uuid, store_id, vocabulary, merging;
  int schema = 0, tokenizer = 0;
  std::int64_t sequence = 0;
  std::int64_t documents = 0;
};

// The generation that the stub names; nullopt when there is none yet.
Result<std::optional<Generation>> current_generation(const std::filesystem::path& data_directory);
Result<GenerationStamp> read_stamp(const Generation& generation);
// What an index is built from: works of one store, merged by one policy.
struct GenerationBasis {
  std::string store_id;
  std::string merging;  // fingerprint(MergePolicy)
};
// Creates empty shards in a temporary directory and renames it into place.
Result<Generation> create_generation(const std::filesystem::path& data_directory, unsigned shards,
                                     const GenerationBasis& basis);
// Opens it, compares document counts and sample documents; an Error says why it may not be served.
Result<void> check_generation(const Generation& generation, std::int64_t expected_documents);
// Points the stub at it (durable rename).
Result<void> flip_to(const std::filesystem::path& data_directory, const Generation& generation);
// Removes half-built directories and all generations but the current and the last good one.
Result<void> remove_old_generations(const std::filesystem::path& data_directory);

}  // namespace evidence
