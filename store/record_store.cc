#include "store/record_store.h"

namespace evidence {

PageCounts& PageCounts::operator+=(const PageCounts& other) {
  read += other.read;
  added += other.added;
  changed += other.changed;
  unchanged += other.unchanged;
  deleted += other.deleted;
  problems += other.problems;
  return *this;
}

std::int64_t waiting_withdrawals(const std::vector<HarvestRun>& newest_first) {
  for (const HarvestRun& run : newest_first) {
    if (run.waiting > 0) return run.waiting;
    const bool decides = run.kind == "harvest" || run.kind == "withdrawal";
    if (decides && run.outcome.starts_with("finished")) return 0;
  }
  return 0;
}

}  // namespace evidence
