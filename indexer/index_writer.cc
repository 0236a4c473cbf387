#include "indexer/index_writer.h"

#include <cstdint>
#include <cstdlib>

#include "base/file.h"
#include "base/xapian_error.h"
#include "model/field.h"

namespace evidence {
namespace {

// guard_xapian that tells a bad document (Error with `slug`) and a full disk from a bad index.
template <typename Work>
auto guard_document(const std::string& doing, std::string_view slug, Work&& work)
    -> decltype(work()) {
  const auto refused = [&](const Xapian::Error& error) {
    return Error{ErrorCode::kInvalidArgument, std::string(slug),
                 doing + ": " + error.get_description(), ""};
  };
  auto outcome = guard_xapian(doing, [&]() -> decltype(work()) {
    try {
      return work();
    } catch (const Xapian::InvalidArgumentError& error) {
      return refused(error);
    } catch (const Xapian::UnimplementedError& error) {
      return refused(error);
    } catch (const Xapian::RangeError& error) {
      return refused(error);
    }
  });
  if (outcome.ok()) return outcome;
  const std::string& message = outcome.error().message;
  if (message.find("File too large") != std::string::npos ||
      message.find("quota exceeded") != std::string::npos) {
    return Error{ErrorCode::kStorageFull, "storage_full", message,
                 "Free some disk space or raise the limit, and run again."};
  }
  return outcome;
}

// How many documents Xapian gathers in its maps before it writes their postings into the tables of
// the open transaction. The maps are searched for each term of each document: with 10,000
// documents, its default, that walk misses the processor's caches and takes most of a build. Xapian
// knows no other way to say so than the environment; what a person has set there stays.
void gather_few_documents() {
  static const int kOnce = ::setenv("XAPIAN_FLUSH_THRESHOLD", "1000", 0);
  static_cast<void>(kOnce);
}

}  // namespace

std::size_t shard_of(std::string_view work_id, std::size_t shards) {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;  // FNV-1a
  for (const char c : work_id) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1'099'511'628'211ULL;
  }
  return static_cast<std::size_t>(hash % shards);
}

Result<IndexWriter> IndexWriter::open(const Generation& generation) {
  IndexWriter writer(generation);
  EVIDENCE_TRY(writer.reopen());
  return writer;
}

Result<void> IndexWriter::reopen() {
  // Closing discards open transactions; the lock goes with it, so close before opening.
  close();
  gather_few_documents();
  return guard_xapian(
      "opening " + generation_.directory.string() + " for writing", [&]() -> Result<void> {
        for (const auto& path : generation_.shards) {
          shards_.emplace_back(path.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
        }
        return {};
      });
}

// Closed by hand, because a full disk can make Xapian throw even while it gives up a transaction,
// and from a destructor that would end the process. What is lost here was never counted as written.
void IndexWriter::close() noexcept {
  for (Xapian::WritableDatabase& database : shards_) {
    const auto attempt = [&](auto&& step) {
      try {
        step();
      } catch (const Xapian::Error&) {
        return false;
      }
      return true;
    };
    attempt([&] { database.cancel_transaction(); });  // none is open after a failed commit
    attempt([&] { database.close(); });
  }
  try {
    shards_.clear();
  } catch (const Xapian::Error&) {
    // closed already; nothing is held any more
  }
}

Result<void> IndexWriter::begin() {
  // A transaction, because outside of one Xapian commits by itself at XAPIAN_FLUSH_THRESHOLD
  // changes, without the directory's fsync and in the middle of a batch.
  return guard_xapian("beginning a batch", [&]() -> Result<void> {
    for (Xapian::WritableDatabase& database : shards_) database.begin_transaction(true);
    return {};
  });
}

Result<void> IndexWriter::replace(const WorkId& id, const Xapian::Document& document) {
  return guard_document("writing work " + id, kDocumentRefused, [&]() -> Result<void> {
    const std::size_t number = shard_number(id);
    touched_[number].push_back(shards_[number].replace_document(work_term(id), document));
    return {};
  });
}

Result<bool> IndexWriter::remove(const WorkId& id) {
  return guard_document("removing work " + id, kDocumentRefused, [&]() -> Result<bool> {
    const std::string unique = work_term(id);
    const std::size_t number = shard_number(id);
    Xapian::WritableDatabase& shard = shards_[number];
    const Xapian::PostingIterator found = shard.postlist_begin(unique);
    if (found == shard.postlist_end(unique)) return false;
    const Xapian::docid document = *found;
    shard.delete_document(document);
    touched_[number].push_back(document);
    return true;
  });
}

Result<void> IndexWriter::set_metadata(std::string_view key, const std::string& value) {
  return guard_xapian("writing metadata", [&]() -> Result<void> {
    for (Xapian::WritableDatabase& database : shards_) {
      database.set_metadata(std::string(key), value);
    }
    return {};
  });
}

Result<void> IndexWriter::commit() {
  for (std::size_t number = 0; number < shards_.size(); ++number) {
    EVIDENCE_TRY(guard_document("committing " + generation_.shards[number].string(), kBatchRefused,
                                [&]() -> Result<void> {
                                  shards_[number].commit_transaction();
                                  return {};
                                }));
    // Xapian syncs its files but not the directory: without this a power cut can bring back the
    // revision before, whose blocks the next batch has begun to overwrite.
    EVIDENCE_TRY(sync_directory(generation_.shards[number]));
  }
  return {};
}

Result<bool> IndexWriter::has_work(const WorkId& id) {
  return guard_xapian("reading the index", [&]() -> Result<bool> {
    return shards_[shard_number(id)].term_exists(work_term(id));
  });
}

Result<std::int64_t> IndexWriter::documents() {
  return guard_xapian("reading the index", [&]() -> Result<std::int64_t> {
    std::int64_t count = 0;
    for (const Xapian::WritableDatabase& database : shards_) count += database.get_doccount();
    return count;
  });
}

}  // namespace evidence
