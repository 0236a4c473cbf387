#include "app/withdrawal.h"

#include <algorithm>

namespace evidence::app {
namespace {

constexpr std::size_t kPageOfWithdrawals = 500;

Result<std::int64_t> live_records(RecordStore& store, const std::string& source) {
  EVIDENCE_ASSIGN(const std::vector<SourceStatus> all, store.source_status());
  const auto at = std::find_if(all.begin(), all.end(),
                               [&source](const SourceStatus& one) { return one.source == source; });
  return at == all.end() ? 0 : at->records;
}

}  // namespace

Result<Withdrawal> withdraw_missing(RecordStore& store, const std::string& source, std::int64_t run,
                                    std::int64_t pass, double share, bool confirmed) {
  Withdrawal outcome;
  EVIDENCE_ASSIGN(outcome.live, live_records(store, source));
  EVIDENCE_ASSIGN(const std::int64_t missing, store.count_missing(source, pass));
  if (missing == 0) return outcome;
  if (!confirmed && static_cast<double>(missing) > share * static_cast<double>(outcome.live)) {
    outcome.waiting = missing;
    return outcome;
  }
  while (true) {
    EVIDENCE_ASSIGN(const std::vector<std::string> keys,
                    store.missing_after(source, pass, kPageOfWithdrawals));
    if (keys.empty()) return outcome;
    PageWrite page;
    page.source = source;
    page.run = run;
    for (const std::string& key : keys) {
      Record& record = page.records.emplace_back();
      record.source = source;
      record.source_record_id = key;
      record.deleted = true;
    }
    EVIDENCE_ASSIGN(const PageCounts counts, store.apply_page(page));
    outcome.withdrawn += counts.deleted;
    if (counts.deleted == 0) {
      return Error{ErrorCode::kInternal, "withdrawal_stuck",
                   "records that are missing could not be withdrawn", ""};
    }
  }
}

}  // namespace evidence::app
