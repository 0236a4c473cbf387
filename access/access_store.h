// Where packages, their holdings, who has them and what changed are kept. An interface, so that
// SQLite and later PostgreSQL pass the same contract tests (tests/unit/access/store_contract.h).
// One object serves one thread. Failures: kNotFound (unknown_package, unknown_subscription),
// kInvalidArgument, kBusy, kStorageFull, kCorrupt, kIo.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/knowledge_base.h"
#include "access/load_plan.h"
#include "access/package.h"
#include "base/result.h"
#include "base/stop_flag.h"
#include "model/holding.h"

namespace evidence {

struct NoticeFilter {
  std::string package = {};  // "" = all
  std::string since = {};    // RFC 3339 or a day; "" = all
  std::size_t limit = 100;   // newest first
};

struct ApplyOptions {
  std::string actor;
  bool confirmed = false;                                 // that it removes most of what was there
  const StopFlag* stop = nullptr;                         // may be null
  std::function<void(std::uint64_t rows)> progress = {};  // after every thousand rows written
};

class AccessStore {
 public:
  static constexpr std::uint64_t kMostHoldings = 10'000'000;  // of all packages
  virtual ~AccessStore() = default;

  // Changes with every applied load, switch and licence: "<store id>:<number>".
  virtual Result<std::string> version() = 0;

  virtual Result<std::vector<Package>> packages() = 0;  // by id
  virtual Result<std::optional<Package>> package(const std::string& id) = 0;
  // In the order in which they came; `visit` false ends it.
  virtual Result<void> each_holding(const std::string& package,
                                    const std::function<bool(const Holding&)>& visit) = 0;

  // What the new list of a package, known or not, would change. Reads only.
  virtual Result<LoadPlan> plan(const Package& package, std::vector<Holding> holdings) = 0;
  // Applies it whole, in one transaction, or not at all. kInvalidArgument: "list_is_empty",
  // "removes_most" unless `confirmed`, "store_changed" since the plan was made; kTooLarge;
  // kCancelled.
  virtual Result<void> apply(const LoadPlan& plan, const ApplyOptions& options) = 0;
  // With its holdings and subscriptions.
  virtual Result<void> remove_package(const std::string& id, const std::string& actor) = 0;

  virtual Result<std::vector<Subscription>> subscriptions() = 0;  // by package, subscriber
  // Switches the package on, or changes the licence of one that is.
  virtual Result<void> enable(const Subscription& subscription, const std::string& actor) = 0;
  virtual Result<void> disable(const std::string& package, const std::string& subscriber,
                               const std::string& actor) = 0;

  virtual Result<std::vector<ChangeNotice>> notices(const NoticeFilter& filter) = 0;

  // Everything, from one moment.
  virtual Result<std::shared_ptr<const KnowledgeBase>> knowledge_base() = 0;

  // Integrity of the file; one line a finding.
  virtual Result<std::vector<std::string>> check() = 0;
};

}  // namespace evidence
