// What the endpoints of broken links and of the health of platforms need beyond Services, and what
// the link resolver's callers take from there; owned by app/. Members are thread-safe.
#pragma once

#include "access/enrichment.h"
#include "access/health_cell.h"
#include "access/store_pool.h"
#include "server/rate_limit.h"

namespace evidence::server {

struct LinkServices {
  LinkStorePool& store;
  RateLimit& reports;          // by address
  RateLimit& all_reports;      // of everybody together: one bucket
  PlatformHealthCell& health;  // current() for the resolver: failing platforms stand last
  HealthRules rules;
  Enrichment* enrichment = nullptr;  // nullptr: none is configured
};

inline constexpr std::size_t kReportBodyBytes = 8U << 10U;
inline constexpr std::size_t kCommentCharacters = 300;

}  // namespace evidence::server
