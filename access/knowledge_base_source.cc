#include "access/knowledge_base_source.h"

#include <utility>

#include "base/log.h"

namespace evidence {

Result<std::shared_ptr<const KnowledgeBase>> KnowledgeBaseSource::load(const Open& open,
                                                                       const std::string& version) {
  auto store = open();
  if (!store.ok()) {
    if (store.error().code != ErrorCode::kNotFound) return store.error();
    std::shared_ptr<const KnowledgeBase> nothing;
    if (version != KnowledgeBase().version()) nothing = std::make_shared<const KnowledgeBase>();
    return nothing;
  }
  EVIDENCE_ASSIGN(const std::string now, (*store)->version());
  if (now == version) return std::shared_ptr<const KnowledgeBase>();
  return (*store)->knowledge_base();
}

Result<std::unique_ptr<KnowledgeBaseSource>> KnowledgeBaseSource::start(
    Open open, std::chrono::milliseconds interval) {
  EVIDENCE_ASSIGN(std::shared_ptr<const KnowledgeBase> first, load(open, ""));
  auto source = std::make_unique<KnowledgeBaseSource>(std::move(first));
  KnowledgeBaseSource* const self = source.get();
  source->watcher_ =
      std::thread([self, open = std::move(open), interval] { self->watch(open, interval); });
  return source;
}

KnowledgeBaseSource::KnowledgeBaseSource(std::shared_ptr<const KnowledgeBase> fixed)
    : current_(std::move(fixed)) {}

KnowledgeBaseSource::~KnowledgeBaseSource() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (watcher_.joinable()) watcher_.join();
}

std::shared_ptr<const KnowledgeBase> KnowledgeBaseSource::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::string KnowledgeBaseSource::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void KnowledgeBaseSource::set(std::shared_ptr<const KnowledgeBase> fresh) {
  const std::lock_guard lock(mutex_);
  current_.swap(fresh);  // the old one ends outside of the lock
}

void KnowledgeBaseSource::watch(const Open& open, std::chrono::milliseconds interval) {
  while (true) {
    std::string version;
    {
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, interval, [this] { return stopping_; })) return;
      version = current_->version();
    }
    auto fresh = load(open, version);
    const std::string trouble = fresh.ok() ? std::string() : fresh.error().message;
    if (fresh.ok() && *fresh != nullptr) {
      log_info("holdings: " + std::to_string((*fresh)->holdings()) + " loaded anew");
      set(std::move(*fresh));
    }
    const std::lock_guard lock(mutex_);
    if (trouble != trouble_ && !trouble.empty()) {
      log_warning("the holdings cannot be read; the last ones stay in use: " + trouble);
    }
    trouble_ = trouble;
  }
}

}  // namespace evidence
