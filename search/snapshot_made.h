// Something dear that is made of a whole index and good for a while: the words that spelling knows,
// the names that completion offers. Made when first asked for; in a server by a thread of its own,
// so that nobody waits. Private to search/. Thread-safe.
//
// What was made of an older snapshot is given on: a count that is minutes old does no harm to an
// offer, and reading an index of millions of works at every commit would. It is made anew for
// another generation at once, else when it is ten minutes and twenty times its own making old.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "base/log.h"
#include "base/result.h"
#include "base/stop_flag.h"
#include "search/search_request.h"

namespace evidence {

template <typename Made>
class SnapshotMade {
 public:
  // `make` opens a reader of its own; it gives kCancelled-like errors where `stop` asks for it.
  using Make = std::function<Result<std::shared_ptr<const Made>>(const StopFlag& stop)>;

  SnapshotMade(Make make, bool in_background)
      : make_(std::move(make)), in_background_(in_background) {}
  ~SnapshotMade() {
    stop_.request_stop();
    if (maker_.joinable()) maker_.join();
  }
  SnapshotMade(const SnapshotMade&) = delete;
  SnapshotMade& operator=(const SnapshotMade&) = delete;

  // The newest that there is; nullptr while the first is being made in the background. An error
  // where it could not be made and there is none from before.
  Result<std::shared_ptr<const Made>> of(const Snapshot& snapshot) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (made_ != nullptr && made_->snapshot == snapshot) return made_;
    if (!in_background_) {
      make_now(lock);
    } else if (!making_ && is_due(snapshot)) {
      begin(lock);
    }
    if (made_ != nullptr) return made_;
    if (failed_ && !making_) return *error_;
    return std::shared_ptr<const Made>();
  }

 private:
  using Steady = std::chrono::steady_clock;

  [[nodiscard]] bool is_due(const Snapshot& snapshot) const {
    const auto age = Steady::now() - last_end_;
    if (made_ == nullptr) return !failed_ || age > std::chrono::seconds(10);
    if (made_->snapshot.generation != snapshot.generation && age > std::chrono::seconds(10)) {
      return true;
    }
    return age > std::max<Steady::duration>(std::chrono::minutes(10), 20 * took_);
  }

  // With the lock held; others wait for the one that makes it.
  void make_now(std::unique_lock<std::mutex>& /*lock*/) {
    const auto begin = Steady::now();
    keep(make_(stop_), begin);
  }

  void begin(std::unique_lock<std::mutex>& /*lock*/) {
    if (maker_.joinable()) maker_.join();  // it has ended: making_ is false
    making_ = true;
    maker_ = std::thread([this] {
      const auto begin = Steady::now();
      auto made = make_(stop_);
      const std::lock_guard<std::mutex> lock(mutex_);
      keep(std::move(made), begin);
      making_ = false;
    });
  }

  void keep(Result<std::shared_ptr<const Made>> made, Steady::time_point begin) {
    last_end_ = Steady::now();
    took_ = last_end_ - begin;
    failed_ = !made.ok();
    if (made.ok()) {
      made_ = std::move(made).value();
      return;
    }
    error_ = std::make_unique<Error>(made.error());
    if (!stop_.stop_requested()) {
      log_warning("words for suggestions could not be read: " + made.error().message);
    }
  }

  Make make_;
  const bool in_background_;
  StopFlag stop_;
  std::mutex mutex_;  // guards the rest
  std::shared_ptr<const Made> made_;
  std::unique_ptr<Error> error_;
  bool failed_ = false;
  bool making_ = false;
  Steady::time_point last_end_{};
  Steady::duration took_{};
  std::thread maker_;
};

}  // namespace evidence
