// Killed and starved writers: what was acknowledged is there once, nothing is there in part.
// EVIDENCE_KILL_ROUNDS sets how often the writer is killed (10).
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <random>

#include "store/sqlite_record_store.h"
#include "tests/support/sanitized.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/store/contract.h"
#include "tests/unit/store/faulty_vfs.h"

namespace evidence::test {

namespace {

constexpr int kRecordsOfPage = 40;

PageWrite numbered_page(int number) {
  PageWrite page = make_page({});
  for (int i = 0; i < kRecordsOfPage; ++i) {
    page.records.push_back(
        make_record(std::to_string(number) + "-" + std::to_string(i),
                    "Title " + std::string(300, static_cast<char>('a' + i % 26))));
  }
  page.raw = RawPage{"<page>" + std::to_string(number) + "</page>", "application/xml", "test"};
  page.state = HarvestState{"trials", std::to_string(number + 1), "", "", "", false};
  return page;
}

SqliteStoreOptions options_for(const TempDir& directory) {
  SqliteStoreOptions options;
  options.directory = directory.path();
  options.create = true;
  return options;
}

// Writes pages from the stored cursor on and acknowledges each by its number.
[[noreturn]] void write_until_killed(const TempDir& directory, int acknowledge) {
  SystemClock clock;
  auto store = open_sqlite_store(options_for(directory), clock);
  if (!store.ok()) ::_exit(2);
  const auto state = (*store)->harvest_state("trials");
  if (!state.ok()) ::_exit(3);
  int number = state->has_value() ? std::stoi((*state)->cursor) : 0;
  while (true) {
    if (!(*store)->apply_page(numbered_page(number)).ok()) ::_exit(4);
    if (::write(acknowledge, &number, sizeof number) != sizeof number) ::_exit(5);
    ++number;
  }
}

int rounds() {
  const char* text = std::getenv("EVIDENCE_KILL_ROUNDS");
  return text == nullptr ? 10 : std::atoi(text);
}

}  // namespace

TEST(SqliteStoreFaults, WhatAKilledWriterAcknowledgedIsThereOnce) {
  const TempDir directory;
  SystemClock clock;
  constexpr unsigned kSeed = 20261122;
  std::mt19937 random(kSeed);
  int acknowledged = -1;
  for (int round = 0; round < rounds(); ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    std::array<int, 2> channel{};
    ASSERT_EQ(::pipe(channel.data()), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(channel[0]);
      write_until_killed(directory, channel[1]);
    }
    ::close(channel[1]);
    ::usleep(static_cast<useconds_t>(4'000 + random() % 246'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself: " << WEXITSTATUS(status);
    int number = 0;
    while (::read(channel[0], &number, sizeof number) == sizeof number) {
      EXPECT_EQ(number, acknowledged + 1);
      acknowledged = number;
    }
    ::close(channel[0]);

    auto store = must(open_sqlite_store(options_for(directory), clock));
    ASSERT_NE(store, nullptr);
    const auto state = must(store->harvest_state("trials"));
    const int stored = state ? std::stoi(state->cursor) : 0;  // pages
    // The page in hand may have been committed and not yet acknowledged.
    ASSERT_GE(stored, acknowledged + 1);
    ASSERT_LE(stored, acknowledged + 2);
    EXPECT_EQ(must(store->status()).records, static_cast<std::int64_t>(stored) * kRecordsOfPage);
    EXPECT_EQ(must(store->work_count()), static_cast<std::int64_t>(stored) * kRecordsOfPage);
    EXPECT_EQ(must(store->last_change()), static_cast<ChangeSequence>(stored) * kRecordsOfPage);
    const auto findings = must(store->check());
    EXPECT_TRUE(findings.empty()) << findings.front();
    acknowledged = stored - 1;  // the next writer goes on from what is stored
  }
  ASSERT_GT(acknowledged, 0);
  auto store = must(open_sqlite_store(options_for(directory), clock));
  for (int number = 0; number <= acknowledged; number += 7) {
    EXPECT_EQ(must(store->apply_page(numbered_page(number))),
              (PageCounts{.read = kRecordsOfPage, .unchanged = kRecordsOfPage}));
  }
}

// The limit on file sizes stands for a full disk: writing beyond it fails in the same place.
TEST(SqliteStoreFaults, AFullDiskLosesNothingAndTheStoreWorksOnceThereIsSpace) {
  const TempDir directory;
  SystemClock clock;
  must(must(open_sqlite_store(options_for(directory), clock))->apply_page(numbered_page(0)));
  std::array<int, 2> channel{};
  ASSERT_EQ(::pipe(channel.data()), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto store = open_sqlite_store(options_for(directory), clock);
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 600'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int number = 1;
    for (; number < 1'000; ++number) {
      const auto written = (*store)->apply_page(numbered_page(number));
      if (written.ok()) continue;
      if (written.error().code != ErrorCode::kStorageFull) ::_exit(2);
      break;
    }
    // Refused again while it is full, and reading goes on.
    if ((*store)->apply_page(numbered_page(number)).ok()) ::_exit(3);
    const auto state = (*store)->harvest_state("trials");
    if (!state.ok() || std::stoi((*state)->cursor) != number) ::_exit(4);
    const auto first = (*store)->find_record("trials", "0-0");
    if (!first.ok() || !first->has_value()) ::_exit(5);
    // Space again: the same object goes on with the page that failed.
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto written = (*store)->apply_page(numbered_page(number));
    if (!written.ok() || written->added != kRecordsOfPage) ::_exit(6);
    const auto sent = ::write(channel[1], &number, sizeof number);
    ::_exit(sent == sizeof number ? 0 : 7);
  }
  ::close(channel[1]);
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), 0);
  int last = 0;
  ASSERT_EQ(::read(channel[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  ::close(channel[0]);
  EXPECT_GT(last, 1);
  auto store = must(open_sqlite_store(options_for(directory), clock));
  EXPECT_EQ(must(store->status()).records, static_cast<std::int64_t>(last + 1) * kRecordsOfPage);
  EXPECT_TRUE(must(store->check()).empty());
}

// SQLite's own method: the fault moves on by one call until nothing fails any more.
TEST(SqliteStoreFaults, AnInputOutputErrorAnywhereIsToldAndHarmsNothing) {
  SystemClock clock;
  for (const bool for_ever : {false, true}) {
    int failed_rounds = 0;
    for (int call = 1;; call += kSanitized ? 3 : 1) {
      SCOPED_TRACE("call " + std::to_string(call) + (for_ever ? " and all after" : ""));
      ASSERT_LT(call, 5'000);
      const TempDir directory;
      int written = 1;
      bool happened = false;
      {
        FaultyVfs faults;
        auto store = must(open_sqlite_store(options_for(directory), clock));
        ASSERT_NE(store, nullptr);
        must(store->apply_page(numbered_page(0)));
        faults.fail_at(call, for_ever);
        bool failed = false;
        for (int number = 1; number < 4 && !failed; ++number) {
          const auto outcome = store->apply_page(numbered_page(number));
          failed = !outcome.ok();
          if (outcome.ok()) {
            ++written;
          } else {
            EXPECT_EQ(outcome.error().code, ErrorCode::kIo) << outcome.error().message;
          }
        }
        happened = faults.has_failed();
        if (failed) {
          ++failed_rounds;
          // Not a half of the page that failed is to be seen.
          EXPECT_EQ(must(store->status()).records,
                    static_cast<std::int64_t>(written) * kRecordsOfPage);
          if (!for_ever) {
            // What failed once is written by trying again.
            must(store->apply_page(numbered_page(written)));
            ++written;
          }
        }
      }
      auto store = must(open_sqlite_store(options_for(directory), clock));
      ASSERT_NE(store, nullptr);
      const std::int64_t records = must(store->status()).records;
      // A page whose last sync failed may be found whole by the next opening, never in part.
      EXPECT_GE(records, static_cast<std::int64_t>(written) * kRecordsOfPage);
      EXPECT_LE(records, static_cast<std::int64_t>(written + 1) * kRecordsOfPage);
      EXPECT_EQ(records % kRecordsOfPage, 0);
      const auto findings = must(store->check());
      EXPECT_TRUE(findings.empty()) << findings.front();
      if (!happened) break;
    }
    EXPECT_GT(failed_rounds, 5);
  }
}

}  // namespace evidence::test
