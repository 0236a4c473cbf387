// Where answers of enrichment services are kept until they expire, bounded in number and bytes; the
// ones that expire first go first. An interface with contract tests, as link_health_store.h has.
// One object serves one thread. Failures: kBusy, kStorageFull, kCorrupt, kIo.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace evidence {

struct AnswerLimits {
  std::int64_t answers = 200'000;
  std::int64_t bytes = std::int64_t{256} << 20;
};

struct CachedAnswer {
  std::string body;                       // "" where the service knows nothing
  std::int64_t fetched = 0, expires = 0;  // seconds since 1970
};

class AnswerCache {
 public:
  virtual ~AnswerCache() = default;
  // An expired answer is none.
  virtual Result<std::optional<CachedAnswer>> find(const std::string& key) = 0;
  // Fetched now; in the place of an earlier one. kTooLarge where it alone passes the limit.
  virtual Result<void> put(const std::string& key, const std::string& body,
                           std::int64_t lives_seconds) = 0;
  virtual Result<std::int64_t> count() = 0;
};

}  // namespace evidence
