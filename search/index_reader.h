// A reader of the current generation. One object belongs to one thread (Xapian's rule); the pool
// lends them out. refresh() before each query: a flipped stub is opened anew, else reopen().
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/search_request.h"

namespace evidence {

class IndexReader {
 public:
  // `stub` is a Xapian stub file (or a database directory in tests). kUnavailable without index.
  static Result<std::unique_ptr<IndexReader>> open(const std::filesystem::path& stub);
  ~IndexReader();
  IndexReader(const IndexReader&) = delete;
  IndexReader& operator=(const IndexReader&) = delete;

  // Sees the newest commit or generation; shards of different generations give kUnavailable.
  Result<void> refresh();
  [[nodiscard]] const Snapshot& snapshot() const;
  [[nodiscard]] std::uint64_t document_count() const;

  struct State;  // engine types, search/ only
  State& state() { return *state_; }

 private:
  explicit IndexReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Lends at most `size` readers; a thread that waits past its deadline gets kBusy. Thread-safe.
class ReaderPool {
 public:
  ReaderPool(std::filesystem::path stub, std::size_t size);
  ~ReaderPool();
  class Lease {
   public:
    Lease(ReaderPool* pool, std::unique_ptr<IndexReader> reader);
    Lease(Lease&&) noexcept;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    IndexReader& operator*() { return *reader_; }
    IndexReader* operator->() { return reader_.get(); }

   private:
    ReaderPool* pool_;
    std::unique_ptr<IndexReader> reader_;
  };
  Result<Lease> lease(std::chrono::steady_clock::time_point deadline);

 private:
  void give_back(std::unique_ptr<IndexReader> reader);
  std::filesystem::path stub_;
  std::size_t size_;
  std::mutex mutex_;  // guards idle_ and lent_
  std::condition_variable returned_;
  std::vector<std::unique_ptr<IndexReader>> idle_;
  std::size_t lent_ = 0;
};

}  // namespace evidence
