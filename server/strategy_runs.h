// Running a strategy for the API and the pages: parse, run, and count the records behind the
// result. Thread-safe.
#pragma once

#include "curation/run.h"
#include "curation/strategy.h"
#include "query/strategy_text.h"
#include "search/strategy_run.h"
#include "server/services.h"

namespace evidence::server {

struct RunOutcome {
  curation::StoredRun run;               // number 0, `at` the present moment
  curation::RunWorks works;              // filled where `keep` was asked for
  std::vector<query::Message> messages;  // of the strategy as a whole
  std::vector<query::Message> lint;      // of query/lint.h; of read_settings only
};

// `keep`: with each line's works and the ledger, for storing. kTimeout where the deadline came
// before the first line; kBusy (run_changed) where the index changed too often meanwhile.
Result<RunOutcome> run_settings(const curation::StrategySettings& settings, bool keep,
                                std::chrono::steady_clock::time_point deadline, Services& services);

// The lines of a strategy that was not run: numbers, texts and what parsing says.
Result<RunOutcome> read_settings(const curation::StrategySettings& settings, Services& services);

// The members of works in chunks; a work that the index has no more gives an empty list. Stops with
// kTimeout at the deadline.
Result<std::vector<std::vector<Member>>> members_of(const std::vector<WorkId>& works,
                                                    std::chrono::steady_clock::time_point deadline,
                                                    Services& services);

std::string tool_name();  // "Evidence 0.1.0": the program, whatever the service is called

}  // namespace evidence::server
