// The state machine of a platform, its snapshot, and the cell that serves it, under a clock that
// stands still.
#include "access/platform_health.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>

#include "access/health_cell.h"
#include "tests/support/manual_clock.h"

namespace evidence {
namespace {

constexpr std::int64_t kStart = 1'700'000'000;

class PlatformHealthTest : public ::testing::Test {
 protected:
  PlatformHealthTest() { state_.host = "www.example.org"; }

  void meet(std::int64_t minute, const std::string& target, LinkCause cause,
            bool reported = false) {
    state_ = after(std::move(state_), {kStart + minute * 60, target, cause, reported}, rules_);
  }
  [[nodiscard]] bool fails() const { return state_.failing_since != 0; }

  HealthRules rules_;
  PlatformState state_;
};

TEST_F(PlatformHealthTest, FailsAfterEnoughDistinctTargetsOverEnoughTime) {
  meet(0, "a", LinkCause::kTimeout);
  meet(10, "b", LinkCause::kTimeout);
  EXPECT_FALSE(fails());
  meet(30, "c", LinkCause::kServerError);
  EXPECT_TRUE(fails());
  EXPECT_EQ(state_.failing_since, kStart) << "since the first of them";
  EXPECT_EQ(state_.last_cause, LinkCause::kServerError);
}

TEST_F(PlatformHealthTest, AShortTimeOrOneTargetAgainAndAgainIsNotEnough) {
  for (int i = 0; i < 10; ++i)
    meet(i, std::string(1, static_cast<char>('a' + i)), LinkCause::kGone);
  EXPECT_FALSE(fails()) << "ten targets in nine minutes";
  state_ = {};
  for (int i = 0; i < 10; ++i) meet(i * 60, "a", LinkCause::kNotFound);
  EXPECT_FALSE(fails()) << "one target for nine hours";
}

TEST_F(PlatformHealthTest, APlatformWithOneKnownTargetCanFailToo) {
  state_.known_targets = 1;
  meet(0, "a", LinkCause::kNameUnknown);
  meet(20, "a", LinkCause::kNameUnknown);
  EXPECT_FALSE(fails());
  meet(40, "a", LinkCause::kNameUnknown);
  EXPECT_TRUE(fails());
}

TEST_F(PlatformHealthTest, OneDeadPageNeverCondemnsAPlatform) {
  for (const unsigned known : {1U, 2U}) {
    state_ = {};
    state_.known_targets = known;
    for (int i = 0; i < 12; ++i) {
      meet(i * 60, i % 2 == 0 || known == 1 ? "a" : "b",
           i % 3 == 0 ? LinkCause::kGone : LinkCause::kNotFound);
    }
    EXPECT_FALSE(fails()) << known;
    EXPECT_EQ(state_.streak_checks, 0U);
  }
  state_ = {};
  state_.known_targets = 40;
  meet(0, "a", LinkCause::kNotFound);
  meet(20, "b", LinkCause::kGone);
  for (int i = 2; i < 9; ++i) meet(i * 20, "b", LinkCause::kNotFound);
  EXPECT_FALSE(fails()) << "two pages";
  meet(200, "c", LinkCause::kNotFound);
  EXPECT_TRUE(fails()) << "three pages";
}

TEST_F(PlatformHealthTest, OneAnswerHealsAtOnceAndBreaksAStreak) {
  for (const LinkCause answer :
       {LinkCause::kOk, LinkCause::kMoved, LinkCause::kLoginPage, LinkCause::kForbidden}) {
    state_ = {};
    meet(0, "a", LinkCause::kTimeout);
    meet(20, "b", LinkCause::kTimeout);
    meet(40, "c", LinkCause::kTimeout);
    ASSERT_TRUE(fails());
    meet(41, "c", answer);
    EXPECT_FALSE(fails());
    meet(100, "a", LinkCause::kTimeout);
    meet(101, "b", LinkCause::kTimeout);
    meet(102, "c", LinkCause::kTimeout);
    EXPECT_FALSE(fails()) << "the count begins anew";
  }
}

TEST_F(PlatformHealthTest, BeingAskedToWaitSaysNothing) {
  meet(0, "a", LinkCause::kTimeout);
  meet(20, "b", LinkCause::kTimeout);
  const PlatformState before = state_;
  meet(40, "c", LinkCause::kAskedToWait);
  EXPECT_EQ(state_.streak_checks, before.streak_checks);
  EXPECT_EQ(state_.streak_targets, before.streak_targets);
  EXPECT_FALSE(fails());
  meet(50, "d", LinkCause::kTimeout);
  EXPECT_TRUE(fails());
}

TEST_F(PlatformHealthTest, ReportedPagesThatAreNotFoundAreHeldAgainstNobodyElse) {
  for (int i = 0; i < 6; ++i) {
    meet(i * 20, std::to_string(i), i % 2 == 0 ? LinkCause::kNotFound : LinkCause::kGone, true);
  }
  EXPECT_FALSE(fails());
  for (int i = 6; i < 9; ++i) meet(i * 20, std::to_string(i), LinkCause::kServerError, true);
  EXPECT_TRUE(fails()) << "a fault of the whole platform counts whoever told of it";
}

TEST_F(PlatformHealthTest, AClockSetBackTakesNothingBack) {
  meet(100, "a", LinkCause::kTimeout);
  meet(0, "b", LinkCause::kTimeout);
  EXPECT_EQ(state_.last_check, kStart + 6'000);
  meet(140, "c", LinkCause::kTimeout);
  EXPECT_TRUE(fails());
  EXPECT_EQ(state_.failing_since, kStart + 6'000);
}

TEST_F(PlatformHealthTest, HoldsItsInvariantsOverAnyHistory) {
  std::mt19937 generator(7);
  const auto random = [&] { return static_cast<unsigned>(generator()); };
  for (int round = 0; round < 200; ++round) {
    state_ = {};
    rules_.checks = 1 + random() % 20;
    rules_.minutes = random() % 200;
    state_.known_targets = random() % 4;
    std::int64_t minute = 0;
    unsigned broken_in_a_row = 0;
    for (int i = 0; i < 60; ++i) {
      minute += static_cast<std::int64_t>(random() % 30);
      const auto cause = static_cast<LinkCause>(random() % 14);
      const bool reported = random() % 5 == 0;
      meet(minute, std::to_string(random() % 8), cause, reported);
      if (answers(cause)) broken_in_a_row = 0;
      if (is_broken(cause)) ++broken_in_a_row;
      ASSERT_LE(state_.streak_targets.size(), rules_.checks);
      ASSERT_LE(state_.streak_checks, broken_in_a_row);
      if (fails()) {
        ASSERT_GE(state_.streak_checks, rules_.checks);
        ASSERT_GE(state_.last_check - state_.failing_since, rules_.minutes * 60);
      }
      if (answers(cause)) {
        ASSERT_FALSE(fails());
      }
    }
  }
}

TEST_F(PlatformHealthTest, TheSnapshotNamesCauseAndTimeInWords) {
  meet(0, "a", LinkCause::kTimeout);
  meet(20, "b", LinkCause::kTimeout);
  meet(40, "c", LinkCause::kTimeout);
  PlatformState fine;
  fine.host = "fine.example.org";
  fine.last_check = kStart;
  const PlatformHealth health({state_, fine}, rules_, kStart + 7'200);
  const auto failing = health.failing("www.example.org");
  ASSERT_TRUE(failing.has_value());
  EXPECT_EQ(failing->cause, LinkCause::kTimeout);
  EXPECT_EQ(failing->since, kStart);
  EXPECT_EQ(failing->why,
            "www.example.org does not answer in time (since 14 November 2023, 22:13 UTC)");
  EXPECT_FALSE(health.failing("fine.example.org").has_value());
  EXPECT_FALSE(health.failing("example.org").has_value());
  EXPECT_FALSE(PlatformHealth().failing("www.example.org").has_value());
}

TEST_F(PlatformHealthTest, APlatformThatNobodyChecksAnyMoreIsNotCalledFailingForEver) {
  meet(0, "a", LinkCause::kTimeout);
  meet(20, "b", LinkCause::kTimeout);
  meet(40, "c", LinkCause::kTimeout);
  const std::int64_t week = 7 * 86'400;
  EXPECT_EQ(PlatformHealth({state_}, rules_, kStart + week).failing_count(), 1U);
  EXPECT_EQ(PlatformHealth({state_}, rules_, kStart + week + 2'401).failing_count(), 0U);
}

TEST(HealthRules, AreBounded) {
  EXPECT_TRUE(validate(HealthRules{}).ok());
  EXPECT_TRUE(validate(HealthRules{1, 0, 1}).ok());
  for (const HealthRules& bad :
       {HealthRules{0, 30, 7}, HealthRules{21, 30, 7}, HealthRules{3, 1'441, 7},
        HealthRules{3, 30, 0}, HealthRules{3, 30, 91}}) {
    EXPECT_FALSE(validate(bad).ok());
  }
}

PlatformHealth failing_snapshot(const std::string& host) {
  PlatformState state;
  state.host = host;
  state.last_check = state.failing_since = kStart;
  return {{state}, {}, kStart};
}

TEST(PlatformHealthCell, ReadsAtOnceThenAtMostOnceAMinute) {
  test::ManualClock clock;
  std::atomic<int> reads{0};
  PlatformHealthCell cell(clock, [&]() -> Result<PlatformHealth> {
    return failing_snapshot("host" + std::to_string(++reads));
  });
  cell.wait_until_read();
  EXPECT_TRUE(cell.current()->failing("host1").has_value());
  for (int i = 0; i < 100; ++i) static_cast<void>(cell.current());
  clock.advance(std::chrono::seconds(59));
  static_cast<void>(cell.current());
  cell.wait_until_read();
  EXPECT_EQ(reads.load(), 1);
  clock.advance(std::chrono::seconds(1));
  static_cast<void>(cell.current());
  cell.wait_until_read();
  EXPECT_EQ(reads.load(), 2);
  EXPECT_TRUE(cell.current()->failing("host2").has_value());
}

TEST(PlatformHealthCell, ServesTheOldSnapshotWhileReadingHangsOrFails) {
  test::ManualClock clock;
  std::mutex mutex;
  std::condition_variable wake;
  bool go = true;
  std::atomic<int> reads{0};
  PlatformHealthCell cell(clock, [&]() -> Result<PlatformHealth> {
    const int read = ++reads;
    std::unique_lock lock(mutex);
    wake.wait(lock, [&] { return go; });
    if (read == 2) return Error{ErrorCode::kBusy, "busy", "locked", ""};
    if (read == 3) throw std::runtime_error("out of luck");
    return failing_snapshot("old.example.org");
  });
  cell.wait_until_read();
  {
    const std::lock_guard lock(mutex);
    go = false;
  }
  clock.advance(std::chrono::minutes(2));
  for (int i = 0; i < 10; ++i) {  // would hang here if a request waited
    EXPECT_TRUE(cell.current()->failing("old.example.org").has_value());
  }
  {
    const std::lock_guard lock(mutex);
    go = true;
  }
  wake.notify_all();
  cell.wait_until_read();
  clock.advance(std::chrono::minutes(2));
  static_cast<void>(cell.current());
  cell.wait_until_read();
  EXPECT_EQ(reads.load(), 3);
  EXPECT_TRUE(cell.current()->failing("old.example.org").has_value());
}

}  // namespace
}  // namespace evidence
