#include "indexer/work_assignment.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

namespace evidence {

Result<void> WorkAssignment::assign(const std::set<RecordNumber>& seeds) {
  EVIDENCE_ASSIGN(const Neighbourhood near, gather(seeds));
  if (near.records.empty()) return {};
  EVIDENCE_ASSIGN(const std::vector<Cluster> clusters, cluster_all(near));
  return give_works(near, clusters);
}

// Whatever is reached over matched pairs, decisions and works. All members of every work that is
// touched are in it, so that a work is never half looked at.
Result<WorkAssignment::Neighbourhood> WorkAssignment::gather(const std::set<RecordNumber>& seeds) {
  Neighbourhood near;
  std::set<RecordNumber> met(seeds.begin(), seeds.end());
  std::set<WorkNumber> works;
  std::vector<RecordNumber> open(seeds.begin(), seeds.end());
  std::set<RecordNumber> live;
  std::vector<MatchedPair> pairs;
  std::map<std::int64_t, MergeDecision> decisions;
  const auto meet = [&](RecordNumber record) {
    if (met.insert(record).second) open.push_back(record);
  };
  while (!open.empty()) {
    const RecordNumber record = open.back();
    open.pop_back();
    EVIDENCE_ASSIGN(const WorkRow work, batch_.work_of(record));
    if (work.number == 0) continue;
    if (works.insert(work.number).second) {
      EVIDENCE_ASSIGN(const auto members, batch_.members(work.number));
      for (const MergeBatch::MemberRow& member : members) {
        if (!member.deleted) meet(member.record);
      }
    }
    EVIDENCE_ASSIGN(const MatchProfile* profile, matching_.profile(record));
    if (profile == nullptr) {
      // A tombstone, or a record that no run has come to yet.
      EVIDENCE_ASSIGN(const std::optional<Record> body, batch_.record(record));
      if (!body) continue;
    }
    live.insert(record);
    near.works[record] = work;
    EVIDENCE_ASSIGN(const auto own_pairs, batch_.pairs_of(record));
    for (const MatchedPair& pair : own_pairs) {
      if (pair.verdict != Verdict::kSame) continue;
      meet(pair.a == record ? pair.b : pair.a);
      if (pair.a == record) pairs.push_back(pair);
    }
    EVIDENCE_ASSIGN(const auto own_decisions, batch_.decisions_of(record));
    for (const MergeDecision& decision : own_decisions) {
      if (decision.same) meet(decision.a == record ? decision.b : decision.a);
      decisions[decision.id] = decision;
    }
  }
  near.records.assign(live.begin(), live.end());
  for (const MatchedPair& pair : pairs) {
    if (live.contains(pair.a) && live.contains(pair.b)) near.pairs.push_back(pair);
  }
  for (const auto& [id, decision] : decisions) {
    if (live.contains(decision.a) && live.contains(decision.b)) near.decisions.push_back(decision);
  }
  return near;
}

Result<std::vector<WorkAssignment::Cluster>> WorkAssignment::cluster_all(
    const Neighbourhood& near) {
  // Records that nothing connects are clustered apart: what one component holds never costs
  // another.
  std::map<RecordNumber, std::size_t> place;
  for (std::size_t i = 0; i < near.records.size(); ++i) place[near.records[i]] = i;
  std::vector<std::size_t> parent(near.records.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&parent](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const MatchedPair& pair : near.pairs) parent[root(place[pair.a])] = root(place[pair.b]);
  for (const MergeDecision& decision : near.decisions) {
    if (decision.same) parent[root(place[decision.a])] = root(place[decision.b]);
  }
  std::map<std::size_t, std::vector<std::size_t>> components;
  for (std::size_t i = 0; i < near.records.size(); ++i) components[root(i)].push_back(i);
  std::map<std::size_t, std::vector<const MatchedPair*>> pairs;
  for (const MatchedPair& pair : near.pairs) pairs[root(place[pair.a])].push_back(&pair);
  std::map<std::size_t, std::vector<const MergeDecision*>> decisions;
  for (const MergeDecision& decision : near.decisions) {
    const std::size_t of_a = root(place[decision.a]);
    if (of_a == root(place[decision.b])) decisions[of_a].push_back(&decision);
  }

  std::vector<Cluster> clusters;
  for (const auto& [key, members] : components) {
    if (members.size() == 1) {
      clusters.push_back({near.records[members.front()]});
      continue;
    }
    std::vector<ClusterRecord> records;
    std::map<RecordNumber, std::size_t> inner;
    for (const std::size_t member : members) {
      const RecordNumber record = near.records[member];
      inner[record] = records.size();
      EVIDENCE_ASSIGN(RecordName name, batch_.name(record));
      EVIDENCE_ASSIGN(const MatchProfile* profile, matching_.profile(record));
      records.push_back({record, std::move(name.source), std::move(name.key),
                         profile == nullptr ? MatchProfile{} : *profile});
    }
    std::vector<ClusterPair> inner_pairs;
    for (const MatchedPair* pair : pairs[key]) {
      inner_pairs.push_back({inner[pair->a], inner[pair->b], pair->strength});
    }
    std::vector<ClusterDecision> inner_decisions;
    for (const MergeDecision* decision : decisions[key]) {
      inner_decisions.push_back(
          {inner[decision->a], inner[decision->b], decision->same, decision->id});
    }
    const std::vector<std::size_t> numbers =
        cluster(records, inner_pairs, inner_decisions, matching_.rules().by_identifier);
    const std::size_t first = clusters.size();
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (first + numbers[i] >= clusters.size()) clusters.resize(first + numbers[i] + 1);
      clusters[first + numbers[i]].push_back(records[i].id);
    }
  }
  return clusters;
}

// A work goes to the cluster that holds most of its records; of several works the oldest stays. One
// that would lead to an older work stays with the record that it was made for, where that went
// elsewhere. A cluster without any gets back the work that one of its records once had, else a new
// one.
Result<void> WorkAssignment::give_works(const Neighbourhood& near,
                                        const std::vector<Cluster>& clusters) {
  std::map<RecordNumber, std::size_t> cluster_of;
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    for (const RecordNumber record : clusters[c]) cluster_of[record] = c;
  }
  std::map<WorkNumber, std::map<std::size_t, std::size_t>> shares;  // work → cluster → records
  std::map<WorkNumber, std::size_t> own_part;  // the cluster of the record that it was made for
  for (const auto& [record, work] : near.works) {
    ++shares[work.number][cluster_of[record]];
    if (record == work.origin) own_part[work.number] = cluster_of[record];
  }

  std::map<WorkNumber, std::size_t> keeper;
  std::vector<WorkNumber> work_of_cluster(clusters.size(), 0);
  for (const auto& [work, parts] : shares) {
    const auto own = own_part.find(work);
    const auto largest =
        std::max_element(parts.begin(), parts.end(), [&](const auto& a, const auto& b) {
          if (a.second != b.second) return a.second < b.second;
          // Of equal parts the one with the record that it was made for, else the oldest.
          if (own != own_part.end() && (a.first == own->second) != (b.first == own->second)) {
            return b.first == own->second;
          }
          return *std::min_element(clusters[a.first].begin(), clusters[a.first].end()) >
                 *std::min_element(clusters[b.first].begin(), clusters[b.first].end());
        });
    keeper[work] = largest->first;
    WorkNumber& current = work_of_cluster[largest->first];
    if (current == 0 || work < current) current = work;
  }
  for (const auto& [work, own] : own_part) {
    if (work_of_cluster[keeper[work]] == work || work_of_cluster[own] != 0) continue;
    keeper[work] = own;
    work_of_cluster[own] = work;
  }
  std::set<WorkNumber> changed;
  for (const auto& [work, parts] : shares) {
    if (parts.size() < 2) continue;
    ++outcome_.split;
    changed.insert(work);
    EVIDENCE_TRY(follow_split(work, keeper[work], cluster_of, work_of_cluster));
  }
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    if (work_of_cluster[c] != 0) continue;
    EVIDENCE_ASSIGN(const WorkRow made,
                    batch_.new_work(*std::min_element(clusters[c].begin(), clusters[c].end())));
    work_of_cluster[c] = made.number;
  }
  std::vector<RecordNumber> moved;
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    for (const RecordNumber record : clusters[c]) {
      if (near.works.at(record).number == work_of_cluster[c]) continue;
      EVIDENCE_TRY(batch_.move(record, work_of_cluster[c]));
      moved.push_back(record);
      changed.insert(work_of_cluster[c]);
      changed.insert(near.works.at(record).number);
    }
  }
  for (const auto& [work, cluster] : keeper) {
    const WorkNumber current = work_of_cluster[cluster];
    if (current == work) continue;
    // What is left of it are tombstones: they come back where the others went.
    EVIDENCE_ASSIGN(const auto left, batch_.members(work));
    for (const MergeBatch::MemberRow& member : left) {
      EVIDENCE_TRY(batch_.move(member.record, current));
    }
    EVIDENCE_TRY(batch_.redirect(work, current));
    changed.insert(current);
    ++outcome_.joined;
  }
  for (const WorkNumber work : changed) EVIDENCE_TRY(batch_.note_change(work, "merged"));
  return note_relatives(moved, changed);
}

// Works that are near one of these records show another relation where it went to another work.
Result<void> WorkAssignment::note_relatives(const std::vector<RecordNumber>& moved,
                                            const std::set<WorkNumber>& noted) {
  std::set<WorkNumber> relatives;
  for (const RecordNumber record : moved) {
    EVIDENCE_ASSIGN(const std::vector<MatchedPair> pairs, batch_.pairs_of(record));
    for (const MatchedPair& pair : pairs) {
      if (pair.verdict != Verdict::kLinked) continue;
      EVIDENCE_ASSIGN(const WorkRow work, batch_.work_of(pair.a == record ? pair.b : pair.a));
      if (work.number != 0 && !noted.contains(work.number)) relatives.insert(work.number);
    }
  }
  for (const WorkNumber work : relatives) EVIDENCE_TRY(batch_.note_change(work, "related"));
  return {};
}

// Ids that led to a work which is split lead on to where the record went that they were made for;
// the oldest of them names its cluster where that has no work yet.
Result<void> WorkAssignment::follow_split(WorkNumber work, std::size_t kept_by,
                                          const std::map<RecordNumber, std::size_t>& cluster_of,
                                          std::vector<WorkNumber>& work_of_cluster) {
  EVIDENCE_ASSIGN(const std::vector<WorkRow> former, batch_.redirected_to(work));
  for (const WorkRow& old : former) {
    const auto at = cluster_of.find(old.origin);
    if (at == cluster_of.end() || at->second == kept_by) continue;
    WorkNumber& current = work_of_cluster[at->second];
    if (current == 0) {
      EVIDENCE_TRY(batch_.end_redirect(old.number));
      current = old.number;
    } else {
      EVIDENCE_TRY(batch_.redirect(old.number, current));
    }
  }
  return {};
}

}  // namespace evidence
