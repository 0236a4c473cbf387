// What gives meaning to words beyond the index: the vocabulary that was loaded into the data
// directory, and the lists of our own.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "model/term_lists.h"
#include "model/vocabulary.h"
#include "search/strategy_run.h"

namespace evidence::app {

struct LoadedLanguage {
  std::unique_ptr<Vocabulary> vocabulary;  // nullptr: none is loaded
  TermIndex lists{TermLists{}};

  // Points into this.
  [[nodiscard]] Language language() const;
};

// No vocabulary is no failure; a damaged one is.
Result<LoadedLanguage> load_language(const std::filesystem::path& data_dir, const TermLists& lists);

}  // namespace evidence::app
