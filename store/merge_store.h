// What merging keeps beside the records: profiles and keys, compared pairs, a person's decisions,
// corrections, and which record is in which work. An interface as RecordStore is, with contract
// tests by backend. One object serves one thread. Failures as RecordStore's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/correction.h"
#include "model/match.h"
#include "store/record_store.h"

namespace evidence {

using RecordNumber = std::int64_t;  // of the store, never shown
using WorkNumber = std::int64_t;

// How far merging has come.
struct MergeState {
  ChangeSequence sequence = 0;  // changes up to here are merged
  std::string rules;            // fingerprint of the rules by which; "" = nothing merged yet
  std::string phase;            // "", or what of a pass over all records is under way
  RecordNumber after = 0;       // … and the last record that it has done
  bool operator==(const MergeState&) const = default;
};

struct MatchedPair {
  RecordNumber a = 0, b = 0;  // a < b
  Verdict verdict = Verdict::kSame;
  std::string rule;
  double strength = 0;                                  // kept to a millionth
  RelationType relation = RelationType::kOtherEdition;  // of kLinked, as seen from a
  bool operator==(const MatchedPair&) const = default;
};

struct MergeDecision {
  std::int64_t id = 0;        // ascending in time
  RecordNumber a = 0, b = 0;  // a < b
  bool same = false;
  std::string reason, actor, at;
};

struct RecordName {
  RecordNumber number = 0;
  std::string source, key;
};

struct WorkRow {
  WorkNumber number = 0;  // ascending in age
  WorkId id;
  RecordNumber origin = 0;  // the record that it was made for; 0 = not known
  std::int64_t live_records = 0;
};

// One transaction of merging; rolled back at its end unless committed.
class MergeBatch {
 public:
  virtual ~MergeBatch() = default;
  virtual Result<void> commit() = 0;

  virtual Result<MergeState> state() = 0;
  virtual Result<void> set_state(const MergeState& state) = 0;

  // Records with a change numbered above `after`, each once with its newest such number, ascending.
  struct ChangedRecord {
    RecordNumber record = 0;
    ChangeSequence sequence = 0;
  };
  virtual Result<std::vector<ChangedRecord>> changed_records(ChangeSequence after,
                                                             std::size_t limit) = 0;
  virtual Result<std::vector<RecordNumber>> records_after(RecordNumber after,
                                                          std::size_t limit) = 0;
  // nullopt for a tombstone.
  virtual Result<std::optional<Record>> record(RecordNumber record) = 0;
  virtual Result<RecordName> name(RecordNumber record) = 0;

  // "" where there is none.
  virtual Result<std::string> profile(RecordNumber record) = 0;
  virtual Result<void> set_profile(RecordNumber record, const std::string& bytes) = 0;  // "" drops
  virtual Result<void> add_key(std::int64_t key, RecordNumber record) = 0;
  virtual Result<void> drop_key(std::int64_t key, RecordNumber record) = 0;
  virtual Result<std::vector<RecordNumber>> records_of_key(std::int64_t key, std::size_t limit) = 0;
  // The identifiers (identifier_key) that the record's relations name.
  virtual Result<std::vector<std::int64_t>> targets(RecordNumber record) = 0;
  virtual Result<void> set_targets(RecordNumber record, const std::vector<std::int64_t>& keys) = 0;

  virtual Result<std::vector<MatchedPair>> pairs_of(RecordNumber record) = 0;
  virtual Result<void> put_pair(const MatchedPair& pair) = 0;
  virtual Result<void> drop_pair(RecordNumber a, RecordNumber b) = 0;
  // Forgets profiles, keys, targets and pairs, and notes the works that show a pair as near
  // relatives; works and decisions stay.
  virtual Result<void> forget_matching() = 0;
  // The decisions in force: of a pair the newest.
  virtual Result<std::vector<MergeDecision>> decisions_of(RecordNumber record) = 0;

  virtual Result<WorkRow> work_of(RecordNumber record) = 0;  // number 0: it never had one
  virtual Result<WorkRow> work(WorkNumber work) = 0;
  struct MemberRow {
    RecordNumber record = 0;
    bool deleted = false;
  };
  virtual Result<std::vector<MemberRow>> members(WorkNumber work) = 0;
  virtual Result<WorkRow> new_work(RecordNumber origin) = 0;
  virtual Result<void> move(RecordNumber record, WorkNumber work) = 0;
  // `old` leads to `current`, and so do all that led to `old`.
  virtual Result<void> redirect(WorkNumber old, WorkNumber current) = 0;
  virtual Result<void> end_redirect(WorkNumber old) = 0;  // it is a work again
  virtual Result<std::vector<WorkRow>> redirected_to(WorkNumber current) = 0;
  // "joined", "split", "related", "corrected": appended to the change log under the work.
  virtual Result<void> note_change(WorkNumber work, const std::string& kind) = 0;
};

// What a work is beyond its records: model/merge.h's WorkContext, with the records that it needs.
struct NamingRecord {
  Record record;  // of another work; its relations name one of this work's identifiers
  WorkId work;
};
struct NearRecord {
  Record record;  // the other
  WorkId work;
  RelationType relation = RelationType::kOtherEdition;  // as seen from this work
};

struct DoubtfulPair {
  RecordName a, b;
  WorkId work_a, work_b;
  std::string rule;
};

// Records of a source before and after merging.
struct LedgerRow {
  std::string source;
  std::int64_t records = 0;    // live
  std::int64_t works = 0;      // that have a record of this source
  std::int64_t only_here = 0;  // works with records of no other source
  // Records of this source that were removed as duplicates: of each work one record is kept, of the
  // source that stands first by the merge policy's order; the others count here, each in its
  // source.
  std::int64_t duplicates_within = 0;   // of another record of this source
  std::int64_t duplicates_between = 0;  // of a record of another source
  std::int64_t kept = 0;                // records − duplicates; over all sources: the works
};

class MergeStore {
 public:
  virtual ~MergeStore() = default;

  virtual Result<std::unique_ptr<MergeBatch>> begin_batch() = 0;
  virtual Result<MergeState> merge_state() = 0;
  // Records that changed since they were last merged.
  virtual Result<std::int64_t> unmerged() = 0;

  // Records of other works that name this one, at most `limit`; records of near relatives, several
  // of one work, of at most `limit` works and relations. By source and key.
  virtual Result<std::vector<NamingRecord>> naming(const WorkId& work, std::size_t limit) = 0;
  virtual Result<std::vector<NearRecord>> near(const WorkId& work, std::size_t limit) = 0;
  virtual Result<std::vector<WorkId>> former_ids(const WorkId& work) = 0;
  // In force, oldest first; those made of any record of the work.
  virtual Result<std::vector<Correction>> corrections_of(const WorkId& work) = 0;

  // Pairs of different works that no decision has settled, strongest first.
  virtual Result<std::vector<DoubtfulPair>> doubtful(std::size_t limit) = 0;
  virtual Result<std::int64_t> doubtful_count() = 0;
  virtual Result<std::vector<MatchedPair>> pairs_within(const WorkId& work) = 0;
  virtual Result<std::vector<RecordName>> members_of(const WorkId& work) = 0;  // live
  virtual Result<std::optional<RecordName>> find_name(const std::string& source,
                                                      const std::string& key) = 0;
  virtual Result<RecordName> name_of(RecordNumber record) = 0;

  // All in one transaction; the records are merged anew at the next run.
  virtual Result<void> decide(const std::vector<MergeDecision>& decisions) = 0;
  virtual Result<std::vector<MergeDecision>> decisions(std::size_t limit) = 0;  // newest first

  struct CorrectionRow {
    Correction correction;
    RecordName record;
    WorkId work;
    std::string withdrawn_by, withdrawn_at;  // "" = in force
  };
  // Kept with the record, so that it follows where merging and splitting put that.
  virtual Result<std::int64_t> correct(RecordNumber record, const Correction& correction) = 0;
  virtual Result<void> withdraw_correction(std::int64_t id, const std::string& actor) = 0;
  // Newest first; of one source ("" = all).
  virtual Result<std::vector<CorrectionRow>> corrections(const std::string& source,
                                                         std::size_t limit) = 0;

  // One row a source, in order of `source_order`, then by name.
  virtual Result<std::vector<LedgerRow>> ledger(const std::vector<std::string>& source_order) = 0;
};

}  // namespace evidence
