// Which links are checked next. Used by sqlite_link_health_store.cc. Failures: those of
// store/sqlite.h.
#pragma once

#include <vector>

#include "access/link_health_store.h"
#include "store/sqlite.h"

namespace evidence {

// `now`: seconds since 1970.
Result<std::vector<PlannedCheck>> plan_checks(Database& database, const CheckPlan& plan,
                                              std::int64_t now);

}  // namespace evidence
