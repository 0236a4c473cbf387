#include <algorithm>
#include <cassert>
#include <utility>

#include "search/index_reader.h"

namespace evidence {
namespace {

// A request without a deadline waits no longer than this for a reader.
constexpr std::chrono::seconds kLongestWait{30};

}  // namespace

ReaderPool::ReaderPool(std::filesystem::path stub, std::size_t size)
    : stub_(std::move(stub)), size_(std::max<std::size_t>(size, 1)) {}

ReaderPool::~ReaderPool() { assert(lent_ == 0); }

Result<ReaderPool::Lease> ReaderPool::lease(std::chrono::steady_clock::time_point deadline) {
  deadline = std::min(deadline, std::chrono::steady_clock::now() + kLongestWait);
  std::unique_ptr<IndexReader> reader;
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_until(lock, deadline, [this] { return lent_ < size_; })) {
      return Error{ErrorCode::kBusy, "search_busy", "All readers of the index are in use.",
                   "Try again in a second."};
    }
    ++lent_;
    if (!idle_.empty()) {
      reader = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  // Opening is slow and happens outside the lock.
  if (reader == nullptr) {
    Result<std::unique_ptr<IndexReader>> opened = IndexReader::open(stub_);
    if (!opened.ok()) {
      give_back(nullptr);
      return opened.error();
    }
    reader = std::move(opened).value();
  }
  return Lease(this, std::move(reader));
}

void ReaderPool::give_back(std::unique_ptr<IndexReader> reader) {
  {
    const std::lock_guard lock(mutex_);
    assert(lent_ > 0);
    --lent_;
    if (reader != nullptr) idle_.push_back(std::move(reader));
  }
  returned_.notify_one();
}

ReaderPool::Lease::Lease(ReaderPool* pool, std::unique_ptr<IndexReader> reader)
    : pool_(pool), reader_(std::move(reader)) {}

ReaderPool::Lease::Lease(Lease&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)), reader_(std::move(other.reader_)) {}

ReaderPool::Lease::~Lease() {
  if (pool_ != nullptr) pool_->give_back(std::move(reader_));
}

}  // namespace evidence
