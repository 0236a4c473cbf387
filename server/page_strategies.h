// The pages of strategies: /strategies, /strategies/{id} and what lies below it. Forms are sent by
// POST; the edit key stands in their bodies, never in an address, and is carried from page to page
// in hidden fields. All work without JavaScript. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "curation/strategy.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

Response page_strategies(const Request& request, Services& services);
Response page_strategies_form(const Request& request, Services& services);
Response page_strategy(const Request& request, Services& services);
Response page_strategy_form(const Request& request, Services& services);
Response page_strategy_works(const Request& request, Services& services);
Response page_strategy_differences(const Request& request, Services& services);
Response page_prisma_s(const Request& request, Services& services);
Response page_prisma_s_form(const Request& request, Services& services);

// What a strategy's page shows beside what is kept.
struct StrategyNotice {
  std::string key;       // the edit key, where the reader sent it or it was just made
  bool new_key = false;  // show it
  std::string done;      // "" or what was done
  std::optional<Error> problem;
  // What was typed where it could not be kept, so that nothing is lost.
  std::optional<curation::StrategySettings> typed;
};
Response show_strategy(const curation::StrategyId& id, unsigned run, const StrategyNotice& notice,
                       const Request& request, Services& services);

}  // namespace evidence::server
