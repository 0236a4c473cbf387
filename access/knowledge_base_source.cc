#include "access/knowledge_base_source.h"

#include <exception>
#include <new>
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

void KnowledgeBaseSource::set_trouble(const std::string& trouble) {
  const std::lock_guard lock(mutex_);
  if (trouble != trouble_ && !trouble.empty()) {
    log_warning("the holdings cannot be read; the last ones stay in use: " + trouble);
  }
  trouble_ = trouble;
}

void KnowledgeBaseSource::set_trouble_of_exception(const char* what) noexcept {
  try {
    set_trouble(std::string("Making the holdings anew ended with: ") + what + ".");
  } catch (...) {  // NOLINT(bugprone-empty-catch): no memory to say so; the next look will
  }
}

bool KnowledgeBaseSource::look(const Open& open, std::chrono::milliseconds interval) {
  std::string version;
  {
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, interval, [this] { return stopping_; })) return false;
    version = current_->version();
  }
  auto fresh = load(open, version);
  const std::string trouble = fresh.ok() ? std::string() : fresh.error().message;
  if (fresh.ok() && *fresh != nullptr) {
    log_info("holdings: " + std::to_string((*fresh)->holdings()) + " loaded anew");
    set(std::move(*fresh));
  }
  set_trouble(trouble);
  return true;
}

// An exception that leaves a thread ends the server: a large list and little memory must not.
void KnowledgeBaseSource::watch(const Open& open, std::chrono::milliseconds interval) {
  while (true) {
    try {
      if (!look(open, interval)) return;
    } catch (const std::bad_alloc&) {
      set_trouble_of_exception("too little memory");
    } catch (const std::exception& error) {
      set_trouble_of_exception(error.what());
    } catch (...) {
      set_trouble_of_exception("an unknown failure");
    }
  }
}

}  // namespace evidence
