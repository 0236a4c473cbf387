// A clock that stands still but for those who sleep on it: sleeping moves it on at once.
// Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

#include "base/clock.h"

namespace evidence::test {

class ManualClock final : public Clock {
 public:
  explicit ManualClock(std::chrono::system_clock::time_point start =
                           std::chrono::sys_days{std::chrono::year{2024} / 3 / 15})
      : start_(start) {}

  std::chrono::system_clock::time_point now() const override {
    const std::lock_guard lock(mutex_);
    return start_ + std::chrono::duration_cast<std::chrono::system_clock::duration>(passed_);
  }
  std::chrono::steady_clock::time_point steady_now() const override {
    const std::lock_guard lock(mutex_);
    return std::chrono::steady_clock::time_point{} + std::chrono::hours(1) + passed_;
  }
  void sleep_until(std::chrono::steady_clock::time_point when) override {
    {
      const std::lock_guard lock(mutex_);
      const auto wanted = when - std::chrono::steady_clock::time_point{} - std::chrono::hours(1);
      if (wanted > passed_) {
        sleeps_.push_back(wanted - passed_);
        passed_ = wanted;
      }
    }
    if (on_sleep) on_sleep();
  }
  void advance(std::chrono::steady_clock::duration by) {
    const std::lock_guard lock(mutex_);
    passed_ += by;
  }
  // How long all sleeps were together.
  [[nodiscard]] std::chrono::steady_clock::duration slept() const {
    const std::lock_guard lock(mutex_);
    std::chrono::steady_clock::duration sum{0};
    for (const auto one : sleeps_) sum += one;
    return sum;
  }

  std::function<void()> on_sleep;  // called after each sleep, outside the lock

 private:
  mutable std::mutex mutex_;  // guards what follows
  std::chrono::system_clock::time_point start_;
  std::chrono::steady_clock::duration passed_{0};
  std::vector<std::chrono::steady_clock::duration> sleeps_;
};

}  // namespace evidence::test
