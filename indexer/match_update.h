// One record's part in matching: its profile, keys and pairs brought up to date inside a batch.
// Private to indexer/ (merging.cc). Not thread-safe.
#pragma once

#include <list>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "indexer/merging.h"

namespace evidence {

class MatchUpdate {
 public:
  MatchUpdate(MergeBatch& batch, const MatchRules& rules, MergeOutcome& outcome)
      : batch_(batch), rules_(rules), outcome_(outcome) {}

  Result<void> update(RecordNumber record);

  // Records whose place among the works must be looked at again.
  [[nodiscard]] const std::set<RecordNumber>& seeds() const { return seeds_; }
  // Works that show something of a changed record: what it names, its near relatives.
  [[nodiscard]] const std::set<WorkNumber>& related() const { return related_; }
  [[nodiscard]] const MatchRules& rules() const { return rules_; }

  // nullptr where the record has none (a tombstone). Valid until the next call.
  Result<const MatchProfile*> profile(RecordNumber record);

 private:
  Result<void> update_keys(RecordNumber record, const std::vector<std::int64_t>& before,
                           const std::vector<std::int64_t>& after, std::set<RecordNumber>& again);
  Result<void> update_targets(RecordNumber record, const std::optional<Record>& now);
  Result<void> compare_anew(RecordNumber record);
  Result<void> change_pair(const MatchedPair* before, const MatchedPair* after);
  Result<void> relate(RecordNumber record);
  void remember(RecordNumber record, std::optional<MatchProfile> profile);

  MergeBatch& batch_;
  const MatchRules& rules_;
  MergeOutcome& outcome_;
  std::set<RecordNumber> seeds_;
  std::set<WorkNumber> related_;
  std::unordered_map<RecordNumber, std::optional<MatchProfile>> profiles_;  // of this batch
};

}  // namespace evidence
