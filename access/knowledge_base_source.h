// The present knowledge base, for as long as a server runs: loaded when it starts, and made anew in
// the background when the access store has changed. Thread-safe; current() never waits for a load.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "access/access_store.h"
#include "access/knowledge_base.h"
#include "base/result.h"

namespace evidence {

class KnowledgeBaseSource {
 public:
  using Open = std::function<Result<std::unique_ptr<AccessStore>>()>;

  // Loads before it returns. Where `open` fails with kNotFound there is no store yet: the knowledge
  // base is empty until there is one. Other failures of the first load are returned. The store is
  // opened anew and asked for its version after each `interval`, on a thread of its own, so that a
  // file put back from a backup is seen too.
  static Result<std::unique_ptr<KnowledgeBaseSource>> start(
      Open open, std::chrono::milliseconds interval = std::chrono::seconds(1));
  // One that never changes.
  explicit KnowledgeBaseSource(std::shared_ptr<const KnowledgeBase> fixed);
  KnowledgeBaseSource(const KnowledgeBaseSource&) = delete;
  KnowledgeBaseSource& operator=(const KnowledgeBaseSource&) = delete;
  ~KnowledgeBaseSource();

  // Never null. Hold it as long as pointers into it are used, and no longer.
  [[nodiscard]] std::shared_ptr<const KnowledgeBase> current() const;
  // Why the last look at the store failed, for the status page and the log; "" where it did not.
  // Then current() is the last good one. Too little memory for a new one is such a failure too.
  [[nodiscard]] std::string trouble() const;

 private:
  // nullptr: nothing has changed since `version`.
  static Result<std::shared_ptr<const KnowledgeBase>> load(const Open& open,
                                                           const std::string& version);
  void watch(const Open& open, std::chrono::milliseconds interval);
  // One look at the store after `interval`; false: the source ends.
  bool look(const Open& open, std::chrono::milliseconds interval);
  void set_trouble(const std::string& trouble);
  void set_trouble_of_exception(const char* what) noexcept;
  void set(std::shared_ptr<const KnowledgeBase> fresh);

  mutable std::mutex mutex_;  // guards all below but the thread
  std::condition_variable wake_;
  bool stopping_ = false;
  std::shared_ptr<const KnowledgeBase> current_;
  std::string trouble_;
  std::thread watcher_;
};

}  // namespace evidence
