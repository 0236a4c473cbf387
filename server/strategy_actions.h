// What the API and the pages do with strategies: make, change, fork, run, upload, test. Each checks
// the edit key where one is needed, the limits and the input. Thread-safe. Failures beside those of
// curation/: edit_key_missing (401), wrong_edit_key (403), too_many_changes_by_address (429),
// too_many_runs_at_once (kBusy), no_strategies (kUnavailable).
#pragma once

#include <string>
#include <vector>

#include "curation/difference.h"
#include "curation/exchange.h"
#include "curation/prisma_s.h"
#include "curation/strategy_store.h"
#include "server/body_fields.h"
#include "server/services.h"
#include "server/strategy_runs.h"
#include "server/strategy_services.h"

namespace evidence::server {

// The desk where strategies are kept; kUnavailable where this service keeps none.
Result<StrategyServices*> strategy_desk(Services& services);

// The id in the path; one that cannot be an id is unknown_strategy without asking the store.
Result<curation::StrategyId> strategy_in_path(const Request& request);

// "Authorization: Bearer <key>", else the field `edit_token` of the body. Never in an address.
Result<void> require_edit_key(const Request& request, const BodyFields& fields,
                              const curation::StrategyId& id, Services& services);
std::string edit_key_in(const Request& request, const BodyFields& fields);

// The values of the body; an exported file (JSON, CSV) sent as it is stands in the field `text`.
Result<BodyFields> strategy_body(const Request& request);
// The settings that the body gives: name, notes, text, syntax, sources, mapping; what it leaves out
// stays as in `before`. An exported file as the text is taken whole. Checked.
Result<curation::StrategySettings> settings_in(const BodyFields& fields,
                                               const curation::StrategySettings* before,
                                               Services& services);
curation::Change change_in(const BodyFields& fields);

struct Made {
  curation::Strategy strategy;
  std::string edit_key;  // to be shown once
};
Result<Made> make_strategy(const Request& request, const curation::StrategySettings& settings,
                           const curation::Change& change, Services& services);
Result<Made> fork_strategy(const Request& request, const curation::StrategyId& id, unsigned version,
                           const std::string& name, const curation::Change& change,
                           Services& services);

struct StoredOutcome {
  curation::StoredRun run;
  std::vector<query::Message> messages;
};
// Runs the latest version, marks what is reused of the run before, and keeps it all.
Result<StoredOutcome> run_and_store(const Request& request, const curation::StrategyId& id,
                                    const std::string& actor, Services& services);
// Runs without keeping anything.
Result<RunOutcome> run_privately(const Request& request, const curation::StrategySettings& settings,
                                 Services& services);

// Two runs of a strategy compared; run 0 as `to` is the newest, as `from` the one before `to`; line
// 0 the result.
Result<curation::LineDifference> compare_stored(const curation::StrategyId& id, unsigned from,
                                                unsigned to, unsigned line, Services& services);

// Fields: platform, interface, database, searched, strategy, stated_count, ris (text or file), run.
Result<curation::ExternalSearch> add_external(const Request& request, const BodyFields& fields,
                                              const curation::StrategyId& id, Services& services);

struct Tested {
  curation::TestSet set;
  curation::StoredRun run;
  curation::TestOutcome outcome;
};
// The strategy's test set against a run; kNotFound: no_test_set, unknown_run.
Result<Tested> test_run(const curation::StrategyId& id, unsigned run, Services& services);

// All that a report or an export needs. Without any run `run.number` is 0 and its lines are as
// parsed.
struct WholeStrategy {
  curation::Strategy strategy;
  curation::StrategyVersion version;  // of the run, else the latest
  curation::StoredRun run;
  std::vector<curation::RunHead> runs;
  std::vector<curation::ExternalSearch> externals;
  std::vector<curation::Answer> answers;
  std::string url;
  [[nodiscard]] bool has_run() const { return run.number != 0; }
  [[nodiscard]] curation::Exported exported(const Services& services) const;
  [[nodiscard]] curation::PrismaSource prisma(const Services& services) const;
};
Result<WholeStrategy> whole_strategy(const curation::StrategyId& id, unsigned run,
                                     Services& services);

std::string strategy_path(const curation::StrategyId& id);  // "/strategies/…"
std::string strategy_url(const curation::StrategyId& id, const Services& services);

}  // namespace evidence::server
