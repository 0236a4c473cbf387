#include "tests/unit/query/sample_vocabulary.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "app/term_lists_file.h"
#include "app/vocabulary_files.h"
#include "base/clock.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "the sample vocabulary cannot be read: %s\n", why.c_str());
  std::abort();
}

struct Loaded {
  TempDir directory;
  std::unique_ptr<Vocabulary> vocabulary;

  Loaded() {
    const fs::path folder = test::source_dir() / "tests/data/vocabulary";
    app::VocabularyLoadOptions options;
    options.files = {folder / "desc_sample.xml", folder / "qual_sample.xml",
                     folder / "supp_sample.xml"};
    options.replaced = folder / "replaced_sample.tsv";
    options.year = 2026;
    SystemClock clock;
    const auto outcome = app::load_vocabulary(directory.path(), options, clock);
    if (!outcome.ok()) give_up(outcome.error().message);
    auto opened = open_vocabulary(directory.path());
    if (!opened.ok()) give_up(opened.error().message);
    vocabulary = std::move(opened).value();
  }
};

}  // namespace

const Vocabulary& sample_vocabulary() {
  static const Loaded kLoaded;
  return *kLoaded.vocabulary;
}

const TermIndex& shipped_lists() {
  static const TermIndex kLists = [] {
    app::Findings findings;
    const TermLists lists =
        app::read_term_lists(test::source_dir() / "config/vocabulary", findings);
    if (!findings.empty()) give_up(findings.front());
    return TermIndex(lists);
  }();
  return kLists;
}

std::string CaseBlock::value(const std::string& key) const {
  const auto found = values.find(key);
  return found == values.end() ? std::string() : found->second.front();
}

std::vector<CaseBlock> read_case_files(const fs::path& folder, const std::string& first_key) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<CaseBlock> blocks;
  for (const fs::path& path : files) {
    std::ifstream file(path);
    bool open = false;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      const std::size_t colon = line.find(':');
      if (line.empty() || line.front() == '#' || colon == std::string::npos) continue;
      const std::string key = line.substr(0, colon);
      const std::string value = line.substr(std::min(line.size(), colon + 2));
      if (key == first_key) {
        blocks.push_back({path.filename().string() + ":" + std::to_string(number), {}});
        open = true;
      }
      if (open) blocks.back().values[key].push_back(value);
    }
  }
  return blocks;
}

}  // namespace evidence::test
