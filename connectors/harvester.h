// Runs one source's harvest: fetch with retries and politeness, parse, hand on page by page. The
// cursor moves only with a stored page. Used by `evidence harvest`.
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
  std::optional<Error> error;  // why it ended early; what was stored stays
};

HarvestOutcome run_harvest(Connector& connector, const SourceConfig& source,
                           const HarvestOptions& options, RecordSink& sink, Clock& clock);

}  // namespace evidence
