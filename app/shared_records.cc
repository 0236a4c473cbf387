#include "app/shared_records.h"

#include <algorithm>

#include "app/source_registry.h"

namespace evidence::app {

StoreSharedRecords::StoreSharedRecords(const std::vector<SourceConfig>& sources, OpenStore open)
    : open_(std::move(open)) {
  for (const SourceConfig& source : sources) {
    if (source.redistribute) sources_.push_back(summary_of(source));
  }
  std::sort(sources_.begin(), sources_.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
}

template <typename T, typename Ask>
Result<T> StoreSharedRecords::with_store(Ask ask) {
  std::unique_ptr<RecordStore> store;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      store = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!store) {
    auto opened = open_();
    if (!opened.ok()) {
      Error error = opened.error();
      if (error.code == ErrorCode::kNotFound) {
        error.code = ErrorCode::kUnavailable;
        error.slug = "no_store";
      }
      return error;
    }
    store = std::move(*opened);
  }
  Result<T> answer = ask(*store);
  if (answer.ok()) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(store));
  }
  return answer;
}

std::optional<ChangeWindow> StoreSharedRecords::allowed(const ChangeWindow& window) const {
  ChangeWindow narrowed{{}, window.from, window.until};
  for (const server::SourceSummary& source : sources_) {
    if (window.sources.empty() || std::find(window.sources.begin(), window.sources.end(),
                                            source.id) != window.sources.end()) {
      narrowed.sources.push_back(source.id);
    }
  }
  if (narrowed.sources.empty()) return std::nullopt;  // to the store that would mean: all
  return narrowed;
}

Result<ChangedRecords> StoreSharedRecords::changed(const ChangeWindow& window,
                                                   const std::string& after, std::size_t limit) {
  const auto narrowed = allowed(window);
  if (!narrowed) return ChangedRecords{};
  return with_store<ChangedRecords>(
      [&](RecordStore& store) { return store.records_changed(*narrowed, after, limit); });
}

Result<std::int64_t> StoreSharedRecords::count_changed(const ChangeWindow& window,
                                                       std::int64_t at_most) {
  const auto narrowed = allowed(window);
  if (!narrowed) return std::int64_t{0};
  return with_store<std::int64_t>(
      [&](RecordStore& store) { return store.count_records_changed(*narrowed, at_most); });
}

Result<std::optional<std::string>> StoreSharedRecords::first_change() {
  const auto narrowed = allowed({});
  if (!narrowed) return std::optional<std::string>();
  return with_store<std::optional<std::string>>(
      [&](RecordStore& store) { return store.first_record_change(narrowed->sources); });
}

Result<std::optional<StoredRecord>> StoreSharedRecords::find(const std::string& source,
                                                             const std::string& source_record_id) {
  if (!allowed({{source}, "", ""})) return std::optional<StoredRecord>();
  return with_store<std::optional<StoredRecord>>(
      [&](RecordStore& store) { return store.find_record(source, source_record_id); });
}

Result<std::string> StoreSharedRecords::secret() {
  {
    const std::lock_guard lock(mutex_);
    if (!secret_.empty()) return secret_;
  }
  EVIDENCE_ASSIGN(const StoreStatus status,
                  with_store<StoreStatus>([](RecordStore& store) { return store.status(); }));
  const std::lock_guard lock(mutex_);
  secret_ = status.store_id;
  return secret_;
}

}  // namespace evidence::app
