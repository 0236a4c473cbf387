// The ledger of merging: how many records each source brought, and how many of them were
// duplicates. Used by sqlite_merge_store.cc; one pass over the members of all works.
#pragma once

#include <string>
#include <vector>

#include "store/merge_store.h"
#include "store/sqlite.h"

namespace evidence {

Result<std::vector<LedgerRow>> read_ledger(Database& database,
                                           const std::vector<std::string>& source_order);

}  // namespace evidence
