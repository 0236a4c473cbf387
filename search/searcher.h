// Searches the index: parse → tree → Xapian → plain structs. Thread-safe: every call leases a
// reader of its own. Errors: the parsers' kInvalidArgument/kTooLarge; kTimeout (deadline passed,
// nothing partial is given); kBusy (index kept changing, no reader free); kUnavailable (no index).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/index_reader.h"
#include "search/ranking.h"
#include "search/search_request.h"

namespace evidence {

struct SearcherOptions {
  std::filesystem::path stub;  // <data>/index/current
  std::size_t readers = 4;
  std::map<std::string, RankingProfile> profiles;  // by name; "plain" must be there
  query::Limits limits;
  std::size_t max_prefix_expansion = 1'000;  // words behind one '*'; more is an error that says so
};

struct IndexInfo {
  Snapshot snapshot;
  std::uint64_t documents = 0;
};

class Searcher {
 public:
  explicit Searcher(SearcherOptions options);
  ~Searcher();

  Result<SearchResponse> search(const SearchRequest& request);
  // The work as the index holds it; kNotFound for an unknown id.
  Result<Work> find_work(const WorkId& id);
  Result<std::vector<Work>> find_works(
      const std::vector<WorkId>& ids);  // unknown ones are left out
  Result<IndexInfo> info();             // readiness: opens and reads metadata

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evidence
