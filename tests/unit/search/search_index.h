// Small indexes for the search tests, made by the indexer's own document builder, on each kind of
// place that a stub can name. Throws on failure, as test support may.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "model/work.h"
#include "search/searcher.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {

enum class Backend { kLocal, kTwoShards, kTwoServers };
std::string backend_name(Backend backend);

// A work with this title and abstract; its id comes from `number`.
Work make_work(int number, std::string title, std::string abstract = "");

class SearchIndex {
 public:
  SearchIndex(const std::vector<Work>& works, Backend backend);
  ~SearchIndex();  // stops the servers that it started
  SearchIndex(const SearchIndex&) = delete;
  SearchIndex& operator=(const SearchIndex&) = delete;

  [[nodiscard]] std::filesystem::path stub() const { return folder_ / "current"; }
  [[nodiscard]] std::filesystem::path shard(int number) const;
  // Writes the works of one more generation and lets the stub name it.
  void replace(const std::vector<Work>& works, const std::string& generation);
  // Learns a space from the works and gives each its vector (docs/vectors.md); 50 works or more.
  void learn_vectors();
  // Sets a shard's metadata, as a half-switched or older index has it.
  void set_metadata(int shard, std::string_view key, const std::string& value);

 private:
  void write_shards(const std::vector<Work>& works, const std::string& generation);
  void write_stub();

  TempDir folder_;
  Backend backend_;
  std::string generation_ = "one";
  std::vector<pid_t> servers_;
};

SearcherOptions options_for(const std::filesystem::path& stub);

}  // namespace evidence::test
