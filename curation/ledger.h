// What became of the records behind a run's result: of each source how many, how many works, how
// many were duplicates. The sums reconcile by construction, and reconciles() checks it. Plain
// values; pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/work.h"

namespace evidence::curation {

struct LedgerSource {
  std::string source;
  std::uint64_t records = 0;
  std::uint64_t works = 0;      // that have a record of this source
  std::uint64_t only_here = 0;  // works with records of no other source
  // Of each work one record is kept, of the source that stands first; the others count here, each
  // in its own source.
  std::uint64_t duplicates_within = 0;   // another record of this source is kept, or counted here
  std::uint64_t duplicates_between = 0;  // the one record of this source that another's replaces
  std::uint64_t kept = 0;                // records − duplicates; over all sources: the works
  bool operator==(const LedgerSource&) const = default;
};

struct RunLedger {
  std::vector<LedgerSource> sources;  // in the order asked for, then by name
  std::uint64_t records = 0, works = 0, duplicates = 0;
  // Works of the result whose records could not be read any more when the ledger was made.
  std::uint64_t unread = 0;
  bool operator==(const RunLedger&) const = default;
};

// `members`: of each work of the result. Where `searched` names sources, only their records count.
RunLedger build_ledger(const std::vector<std::vector<Member>>& members,
                       const std::vector<std::string>& source_order,
                       const std::vector<std::string>& searched = {});

// records = works + duplicates, in all and source by source.
bool reconciles(const RunLedger& ledger);

}  // namespace evidence::curation
