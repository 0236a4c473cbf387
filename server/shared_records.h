// The records that this service may give on to others: those of the sources whose files say
// `redistribute = true`, and no others whatever is asked for. app/ implements it over the store;
// the OAI-PMH provider and the change files read it. Thread-safe. Failures are the store's;
// kUnavailable "no_store" before there is one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "server/source_registry.h"
#include "store/record_store.h"

namespace evidence::server {

class SharedRecords {
 public:
  virtual ~SharedRecords() = default;
  // In the order of ids.
  [[nodiscard]] virtual const std::vector<SourceSummary>& sources() const = 0;
  // As in RecordStore, but no `sources` means all that are shared; others are left out.
  virtual Result<ChangedRecords> changed(const ChangeWindow& window, const std::string& after,
                                         std::size_t limit) = 0;
  virtual Result<std::int64_t> count_changed(const ChangeWindow& window, std::int64_t at_most) = 0;
  virtual Result<std::optional<std::string>> first_change() = 0;
  virtual Result<std::optional<StoredRecord>> find(const std::string& source,
                                                   const std::string& source_record_id) = 0;
  // What is known to this store alone, for checking what it handed out itself.
  virtual Result<std::string> secret() = 0;
};

}  // namespace evidence::server
