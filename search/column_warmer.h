// Reads the columns of facets after each commit in a thread of its own, so that no query waits for
// them. Private to search/. An index that is not there, busy or of another version is tried again
// a second later; queries say what is wrong with it.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "search/index_reader.h"
#include "search/set_cache.h"

namespace evidence {

class ColumnWarmer {
 public:
  ColumnWarmer(std::filesystem::path stub, SetCache& sets) : stub_(std::move(stub)), sets_(sets) {}
  ~ColumnWarmer();  // waits for the column that is being read
  ColumnWarmer(const ColumnWarmer&) = delete;
  ColumnWarmer& operator=(const ColumnWarmer&) = delete;

  void start();

 private:
  void run();
  Result<void> read_columns(IndexReader& reader);
  // False when it is time to end.
  bool wait(std::chrono::milliseconds time);
  [[nodiscard]] bool stopping();

  const std::filesystem::path stub_;
  SetCache& sets_;
  std::mutex mutex_;  // guards stop_
  std::condition_variable stopped_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace evidence
