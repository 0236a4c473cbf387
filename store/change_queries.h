// Records by the time of their change, for what is given on to others: the queries behind
// RecordStore::records_changed and its neighbours. Used by sqlite_record_store.cc. A page is read
// from one snapshot. Failures: kInvalidArgument "bad_window" and "bad_place", others as in
// store/record_queries.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/record_store.h"
#include "store/sqlite.h"

namespace evidence {

Result<ChangedRecords> read_changed_records(Database& database, const ChangeWindow& window,
                                            const std::string& after, std::size_t limit);
Result<std::int64_t> count_changed_records(Database& database, const ChangeWindow& window,
                                           std::int64_t at_most);
Result<std::optional<std::string>> read_first_change(Database& database,
                                                     const std::vector<std::string>& sources);

}  // namespace evidence
