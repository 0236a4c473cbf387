#include "access/health_cell.h"

#include <exception>
#include <utility>

#include "base/log.h"

namespace evidence {
namespace {

Result<PlatformHealth> read_safely(const PlatformHealthCell::Load& load) {
  try {
    return load();
  } catch (const std::exception& error) {
    return Error{ErrorCode::kInternal, "health_not_read", error.what(), ""};
  }
}

}  // namespace

PlatformHealthCell::PlatformHealthCell(const Clock& clock, Load load, std::chrono::seconds interval)
    : clock_(clock),
      load_(std::move(load)),
      interval_(interval),
      current_(std::make_shared<const PlatformHealth>()),
      due_(clock.steady_now() + interval),
      thread_([this] { run(); }) {}

PlatformHealthCell::~PlatformHealthCell() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<const PlatformHealth> PlatformHealthCell::current() {
  const auto now = clock_.steady_now();
  const std::lock_guard lock(mutex_);
  if (now >= due_ && !wanted_) {
    wanted_ = true;
    due_ = now + interval_;
    changed_.notify_all();
  }
  return current_;
}

void PlatformHealthCell::wait_until_read() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !wanted_ || stopping_; });
}

void PlatformHealthCell::run() {
  bool failed = false;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    lock.unlock();
    Result<PlatformHealth> read = read_safely(load_);
    if (!read.ok() && !failed) {
      log_warning("The states of platforms cannot be read: " + read.error().message);
    }
    failed = !read.ok();
    std::shared_ptr<const PlatformHealth> next;
    if (read.ok()) next = std::make_shared<const PlatformHealth>(std::move(read).value());
    lock.lock();
    if (next) current_ = std::move(next);
    wanted_ = false;
    changed_.notify_all();
  }
}

}  // namespace evidence
