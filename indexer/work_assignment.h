// From records to works inside a batch: the neighbourhood of some records is clustered anew, and
// works are joined, split and named so that ids last. Private to indexer/ (merging.cc).
#pragma once

#include <map>
#include <set>
#include <vector>

#include "indexer/match_update.h"
#include "model/clustering.h"

namespace evidence {

class WorkAssignment {
 public:
  WorkAssignment(MergeBatch& batch, MatchUpdate& matching, MergeOutcome& outcome)
      : batch_(batch), matching_(matching), outcome_(outcome) {}

  // Clusters all records that hang together with these, and gives each cluster its work.
  Result<void> assign(const std::set<RecordNumber>& seeds);

 private:
  struct Neighbourhood {
    std::vector<RecordNumber> records;  // live ones
    std::map<RecordNumber, WorkRow> works;
    std::vector<MatchedPair> pairs;        // of verdict same, both in `records`
    std::vector<MergeDecision> decisions;  // both in `records`
  };
  using Cluster = std::vector<RecordNumber>;

  Result<Neighbourhood> gather(const std::set<RecordNumber>& seeds);
  Result<std::vector<Cluster>> cluster_all(const Neighbourhood& near);
  Result<void> give_works(const Neighbourhood& near, const std::vector<Cluster>& clusters);
  Result<void> note_relatives(const std::vector<RecordNumber>& moved,
                              const std::set<WorkNumber>& noted);
  Result<void> follow_split(WorkNumber work, std::size_t kept_by,
                            const std::map<RecordNumber, std::size_t>& cluster_of,
                            std::vector<WorkNumber>& work_of_cluster);

  MergeBatch& batch_;
  MatchUpdate& matching_;
  MergeOutcome& outcome_;
};

}  // namespace evidence
