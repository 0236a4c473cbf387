// A bounded pool of worker threads: what may take longer than a moment runs here, so that the
// network threads stay free. Thread-safe. When the queue is full a job is refused at once, and the
// caller says so to the reader; nothing waits without bound.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace evidence::server {

class Lane {
 public:
  using Job = std::function<void()>;  // must not throw

  Lane(unsigned threads, std::size_t queue);
  ~Lane();  // stop()
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // False when the queue is full or the lane has stopped.
  [[nodiscard]] bool try_post(Job job);
  // The next step of work that was admitted before (a chunk of a streamed answer): goes past the
  // limit, since there are at most as many of these as connections. False after stop().
  [[nodiscard]] bool post_continuation(Job job);

  [[nodiscard]] std::size_t waiting() const;  // jobs not yet begun

  // Refuses new jobs, runs what is queued, waits for all threads. Idempotent.
  void stop();

 private:
  bool post(Job job, std::size_t limit);
  void work();

  const std::size_t limit_;
  mutable std::mutex mutex_;  // guards jobs_ and stopped_
  std::condition_variable ready_;
  std::deque<Job> jobs_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace evidence::server
