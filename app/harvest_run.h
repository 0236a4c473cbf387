// One source's harvest from lock to record of the run: where it begins, what it stores, what it
// withdraws, and what is kept about it. Used by `evidence harvest`, one thread a source; each has a
// store of its own.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/context.h"
#include "connectors/harvester.h"
#include "connectors/source_config.h"
#include "store/record_store.h"

namespace evidence::app {

struct HarvestWish {
  bool full = false;                 // everything again, not only what is new
  std::string since;                 // "" or a day
  bool confirm_withdrawals = false;  // what waits is withdrawn; nothing is fetched
};

struct HarvestReport {
  std::string source;
  PageCounts counts;
  std::int64_t pages = 0, bytes = 0, withdrawn = 0, waiting = 0;
  std::optional<std::int64_t> lag;
  bool finished = false;
  std::optional<Error> error;
};

using HarvestListener = std::function<void(const HarvestProgress&)>;

HarvestReport run_source(Context& context, const SourceConfig& source, const HarvestWish& wish,
                         const HarvestListener& listener);

// Is it time for `evidence harvest --due`? A source that failed is asked again after 15 minutes,
// then after twice as long each time, at most its interval. "" = yes; else why not yet.
Result<std::string> not_due_because(RecordStore& store, const SourceConfig& source,
                                    std::chrono::system_clock::time_point now);

}  // namespace evidence::app
