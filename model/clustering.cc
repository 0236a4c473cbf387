#include "model/clustering.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace evidence {
namespace {

// Profiles that say the same of what vetoes look at; comparing one of each is enough.
using Signature = std::tuple<RecordKind, bool, std::vector<std::string>, std::string, std::string,
                             int, std::string, std::string, int, std::string, std::string,
                             std::string, std::string, std::string>;

Signature signature_of(const MatchProfile& profile) {
  return {profile.kind,           profile.kind_stated,
          profile.identifiers,    profile.edition,
          profile.version_family, profile.version,
          profile.title,          profile.original_title,
          profile.year,           profile.volume,
          profile.issue,          profile.first_page,
          profile.journal,        profile.journal_abbreviation};
}

class Clusters {
 public:
  Clusters(const std::vector<ClusterRecord>& records, bool by_identifier)
      : records_(records),
        by_identifier_(by_identifier),
        parent_(records.size()),
        members_(records.size()),
        apart_(records.size()),
        rejected_(records.size()),
        units_(records.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    for (std::size_t i = 0; i < records.size(); ++i) members_[i] = {i};
  }

  std::size_t root(std::size_t place) {
    while (parent_[place] != place) {
      parent_[place] = parent_[parent_[place]];
      place = parent_[place];
    }
    return place;
  }

  void keep_apart(std::size_t a, std::size_t b) {
    apart_[a].insert(b);
    apart_[b].insert(a);
  }

  // Whether a person keeps some record of the one apart from some record of the other.
  bool kept_apart(std::size_t a, std::size_t b) {
    for (const std::size_t member : members_[a]) {
      for (const std::size_t other : apart_[member]) {
        if (root(other) == b) return true;
      }
    }
    return false;
  }

  // What a person joined counts as one from here on: where one of its records may stand beside
  // another record, all may. Records that look alike to every veto count once.
  void end_decisions() {
    std::map<std::size_t, std::set<Signature>> alike;
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const std::size_t of = root(i);
      if (members_[of].size() == 1) {
        units_[of].emplace(UnitKey{0, signature_of(records_[i].profile)}, Unit{i});
        continue;
      }
      // A group never gives way to a single record that looks like one of its own.
      if (!alike[of].insert(signature_of(records_[i].profile)).second) continue;
      units_[of][UnitKey{of + 1, Signature{}}].push_back(i);
    }
  }

  bool vetoed(std::size_t a, std::size_t b) {
    if (rejected_[a].contains(b)) return true;
    for (const auto& [one, unit_a] : units_[a]) {
      for (const auto& [two, unit_b] : units_[b]) {
        if (!all_apart(unit_a, unit_b)) continue;
        rejected_[a].insert(b);
        rejected_[b].insert(a);
        return true;
      }
    }
    return false;
  }

  void join(std::size_t a, std::size_t b) {
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    parent_[b] = a;
    units_[a].merge(units_[b]);
    units_[b].clear();
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    members_[b].clear();
    // Clusters only grow: what was kept from the one is kept from both.
    for (const std::size_t other : rejected_[b]) {
      rejected_[other].erase(b);
      rejected_[other].insert(a);
      rejected_[a].insert(other);
    }
    rejected_[b].clear();
  }

 private:
  using Unit = std::vector<std::size_t>;  // records, mostly one
  using UnitKey =
      std::pair<std::size_t, Signature>;  // a group that a person made, or what is alike

  bool all_apart(const Unit& a, const Unit& b) {
    for (const std::size_t one : a) {
      for (const std::size_t two : b) {
        if (!apart(one, two)) return false;
      }
    }
    return true;
  }

  // What may not stand in one work, whatever lies between: a veto, or a place and a time that both
  // differ (a third record that knows neither must not bring two articles together).
  bool apart(std::size_t place_a, std::size_t place_b) {
    const auto key = std::minmax(place_a, place_b);
    const auto known = compared_.find(key);
    if (known != compared_.end()) return known->second;
    const MatchProfile& a = records_[place_a].profile;
    const MatchProfile& b = records_[place_b].profile;
    Comparison comparison = compare(a, b);
    if (!by_identifier_) {
      comparison.shared.clear();
      comparison.conflicting.clear();
    }
    const bool other_place = comparison.volume == Agreement::kDifferent &&
                             comparison.page == Agreement::kDifferent &&
                             (comparison.years_apart > 1 || comparison.title < 0.8);
    const bool result =
        !veto_of(a, b, comparison).empty() || (comparison.shared.empty() && other_place);
    compared_.emplace(key, result);
    return result;
  }

  const std::vector<ClusterRecord>& records_;
  bool by_identifier_;
  std::vector<std::size_t> parent_;
  std::vector<std::vector<std::size_t>> members_;
  std::vector<std::set<std::size_t>> apart_;     // by a person, of records
  std::vector<std::set<std::size_t>> rejected_;  // by a veto, of clusters
  std::vector<std::map<UnitKey, Unit>> units_;
  std::map<std::pair<std::size_t, std::size_t>, bool> compared_;
};

}  // namespace

std::vector<std::size_t> cluster(const std::vector<ClusterRecord>& records,
                                 const std::vector<ClusterPair>& pairs,
                                 const std::vector<ClusterDecision>& decisions,
                                 bool by_identifier) {
  // A fixed order of the records makes everything below independent of the caller's.
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(records[a].source, records[a].key) <
           std::tie(records[b].source, records[b].key);
  });
  std::vector<std::size_t> rank(records.size());
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = i;

  Clusters clusters(records, by_identifier);
  // A person's word first, the newest before older ones: what contradicts a newer one has no
  // effect.
  std::vector<ClusterDecision> said = decisions;
  std::sort(said.begin(), said.end(),
            [](const ClusterDecision& a, const ClusterDecision& b) { return a.order > b.order; });
  for (const ClusterDecision& decision : said) {
    const std::size_t a = clusters.root(decision.a);
    const std::size_t b = clusters.root(decision.b);
    if (!decision.same) {
      if (a != b) clusters.keep_apart(decision.a, decision.b);
    } else if (a != b && !clusters.kept_apart(a, b)) {
      clusters.join(a, b);
    }
  }
  clusters.end_decisions();
  std::vector<ClusterPair> sorted = pairs;
  std::sort(sorted.begin(), sorted.end(), [&](const ClusterPair& x, const ClusterPair& y) {
    const auto key = [&](const ClusterPair& pair) {
      return std::tuple(-pair.strength, std::min(rank[pair.a], rank[pair.b]),
                        std::max(rank[pair.a], rank[pair.b]));
    };
    return key(x) < key(y);
  });
  for (const ClusterPair& pair : sorted) {
    const std::size_t a = clusters.root(pair.a);
    const std::size_t b = clusters.root(pair.b);
    if (a == b || clusters.kept_apart(a, b) || clusters.vetoed(a, b)) continue;
    clusters.join(a, b);
  }
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> number(records.size(), kNone);
  std::vector<std::size_t> result(records.size());
  std::size_t next = 0;
  for (const std::size_t place : order) {
    std::size_t& of_root = number[clusters.root(place)];
    if (of_root == kNone) of_root = next++;
    result[place] = of_root;
  }
  return result;
}

}  // namespace evidence
