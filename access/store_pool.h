// Lends a store over links.db to one caller at a time, so that many threads can share them: each
// call takes an idle one or opens another. Thread-safe. A store whose call failed is not used
// again.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

#include "access/answer_cache.h"
#include "access/link_health_store.h"
#include "base/result.h"

namespace evidence {

template <typename Store>
class AccessPool {
 public:
  using Open = std::function<Result<std::unique_ptr<Store>>()>;
  explicit AccessPool(Open open) : open_(std::move(open)) {}

  // `ask`: Result<…>(Store&).
  template <typename Ask>
  auto with(Ask ask) -> std::invoke_result_t<Ask, Store&> {
    std::unique_ptr<Store> store = take();
    if (!store) {
      auto opened = open_();
      if (!opened.ok()) return opened.error();
      store = std::move(*opened);
    }
    auto answer = ask(*store);
    if (answer.ok()) {
      const std::lock_guard lock(mutex_);
      idle_.push_back(std::move(store));
    }
    return answer;
  }

 private:
  std::unique_ptr<Store> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    std::unique_ptr<Store> store = std::move(idle_.back());
    idle_.pop_back();
    return store;
  }

  const Open open_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Store>> idle_;
};

using LinkStorePool = AccessPool<LinkHealthStore>;
using AnswerCachePool = AccessPool<AnswerCache>;

}  // namespace evidence
