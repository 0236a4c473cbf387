// Ctrl-C as a value: long work asks it between pages or batches and stops at a place from which it
// can be resumed. Thread-safe.
#pragma once

#include <atomic>

namespace evidence {

class StopFlag {
 public:
  void request_stop() { stopped_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool stop_requested() const { return stopped_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> stopped_{false};
};

}  // namespace evidence
