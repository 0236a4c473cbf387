// Counts the values of a column over a set of works, exactly, by whichever way is cheapest: walking
// the set's works, walking those that it lacks, or intersecting the values' own sets, the frequent
// ones first, until no further value can be among the first. Private to search/. Thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "search/value_column.h"

namespace evidence {

struct CodeCount {
  ValueCode code = 0;
  std::uint64_t count = 0;
};

struct FirstValues {
  std::vector<CodeCount> values;  // by count, then key; none with 0
  std::uint64_t together = 0;     // counts of all values of the column
};

// How to count. Tests try all ways; callers leave the choice.
enum class CountWay { kCheapest, kWalk, kWalkRest, kSets };

// The first `most` values. `works` are some of `all`, the works of the index.
FirstValues count_first(const ValueColumn& column, const IdSet& works, const IdSet& all,
                        std::size_t most, CountWay way = CountWay::kCheapest);

// Every value's count, by code.
std::vector<std::uint32_t> count_all(const ValueColumn& column, const IdSet& works,
                                     const IdSet& all);

// The works of the set that have the value.
std::uint64_t count_one(const ValueColumn& column, ValueCode code, const IdSet& works);

}  // namespace evidence
