// Reading records, works and changes. Used by sqlite_record_store.cc. A body is handed out only if
// its hash is right: kCorrupt names the record otherwise. Other failures as in store/sqlite.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/record_store.h"
#include "store/sqlite.h"

namespace evidence {

Result<std::vector<ChangedWork>> read_changes(Database& database, ChangeSequence after,
                                              std::size_t limit);
Result<std::vector<WorkId>> read_works(Database& database, const WorkId& after, std::size_t limit);
Result<std::vector<Record>> read_records_of(Database& database, const WorkId& work);
Result<std::optional<StoredRecord>> read_record(Database& database, const std::string& source,
                                                const std::string& source_record_id);
// The body of a record checked against its hash; kCorrupt names the record.
Result<Record> verified_record(const Database& database, std::string_view body,
                               std::string_view hash, std::string_view source,
                               std::string_view key);
// From a row of: deleted, content_hash, first_seen, last_changed, body, work's id, source's name,
// key.
Result<StoredRecord> stored_record(const Database& database, const Statement& row);
Result<std::optional<WorkId>> follow_redirects(Database& database, const WorkId& id);
Result<StoreStatus> read_status(Database& database);

}  // namespace evidence
