// Which links are checked next. Used by sqlite_link_health_store.cc. Failures: those of
// store/sqlite.h.
#pragma once

#include <vector>

#include "access/link_health_store.h"
#include "store/sqlite.h"

namespace evidence {

Result<std::vector<PlannedCheck>> plan_checks(Database& database, const CheckPlan& plan);

}  // namespace evidence
