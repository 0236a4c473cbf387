// From records to the addresses that are worth checking, and the walk through the store of records
// that offers them bit by bit. Failures: the stores'; kCancelled.
#pragma once

#include <cstddef>
#include <vector>

#include "access/link_health_store.h"
#include "base/stop_flag.h"
#include "model/record.h"
#include "store/record_store.h"

namespace evidence {

// Where the record's links and identifiers lead, without any proxy's prefix; a platform's own
// search is none of them.
std::vector<CheckTarget> check_targets(const Record& record);

struct SampleWalk {
  std::size_t works = 0;     // read now
  std::size_t targets = 0;   // offered
  bool began_again = false;  // the end of the store was reached
};

// The next `works` works, from where the last walk ended.
Result<SampleWalk> offer_sample(RecordStore& records, LinkHealthStore& links, std::size_t works,
                                const StopFlag& stop);

}  // namespace evidence
