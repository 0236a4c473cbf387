// The server's view of the sources over the store, read anew every few seconds at most.
// Thread-safe: one connection behind a mutex, opened when first asked, so that a server may start
// before there is a store.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "base/clock.h"
#include "connectors/source_config.h"
#include "server/source_registry.h"

namespace evidence::app {

class StoreSourceRegistry final : public server::SourceRegistry {
 public:
  using OpenStore = std::function<Result<std::unique_ptr<RecordStore>>()>;
  StoreSourceRegistry(std::vector<SourceConfig> sources, OpenStore open, Clock& clock)
      : sources_(std::move(sources)), open_(std::move(open)), clock_(clock) {}

  Result<std::vector<server::SourceState>> states() override;
  Result<std::vector<server::ProblemCount>> problems(const std::string& source) override;

 private:
  Result<RecordStore*> store();
  Result<std::vector<server::SourceState>> read_states();

  const std::vector<SourceConfig> sources_;
  const OpenStore open_;
  Clock& clock_;
  std::mutex mutex_;  // guards what follows
  std::unique_ptr<RecordStore> store_;
  std::vector<server::SourceState> states_;
  std::chrono::steady_clock::time_point read_at_{};
  bool read_ = false;
};

// What the configuration says of a source, for people.
server::SourceSummary summary_of(const SourceConfig& source);

}  // namespace evidence::app
