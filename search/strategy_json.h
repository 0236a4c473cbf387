// A run of a strategy as JSON, for `strategy --format json` and the API. Pure.
#pragma once

#include "base/json.h"
#include "search/strategy_run.h"

namespace evidence {

// {"lines":[{"number","text","count","took_ms","messages","tree","read_as","by_source",
// "refers_to"}],"result":{"number","count"},"snapshot","documents","vocabulary","took_ms"}.
// "count" is null for a line that could not be run; "result" is null where none could.
json::object to_json(const StrategyRun& run);

}  // namespace evidence
