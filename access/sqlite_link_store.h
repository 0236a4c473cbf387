// LinkHealthStore and AnswerCache on SQLite: links.db in the data directory, opened as records.db
// is: WAL, numbered migrations. Each object is a connection of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "access/answer_cache.h"
#include "access/link_health_store.h"
#include "base/clock.h"

namespace evidence {

struct SqliteLinkOptions {
  std::filesystem::path directory;  // the data directory
  bool create = false;              // else a missing links.db is kNotFound
  std::chrono::milliseconds busy_timeout{2'000};
};

Result<std::unique_ptr<LinkHealthStore>> open_sqlite_link_health(const SqliteLinkOptions& options,
                                                                 const LinkStoreLimits& limits,
                                                                 Clock& clock);
Result<std::unique_ptr<AnswerCache>> open_sqlite_answers(const SqliteLinkOptions& options,
                                                         const AnswerLimits& limits, Clock& clock);

}  // namespace evidence
