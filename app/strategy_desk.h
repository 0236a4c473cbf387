// What `evidence serve` gives the endpoints of strategies: their store, the history of works over
// the store of records, limits. One per process; its parts are thread-safe.
#pragma once

#include <functional>
#include <memory>

#include "app/config.h"
#include "base/clock.h"
#include "curation/store_pool.h"
#include "curation/work_history.h"
#include "server/rate_limit.h"
#include "server/strategy_services.h"
#include "store/record_store.h"

namespace evidence::app {

// Opens a connection for each question: comparing two runs is rare.
class StoreWorkHistory final : public curation::WorkHistory {
 public:
  using OpenStore = std::function<Result<std::unique_ptr<RecordStore>>()>;
  explicit StoreWorkHistory(OpenStore open) : open_(std::move(open)) {}

  Result<std::vector<curation::WorkFate>> fates(const std::vector<WorkId>& works,
                                                std::int64_t after, std::int64_t until) override;
  Result<std::vector<WorkId>> changed(std::int64_t after, std::int64_t until,
                                      std::size_t limit) override;

 private:
  const OpenStore open_;
};

class StrategyDesk {
 public:
  StrategyDesk(const Config& config, StoreWorkHistory::OpenStore open_records, Clock& clock);
  [[nodiscard]] server::StrategyServices& services() { return services_; }

 private:
  curation::StorePool store_;
  StoreWorkHistory history_;
  server::RateLimit creations_;
  server::HeavyWork heavy_;
  server::StrategyServices services_;
};

}  // namespace evidence::app
