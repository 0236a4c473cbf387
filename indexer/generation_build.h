// Generations that are still being built, and the metadata by which a stopped build goes on.
// Private to indexer/. A build passes over every work of the store once ("full pass") and then
// reads the change log from the sequence that was noted when it began. One process at a time
// (index/lock).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "indexer/generation.h"

namespace evidence {

// Metadata beside those of model/index_format.h; gone once the full pass is done.
inline constexpr std::string_view kMetaPass = "evidence.build.pass";        // "full"
inline constexpr std::string_view kMetaAfter = "evidence.build.after";      // last work id written
inline constexpr std::string_view kMetaRefused = "evidence.build.refused";  // work ids, one a line

inline constexpr std::string_view kFinishedPrefix = "gen-";
inline constexpr std::string_view kBuildingPrefix = "building-";
inline constexpr std::string_view kTemporaryPrefix = "tmp-";
inline constexpr std::string_view kPreviousName = "previous";  // uuid of the last good generation

std::filesystem::path index_folder(const std::filesystem::path& data_directory);

// As create_generation, but under index/building-<uuid>, its full pass still to do;
// `start_sequence` is the store's last change when the pass begins.
Result<Generation> create_building_generation(const std::filesystem::path& data_directory,
                                              unsigned shards, const GenerationBasis& basis,
                                              std::int64_t start_sequence);

// A half-built generation that this program can go on with, the newest if there are several.
Result<std::optional<Generation>> resumable_generation(const std::filesystem::path& data_directory,
                                                       const GenerationBasis& basis,
                                                       unsigned shards);

// How far the full pass came: the last work id that every shard holds; nullopt once it is done.
Result<std::optional<std::string>> full_pass_position(const Generation& generation);

// Works that the index refused so far and does not hold.
Result<std::vector<std::string>> refused_works(const Generation& generation);

// Removes what crashes left: temporary directories, half-built generations but `keep`, and all
// finished ones but the current and the last good one.
Result<void> remove_leftovers(const std::filesystem::path& data_directory,
                              const std::filesystem::path& keep);

}  // namespace evidence
