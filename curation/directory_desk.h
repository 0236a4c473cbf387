// The directory as readers see it: one snapshot for all threads, made anew when the store has
// changed – in whichever direction – or a day has begun. One thread makes it; others get the last
// one meanwhile, or wait where there is none yet. Thread-safe. Failures are those of the store.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

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
  struct Made {
    std::shared_ptr<const Directory> directory;
    std::string state;  // of the store, read before the directory
  };
  class Turn;
  Result<Made> make(const PartialDate& today);

  std::mutex mutex_;  // guards what follows
  std::condition_variable made_;
  bool making_ = false;
  Made last_;
};

}  // namespace evidence::curation
