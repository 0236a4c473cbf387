#include "curation/difference.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace evidence::curation {

bool WorkFate::had(std::string_view kind) const {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

namespace {

constexpr std::size_t kMostChanges = 2'000'000;
constexpr std::size_t kFatesAtOnce = 500;

struct Name {
  Cause cause;
  std::string_view name, words;
};
constexpr Name kNames[] = {
    {Cause::kNewRecord, "new_record", "a new record"},
    {Cause::kRestored, "restored", "its source has it again"},
    {Cause::kMerged, "merged", "joined with another work"},
    {Cause::kDeleted, "deleted", "withdrawn by its source"},
    {Cause::kStrategy, "strategy", "another version of the strategy"},
    {Cause::kSettings, "settings", "other sources or automatic mapping"},
    {Cause::kChangedRecord, "changed_record", "its record changed"},
    {Cause::kReindexed, "reindexed", "the index was built anew"},
    {Cause::kUnexplained, "unexplained", "not known"},
};

Result<std::size_t> position_of(const StoredRun& run, unsigned number) {
  if (number == 0) {
    if (run.result_line() != nullptr) return run.result;
  } else if (const RunLine* line = run.line(number); line != nullptr && line->counted) {
    return static_cast<std::size_t>(line - run.lines.data());
  }
  return Error{ErrorCode::kNotFound, "unknown_line",
               number == 0 ? "Run " + std::to_string(run.number) + " has no result."
                           : "Run " + std::to_string(run.number) + " has no count for line " +
                                 std::to_string(number) + ".",
               "Choose a line that both runs have counted."};
}

// Whether the two lines, with all that they refer to, are the same.
bool same_search(const StoredRun& before, unsigned before_line, const StoredRun& after,
                 unsigned after_line) {
  std::set<std::pair<unsigned, unsigned>> seen;
  std::vector<std::pair<unsigned, unsigned>> waiting{{before_line, after_line}};
  while (!waiting.empty()) {
    const auto [old_number, new_number] = waiting.back();
    waiting.pop_back();
    if (!seen.emplace(old_number, new_number).second) continue;
    const RunLine* old_line = before.line(old_number);
    const RunLine* new_line = after.line(new_number);
    if (old_line == nullptr || new_line == nullptr || old_line->text != new_line->text ||
        old_line->refers_to != new_line->refers_to) {
      return false;
    }
    for (const unsigned number : old_line->refers_to) waiting.emplace_back(number, number);
  }
  return true;
}

bool description_changed(const WorkFate& fate) {
  return fate.had("changed") || fate.had("corrected") || fate.had("related") ||
         fate.had("decided") || fate.had("restored") || fate.had("deleted") || fate.had("added");
}

// What is left when nothing happened to the work itself.
Cause outer_cause(const LineDifference& difference) {
  if (difference.other_vocabulary || difference.other_generation) return Cause::kReindexed;
  return Cause::kUnexplained;
}

Cause strategy_or(const LineDifference& difference, Cause otherwise) {
  if (difference.other_strategy) return Cause::kStrategy;
  if (difference.other_settings) return Cause::kSettings;
  return otherwise;
}

DifferentWork explain_added(const WorkFate& fate, std::int64_t after_sequence,
                            const std::map<WorkId, WorkId>& joined,
                            const LineDifference& difference) {
  DifferentWork work{fate.id, Cause::kUnexplained, ""};
  if (fate.first > after_sequence) {
    work.cause = Cause::kNewRecord;
  } else if (const auto old = joined.find(fate.id); old != joined.end()) {
    work.cause = Cause::kMerged;
    work.other = old->second;
  } else if (fate.had("restored")) {
    work.cause = Cause::kRestored;
  } else {
    Cause own = outer_cause(difference);
    if (description_changed(fate)) own = Cause::kChangedRecord;
    if (fate.had("merged")) own = Cause::kMerged;
    work.cause = strategy_or(difference, own);
  }
  return work;
}

DifferentWork explain_lost(const WorkFate& fate, const LineDifference& difference) {
  DifferentWork work{fate.id, Cause::kUnexplained, ""};
  if (fate.first == 0) return work;
  if (fate.current != fate.id) {
    work.cause = Cause::kMerged;
    work.other = fate.current;
  } else if (!fate.live) {
    work.cause = Cause::kDeleted;
  } else {
    Cause own = outer_cause(difference);
    if (description_changed(fate)) own = Cause::kChangedRecord;
    if (fate.had("merged")) own = Cause::kMerged;
    work.cause = strategy_or(difference, own);
  }
  return work;
}

Result<std::vector<WorkFate>> fates_of(const std::vector<WorkId>& works, std::int64_t after,
                                       std::int64_t until, WorkHistory* history) {
  std::vector<WorkFate> fates;
  fates.reserve(works.size());
  for (std::size_t begin = 0; begin < works.size(); begin += kFatesAtOnce) {
    const std::size_t end = std::min(works.size(), begin + kFatesAtOnce);
    const std::vector<WorkId> some(works.begin() + static_cast<std::ptrdiff_t>(begin),
                                   works.begin() + static_cast<std::ptrdiff_t>(end));
    if (history == nullptr || after < 0 || until < 0) {
      for (const WorkId& work : some) fates.push_back({work, work, true, 0, {}});
      continue;
    }
    EVIDENCE_ASSIGN(std::vector<WorkFate> told, history->fates(some, after, until));
    std::move(told.begin(), told.end(), std::back_inserter(fates));
  }
  return fates;
}

json::array works_to_json(const std::vector<DifferentWork>& works, std::size_t limit) {
  json::array array;
  for (const DifferentWork& work : works) {
    if (array.size() == limit) break;
    json::object object{{"work", work.work}, {"cause", cause_name(work.cause)}};
    if (!work.other.empty()) object["other"] = work.other;
    array.emplace_back(std::move(object));
  }
  return array;
}

json::object causes_to_json(const std::vector<DifferentWork>& works) {
  json::object object;
  for (const auto& [cause, count] : count_causes(works)) object[cause_name(cause)] = count;
  return object;
}

}  // namespace

std::string_view cause_name(Cause cause) {
  for (const Name& name : kNames) {
    if (name.cause == cause) return name.name;
  }
  return "unexplained";
}

std::string_view cause_words(Cause cause) {
  for (const Name& name : kNames) {
    if (name.cause == cause) return name.words;
  }
  return "not known";
}

Result<LineDifference> compare_runs(const StoredRun& before, const RunWorks& before_works,
                                    unsigned before_line, const StoredRun& after,
                                    const RunWorks& after_works, unsigned after_line,
                                    WorkHistory* history) {
  EVIDENCE_ASSIGN(const std::size_t old_place, position_of(before, before_line));
  EVIDENCE_ASSIGN(const std::size_t new_place, position_of(after, after_line));
  LineDifference difference;
  difference.from_run = before.number;
  difference.to_run = after.number;
  difference.from_line = before.lines[old_place].number;
  difference.to_line = after.lines[new_place].number;
  difference.other_strategy =
      !same_search(before, difference.from_line, after, difference.to_line) ||
      before.syntax != after.syntax;
  difference.other_settings =
      before.mapping != after.mapping || before.restricted_to != after.restricted_to;
  difference.other_vocabulary = before.vocabulary != after.vocabulary;
  const SnapshotParts old_snapshot = snapshot_parts(before.snapshot);
  const SnapshotParts new_snapshot = snapshot_parts(after.snapshot);
  difference.other_generation = old_snapshot.generation != new_snapshot.generation;

  const std::vector<WorkId> old_works = before_works.of_line(old_place);
  const std::vector<WorkId> new_works = after_works.of_line(new_place);
  difference.before = old_works.size();
  difference.after = new_works.size();
  std::vector<WorkId> added;
  std::vector<WorkId> lost;
  std::vector<WorkId> common;
  std::set_difference(new_works.begin(), new_works.end(), old_works.begin(), old_works.end(),
                      std::back_inserter(added));
  std::set_difference(old_works.begin(), old_works.end(), new_works.begin(), new_works.end(),
                      std::back_inserter(lost));
  std::set_intersection(old_works.begin(), old_works.end(), new_works.begin(), new_works.end(),
                        std::back_inserter(common));
  difference.kept = common.size();

  // A run against an older snapshot may be compared with a newer one either way round.
  const std::int64_t begin = std::min(old_snapshot.sequence, new_snapshot.sequence);
  const std::int64_t end = std::max(old_snapshot.sequence, new_snapshot.sequence);
  EVIDENCE_ASSIGN(const auto lost_fates, fates_of(lost, begin, end, history));
  std::map<WorkId, WorkId> joined;  // present id → one that the earlier run had
  for (const WorkFate& fate : lost_fates) {
    if (fate.current != fate.id) joined.emplace(fate.current, fate.id);
    difference.lost.push_back(explain_lost(fate, difference));
  }
  EVIDENCE_ASSIGN(const auto added_fates, fates_of(added, begin, end, history));
  const std::int64_t old_sequence = old_snapshot.sequence;
  for (const WorkFate& fate : added_fates) {
    difference.added.push_back(explain_added(fate, old_sequence, joined, difference));
  }
  if (history == nullptr || begin < 0) {
    difference.changed_known = false;
    return difference;
  }
  const auto changed = history->changed(begin, end, kMostChanges);
  if (!changed.ok()) {
    if (changed.error().code != ErrorCode::kTooLarge) return changed.error();
    difference.changed_known = false;
    return difference;
  }
  std::set_intersection(common.begin(), common.end(), changed->begin(), changed->end(),
                        std::back_inserter(difference.changed));
  return difference;
}

std::map<Cause, std::uint64_t> count_causes(const std::vector<DifferentWork>& works) {
  std::map<Cause, std::uint64_t> counts;
  for (const DifferentWork& work : works) ++counts[work.cause];
  return counts;
}

json::object difference_to_json(const LineDifference& difference, std::size_t limit) {
  json::array changed;
  for (const WorkId& work : difference.changed) {
    if (changed.size() == limit) break;
    changed.emplace_back(work);
  }
  json::object object{{"from", json::object{{"run", difference.from_run},
                                            {"line", difference.from_line},
                                            {"count", difference.before}}},
                      {"to", json::object{{"run", difference.to_run},
                                          {"line", difference.to_line},
                                          {"count", difference.after}}},
                      {"kept", difference.kept},
                      {"other_strategy", difference.other_strategy},
                      {"other_settings", difference.other_settings},
                      {"other_vocabulary", difference.other_vocabulary},
                      {"other_generation", difference.other_generation}};
  object["added"] = json::object{{"count", difference.added.size()},
                                 {"causes", causes_to_json(difference.added)},
                                 {"works", works_to_json(difference.added, limit)}};
  object["lost"] = json::object{{"count", difference.lost.size()},
                                {"causes", causes_to_json(difference.lost)},
                                {"works", works_to_json(difference.lost, limit)}};
  json::object changes{{"known", difference.changed_known}};
  changes["count"] =
      difference.changed_known ? json::value(difference.changed.size()) : json::value(nullptr);
  changes["works"] = std::move(changed);
  object["changed"] = std::move(changes);
  return object;
}

}  // namespace evidence::curation
