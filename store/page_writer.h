// Writes the records of one page inside the caller's transaction: which are new, changed, unchanged
// or gone, with their history, work ids and change log. Used by sqlite_record_store.cc. The hashes
// are computed before the transaction, so that the write lock is held for the writing alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/record_store.h"
#include "store/sqlite.h"

namespace evidence {

// A record of the page as it will be stored; `record` belongs to the page.
struct PreparedRecord {
  const Record* record = nullptr;
  std::string body;  // canonical JSON; empty for a tombstone
  std::string hash;  // 32 bytes; empty for a tombstone
};

inline constexpr std::size_t kMaxRecordsOfPage = 100'000;
inline constexpr std::size_t kMaxRecordKeyBytes = 1'024;

// Where a key stands twice only the last is prepared. kInvalidArgument names the first record that
// does not belong here (another source, no key); kTooLarge for too many.
Result<std::vector<PreparedRecord>> prepare_records(const PageWrite& page);

struct PageContext {
  std::int64_t source = 0;
  std::optional<std::int64_t> raw_page;
  std::int64_t now = 0;
  std::int64_t pass = 0;  // PageWrite::pass
  bool reparsed = false;  // raw_page is parsed again: see PageWrite::reparsed_page
};

// Counts added, changed, unchanged and deleted. `families`: PageWrite::families.
Result<PageCounts> write_records(Database& database, const PageContext& context,
                                 const std::vector<PreparedRecord>& records,
                                 const std::vector<std::string>& families);

}  // namespace evidence
