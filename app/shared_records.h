// What the server may give on to others, over the store: the sources whose files say
// `redistribute`. Thread-safe: a few read-only connections, each opened when first needed, so that
// a server may start before there is a store.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "connectors/source_config.h"
#include "server/shared_records.h"

namespace evidence::app {

class StoreSharedRecords final : public server::SharedRecords {
 public:
  using OpenStore = std::function<Result<std::unique_ptr<RecordStore>>()>;
  StoreSharedRecords(const std::vector<SourceConfig>& sources, OpenStore open);

  [[nodiscard]] const std::vector<server::SourceSummary>& sources() const override {
    return sources_;
  }
  Result<ChangedRecords> changed(const ChangeWindow& window, const std::string& after,
                                 std::size_t limit) override;
  Result<std::int64_t> count_changed(const ChangeWindow& window, std::int64_t at_most) override;
  Result<std::optional<std::string>> first_change() override;
  Result<std::optional<StoredRecord>> find(const std::string& source,
                                           const std::string& source_record_id) override;
  Result<std::string> secret() override;

 private:
  // Runs `ask` on a connection of its own; one that failed is not used again.
  template <typename T, typename Ask>
  Result<T> with_store(Ask ask);
  // Never empty and never beyond what is shared; nullopt where nothing is left.
  [[nodiscard]] std::optional<ChangeWindow> allowed(const ChangeWindow& window) const;

  std::vector<server::SourceSummary> sources_;
  const OpenStore open_;
  std::mutex mutex_;  // guards what follows
  std::vector<std::unique_ptr<RecordStore>> idle_;
  std::string secret_;
};

}  // namespace evidence::app
