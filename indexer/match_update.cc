#include "indexer/match_update.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace evidence {
namespace {

constexpr std::size_t kProfilesKept = 20'000;
constexpr std::size_t kMostNamed = 1'000;  // works that one record's relations name

std::vector<std::int64_t> target_keys(const Record& record) {
  std::vector<std::int64_t> keys;
  for (const Relation& relation : record.relations) {
    if (!relation.target.empty()) keys.push_back(identifier_key(relation.target));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

void MatchUpdate::remember(RecordNumber record, std::optional<MatchProfile> profile) {
  if (profiles_.size() >= kProfilesKept) profiles_.clear();
  profiles_[record] = std::move(profile);
}

Result<const MatchProfile*> MatchUpdate::profile(RecordNumber record) {
  auto found = profiles_.find(record);
  if (found == profiles_.end()) {
    EVIDENCE_ASSIGN(const std::string bytes, batch_.profile(record));
    remember(record, bytes.empty() ? std::nullopt : profile_from_bytes(bytes));
    found = profiles_.find(record);
  }
  return found->second ? &*found->second : nullptr;
}

Result<void> MatchUpdate::update(RecordNumber record) {
  EVIDENCE_ASSIGN(const std::optional<Record> now, batch_.record(record));
  EVIDENCE_ASSIGN(const std::string before, batch_.profile(record));
  std::optional<MatchProfile> profile;
  std::string after;
  if (now) {
    profile = profile_of(*now);
    after = profile_to_bytes(*profile);
  }
  seeds_.insert(record);
  EVIDENCE_TRY(update_targets(record, now));
  // What the others show of it, its title for one, may have changed even where no key did.
  EVIDENCE_ASSIGN(const std::vector<MatchedPair> pairs, batch_.pairs_of(record));
  for (const MatchedPair& pair : pairs) {
    if (pair.verdict == Verdict::kLinked) {
      EVIDENCE_TRY(relate(pair.a == record ? pair.b : pair.a));
    }
  }
  if (before == after) return {};

  const auto old_profile =
      before.empty() ? std::optional<MatchProfile>() : profile_from_bytes(before);
  const std::vector<std::int64_t> old_keys =
      old_profile ? match_keys(*old_profile) : std::vector<std::int64_t>();
  const std::vector<std::int64_t> new_keys =
      profile ? match_keys(*profile) : std::vector<std::int64_t>();
  EVIDENCE_TRY(batch_.set_profile(record, after));
  remember(record, std::move(profile));
  std::set<RecordNumber> again{record};
  EVIDENCE_TRY(update_keys(record, old_keys, new_keys, again));
  for (const RecordNumber one : again) EVIDENCE_TRY(compare_anew(one));
  return {};
}

// A key that becomes too common to be used, or common no longer, changes what all its records are
// compared with; `again` takes them.
Result<void> MatchUpdate::update_keys(RecordNumber record, const std::vector<std::int64_t>& before,
                                      const std::vector<std::int64_t>& after,
                                      std::set<RecordNumber>& again) {
  std::vector<std::int64_t> gone;
  std::vector<std::int64_t> come;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                      std::back_inserter(gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(come));
  const std::size_t most = rules_.most_records_of_key;
  for (const std::int64_t key : gone) {
    EVIDENCE_TRY(batch_.drop_key(key, record));
    EVIDENCE_ASSIGN(const std::vector<RecordNumber> left, batch_.records_of_key(key, most + 1));
    if (left.size() == most) again.insert(left.begin(), left.end());
  }
  for (const std::int64_t key : come) {
    EVIDENCE_TRY(batch_.add_key(key, record));
    EVIDENCE_ASSIGN(const std::vector<RecordNumber> all, batch_.records_of_key(key, most + 2));
    if (all.size() == most + 1) {
      ++outcome_.common_keys;
      again.insert(all.begin(), all.end());
    }
  }
  return {};
}

Result<void> MatchUpdate::update_targets(RecordNumber record, const std::optional<Record>& now) {
  EVIDENCE_ASSIGN(const std::vector<std::int64_t> before, batch_.targets(record));
  const std::vector<std::int64_t> after = now ? target_keys(*now) : std::vector<std::int64_t>();
  std::set<std::int64_t> named(before.begin(), before.end());
  named.insert(after.begin(), after.end());
  std::size_t left = kMostNamed;
  for (const std::int64_t key : named) {
    EVIDENCE_ASSIGN(const std::vector<RecordNumber> records, batch_.records_of_key(key, left));
    for (const RecordNumber one : records) EVIDENCE_TRY(relate(one));
    left -= std::min(left, records.size());
    if (left == 0) break;
  }
  if (before != after) EVIDENCE_TRY(batch_.set_targets(record, after));
  return {};
}

Result<void> MatchUpdate::relate(RecordNumber record) {
  EVIDENCE_ASSIGN(const WorkRow work, batch_.work_of(record));
  if (work.number != 0) related_.insert(work.number);
  return {};
}

Result<void> MatchUpdate::compare_anew(RecordNumber record) {
  EVIDENCE_ASSIGN(const MatchProfile* found, profile(record));
  const std::optional<MatchProfile> own =
      found == nullptr ? std::nullopt : std::optional<MatchProfile>(*found);
  std::set<RecordNumber> others;
  if (own) {
    const std::size_t most = rules_.most_records_of_key;
    for (const std::int64_t key : match_keys(*own)) {
      EVIDENCE_ASSIGN(const std::vector<RecordNumber> meet, batch_.records_of_key(key, most + 1));
      if (meet.size() <= most) others.insert(meet.begin(), meet.end());
    }
    others.erase(record);
  }
  EVIDENCE_ASSIGN(const std::vector<MatchedPair> stored, batch_.pairs_of(record));
  std::map<RecordNumber, const MatchedPair*> before;
  for (const MatchedPair& pair : stored) before[pair.a == record ? pair.b : pair.a] = &pair;
  for (const RecordNumber other : others) {
    EVIDENCE_ASSIGN(const MatchProfile* theirs, profile(other));
    if (theirs == nullptr) continue;
    ++outcome_.compared;
    const bool first = record < other;
    const MatchOutcome outcome =
        first ? decide(*own, *theirs, rules_) : decide(*theirs, *own, rules_);
    const auto known = before.find(other);
    const MatchedPair* old = known == before.end() ? nullptr : known->second;
    if (known != before.end()) before.erase(known);
    if (outcome.verdict == Verdict::kDifferent) {
      EVIDENCE_TRY(change_pair(old, nullptr));
      continue;
    }
    const MatchedPair now{std::min(record, other), std::max(record, other),
                          outcome.verdict,         outcome.rule,
                          outcome.strength,        outcome.relation};
    EVIDENCE_TRY(change_pair(old, &now));
  }
  for (const auto& [other, pair] : before) EVIDENCE_TRY(change_pair(pair, nullptr));
  return {};
}

Result<void> MatchUpdate::change_pair(const MatchedPair* before, const MatchedPair* after) {
  if (before == nullptr && after == nullptr) return {};
  const bool same = before != nullptr && after != nullptr && before->verdict == after->verdict &&
                    before->rule == after->rule && before->relation == after->relation &&
                    std::abs(before->strength - after->strength) < 1e-6;
  if (same) return {};
  const MatchedPair& pair = after != nullptr ? *after : *before;
  if (after != nullptr) {
    EVIDENCE_TRY(batch_.put_pair(*after));
  } else {
    EVIDENCE_TRY(batch_.drop_pair(pair.a, pair.b));
  }
  const auto is = [&](Verdict verdict) {
    return (before != nullptr && before->verdict == verdict) ||
           (after != nullptr && after->verdict == verdict);
  };
  if (is(Verdict::kSame)) {
    seeds_.insert(pair.a);
    seeds_.insert(pair.b);
  }
  if (is(Verdict::kLinked)) {
    EVIDENCE_TRY(relate(pair.a));
    EVIDENCE_TRY(relate(pair.b));
  }
  return {};
}

}  // namespace evidence
