// Where each source's harvest stands, what its runs did and which entries were wrong: the rows of
// harvest_state, harvest_run and problem. Used by sqlite_record_store.cc; those that write run
// inside the caller's transaction. Failures as in store/sqlite.h; kNotFound for an unknown run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/record_store.h"
#include "store/sqlite.h"

namespace evidence {

inline constexpr std::int64_t kProblemsOfSource = 10'000;  // the newest are kept
inline constexpr std::int64_t kRunsOfSource = 1'000;       // likewise

Result<std::int64_t> insert_run(Database& database, std::int64_t source, const std::string& kind,
                                std::int64_t now);
Result<void> close_run(Database& database, std::int64_t run, const RunEnd& end, std::int64_t now);
// Adds one page to the run's totals; the run must be open and of this source.
Result<void> count_page(Database& database, std::int64_t run, std::int64_t source,
                        const PageCounts& counts, std::int64_t bytes);

Result<void> write_state(Database& database, std::int64_t source, const HarvestState& state);
Result<std::optional<HarvestState>> read_state(Database& database, const std::string& source);

Result<void> write_problems(Database& database, std::int64_t source, std::int64_t run,
                            const std::vector<Problem>& problems, std::int64_t now);
// The newest first.
Result<std::vector<Problem>> read_problems(Database& database, const std::string& source,
                                           std::size_t limit);

// The newest first.
Result<std::vector<HarvestRun>> read_runs(Database& database, const std::string& source,
                                          std::size_t limit);

Result<std::vector<SourceStatus>> read_source_status(Database& database);

}  // namespace evidence
