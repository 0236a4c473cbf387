// Lends a store to one caller at a time, so that many threads can share several: each call takes an
// idle one or opens another. Thread-safe. A store whose call failed is not used again.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evidence {

template <typename Store>
class PoolOf {
 public:
  using Open = std::function<Result<std::unique_ptr<Store>>()>;
  explicit PoolOf(Open open) : open_(std::move(open)) {}

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
    if (answer.ok()) give_back(std::move(store));
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
  void give_back(std::unique_ptr<Store> store) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(store));
  }

  const Open open_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Store>> idle_;
};

}  // namespace evidence
