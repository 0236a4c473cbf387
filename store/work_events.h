// What became of works in a span of the change log: the queries behind RecordStore::work_events and
// works_changed. Used by sqlite_record_store.cc. Failures as in store/sqlite.h.
#pragma once

#include <vector>

#include "store/record_store.h"
#include "store/sqlite.h"

namespace evidence {

Result<std::vector<WorkEvents>> read_work_events(Database& database,
                                                 const std::vector<WorkId>& works,
                                                 ChangeSequence after, ChangeSequence until);
Result<std::vector<WorkId>> read_works_changed(Database& database, ChangeSequence after,
                                               ChangeSequence until, std::size_t limit);

}  // namespace evidence
