// From matched pairs to works: which of the records that hang together are one publication.
// Deterministic and independent of the order of its input: the strongest pairs are joined first,
// and never two records that a veto or a person keeps apart. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/match.h"

namespace evidence {

struct ClusterRecord {
  std::int64_t id = 0;      // the caller's
  std::string source, key;  // orders what is equal otherwise
  MatchProfile profile;
};

struct ClusterPair {
  std::size_t a = 0, b = 0;  // places in the list of records
  double strength = 0;
};

// What a person said of two records; later ones (higher `order`) win over earlier ones.
struct ClusterDecision {
  std::size_t a = 0, b = 0;
  bool same = false;
  std::int64_t order = 0;
};

// Numbers of clusters by record, 0, 1, 2 … in the order of each cluster's first record by source
// and key.
std::vector<std::size_t> cluster(const std::vector<ClusterRecord>& records,
                                 const std::vector<ClusterPair>& pairs,
                                 const std::vector<ClusterDecision>& decisions,
                                 bool by_identifier = true);

}  // namespace evidence
