#include "curation/ledger.h"

#include <algorithm>
#include <map>

namespace evidence::curation {
namespace {

std::size_t place_of(const std::string& source, const std::vector<std::string>& order) {
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), source) - order.begin());
}

}  // namespace

RunLedger build_ledger(const std::vector<std::vector<Member>>& members,
                       const std::vector<std::string>& source_order,
                       const std::vector<std::string>& searched) {
  RunLedger ledger;
  std::map<std::string, LedgerSource> by_name;
  for (const std::vector<Member>& work : members) {
    std::map<std::string, std::uint64_t> own;  // records of the work by source
    for (const Member& member : work) {
      if (searched.empty() ||
          std::find(searched.begin(), searched.end(), member.source) != searched.end()) {
        ++own[member.source];
      }
    }
    if (own.empty()) {
      ++ledger.unread;
      continue;
    }
    ++ledger.works;
    const auto first = std::min_element(own.begin(), own.end(), [&](const auto& a, const auto& b) {
      return place_of(a.first, source_order) < place_of(b.first, source_order);
    });
    for (const auto& [source, count] : own) {
      LedgerSource& row = by_name[source];
      row.source = source;
      row.records += count;
      ++row.works;
      if (own.size() == 1) ++row.only_here;
      row.duplicates_within += count - 1;
      if (source == first->first) {
        ++row.kept;
      } else {
        ++row.duplicates_between;
      }
    }
  }
  for (auto& [name, row] : by_name) {
    ledger.records += row.records;
    ledger.duplicates += row.duplicates_within + row.duplicates_between;
    ledger.sources.push_back(std::move(row));
  }
  std::stable_sort(ledger.sources.begin(), ledger.sources.end(),
                   [&](const LedgerSource& a, const LedgerSource& b) {
                     return place_of(a.source, source_order) < place_of(b.source, source_order);
                   });
  return ledger;
}

bool reconciles(const RunLedger& ledger) {
  std::uint64_t records = 0;
  std::uint64_t kept = 0;
  std::uint64_t duplicates = 0;
  for (const LedgerSource& row : ledger.sources) {
    if (row.records != row.kept + row.duplicates_within + row.duplicates_between) return false;
    if (row.works != row.records - row.duplicates_within) return false;
    records += row.records;
    kept += row.kept;
    duplicates += row.duplicates_within + row.duplicates_between;
  }
  return records == ledger.records && kept == ledger.works && duplicates == ledger.duplicates &&
         ledger.records == ledger.works + ledger.duplicates;
}

}  // namespace evidence::curation
