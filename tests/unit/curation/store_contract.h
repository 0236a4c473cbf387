// The contract that every backend of StrategyStore keeps: the tests of store_contract_test.cc run
// on each backend that a file instantiates (SQLite today, PostgreSQL later).
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "curation/strategy_store.h"
#include "tests/support/manual_clock.h"

namespace evidence::curation {

class StrategyBackend {
 public:
  virtual ~StrategyBackend() = default;
  virtual Result<std::unique_ptr<StrategyStore>> open(const StoreLimits& limits) = 0;
  virtual test::ManualClock& clock() = 0;
  // Changes the stored works of a run behind the store's back.
  virtual void damage_works(const StrategyId& id) = 0;
};

using StrategyBackendFactory = std::unique_ptr<StrategyBackend> (*)();

template <typename T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? std::string() : result.error().message);
  if (!result.ok()) return T{};
  return std::move(result).value();
}
inline void must(const Result<void>& result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? std::string() : result.error().message);
}
template <typename T>
std::string slug_of(const Result<T>& result) {
  return result.ok() ? std::string("no error") : result.error().slug;
}

inline StrategySettings settings_of(const std::string& text) {
  StrategySettings settings;
  settings.name = "Asthma in children";
  settings.notes = "For the spring review.\nSecond line.";
  settings.text = text;
  settings.syntax = query::Syntax::kOvid;
  settings.sources = {"pubmed", "trials"};
  settings.mapping = false;
  return settings;
}

inline WorkId work_id(unsigned number) {
  constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string id = "w000000000000";
  for (std::size_t at = id.size() - 1; at > 0 && number > 0; --at, number /= 32) {
    id[at] = kDigits[number % 32];
  }
  return id;
}

// Line n finds the first counts[n − 1] of the works.
inline StoredRun run_of(const std::vector<std::uint32_t>& counts, RunWorks& works) {
  StoredRun run;
  run.version = 1;
  run.actor = "A. Librarian";
  run.tool = "Evidence 0.1.0";
  run.snapshot = "11111111-2222-4333-8444-555555555555:17";
  run.documents = 1'000;
  run.vocabulary = "mesh 2026";
  run.syntax = "ovid";
  run.mapping = false;
  run.restricted_to = {"pubmed"};
  run.sources = {{"pubmed", "PubMed", "2026-11-20T01:02:03Z", 900}};
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    RunLine& line = run.lines.emplace_back();
    line.number = static_cast<unsigned>(i + 1);
    line.text = "line " + std::to_string(i + 1);
    line.tree = "(term any \"line\")";
    line.read_as = "line";
    line.counted = true;
    line.count = counts[i];
    line.by_source = {{"pubmed", counts[i]}};
    if (i > 0) line.refers_to = {static_cast<unsigned>(i)};
    line.took = std::chrono::microseconds(12);
    line.messages = {{query::Severity::kWarning,
                      "unknown_heading",
                      "There is no such heading.",
                      {2, 5},
                      "Try another.",
                      3,
                      7}};
    works.lines.push_back(IdSet::range(0, counts[i]));
    most = std::max(most, counts[i]);
  }
  for (std::uint32_t i = 0; i < most; ++i) works.works.push_back(work_id(i));
  run.result = counts.size() - 1;
  std::vector<std::vector<Member>> members(counts.back(), {{"pubmed", "1"}});
  run.ledger = build_ledger(members, {"pubmed"});
  run.took = std::chrono::microseconds(99);
  return run;
}

class StrategyStoreContract : public ::testing::TestWithParam<StrategyBackendFactory> {
 protected:
  void SetUp() override {
    backend_ = GetParam()();
    store_ = open({});
    ASSERT_NE(store_, nullptr);
  }
  std::unique_ptr<StrategyStore> open(const StoreLimits& limits) {
    auto store = backend_->open(limits);
    EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().message);
    return store.ok() ? std::move(*store) : nullptr;
  }
  Strategy make(const std::string& text = "1 asthma.ti.") {
    return must(store_->create({settings_of(text), {"A. Librarian", "first"}, hash_}));
  }

  const std::string hash_ = std::string(31, 'h') + '\0';
  std::unique_ptr<StrategyBackend> backend_;
  std::unique_ptr<StrategyStore> store_;
};

}  // namespace evidence::curation
