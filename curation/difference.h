// What differs between two stored runs of a line, and why: works added, lost and changed, each with
// its cause. Pure but for the history that it is given.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "curation/run.h"
#include "curation/work_history.h"

namespace evidence::curation {

enum class Cause {
  kNewRecord,      // the work came after the earlier run
  kRestored,       // its source has it again
  kMerged,         // it was joined with another work, or its records with it
  kDeleted,        // its sources withdrew it
  kStrategy,       // the line, or one that it depends on, is another
  kSettings,       // other sources, or automatic mapping switched
  kChangedRecord,  // its description changed
  kReindexed,      // the index was built anew, or with another vocabulary
  kUnexplained,
};
std::string_view cause_name(Cause cause);   // "new_record"
std::string_view cause_words(Cause cause);  // for people: "a new record"

struct DifferentWork {
  WorkId work;
  Cause cause = Cause::kUnexplained;
  WorkId other;  // of kMerged: the work that it is part of now, or that became part of it; or ""
  bool operator==(const DifferentWork&) const = default;
};

struct LineDifference {
  unsigned from_run = 0, to_run = 0;
  unsigned from_line = 0, to_line = 0;
  std::uint64_t before = 0, after = 0;  // works; after = before − lost + added
  std::uint64_t kept = 0;               // in both
  std::vector<DifferentWork> added, lost;
  std::vector<WorkId> changed;  // in both, with changes in between
  bool changed_known = true;    // false: too many changes in between to tell
  bool other_strategy = false, other_settings = false, other_vocabulary = false;
  bool other_generation = false;
};

// Lines by their number in their run; 0 stands for each run's result line. `history` may be null:
// then what only it can tell is unexplained. kNotFound: unknown_line; or a line has no count.
Result<LineDifference> compare_runs(const StoredRun& before, const RunWorks& before_works,
                                    unsigned before_line, const StoredRun& after,
                                    const RunWorks& after_works, unsigned after_line,
                                    WorkHistory* history);

std::map<Cause, std::uint64_t> count_causes(const std::vector<DifferentWork>& works);

// At most `limit` works of each list; the counts are of all.
json::object difference_to_json(const LineDifference& difference, std::size_t limit);

}  // namespace evidence::curation
