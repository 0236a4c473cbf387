// The rows about kept pages and about which complete harvest met which record. Used by
// sqlite_record_store.cc; those that write run inside the caller's transaction. Failures as in
// store/sqlite.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "store/raw_pages.h"
#include "store/record_store.h"
#include "store/sqlite.h"

namespace evidence {

// The row of a kept page, with `now` as its last fetch.
Result<std::int64_t> note_raw_page(Database& database, std::int64_t source, const KeptPage& kept,
                                   const RawPage& page, std::int64_t now);
Result<std::vector<RawPageRow>> read_raw_pages(Database& database, const std::string& source,
                                               const RawPageRow* before, std::size_t limit);

struct DroppedPages {
  std::int64_t rows = 0;
  std::vector<std::string> unnamed;  // hashes that no row names any more
};
Result<DroppedPages> forget_raw_pages(Database& database, const std::string& source,
                                      std::chrono::system_clock::time_point before);

// Live records that the complete harvest `pass` did not meet.
Result<std::int64_t> count_unseen(Database& database, const std::string& source, std::int64_t pass);
Result<std::vector<std::string>> read_unseen(Database& database, const std::string& source,
                                             std::int64_t pass, std::size_t limit);

}  // namespace evidence
