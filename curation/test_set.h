// The test set of a strategy: works that are known to be relevant, by which a librarian sees what
// each line finds and misses. Plain values; pure functions, thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "curation/run.h"

namespace evidence::curation {

// What a person pasted, normalised, each once, in order: "pmid:123", "doi:10.1/x", a work's id.
struct TestSet {
  std::vector<std::string> ids;
  std::vector<std::string> unread;  // words that are none of these, as typed
  std::string at, actor;            // `at` given by the store
  bool operator==(const TestSet&) const = default;
};
inline constexpr std::size_t kMaxTestIds = 500;

// Separated by white space, commas or semicolons; "PMID: 123", "PMC123", "https://doi.org/10.1/x".
// kTooLarge: too_many_test_ids; kInvalidArgument: no_test_ids where nothing can be read.
Result<TestSet> parse_test_set(std::string_view typed);

struct TestLine {
  unsigned number = 0;
  std::vector<std::string> found, missed;  // ids of the test set
};

struct TestOutcome {
  std::vector<TestLine> lines;            // as the run's, those that were counted
  std::vector<std::string> not_in_index;  // ids that lead to no work here; missed by every line
  std::size_t found = 0;                  // by the result line
  std::size_t known = 0;                  // in the set, and in the index
  std::map<std::string, WorkId> works;    // of each id
};

// `works`: where each id of the set leads; those that the index does not hold are absent. A work
// that the run knows by a former id counts too: `former` maps present ids to former ones.
TestOutcome evaluate_test_set(const TestSet& set, const std::map<std::string, WorkId>& works,
                              const std::map<WorkId, std::vector<WorkId>>& former,
                              const StoredRun& run, const RunWorks& found);

json::object test_set_to_json(const TestSet& set);
TestSet test_set_from_json(const json::object& object);
json::object outcome_to_json(const TestOutcome& outcome, const StoredRun& run);

}  // namespace evidence::curation
