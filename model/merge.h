// From the records of one cluster to the work that a reader sees. Deterministic: the order of the
// records does not matter. (Today each cluster has one record; the policy table grows with
// merging.)
#pragma once

#include <vector>

#include "model/work.h"

namespace evidence {

// `records` is not empty and holds no deleted record.
Work merge(const WorkId& id, std::vector<Record> records);

// Retracted, concern and the like as the records' relations, publication types ("Retracted
// Publication") and title prefixes say. A notice is never itself "retracted".
Status status_of(const Record& record);

}  // namespace evidence
