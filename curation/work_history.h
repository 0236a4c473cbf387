// What became of works between two moments: what the comparison of two runs asks. app/ implements
// it over the store of records; tests by hand. Failures are the store's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/work.h"

namespace evidence::curation {

struct WorkFate {
  WorkId id;
  WorkId current;          // where the id leads now: itself, or a work that it was joined with
  bool live = false;       // `current` has records
  std::int64_t first = 0;  // number of its first change; 0: the store does not know the work
  // Kinds of its own changes in the span, each once: "added", "changed", "deleted", "restored",
  // "decided", "merged", "related", "corrected" (docs/store.md).
  std::vector<std::string> kinds;
  [[nodiscard]] bool had(std::string_view kind) const;
};

class WorkHistory {
 public:
  virtual ~WorkHistory() = default;
  // Of each work in the order asked for: changes numbered above `after` and at most `until`.
  virtual Result<std::vector<WorkFate>> fates(const std::vector<WorkId>& works, std::int64_t after,
                                              std::int64_t until) = 0;
  // Works with a change in the span, sorted by id; kTooLarge above `limit`.
  virtual Result<std::vector<WorkId>> changed(std::int64_t after, std::int64_t until,
                                              std::size_t limit) = 0;
};

}  // namespace evidence::curation
