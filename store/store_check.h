// Verifies a store without changing it: the database's own structure, references, the hash of every
// body now and before, totals, and every kept page. Used by sqlite_record_store.cc. Damage is a
// finding, one line each; only what keeps the check from going on (I/O, memory) is an Error.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/raw_pages.h"
#include "store/sqlite.h"

namespace evidence {

inline constexpr std::size_t kMaxFindings = 1'000;

Result<std::vector<std::string>> check_record_store(Database& database, const RawPages& raw_pages);

}  // namespace evidence
