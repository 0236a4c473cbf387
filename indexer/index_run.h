// One run of the indexer: which generation, which works, in which batches. Private to indexer/;
// run_index() is this with build_document. Not thread-safe; used once.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "indexer/generation.h"
#include "indexer/index_writer.h"
#include "indexer/indexer.h"
#include "indexer/work_loader.h"

namespace evidence {

class IndexRun {
 public:
  IndexRun(RecordStore& store, const IndexOptions& options, Clock& clock, DocumentMaker maker)
      : store_(store),
        options_(options),
        clock_(clock),
        make_document_(std::move(maker)),
        loader_(store, options.policy) {}

  Result<IndexOutcome> run();

 private:
  // A work to be written, and what the index notes once it is durable.
  struct Entry {
    WorkId work;
    std::string marker;  // change sequence or, in the full pass, the work id
  };
  struct Pass {
    std::string_view key;  // metadata that takes the marker
    bool served = false;   // readers follow this generation: at most one commit an interval
  };
  struct Attempt {
    std::size_t tried = 0;              // entries put into the batch
    std::optional<std::size_t> failed;  // the entry at which the index threw
    std::int64_t indexed = 0, removed = 0;
    std::vector<WorkId> written;
    std::map<WorkId, std::string> refused;
  };

  Result<std::string> rebuild_reason(const std::optional<Generation>& current,
                                     const StoreStatus& status);
  [[nodiscard]] GenerationBasis basis(const StoreStatus& status) const;
  Result<void> rebuild(const StoreStatus& status, std::optional<Generation> resumable);
  Result<void> full_pass(const std::string& after);
  Result<void> change_pass(bool served);
  Result<void> catch_up_and_check(const Generation& generation);
  // After the last commit; the writer is closed.
  Result<void> bring_vectors_up(const Generation& generation);
  // Writes all of `entries` in batches; stops after a batch where that was asked.
  Result<void> write_all(std::span<const Entry> entries, const Pass& pass);
  // Writes a front part of `entries` durably and gives its length.
  Result<std::size_t> write_batch(std::span<const Entry> entries, const Pass& pass);
  Result<void> try_batch(std::span<const Entry> entries, const Pass& pass,
                         const std::set<WorkId>& known_bad, Attempt& attempt);
  Result<std::size_t> put_work(const WorkId& work, const std::set<WorkId>& known_bad,
                               Attempt& attempt);
  [[nodiscard]] bool is_batch_full(std::size_t entries, std::size_t bytes, const Pass& pass) const;
  void wait_for_interval(const Pass& pass);
  void note(const Attempt& attempt);
  void report_progress();
  [[nodiscard]] bool stop_requested() const;

  RecordStore& store_;
  const IndexOptions& options_;
  Clock& clock_;
  DocumentMaker make_document_;
  WorkLoader loader_;
  std::optional<IndexWriter> writer_;
  IndexOutcome outcome_;
  IndexProgress progress_;
  ChangeSequence sequence_before_ = 0;  // of the generation when the run began
  std::set<WorkId> refused_;            // not in the index because it was refused
  std::optional<std::chrono::steady_clock::time_point> last_commit_;
};

}  // namespace evidence
