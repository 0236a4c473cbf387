// A store of a test that merges by the real binary: imports of made records, runs, and what the
// works are in the end. Used by the tests of merging; failures are gtest's.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/integration/made_records.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {

// Works by their records ("pubmed:1 crossref:2 …", sorted), so that ids do not count.
struct MergedWorks {
  std::map<std::string, std::string> fields;  // record, status, relations and so on, as JSON
  std::map<std::string, std::string> ids;
  bool operator==(const MergedWorks&) const = default;
};

class MergingLab {
 public:
  // `config`: a configuration file; "" = the one that ships.
  explicit MergingLab(std::filesystem::path config = {}) : config_(std::move(config)) {}

  [[nodiscard]] std::vector<std::string> arguments(std::vector<std::string> words) const;
  [[nodiscard]] Outcome run(std::vector<std::string> words) const;
  void must_run(std::vector<std::string> words) const;
  // Lines of one source, in this order.
  void import_lines(const std::string& source, const std::string& lines) const;
  // Every record as it is in the end, a file for each source.
  void import_all(const std::vector<MadeRecord>& records) const;
  // `evidence export --members`.
  [[nodiscard]] MergedWorks works() const;
  // The same as the index has them: all works with a record of one of these sources.
  [[nodiscard]] MergedWorks indexed_works(const std::vector<MadeRecord>& records) const;

  void use_config(const std::filesystem::path& file) { config_ = file; }
  [[nodiscard]] const std::filesystem::path& data() const { return data_; }
  [[nodiscard]] const TempDir& dir() const { return dir_; }

 private:
  [[nodiscard]] MergedWorks exported(std::vector<std::string> words) const;

  TempDir dir_;
  std::filesystem::path data_ = dir_ / "data";
  std::filesystem::path config_;
};

// A copy of the configuration that ships, with `from` → `to` in merging.toml; gives its
// evidence.toml.
std::filesystem::path config_with(const TempDir& dir, const std::string& name,
                                  const std::string& from, const std::string& to);

std::string deletion_of(const MadeRecord& record);  // its line

// The first differences, for a message; "" where both are the same.
std::string differences(const std::map<std::string, std::string>& expected,
                        const std::map<std::string, std::string>& found);

int count_from_environment(const char* name, int otherwise);

}  // namespace evidence::test
