// From the store to the merged work as readers see it: its records, what others' records say of it,
// its near relatives, corrections and former ids. Used by the indexer and by exports. One object
// serves one thread. Failures: the store's.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "model/merge.h"
#include "store/record_store.h"

namespace evidence {

class WorkLoader {
 public:
  // Both must outlive the loader.
  WorkLoader(RecordStore& store, const MergePolicy& policy) : store_(store), policy_(policy) {}

  // nullopt where no live record is left.
  Result<std::optional<Work>> load(const WorkId& id);

 private:
  Result<WorkContext> context_of(const WorkId& id, const std::vector<Record>& records);

  RecordStore& store_;
  const MergePolicy& policy_;
};

}  // namespace evidence
