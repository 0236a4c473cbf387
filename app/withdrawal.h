// Records that a complete harvest no longer finds: withdrawn where the source says that absence
// means so, unless so many are missing that a person has to say yes first. Used by `evidence
// harvest` and `evidence import --complete`. Failures are the store's.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "store/record_store.h"

namespace evidence::app {

struct Withdrawal {
  std::int64_t withdrawn = 0;
  std::int64_t waiting = 0;  // missing, but left until a person confirms
  std::int64_t live = 0;     // records of the source before
};

// `share`: of the live records; more missing than that wait unless `confirmed`. Interrupted, it is
// simply repeated: what is withdrawn is no longer missing.
Result<Withdrawal> withdraw_missing(RecordStore& store, const std::string& source, std::int64_t run,
                                    std::int64_t pass, double share, bool confirmed);

}  // namespace evidence::app
