// What suggestions are made of, read from an index: its words with their numbers of works, and the
// names of topics, headings, journals, authors and drugs. Private to search/. Each call opens a
// reader of its own and reads all of it: seconds for hundreds of thousands of works. Errors are
// those of opening an index; kBusy where it changed while it was read, or a stop was asked for.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "base/stop_flag.h"
#include "search/completion.h"
#include "search/lexicon.h"
#include "search/strategy_run.h"

namespace evidence {

struct IndexWords {
  Snapshot snapshot;
  Lexicon lexicon;
};

struct IndexNames {
  Snapshot snapshot;
  Completions completions;
};

Result<std::shared_ptr<const IndexWords>> read_words(const std::filesystem::path& stub,
                                                     const StopFlag& stop);
Result<std::shared_ptr<const IndexNames>> read_names(const std::filesystem::path& stub,
                                                     const Language& language,
                                                     const StopFlag& stop);

}  // namespace evidence
