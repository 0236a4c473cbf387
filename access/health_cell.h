// Serves the current PlatformHealth to every request and has it read anew by a thread of its own,
// at most once a minute: no request waits for the store. Thread-safe. Where reading fails, the last
// good snapshot goes on to be served and the failure is logged once.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "access/platform_health.h"
#include "base/clock.h"

namespace evidence {

class PlatformHealthCell {
 public:
  using Load = std::function<Result<PlatformHealth>()>;
  // `clock` has to outlive the cell. Begins with nothing failing and reads at once, behind.
  PlatformHealthCell(const Clock& clock, Load load,
                     std::chrono::seconds interval = std::chrono::seconds(60));
  ~PlatformHealthCell();
  PlatformHealthCell(const PlatformHealthCell&) = delete;
  PlatformHealthCell& operator=(const PlatformHealthCell&) = delete;

  // Never null, never waits for a reading; asks for one where the snapshot is older than the
  // interval.
  [[nodiscard]] std::shared_ptr<const PlatformHealth> current();
  // Until the reading that is due is done; for tests and a first answer.
  void wait_until_read();

 private:
  void run();

  const Clock& clock_;
  const Load load_;
  const std::chrono::seconds interval_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::shared_ptr<const PlatformHealth> current_;
  std::chrono::steady_clock::time_point due_;
  bool wanted_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace evidence
