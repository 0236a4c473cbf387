// When a timer harvests a source, and what becomes of records that a complete harvest misses.
#include <gtest/gtest.h>

#include "app/harvest_run.h"
#include "app/withdrawal.h"
#include "store/sqlite_record_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class HarvestStore : public ::testing::Test {
 protected:
  HarvestStore() {
    SqliteStoreOptions options;
    options.directory = directory_.path();
    options.create = true;
    auto opened = open_sqlite_store(options, clock_);
    EXPECT_TRUE(opened.ok());
    store_ = std::move(*opened);
    source_.id = "list";
    source_.interval = hours(24);
  }

  void run(const std::string& outcome, const std::string& kind = "harvest") {
    const auto id = store_->begin_run("list", kind);
    ASSERT_TRUE(id.ok());
    ASSERT_TRUE(store_->end_run(*id, outcome).ok());
  }
  bool due() {
    const auto reason = not_due_because(*store_, source_, clock_.now());
    EXPECT_TRUE(reason.ok());
    return reason.ok() && reason->empty();
  }
  void meet(int first, int last, std::int64_t pass) {
    PageWrite page;
    page.source = "list";
    page.pass = pass;
    for (int key = first; key <= last; ++key) {
      Record& record = page.records.emplace_back();
      record.source = "list";
      record.source_record_id = std::to_string(key);
      record.title = "Title " + std::to_string(key);
    }
    ASSERT_TRUE(store_->apply_page(page).ok());
  }
  Withdrawal withdraw(std::int64_t pass, bool confirmed) {
    const auto outcome = withdraw_missing(*store_, "list", 0, pass, 0.05, confirmed);
    EXPECT_TRUE(outcome.ok());
    return outcome.ok() ? *outcome : Withdrawal{};
  }

  test::TempDir directory_;
  test::ManualClock clock_;
  std::unique_ptr<RecordStore> store_;
  SourceConfig source_;
};

TEST_F(HarvestStore, ANewSourceIsDueAndOneWithoutAnIntervalNever) {
  EXPECT_TRUE(due());
  source_.interval = {};
  EXPECT_FALSE(due());
}

TEST_F(HarvestStore, ASuccessfulHarvestIsDueAgainAfterItsInterval) {
  run("finished");
  EXPECT_FALSE(due());
  clock_.advance(hours(23));
  run("finished", "import");  // says nothing about the harvest
  EXPECT_FALSE(due());
  clock_.advance(minutes(61));
  EXPECT_TRUE(due());
}

TEST_F(HarvestStore, FailuresAreTriedAgainLaterAndLater) {
  run("failed: no answer");
  EXPECT_FALSE(due());
  clock_.advance(minutes(16));
  EXPECT_TRUE(due());
  run("failed: no answer");
  clock_.advance(minutes(16));
  EXPECT_FALSE(due());
  clock_.advance(minutes(15));
  EXPECT_TRUE(due());
  for (int i = 0; i < 40; ++i) run("failed: no answer");
  clock_.advance(hours(23));
  EXPECT_FALSE(due());  // but never later than its interval
  clock_.advance(hours(2));
  EXPECT_TRUE(due());
  run("finished");
  run("failed: no answer");
  clock_.advance(minutes(16));
  EXPECT_TRUE(due());
}

TEST_F(HarvestStore, AnInterruptedHarvestIsDueAtOnce) {
  run("finished");
  run("stopped");
  PageWrite page;
  page.source = "list";
  page.state = HarvestState{};
  page.state->source = "list";
  page.state->cursor = "5";
  page.state->finished = false;
  ASSERT_TRUE(store_->apply_page(page).ok());
  EXPECT_TRUE(due());
}

TEST_F(HarvestStore, AFewMissingRecordsAreWithdrawn) {
  meet(1, 100, 1);
  meet(1, 97, 2);
  const Withdrawal outcome = withdraw(2, false);
  EXPECT_EQ(outcome.withdrawn, 3);
  EXPECT_EQ(outcome.waiting, 0);
  EXPECT_EQ(outcome.live, 100);
  EXPECT_FALSE(store_->find_record("list", "96")->value().record.deleted);
  EXPECT_TRUE(store_->find_record("list", "98")->value().record.deleted);
}

TEST_F(HarvestStore, ManyMissingRecordsWaitForAPerson) {
  meet(1, 1'200, 1);
  meet(1, 10, 2);
  Withdrawal outcome = withdraw(2, false);
  EXPECT_EQ(outcome.withdrawn, 0);
  EXPECT_EQ(outcome.waiting, 1'190);
  EXPECT_EQ(store_->source_status()->at(0).records, 1'200);
  outcome = withdraw(2, true);
  EXPECT_EQ(outcome.withdrawn, 1'190);
  EXPECT_EQ(store_->source_status()->at(0).records, 10);
  // And they come back into their old works with the next list that has them.
  meet(1, 1'200, 3);
  EXPECT_EQ(store_->source_status()->at(0).records, 1'200);
}

}  // namespace
}  // namespace evidence::app
