// Searches the index: parse → tree → Xapian → plain structs. Thread-safe: every call leases a
// reader of its own. Errors: the parsers' kInvalidArgument/kTooLarge; kTimeout (deadline passed,
// nothing partial is given); kBusy (index kept changing, no reader free); kUnavailable (no index).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/index_reader.h"
#include "search/ranking.h"
#include "search/search_request.h"
#include "search/strategy_run.h"
#include "search/suggestion.h"

namespace evidence {

// Where facets are counted from on local indexes: from columns in memory, or by Xapian's spies,
// which read every match's values. The numbers are the same.
enum class ColumnUse {
  kNever,         // one query and the end: reading columns would cost more than it saves
  kOnDemand,      // read when first asked for, which waits for it
  kInBackground,  // read by a thread of its own after each commit; until then by spies
};

struct SearcherOptions {
  std::filesystem::path stub;  // <data>/index/current
  std::size_t readers = 4;
  std::map<std::string, RankingProfile> profiles;  // by name; "plain" must be there
  std::string default_profile = "plain";           // of the search box
  std::string line_profile = "plain";              // of the syntaxes of librarians
  query::Limits limits;
  std::size_t max_prefix_expansion = 1'000;  // words behind one '*'; more is an error that says so
  // The same for the syntaxes of librarians, whose counts must be exact.
  std::size_t max_pattern_expansion = 20'000;
  std::size_t set_cache_bytes = 256U << 20U;  // of sets of works that are kept in memory
  ColumnUse columns = ColumnUse::kOnDemand;
  std::size_t column_bytes = 1U << 30U;  // of facets' columns; what does not fit goes by spies
  Language language;                     // vocabulary and lists; without them words mean themselves
  // The day for "last 30 days"; unknown where not set: such a search is an error that says so.
  std::function<PartialDate()> today;
  // The words for suggestions are read by a thread of its own, and nobody waits for them: a server.
  bool words_in_background = false;
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

// A value of a field as the index holds it, folded, and the works that have it.
struct ValueCount {
  std::string value;
  std::uint64_t count = 0;
};

inline constexpr std::size_t kMaxTargets = 500;  // looked up for one answer

struct CitationMatch;  // search/citation_match.h
namespace query {
struct Citation;  // query/citation.h
}

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
  // The work that a printed reference means, or those that it may mean, at most `limit`.
  Result<CitationMatch> match_citation(const query::Citation& citation, std::size_t limit,
                                       std::chrono::steady_clock::time_point deadline =
                                           std::chrono::steady_clock::time_point::max());
  // Runs every line of a strategy that can be run: exact counts, and on request the works. Fails as
  // a whole only without index, without a free reader, or at the deadline before the first line; a
  // line that fails says why in its messages, and the others are run.
  Result<StrategyRun> run_strategy(const StrategyRequest& request);
  // How many works have one of these headings, by label; of each. For the browser of headings.
  Result<std::vector<std::uint64_t>> count_headings(
      const std::vector<std::vector<std::string>>& labels);
  // The values of an exact field that begin so, in alphabetical order, with their numbers of works.
  // Fields of text give their words. At most `limit`, after `after` where it is not empty.
  Result<std::vector<ValueCount>> values(Field field, std::string_view begin, std::size_t limit,
                                         std::string_view after = {});
  // Completions of what is being typed. kInvalidArgument (bad_typed) where it is too short or too
  // long; kBusy (suggestions_not_ready) while the names are read for the first time.
  Result<SuggestResponse> suggest(const SuggestRequest& request);
  // Works like this one, at most kMaxSimilar. kNotFound for an unknown id; a former one is
  // followed.
  Result<SimilarResponse> similar(const WorkId& id, std::size_t limit,
                                  std::chrono::steady_clock::time_point deadline =
                                      std::chrono::steady_clock::time_point::max());
  // Other spellings of a query of the search box that find works; none for other syntaxes. What
  // search() fills in where it is asked to.
  Result<std::vector<OtherSpelling>> correct(const SearchRequest& request);
  // Begins to read the words for suggestions where that is done in the background.
  void prepare_suggestions();
  [[nodiscard]] bool has_profile(std::string_view name) const;
  // What parsers need: the vocabulary and the day.
  [[nodiscard]] query::ParseOptions parse_options() const;
  Result<IndexInfo> info();  // readiness: opens and reads metadata

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evidence
