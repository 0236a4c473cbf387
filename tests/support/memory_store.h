// A RecordStore in memory, for tests of what stands above the store. Not thread-safe. Records are
// added with put() and removed with remove(); each is a work of its own.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/record_store.h"

namespace evidence::test {

class MemoryStore final : public RecordStore {
 public:
  explicit MemoryStore(std::string id = "00000000-0000-4000-8000-000000000001")
      : id_(std::move(id)) {}

  // The work's id for a number, in ascending order.
  static WorkId work_id(int number) {
    constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string id = "w000000000000";
    for (std::size_t at = id.size() - 1; at > 0 && number > 0; --at, number /= 32) {
      id[at] = kDigits[static_cast<std::size_t>(number % 32)];
    }
    return id;
  }

  void put(const WorkId& work, Record record) {
    records_[work] = std::move(record);
    log(work);
  }
  void remove(const WorkId& work) {
    records_.erase(work);
    log(work);
  }

  Result<std::unique_ptr<SourceLock>> lock_source(const std::string&) override { return unused(); }
  Result<std::int64_t> begin_run(const std::string&, const std::string&) override {
    return unused();
  }
  using RecordStore::end_run;
  Result<void> end_run(std::int64_t, const RunEnd&) override { return unused(); }
  Result<std::int64_t> count_missing(const std::string&, std::int64_t) override { return unused(); }
  Result<std::vector<std::string>> missing_after(const std::string&, std::int64_t,
                                                 std::size_t) override {
    return unused();
  }
  Result<std::vector<RawPageRow>> raw_pages(const std::string&, const RawPageRow*,
                                            std::size_t) override {
    return unused();
  }
  Result<std::unique_ptr<ByteSource>> open_raw_page(const RawPageRow&) override { return unused(); }
  Result<std::int64_t> drop_raw_pages(const std::string&,
                                      std::chrono::system_clock::time_point) override {
    return unused();
  }
  Result<std::vector<HarvestRun>> runs(const std::string&, std::size_t) override {
    return std::vector<HarvestRun>{};
  }
  Result<PageCounts> apply_page(const PageWrite&) override { return unused(); }
  Result<std::optional<HarvestState>> harvest_state(const std::string&) override {
    return unused();
  }

  Result<std::vector<ChangedWork>> changes_after(ChangeSequence after, std::size_t limit) override {
    std::vector<ChangedWork> found;
    for (auto change = changes_.upper_bound(after);
         change != changes_.end() && found.size() < limit; ++change) {
      found.push_back({change->second, change->first});
    }
    return found;
  }
  Result<std::vector<WorkEvents>> work_events(const std::vector<WorkId>&, ChangeSequence,
                                              ChangeSequence) override {
    return unused();
  }
  Result<std::vector<WorkId>> works_changed(ChangeSequence, ChangeSequence, std::size_t) override {
    return unused();
  }
  Result<std::vector<WorkId>> works_after(const WorkId& after, std::size_t limit) override {
    std::vector<WorkId> found;
    for (auto at = records_.upper_bound(after); at != records_.end() && found.size() < limit;
         ++at) {
      found.push_back(at->first);
    }
    return found;
  }
  Result<ChangeSequence> last_change() override { return sequence_; }
  Result<std::int64_t> work_count() override { return static_cast<std::int64_t>(records_.size()); }
  Result<std::vector<Record>> records_of(const WorkId& work) override {
    if (on_read) on_read(work);
    const auto found = records_.find(work);
    if (found == records_.end()) return std::vector<Record>{};
    return std::vector<Record>{found->second};
  }
  Result<std::optional<StoredRecord>> find_record(const std::string&, const std::string&) override {
    return unused();
  }
  Result<ChangedRecords> records_changed(const ChangeWindow&, const std::string&,
                                         std::size_t) override {
    return unused();
  }
  Result<std::int64_t> count_records_changed(const ChangeWindow&, std::int64_t) override {
    return unused();
  }
  Result<std::optional<std::string>> first_record_change(const std::vector<std::string>&) override {
    return unused();
  }
  Result<std::optional<WorkId>> resolve_work(const WorkId& id) override {
    return std::optional<WorkId>(id);
  }
  Result<std::vector<Problem>> problems(const std::string&, std::size_t) override {
    return std::vector<Problem>{};
  }
  Result<StoreStatus> status() override {
    StoreStatus status;
    status.works = status.records = static_cast<std::int64_t>(records_.size());
    status.last_change = sequence_;
    status.store_id = id_;
    return status;
  }
  Result<std::vector<SourceStatus>> source_status() override { return std::vector<SourceStatus>{}; }
  Result<std::vector<std::string>> check() override { return std::vector<std::string>{}; }

  std::function<void(const WorkId&)> on_read;  // called by records_of

 private:
  static Error unused() {
    return {ErrorCode::kInternal, "unused", "the memory store does not do that", ""};
  }
  void log(const WorkId& work) {
    if (const auto old = newest_.find(work); old != newest_.end()) changes_.erase(old->second);
    newest_[work] = ++sequence_;
    changes_[sequence_] = work;
  }

  std::string id_;
  ChangeSequence sequence_ = 0;
  std::map<WorkId, Record> records_;
  std::map<ChangeSequence, WorkId> changes_;
  std::map<WorkId, ChangeSequence> newest_;
};

}  // namespace evidence::test
