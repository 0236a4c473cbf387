// The lock of one source: at most one harvest or import of it at a time. What decides is an flock
// on locks/source-<source>.lock, which the system releases when its process dies; a row beside it
// says who holds it. Used by sqlite_record_store.cc. kBusy names the holder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "store/record_store.h"
#include "store/sqlite.h"

namespace evidence {

// The lock keeps the connection alive; it is used on the connection's thread.
Result<std::unique_ptr<SourceLock>> lock_source_in(const std::shared_ptr<Database>& database,
                                                   const std::filesystem::path& directory,
                                                   const std::string& source, const Clock& clock);

// "process 4711 on host since 2026-11-22T00:06:48Z (source pubmed)", one for each lock row whose
// process lives; for the message that another process is writing. "" where nothing is known.
std::string holders_of_locks(Database& database);

}  // namespace evidence
