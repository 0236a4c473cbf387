// Hands values from one thread to another, holding at most a few: who makes them too fast waits.
// Thread-safe; used between the stages of a harvest. Never fails.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace evidence {

template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t most) : most_(most) {}

  // False where the queue was closed: the value is dropped.
  bool push(T value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || values_.size() < most_; });
    if (closed_) return false;
    values_.push_back(std::move(value));
    changed_.notify_all();
    return true;
  }

  // nullopt once the queue is closed, or ended and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || ended_ || !values_.empty(); });
    if (closed_ || values_.empty()) return std::nullopt;
    T value = std::move(values_.front());
    values_.pop_front();
    changed_.notify_all();
    return value;
  }

  // No more values will come; those that wait are still given.
  void end() { finish(ended_); }
  // Nobody wants values any more: both sides stop.
  void close() { finish(closed_); }

 private:
  void finish(bool& how) {
    const std::lock_guard lock(mutex_);
    how = true;
    changed_.notify_all();
  }

  const std::size_t most_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<T> values_;
  bool ended_ = false;
  bool closed_ = false;
};

}  // namespace evidence
