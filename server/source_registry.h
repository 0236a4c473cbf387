// The sources as they stand now: what the configuration says of each and what harvests made of it.
// app/ implements it over the store; pages, the API and /metrics read it. Thread-safe; states may
// be a few seconds old. Failures are the store's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/record_store.h"

namespace evidence::server {

struct SourceSummary {
  std::string id, name, description, licence, homepage, last_success;
  bool sample = false;
  // The source registry's words and settings; "" and 0 where the file says nothing.
  std::string scope = {}, owner = {}, assessment = {}, granularity = {}, protocol = {};
  bool configured = true;  // false: records under an id that no file describes
  bool enabled = false;    // harvested by `evidence harvest`
  std::int64_t interval_seconds = 0;
};

struct ProblemCount {
  std::string code, example;  // the example's reason
  std::int64_t count = 0;     // among the newest problems that are kept
};

struct SourceState {
  SourceSummary source;
  std::int64_t records = 0, deleted = 0, problems = 0;
  std::int64_t waiting = 0;                 // withdrawals that a person has to confirm
  std::optional<std::int64_t> age_seconds;  // since last_success
  std::vector<HarvestRun> runs;             // newest first, at most kRunsShown
};
inline constexpr std::size_t kRunsShown = 20;

class SourceRegistry {
 public:
  virtual ~SourceRegistry() = default;
  // In the order of names.
  virtual Result<std::vector<SourceState>> states() = 0;
  // What was wrong with the source's entries, the most frequent first.
  virtual Result<std::vector<ProblemCount>> problems(const std::string& source) = 0;
};

}  // namespace evidence::server
