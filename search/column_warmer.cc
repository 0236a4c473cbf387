#include "search/column_warmer.h"

#include <algorithm>

#include "base/xapian_error.h"

namespace evidence {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLook{1'000};
// Under commit after commit, reading takes at most one part in so many of a processor's time.
constexpr int kShare = 5;

}  // namespace

ColumnWarmer::~ColumnWarmer() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ColumnWarmer::start() {
  thread_ = std::thread([this] { run(); });
}

bool ColumnWarmer::wait(std::chrono::milliseconds time) {
  std::unique_lock<std::mutex> lock(mutex_);
  return !stopped_.wait_for(lock, time, [this] { return stop_; });
}

bool ColumnWarmer::stopping() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stop_;
}

void ColumnWarmer::run() {
  std::unique_ptr<IndexReader> reader;
  std::chrono::milliseconds pause{0};
  while (wait(pause)) {
    const Steady::time_point begin = Steady::now();
    pause = kLook;
    if (reader == nullptr) {
      Result<std::unique_ptr<IndexReader>> opened = IndexReader::open(stub_);
      if (!opened.ok()) continue;
      reader = std::move(opened).value();
    }
    if (!reader->refresh().ok() || reader->state().remote) continue;
    const Result<void> read = guard_xapian("reading facets", [&] { return read_columns(*reader); });
    if (!read.ok()) continue;  // the index changed meanwhile: its newest state is next
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begin);
    pause = std::max(kLook, took * kShare);
  }
}

Result<void> ColumnWarmer::read_columns(IndexReader& reader) {
  const IndexReader::State& state = reader.state();
  const std::shared_ptr<SnapshotSets> sets = sets_.of(state);
  for (const FacetField& facet : facet_fields()) {
    if (stopping()) return {};
    if (!sets->column_settled(facet)) sets->column(state.database, facet);
  }
  return {};
}

}  // namespace evidence
