// What the endpoints of strategies need beyond Services; owned by app/. Members are thread-safe.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "curation/store_pool.h"
#include "curation/work_history.h"
#include "model/match.h"
#include "server/rate_limit.h"

namespace evidence::server {

// Runs and uploads take long: at most so many at a time, so that searches keep their workers.
class HeavyWork {
 public:
  explicit HeavyWork(int most) : free_(most) {}
  // Gives its place back at its end.
  class Place {
   public:
    explicit Place(HeavyWork* from) : from_(from) {}
    Place(Place&& other) noexcept : from_(other.from_) { other.from_ = nullptr; }
    Place& operator=(Place&&) = delete;
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
      if (from_ != nullptr) from_->free_.fetch_add(1);
    }
    explicit operator bool() const { return from_ != nullptr; }

   private:
    HeavyWork* from_;
  };
  [[nodiscard]] Place enter() {
    if (free_.fetch_sub(1) > 0) return Place(this);
    free_.fetch_add(1);
    return Place(nullptr);
  }

 private:
  std::atomic<int> free_;
};

struct StrategyServices {
  curation::StorePool& store;
  RateLimit& creations;  // of strategies and forks, by address
  HeavyWork& heavy;
  curation::WorkHistory* history = nullptr;  // nullptr: differences have no causes
  MatchRules match_rules;
  std::vector<std::string> source_order;  // which source's record is kept of a work
};

inline constexpr std::chrono::milliseconds kHeavyDeadline{30'000};
inline constexpr std::size_t kStrategyBodyBytes = 2U << 20U;  // twice the text's limit: escapes
inline constexpr std::size_t kUploadBodyBytes = 9U << 20U;

}  // namespace evidence::server
