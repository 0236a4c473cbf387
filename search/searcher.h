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

// Of a related work, what a line about it shows.
struct WorkHead {
  WorkId id;
  std::string title;
  int year = 0;  // 0: unknown
  StudyType study_type = StudyType::kNotStated;
  Status status = Status::kNone;
  bool has_newer_version = false;
  bool operator==(const WorkHead&) const = default;
};

struct TrialReports {
  std::uint64_t total = 0;      // works that report one of the trials
  std::vector<WorkHead> works;  // the newest of them
};

inline constexpr std::size_t kMaxTargets = 500;  // looked up for one answer

class Searcher {
 public:
  explicit Searcher(SearcherOptions options);
  ~Searcher();

  Result<SearchResponse> search(const SearchRequest& request);
  // The work as the index holds it; kNotFound for an unknown id. A former id gives the work that it
  // leads to: Work::id is then another.
  Result<Work> find_work(const WorkId& id);
  // Likewise; each work once, unknown ones are left out.
  Result<std::vector<Work>> find_works(const std::vector<WorkId>& ids);
  // The works that relations name: by "pmid:123", "doi:…", "isbn:…", "record:<source>:<key>".
  // What the index does not hold, and what comes after kMaxTargets, is left out; so is the work
  // `except`, from where one looks.
  Result<std::map<std::string, WorkHead>> find_targets(const std::vector<std::string>& targets,
                                                       const WorkId& except = "");
  // The other works that report one of the trials with these numbers of a registry.
  Result<TrialReports> find_reports(const std::vector<std::string>& numbers, std::size_t limit,
                                    const WorkId& except = "");
  Result<IndexInfo> info();  // readiness: opens and reads metadata

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evidence
