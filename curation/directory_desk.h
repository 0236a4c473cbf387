// The directory as readers see it: one snapshot for all threads, made anew when the store has
// changed or a day has begun. Thread-safe. Failures are those of the store.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "curation/directory.h"
#include "curation/store_pool.h"

namespace evidence::curation {

// The whole directory of a store, with the place of each library.
Result<std::shared_ptr<const Directory>> load_directory(DirectoryStore& store,
                                                        std::shared_ptr<const AreaTable> areas,
                                                        const PartialDate& today);

class DirectoryDesk {
 public:
  DirectoryDesk(DirectoryPool::Open open, std::shared_ptr<const AreaTable> areas,
                const Clock& clock)
      : pool_(std::move(open)), areas_(std::move(areas)), clock_(clock) {}

  Result<std::shared_ptr<const Directory>> current();
  Result<std::optional<Located>> locate(const Postcode& postcode);

 private:
  DirectoryPool pool_;
  const std::shared_ptr<const AreaTable> areas_;
  const Clock& clock_;
  std::mutex mutex_;  // guards what follows
  std::shared_ptr<const Directory> directory_;
  std::int64_t version_ = -1;
};

}  // namespace evidence::curation
