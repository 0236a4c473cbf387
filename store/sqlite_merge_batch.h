// MergeBatch on SQLite: one write transaction of records.db. Used by sqlite_merge_store.cc.
#pragma once

#include <memory>

#include "base/clock.h"
#include "store/merge_store.h"
#include "store/sqlite.h"

namespace evidence {

Result<std::unique_ptr<MergeBatch>> begin_merge_batch(const std::shared_ptr<Database>& database,
                                                      const Clock& clock);

Result<MergeState> read_merge_state(Database& database);
// The pair of a row of: a, b, verdict, rule, strength, relation.
MatchedPair pair_of_row(const Statement& row);
// Everything is merged with it again at the next run.
Result<void> log_record_event(Database& database, std::string_view kind, RecordNumber record,
                              std::int64_t now);

}  // namespace evidence
