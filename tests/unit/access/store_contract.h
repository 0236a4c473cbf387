// The contract that every backend of AccessStore keeps: the tests of access_contract_test.cc run on
// each backend that a file instantiates (SQLite today, PostgreSQL later).
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "access/access_store.h"
#include "tests/support/manual_clock.h"

namespace evidence::test {

class AccessBackend {
 public:
  virtual ~AccessBackend() = default;
  virtual Result<std::unique_ptr<AccessStore>> open() = 0;
  virtual ManualClock& clock() = 0;
};

using AccessBackendFactory = std::unique_ptr<AccessBackend> (*)();

template <typename T>
T must_hold(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? std::string() : result.error().message);
  if (!result.ok()) return T{};
  return std::move(result).value();
}
inline void must_hold(const Result<void>& result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? std::string() : result.error().message);
}
template <typename T>
std::string access_slug(const Result<T>& result) {
  return result.ok() ? std::string("no error") : result.error().slug;
}

inline Identifier issn_of(const std::string& text) {
  return Identifier::parse(IdentifierScheme::kIssn, text).value();
}

// The n-th of a million ISSNs.
inline Identifier numbered_issn(unsigned number) {
  std::string digits = std::to_string(1'000'000 + number);
  int sum = 0;
  for (int i = 0; i < 7; ++i) sum += (digits[static_cast<std::size_t>(i)] - '0') * (8 - i);
  const int check = (11 - sum % 11) % 11;
  return issn_of(digits.substr(0, 4) + "-" + digits.substr(4) +
                 (check == 10 ? "X" : std::to_string(check)));
}

inline Holding journal_holding(unsigned number) {
  Holding holding;
  holding.title = "Journal " + std::to_string(number);
  holding.title_id = "t" + std::to_string(number);
  holding.online_id = numbered_issn(number);
  holding.first = {1990, 0, 0};
  holding.url = "https://journals.example.org/" + std::to_string(number);
  return holding;
}

inline std::vector<Holding> journal_holdings(unsigned from, unsigned to) {
  std::vector<Holding> all;
  for (unsigned i = from; i < to; ++i) all.push_back(journal_holding(i));
  return all;
}

inline Package package_called(const std::string& id) {
  Package package;
  package.id = id;
  package.name = "Package " + id;
  package.provider = "Press";
  package.file = id + ".txt";
  return package;
}

inline std::chrono::sys_days case_day(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) /
                               std::chrono::day(day));
}

class AccessStoreContract : public ::testing::TestWithParam<AccessBackendFactory> {
 protected:
  void SetUp() override {
    backend_ = GetParam()();
    store_ = must_hold(backend_->open());
    ASSERT_NE(store_, nullptr);
  }

  Result<void> load(const Package& package, std::vector<Holding> holdings, bool confirmed = false) {
    auto plan = store_->plan(package, std::move(holdings));
    if (!plan.ok()) return plan.error();
    return store_->apply(*plan, {"A. Librarian", confirmed});
  }
  std::vector<Holding> stored(const std::string& package) {
    std::vector<Holding> all;
    must_hold(store_->each_holding(package, [&all](const Holding& one) {
      all.push_back(one);
      return true;
    }));
    return all;
  }
  // Kinds, newest first.
  std::vector<NoticeKind> kinds(const std::string& package = "") {
    std::vector<NoticeKind> kinds;
    for (const ChangeNotice& one : must_hold(store_->notices({package, "", 1'000}))) {
      kinds.push_back(one.kind);
    }
    return kinds;
  }

  std::unique_ptr<AccessBackend> backend_;
  std::unique_ptr<AccessStore> store_;
};

}  // namespace evidence::test
