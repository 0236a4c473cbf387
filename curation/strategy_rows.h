// Reading and writing the rows of curation.db. Used by sqlite_strategy_store.cc, inside its
// transactions. Failures: those of store/sqlite.h and curation/strategy_store.h.
#pragma once

#include <cstdint>

#include "curation/strategy_store.h"
#include "store/sqlite.h"

namespace evidence::curation {

using StrategyNumber = std::int64_t;  // of the database, never shown

Result<StrategyNumber> number_of_strategy(Database& database, const StrategyId& id);

Result<Strategy> read_strategy(Database& database, const StrategyId& id);
Result<StrategyVersion> read_version(Database& database, StrategyNumber strategy, unsigned number);
Result<void> insert_version(Database& database, StrategyNumber strategy,
                            const StrategyVersion& version, std::int64_t at);
Result<std::vector<VersionHead>> read_versions(Database& database, StrategyNumber strategy);

struct PackedRun {
  std::string head, works;
  std::vector<std::string> lines;
  [[nodiscard]] std::int64_t bytes() const;
};
Result<PackedRun> pack_run(const StoredRun& run, const RunWorks& works);
Result<void> insert_run(Database& database, StrategyNumber strategy, const StoredRun& run,
                        const PackedRun& packed, std::int64_t at);
Result<StoredRun> read_run(Database& database, StrategyNumber strategy, unsigned number);
Result<RunWorks> read_run_works(Database& database, StrategyNumber strategy, unsigned number);
Result<std::vector<RunHead>> read_run_heads(Database& database, StrategyNumber strategy);

struct PackedExternal {
  std::string head, records;
};
PackedExternal pack_external(const ExternalSearch& search, const std::vector<Record>& records);
Result<ExternalSearch> unpack_external(std::string_view head);
Result<std::vector<Record>> unpack_records(std::string_view bytes);

// The highest number in a table's column for the strategy; 0 where there is none.
Result<std::int64_t> highest(Database& database, std::string_view sql, StrategyNumber strategy);

// Adds to the bytes of the strategy and of all; kTooLarge where a limit is passed.
Result<void> add_bytes(Database& database, StrategyNumber strategy, std::int64_t bytes,
                       const StoreLimits& limits);

}  // namespace evidence::curation
