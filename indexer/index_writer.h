// Writes batches of works to the shards of one generation. Private to indexer/. Each batch is one
// transaction in each shard, and is durable when commit() returns: Xapian's commit, then fsync of
// the shard's directory. After any Error the open batch is gone from every shard that had not
// committed: call reopen() and queue the whole batch again. Not thread-safe.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "indexer/generation.h"
#include "model/work.h"

namespace evidence {

// build_document, or what a test puts in its place.
using DocumentMaker = std::function<Result<Xapian::Document>(const Work&)>;

// Slug of an Error that speaks of one document, not of the index: trying again is of no use.
inline constexpr std::string_view kDocumentRefused = "document_refused";
// The same, met only at commit: some document of the batch.
inline constexpr std::string_view kBatchRefused = "batch_refused";

// The shard of a work: the same for ever, on every machine.
std::size_t shard_of(std::string_view work_id, std::size_t shards);

class IndexWriter {
 public:
  // kBusy where another writer has a shard open.
  static Result<IndexWriter> open(const Generation& generation);
  IndexWriter(IndexWriter&&) noexcept = default;
  IndexWriter& operator=(IndexWriter&& other) noexcept {
    close();
    generation_ = std::move(other.generation_);
    shards_ = std::move(other.shards_);
    touched_ = std::move(other.touched_);
    return *this;
  }
  ~IndexWriter() { close(); }

  Result<void> begin();
  Result<void> replace(const WorkId& id, const Xapian::Document& document);
  Result<bool> remove(const WorkId& id);  // false where there was none
  // Sets metadata in every shard, in the transaction of the batch.
  Result<void> set_metadata(std::string_view key, const std::string& value);
  Result<void> commit();
  Result<void> reopen();  // drops what is uncommitted
  void close() noexcept;  // drops what is uncommitted; a failure to do so changes nothing

  // Document numbers that replace() and remove() touched, by shard, in any order, some perhaps
  // twice; those of batches that were given up are among them.
  using DocumentNumbers = std::vector<std::vector<Xapian::docid>>;
  [[nodiscard]] const DocumentNumbers& touched() const { return touched_; }

  Result<bool> has_work(const WorkId& id);
  Result<std::int64_t> documents();

 private:
  explicit IndexWriter(Generation generation)
      : generation_(std::move(generation)), touched_(generation_.shards.size()) {}
  [[nodiscard]] std::size_t shard_number(const WorkId& id) const {
    return shard_of(id, generation_.shards.size());
  }

  Generation generation_;
  std::vector<Xapian::WritableDatabase> shards_;
  DocumentNumbers touched_;
};

}  // namespace evidence
