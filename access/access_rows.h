// Reading and writing the rows of access.db. Used by sqlite_access_store.cc, inside its
// transactions. Failures as in store/sqlite.h.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "access/load_plan.h"
#include "access/package.h"
#include "model/holding.h"
#include "store/sqlite.h"

namespace evidence {

// Columns of a holding in the order in which read_holding() expects them, from the first column on.
inline constexpr std::string_view kHoldingColumns =
    "title, title_id, print_id, online_id, kind, depth, free, first, last, first_volume, "
    "first_issue, last_volume, last_issue, embargo, url, publisher, notes";
Holding read_holding(const Statement& row, int first_column);

// Replaces the row where it is there already.
Result<void> write_holding(Database& database, std::int64_t package, std::int64_t row,
                           const Holding& holding);

// Reads every package, with its number in the file.
struct PackageRow {
  std::int64_t number = 0;
  Package package;
};
Result<std::vector<PackageRow>> read_packages(Database& database);
Result<std::vector<Subscription>> read_subscriptions(Database& database);

Result<void> write_notice(Database& database, const ChangeNotice& notice, const std::string& actor,
                          std::int64_t now);

}  // namespace evidence
