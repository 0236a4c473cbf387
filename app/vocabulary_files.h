// Reads files of a vocabulary into the vocabulary's store, all or nothing. Used by
// `evidence vocabulary load`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/stop_flag.h"
#include "connectors/connector.h"
#include "store/vocabulary_store.h"

namespace evidence::app {

struct VocabularyLoadOptions {
  std::vector<std::filesystem::path> files;
  std::filesystem::path replaced;  // old label, tab, new label; "" = none
  std::optional<int> year;         // else by the names of the files
  const StopFlag* stop = nullptr;
  // Bytes done and in all of the file that is read, and records so far.
  std::function<void(const std::string& file, std::uint64_t done, std::uint64_t total,
                     std::uint64_t records)>
      progress;
};

struct VocabularyLoadOutcome {
  VocabularyStatus status;
  std::vector<VocabularyFile> files;   // of this load
  std::vector<EntryProblem> problems;  // the first hundred
};

// A file more than a tenth of whose records cannot be read is refused as a whole.
Result<VocabularyLoadOutcome> load_vocabulary(const std::filesystem::path& data_dir,
                                              const VocabularyLoadOptions& options, Clock& clock);

// The year that the names of the files give; kInvalidArgument where none or several do.
Result<int> year_of_files(const std::vector<std::filesystem::path>& files);

}  // namespace evidence::app
