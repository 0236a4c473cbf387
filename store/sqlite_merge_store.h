// MergeStore on SQLite, in the same records.db as the records. Used by sqlite_record_store.cc.
#pragma once

#include <memory>

#include "base/clock.h"
#include "store/merge_store.h"
#include "store/sqlite.h"

namespace evidence {

// Writing where the connection is open for reading only is kInvalidArgument "store_read_only".
std::unique_ptr<MergeStore> make_sqlite_merge_store(std::shared_ptr<Database> database,
                                                    const Clock& clock, bool read_only);

}  // namespace evidence
