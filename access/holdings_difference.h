// What a package's new list changes of its old one, shown before it is applied. Pure functions over
// values; used by the access store. Rows of one title are told apart by their coverage.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/holding.h"

namespace evidence {

struct ColumnChange {
  std::string column;  // KBART's name: "date_last_issue_online"
  std::string before, after;
  bool operator==(const ColumnChange&) const = default;
};

struct HoldingChange {
  std::size_t before = 0, after = 0;  // places in the two lists
  std::vector<ColumnChange> columns;  // in KBART's order
};

struct HoldingsDifference {
  std::uint64_t unchanged = 0;
  std::vector<std::size_t> removed;  // places in the old list, in its order
  std::vector<std::size_t> added;    // places in the new list, in its order
  std::vector<HoldingChange> changed;
};

// KBART's name of each column of a holding and its value as text.
struct HoldingColumn {
  std::string_view name;
  std::string (*value)(const Holding&);
};
const std::vector<HoldingColumn>& holding_columns();

// 32 bytes that are the same for holdings of the same columns.
std::string holding_hash(const Holding& holding);

// What makes a title the same in the package's next list: its title_id, else its numbers, else its
// title.
std::string holding_title_key(const Holding& holding);

// Rows that are the same are unchanged, wherever they stand; of the others, those of one title are
// paired, first those that begin on the same day, and what is left was added or removed.
using HoldingRefs = std::vector<const Holding*>;  // none null
HoldingsDifference compare_holdings(const HoldingRefs& before, const HoldingRefs& after);

// Another platform: the hosts of the two addresses differ.
bool moved(const HoldingChange& change);
// Dates, volumes, embargo, depth or access.
bool coverage_changed(const HoldingChange& change);

}  // namespace evidence
