// What the tests of harvests by the real binary share: a configuration that holds the test's own
// sources alone, and what a harvest left in the store. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "store/record_store.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {

class HarvestConfig {
 public:
  HarvestConfig();
  // `settings`: the source's file but for its id and what every local source needs.
  void set_source(const std::string& id, const std::string& settings);
  [[nodiscard]] std::vector<std::string> command(const std::filesystem::path& data,
                                                 const std::vector<std::string>& words) const;
  [[nodiscard]] Outcome run(const std::filesystem::path& data,
                            const std::vector<std::string>& words) const {
    return run_evidence(command(data, words));
  }
  [[nodiscard]] std::filesystem::path path() const { return directory_.path(); }

 private:
  TempDir directory_;
};

// Everything of a source that must not depend on how often its harvest was interrupted.
struct StoreDump {
  std::map<std::string, std::string> records;  // canonical JSON by key
  std::set<std::string> tombstones;            // of the keys asked about
  std::int64_t live = 0, deleted = 0, works = 0;
  std::set<std::string> problems;  // codes and reasons
  bool finished = false;
  std::string cursor;
  bool operator==(const StoreDump&) const = default;
  // Where they differ, for a person.
  [[nodiscard]] std::string difference(const StoreDump& other) const;
};

StoreDump dump_store(const std::filesystem::path& data, const std::string& source,
                     const std::vector<std::string>& keys);

// Runs of the source that began and have no end.
int cut_runs(const std::filesystem::path& data, const std::string& source);

}  // namespace evidence::test
