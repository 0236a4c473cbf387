// The directory's rows in curation.db: writing and reading of single ones, inside a transaction of
// the caller's. Used by sqlite_directory_store.cc alone; failures as in store/sqlite.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "curation/directory_store.h"
#include "store/sqlite.h"

namespace evidence::curation {

Result<std::optional<Library>> find_library_row(Database& database, const std::string& code);
Result<std::vector<Library>> stored_libraries(Database& database);
Result<void> write_library_row(Database& database, const Library& library);
Result<void> delete_library_row(Database& database, const std::string& code);

// One event for each field, or one for the library as a whole where there are none.
Result<void> write_events(Database& database, const LibraryChange& change, const std::string& actor,
                          std::int64_t at);
Result<std::vector<LibraryEvent>> read_events(Database& database, const std::string& code,
                                              std::size_t limit);

Result<void> write_organisation_row(Database& database, const OdsOrganisation& organisation);
Result<std::vector<OdsOrganisation>> stored_organisations(Database& database);

Result<void> write_load(Database& database, const DirectoryLoad& load, std::int64_t at);
Result<std::vector<DirectoryLoad>> read_loads(Database& database);

}  // namespace evidence::curation
