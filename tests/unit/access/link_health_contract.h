// The contract that every backend of LinkHealthStore and AnswerCache keeps: the tests of
// link_health_contract_test.cc run on each backend that a file instantiates (SQLite today,
// PostgreSQL later).
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "access/answer_cache.h"
#include "access/link_health_store.h"
#include "tests/support/manual_clock.h"

namespace evidence {

class LinkBackend {
 public:
  virtual ~LinkBackend() = default;
  virtual Result<std::unique_ptr<LinkHealthStore>> open(const LinkStoreLimits& limits) = 0;
  virtual Result<std::unique_ptr<AnswerCache>> open_cache(const AnswerLimits& limits) = 0;
  virtual test::ManualClock& clock() = 0;
};

using LinkBackendFactory = std::unique_ptr<LinkBackend> (*)();

class LinkStoreContract : public ::testing::TestWithParam<LinkBackendFactory> {
 protected:
  LinkStoreContract() : backend_(GetParam()()) { store_ = open({}); }

  template <typename T>
  static T value(Result<T> result) {
    EXPECT_TRUE(result.ok()) << (result.ok() ? std::string() : result.error().message);
    if (!result.ok()) return T{};
    return std::move(result).value();
  }
  static void good(const Result<void>& result) {
    EXPECT_TRUE(result.ok()) << (result.ok() ? std::string() : result.error().message);
  }
  std::unique_ptr<LinkHealthStore> open(const LinkStoreLimits& limits) {
    return value(backend_->open(limits));
  }
  std::int64_t now() {
    return std::chrono::floor<std::chrono::seconds>(backend_->clock().now())
        .time_since_epoch()
        .count();
  }
  static LinkReport report(const std::string& work = "w000000000001") {
    LinkReport report;
    report.work = work;
    report.citation = "A trial. Example Journal 2023; 12(3): 101-109.";
    report.link = "publisher-2";
    report.target = "https://www.example-journal.org/doi/1";
    report.url = "https://go.openathens.net/redirector/example.org?url=https%3A%2F%2Fwww";
    report.organisation = "example-trust";
    report.route = "openathens";
    report.platform = "www.example-journal.org";
    return report;
  }
  static CheckTarget target(const std::string& host, int number) {
    return {"https://" + host + "/" + std::to_string(number), host};
  }
  static LinkCheck check(const CheckTarget& target, LinkCause cause) {
    LinkCheck check;
    check.url = target.url;
    check.host = check.final_host = target.host;
    check.cause = cause;
    check.status = cause == LinkCause::kOk ? 200 : 0;
    return check;
  }
  void record(const CheckTarget& target, LinkCause cause, bool reported = false) {
    good(store_->record(check(target, cause), reported, rules_));
  }
  PlatformState state_of(const std::string& host) {
    for (const PlatformState& state : value(store_->platform_states())) {
      if (state.host == host) return state;
    }
    return {};
  }

  const std::unique_ptr<LinkBackend> backend_;
  std::unique_ptr<LinkHealthStore> store_;
  HealthRules rules_;
};

}  // namespace evidence
