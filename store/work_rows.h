// Rows of works that harvesting and merging both make. Inside the caller's transaction; failures as
// in store/sqlite.h.
#pragma once

#include <cstdint>
#include <string>

#include "model/work.h"
#include "store/sqlite.h"

namespace evidence {

struct MintedWork {
  std::int64_t number = 0;
  WorkId id;
};
// A new work without members, made for the record `origin`.
Result<MintedWork> mint_work(Database& database, std::int64_t origin, std::int64_t now);

}  // namespace evidence
