#include "app/strategy_desk.h"

#include <algorithm>

#include "curation/sqlite_strategy_store.h"

namespace evidence::app {
namespace {

// A librarian at work stores a few an hour; a class of students behind one address some dozens.
constexpr double kCreationsAtOnce = 60;
constexpr double kCreationsPerHour = 120;

}  // namespace

Result<std::vector<curation::WorkFate>> StoreWorkHistory::fates(const std::vector<WorkId>& works,
                                                                std::int64_t after,
                                                                std::int64_t until) {
  EVIDENCE_ASSIGN(const auto store, open_());
  EVIDENCE_ASSIGN(std::vector<WorkEvents> events, store->work_events(works, after, until));
  std::vector<curation::WorkFate> fates;
  fates.reserve(events.size());
  for (WorkEvents& event : events) {
    const WorkId current = event.current.empty() ? event.work : event.current;
    fates.push_back({event.work, current, event.live, event.first, std::move(event.kinds)});
  }
  return fates;
}

Result<std::vector<WorkId>> StoreWorkHistory::changed(std::int64_t after, std::int64_t until,
                                                      std::size_t limit) {
  EVIDENCE_ASSIGN(const auto store, open_());
  return store->works_changed(after, until, limit);
}

StrategyDesk::StrategyDesk(const Config& config, StoreWorkHistory::OpenStore open_records,
                           Clock& clock)
    : store_([directory = config.data_dir, &clock] {
        return curation::open_sqlite_strategies({directory, true, std::chrono::seconds(2), {}},
                                                clock);
      }),
      history_(std::move(open_records)),
      creations_(clock, kCreationsAtOnce, kCreationsPerHour),
      // At least one worker stays free for searches.
      heavy_(std::max(1, static_cast<int>(config.server.lane_threads) - 1)),
      services_{store_,    creations_,         heavy_,
                &history_, config.match_rules, config.merge_policy.source_order} {}

}  // namespace evidence::app
