// Runs one source's harvest in three stages that overlap: a thread fetches pages with retries and
// politeness, another parses them, and the caller's thread hands them on one by one. The cursor
// moves only with a stored page, so a harvest that ends anywhere goes on from there. Used by
// `evidence harvest`. The sink and the callbacks are called on the caller's thread alone.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/http_client.h"
#include "base/result.h"
#include "base/stop_flag.h"
#include "connectors/connector.h"
#include "connectors/record_sink.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"

namespace evidence {

struct HarvestProgress {
  std::int64_t pages = 0, bytes = 0;
  std::optional<std::int64_t> expected_total;
  SinkCounts counts;
};

struct HarvestOptions {
  std::string cursor;  // "" = from the start of the window
  std::string from, to;
  std::function<void(const HarvestProgress&)> progress;
  const StopFlag* stop = nullptr;
};

struct HarvestOutcome {
  std::int64_t pages = 0, bytes = 0;
  SinkCounts counts;
  bool finished = false;
  bool restarted = false;      // the window was begun again: its cursor was no longer known
  std::string source_time;     // the source's clock at the first page, ISO 8601; "" = not said
  std::optional<Error> error;  // why it ended early; what was stored stays
};

HarvestOutcome run_harvest(Connector& connector, const SourceConfig& source,
                           const HarvestOptions& options, RecordSink& sink, Clock& clock);

}  // namespace evidence
