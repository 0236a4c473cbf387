#include "indexer/index_run.h"

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "indexer/generation_build.h"
#include "indexer/vector_update.h"
#include "model/field.h"
#include "model/index_format.h"

namespace evidence {
namespace {

constexpr std::size_t kPageOfIds = 10'000;
constexpr std::size_t kMaxProblems = 100;
// How far a batch of a served generation may grow while the interval between commits runs (within
// batch_bytes), and how much larger, in documents and bytes, one is that nobody reads yet.
constexpr std::size_t kBatchGrowth = 8;
// A guess at what a term costs in memory, for batch_bytes.
constexpr std::size_t kBytesOfTerm = 24;
constexpr int kCheckRounds = 5;

bool may_pass_by_itself(const Error& error) {
  return error.code == ErrorCode::kInternal || error.code == ErrorCode::kIo;
}

}  // namespace

bool IndexRun::stop_requested() const {
  return options_.stop != nullptr && options_.stop->stop_requested();
}

void IndexRun::report_progress() {
  if (options_.progress) options_.progress(progress_);
}

Result<std::string> IndexRun::rebuild_reason(const std::optional<Generation>& current,
                                             const StoreStatus& status) {
  if (!current) return std::string("first index");
  if (options_.rebuild) return std::string("asked for");
  const auto stamp = read_stamp(*current);
  if (!stamp.ok()) {
    const ErrorCode code = stamp.error().code;
    if (code != ErrorCode::kCorrupt && code != ErrorCode::kUnavailable) return stamp.error();
    return "the index cannot be read: " + stamp.error().message;
  }
  if (stamp->store_id != status.store_id) return std::string("the index is of another store");
  if (stamp->schema != kSchemaVersion) {
    return "schema " + std::to_string(stamp->schema) + " → " + std::to_string(kSchemaVersion);
  }
  if (stamp->tokenizer != kTokenizerVersion) {
    return "tokenizer " + std::to_string(stamp->tokenizer) + " → " +
           std::to_string(kTokenizerVersion);
  }
  if (stamp->merging != fingerprint(options_.policy)) {
    return std::string("the policy of merging changed");
  }
  if (stamp->sequence > status.last_change) {
    return std::string("the store is older than the index (restored from a backup?)");
  }
  return std::string();
}

GenerationBasis IndexRun::basis(const StoreStatus& status) const {
  return {status.store_id, fingerprint(options_.policy)};
}

Result<IndexOutcome> IndexRun::run() {
  const std::filesystem::path folder = index_folder(options_.data_directory);
  EVIDENCE_TRY(make_directories(folder));
  EVIDENCE_ASSIGN(const FileLock lock, FileLock::acquire(folder / "lock"));
  EVIDENCE_ASSIGN(const StoreStatus status, store_.status());

  std::optional<Generation> current;
  auto found = current_generation(options_.data_directory);
  if (found.ok()) {
    current = std::move(*found);
  } else if (found.error().code != ErrorCode::kCorrupt) {
    return found.error();
  }
  EVIDENCE_ASSIGN(outcome_.rebuild_reason, rebuild_reason(current, status));
  EVIDENCE_ASSIGN(auto resumable,
                  resumable_generation(options_.data_directory, basis(status), options_.shards));
  EVIDENCE_TRY(remove_leftovers(options_.data_directory,
                                resumable ? resumable->directory : std::filesystem::path()));
  if (outcome_.rebuild_reason.empty() && resumable) {
    outcome_.rebuild_reason = "going on with a rebuild that was stopped";
  }
  if (!outcome_.rebuild_reason.empty()) {
    EVIDENCE_TRY(rebuild(status, std::move(resumable)));
  } else {
    outcome_.generation = current->uuid;
    EVIDENCE_ASSIGN(const GenerationStamp stamp, read_stamp(*current));
    outcome_.sequence = stamp.sequence;
    sequence_before_ = stamp.sequence;
    EVIDENCE_ASSIGN(writer_, IndexWriter::open(*current));
    EVIDENCE_TRY(change_pass(true));
    if (!outcome_.stopped) EVIDENCE_TRY(bring_vectors_up(*current));
  }
  if (writer_ && outcome_.documents == 0) {
    EVIDENCE_ASSIGN(outcome_.documents, writer_->documents());
    writer_->close();
  }
  return std::move(outcome_);
}

Result<void> IndexRun::rebuild(const StoreStatus& status, std::optional<Generation> resumable) {
  log_info("building a new index: " + outcome_.rebuild_reason);
  Generation generation;
  if (resumable) {
    generation = std::move(*resumable);
    EVIDENCE_ASSIGN(const std::vector<std::string> refused, refused_works(generation));
    refused_.insert(refused.begin(), refused.end());
  } else {
    // The last change is noted before the first work is read: what changes during the full pass is
    // read again from the change log after it.
    EVIDENCE_ASSIGN(generation, create_building_generation(options_.data_directory, options_.shards,
                                                           basis(status), status.last_change));
  }
  outcome_.generation = generation.uuid;
  EVIDENCE_ASSIGN(const GenerationStamp stamp, read_stamp(generation));
  if (stamp.sequence > status.last_change) {
    std::error_code ignored;
    std::filesystem::remove_all(generation.directory, ignored);
    return rebuild(status, std::nullopt);
  }
  outcome_.sequence = stamp.sequence;
  sequence_before_ = stamp.sequence;
  progress_.done = stamp.documents;
  EVIDENCE_ASSIGN(progress_.total, store_.work_count());
  EVIDENCE_ASSIGN(const std::optional<std::string> position, full_pass_position(generation));
  EVIDENCE_ASSIGN(writer_, IndexWriter::open(generation));
  if (position) EVIDENCE_TRY(full_pass(*position));
  if (!outcome_.stopped) EVIDENCE_TRY(catch_up_and_check(generation));
  if (outcome_.stopped) return {};
  EVIDENCE_TRY(bring_vectors_up(generation));
  if (outcome_.stopped) return {};
  EVIDENCE_TRY(flip_to(options_.data_directory, generation));
  outcome_.rebuilt = true;
  return remove_old_generations(options_.data_directory);
}

Result<void> IndexRun::full_pass(const std::string& start) {
  std::string after = start;
  while (true) {
    EVIDENCE_ASSIGN(const std::vector<WorkId> ids, store_.works_after(after, kPageOfIds));
    if (ids.empty()) break;
    std::vector<Entry> entries;
    entries.reserve(ids.size());
    for (const WorkId& id : ids) entries.push_back({id, id});
    EVIDENCE_TRY(write_all(entries, {kMetaAfter, false}));
    if (outcome_.stopped) return {};
    after = ids.back();
  }
  EVIDENCE_TRY(writer_->begin());
  EVIDENCE_TRY(writer_->set_metadata(kMetaPass, ""));
  EVIDENCE_TRY(writer_->set_metadata(kMetaAfter, ""));
  return writer_->commit();
}

Result<void> IndexRun::change_pass(bool served) {
  while (true) {
    EVIDENCE_ASSIGN(const std::vector<ChangedWork> changes,
                    store_.changes_after(outcome_.sequence, kPageOfIds));
    if (changes.empty()) return {};
    std::vector<Entry> entries;
    entries.reserve(changes.size());
    for (const ChangedWork& change : changes) {
      entries.push_back({change.work, std::to_string(change.sequence)});
    }
    progress_.total =
        std::max(progress_.total, progress_.done + static_cast<std::int64_t>(entries.size()));
    EVIDENCE_TRY(write_all(entries, {kMetaSequence, served}));
    if (outcome_.stopped) return {};
    outcome_.sequence = changes.back().sequence;
  }
}

Result<void> IndexRun::catch_up_and_check(const Generation& generation) {
  for (int round = 0; round < kCheckRounds; ++round) {
    EVIDENCE_TRY(change_pass(false));
    if (outcome_.stopped) return {};
    EVIDENCE_ASSIGN(const std::int64_t works, store_.work_count());
    EVIDENCE_ASSIGN(const ChangeSequence last, store_.last_change());
    if (last > outcome_.sequence && round + 1 < kCheckRounds) continue;  // written to meanwhile
    std::int64_t missing = 0;
    for (const WorkId& work : refused_) {
      EVIDENCE_ASSIGN(const bool is_there, writer_->has_work(work));
      if (!is_there) ++missing;
    }
    // A store that changes faster than it can be counted: what was read is checked, the count of
    // that moment is the index's own.
    EVIDENCE_ASSIGN(const std::int64_t own, writer_->documents());
    const std::int64_t expected = last > outcome_.sequence ? own : works - missing;
    auto good = check_generation(generation, expected);
    if (good.ok()) return {};
    writer_->close();
    std::error_code ignored;  // it would fail again; the next run begins anew
    std::filesystem::remove_all(generation.directory, ignored);
    return good.error();
  }
  return {};
}

Result<void> IndexRun::bring_vectors_up(const Generation& generation) {
  EVIDENCE_ASSIGN(outcome_.documents, writer_->documents());
  writer_->close();
  if (!options_.vectors) return remove_vectors(generation);
  VectorUpdate update;
  update.sequence_before = sequence_before_;
  update.changed = writer_->touched();
  update.go_on = [this](std::string_view doing, double share) {
    constexpr double kSteps = 1'000;
    if (options_.progress) {
      options_.progress(
          {static_cast<std::int64_t>(share * kSteps), static_cast<std::int64_t>(kSteps), doing});
    }
    return !stop_requested();
  };
  auto vectors = update_vectors(generation, update);
  if (vectors.ok()) {
    outcome_.vectors = std::move(*vectors);
    return {};
  }
  const Error& error = vectors.error();
  if (error.code == ErrorCode::kCancelled) {
    outcome_.stopped = true;
    return {};
  }
  if (error.code == ErrorCode::kStorageFull) return error;
  // An index without vectors answers all the same, and better than an old one.
  outcome_.vectors_problem = error.message;
  log_error("the index has no up-to-date vectors: " + error.message);
  return {};
}

Result<void> IndexRun::write_all(std::span<const Entry> entries, const Pass& pass) {
  while (!entries.empty()) {
    EVIDENCE_ASSIGN(const std::size_t written, write_batch(entries, pass));
    if (pass.key == kMetaSequence) outcome_.sequence = std::stoll(entries[written - 1].marker);
    entries = entries.subspan(written);
    progress_.done += static_cast<std::int64_t>(written);
    report_progress();
    if (stop_requested()) {
      outcome_.stopped = true;
      return {};
    }
  }
  return {};
}

Result<std::size_t> IndexRun::write_batch(std::span<const Entry> entries, const Pass& pass) {
  std::set<WorkId> known_bad;
  std::map<WorkId, std::string> reasons;
  std::size_t limit = entries.size();
  bool tried_again = false;
  while (true) {
    Attempt attempt;
    attempt.refused = reasons;
    const auto outcome = try_batch(entries.first(limit), pass, known_bad, attempt);
    if (outcome.ok()) {
      note(attempt);
      return attempt.tried;
    }
    // Whatever it was, nothing of the batch may be taken as written: all of it is queued again.
    EVIDENCE_TRY(writer_->reopen());
    const Error& error = outcome.error();
    if (error.slug == kDocumentRefused && attempt.failed) {
      const WorkId& work = entries[*attempt.failed].work;
      known_bad.insert(work);
      reasons[work] = error.message;
    } else if (error.slug == kBatchRefused && attempt.tried == 1) {
      known_bad.insert(entries.front().work);
      reasons[entries.front().work] = error.message;
    } else if (error.slug == kBatchRefused) {
      limit = attempt.tried / 2;  // until the one that the commit does not take stands alone
    } else if (may_pass_by_itself(error) && !tried_again) {
      log_warning("writing a batch again: " + error.message);
      tried_again = true;
    } else {
      return error;
    }
  }
}

Result<void> IndexRun::try_batch(std::span<const Entry> entries, const Pass& pass,
                                 const std::set<WorkId>& known_bad, Attempt& attempt) {
  EVIDENCE_TRY(writer_->begin());
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    ++attempt.tried;
    auto size = put_work(entries[i].work, known_bad, attempt);
    if (!size.ok()) {
      attempt.failed = i;
      return size.error();
    }
    bytes += *size;
    if (is_batch_full(attempt.tried, bytes, pass)) break;
  }
  EVIDENCE_TRY(writer_->set_metadata(pass.key, entries[attempt.tried - 1].marker));
  if (!attempt.refused.empty() || !refused_.empty()) {
    std::set<WorkId> all = refused_;
    for (const WorkId& work : attempt.written) all.erase(work);
    for (const auto& [work, reason] : attempt.refused) all.insert(work);
    EVIDENCE_TRY(writer_->set_metadata(
        kMetaRefused, join(std::vector<std::string>(all.begin(), all.end()), "\n")));
  }
  wait_for_interval(pass);
  EVIDENCE_TRY(writer_->commit());
  last_commit_ = clock_.steady_now();
  return {};
}

// One work into the open batch; gives about how many bytes that costs.
Result<std::size_t> IndexRun::put_work(const WorkId& work, const std::set<WorkId>& known_bad,
                                       Attempt& attempt) {
  if (known_bad.contains(work)) return std::size_t{0};
  EVIDENCE_ASSIGN(const std::optional<Work> merged, loader_.load(work));
  if (!merged) {
    EVIDENCE_ASSIGN(const bool was_there, writer_->remove(work));
    if (was_there) ++attempt.removed;
    attempt.written.push_back(work);
    return std::size_t{100};
  }
  auto document = make_document_(*merged);
  if (!document.ok()) {
    attempt.refused[work] = document.error().message;
    return std::size_t{0};
  }
  EVIDENCE_TRY(writer_->replace(work, *document));
  ++attempt.indexed;
  attempt.written.push_back(work);
  return document->get_data().size() + document->termlist_count() * kBytesOfTerm;
}

bool IndexRun::is_batch_full(std::size_t entries, std::size_t bytes, const Pass& pass) const {
  if (bytes >= options_.batch_bytes * (pass.served ? 1 : kBatchGrowth)) return true;
  if (entries >= options_.batch_documents * kBatchGrowth) return true;
  if (!pass.served || entries < options_.batch_documents) return false;
  return !last_commit_ || clock_.steady_now() - *last_commit_ >= options_.commit_interval;
}

void IndexRun::wait_for_interval(const Pass& pass) {
  if (!pass.served || !last_commit_) return;
  const auto earliest = *last_commit_ + options_.commit_interval;
  if (clock_.steady_now() < earliest) clock_.sleep_until(earliest);
}

void IndexRun::note(const Attempt& attempt) {
  outcome_.works_indexed += attempt.indexed;
  outcome_.works_removed += attempt.removed;
  for (const WorkId& work : attempt.written) refused_.erase(work);
  for (const auto& [work, reason] : attempt.refused) {
    refused_.insert(work);
    ++outcome_.works_refused;
    if (outcome_.problems.size() < kMaxProblems) {
      outcome_.problems.push_back("work " + work + ": " + reason);
    }
  }
}

}  // namespace evidence
