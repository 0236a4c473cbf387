#include "indexer/merging.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "indexer/match_update.h"
#include "indexer/work_assignment.h"

namespace evidence {
namespace {

// Phases of a pass over everything: first all pairs, then all works, so that no work is split only
// because its pairs have not been found again yet.
constexpr std::string_view kPairs = "pairs";
constexpr std::string_view kWorks = "works";

class Merging {
 public:
  Merging(MergeStore& store, const MergeOptions& options) : store_(store), options_(options) {}

  Result<MergeOutcome> run() {
    EVIDENCE_TRY(begin());
    while (!outcome_.stopped) {
      EVIDENCE_ASSIGN(const bool more, batch());
      if (!more) break;
      if (options_.progress)
        options_.progress(outcome_.records, std::max(total_, outcome_.records));
      outcome_.stopped = options_.stop != nullptr && options_.stop->stop_requested();
    }
    return outcome_;
  }

 private:
  // Other rules than those by which the store was merged: everything is matched anew.
  Result<void> begin() {
    EVIDENCE_ASSIGN(MergeState state, store_.merge_state());
    EVIDENCE_ASSIGN(total_, store_.unmerged());
    if (state.rules == options_.fingerprint) {
      outcome_.rematched = !state.phase.empty();
      return {};
    }
    EVIDENCE_ASSIGN(const auto batch, store_.begin_batch());
    if (!state.rules.empty()) {
      log_info("the rules of merging changed: all records are matched anew");
      EVIDENCE_TRY(batch->forget_matching());
      state.phase = kPairs;
      state.after = 0;
      outcome_.rematched = true;
    }
    state.rules = options_.fingerprint;
    EVIDENCE_TRY(batch->set_state(state));
    return batch->commit();
  }

  // One transaction; false when there is nothing left to do.
  Result<bool> batch() {
    EVIDENCE_ASSIGN(const auto batch, store_.begin_batch());
    EVIDENCE_ASSIGN(MergeState state, batch->state());
    MatchUpdate matching(*batch, options_.rules, outcome_);
    WorkAssignment works(*batch, matching, outcome_);
    if (!state.phase.empty()) {
      EVIDENCE_ASSIGN(const auto records,
                      batch->records_after(state.after, options_.batch_records));
      EVIDENCE_TRY(pass(*batch, state, records, matching, works));
    } else {
      EVIDENCE_ASSIGN(const auto changed,
                      batch->changed_records(state.sequence, options_.batch_records));
      if (changed.empty()) return false;
      for (const MergeBatch::ChangedRecord& one : changed) {
        EVIDENCE_TRY(matching.update(one.record));
      }
      outcome_.records += static_cast<std::int64_t>(changed.size());
      EVIDENCE_TRY(works.assign(matching.seeds()));
      for (const WorkNumber work : matching.related()) {
        EVIDENCE_TRY(batch->note_change(work, "related"));
      }
      state.sequence = changed.back().sequence;
    }
    EVIDENCE_TRY(batch->set_state(state));
    EVIDENCE_TRY(batch->commit());
    return true;
  }

  Result<void> pass(MergeBatch& batch, MergeState& state, const std::vector<RecordNumber>& records,
                    MatchUpdate& matching, WorkAssignment& works) {
    if (records.empty()) {
      state.after = 0;
      state.phase = state.phase == kPairs ? kWorks : "";
      return {};
    }
    if (state.phase == kPairs) {
      for (const RecordNumber record : records) EVIDENCE_TRY(matching.update(record));
      for (const WorkNumber work : matching.related()) {
        EVIDENCE_TRY(batch.note_change(work, "related"));
      }
      outcome_.records += static_cast<std::int64_t>(records.size());
    } else {
      EVIDENCE_TRY(works.assign({records.begin(), records.end()}));
    }
    state.after = records.back();
    return {};
  }

  MergeStore& store_;
  const MergeOptions& options_;
  MergeOutcome outcome_;
  std::int64_t total_ = 0;
};

}  // namespace

Result<MergeOutcome> run_merging(MergeStore& store, const MergeOptions& options) {
  return Merging(store, options).run();
}

}  // namespace evidence
