#include "server/lane.h"

#include <algorithm>
#include <limits>

namespace evidence::server {

Lane::Lane(unsigned threads, std::size_t queue) : limit_(queue) {
  threads_.reserve(threads);
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) threads_.emplace_back([this] { work(); });
}

Lane::~Lane() { stop(); }

bool Lane::try_post(Job job) { return post(std::move(job), limit_); }

bool Lane::post_continuation(Job job) {
  return post(std::move(job), std::numeric_limits<std::size_t>::max());
}

bool Lane::post(Job job, std::size_t limit) {
  {
    const std::scoped_lock lock(mutex_);
    if (stopped_ || jobs_.size() >= limit) return false;
    jobs_.push_back(std::move(job));
  }
  ready_.notify_one();
  return true;
}

std::size_t Lane::waiting() const {
  const std::scoped_lock lock(mutex_);
  return jobs_.size();
}

void Lane::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  ready_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Lane::work() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace evidence::server
