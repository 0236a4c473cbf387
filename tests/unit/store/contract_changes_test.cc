// The order of changes, readers beside writers and writers beside writers, on every backend.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "tests/unit/store/contract.h"

namespace evidence::test {

TEST_P(RecordStoreContract, EachChangedWorkIsGivenOnceWithItsNewestChange) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  must(store_->apply_page(make_page({make_record("1", "A2")})));
  must(store_->apply_page(make_page({make_record("3", "C"), make_record("1", "A3")})));
  const auto changes = must(store_->changes_after(0, 100));
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].work, work_of(*store_, "2"));
  EXPECT_EQ(changes[1].work, work_of(*store_, "3"));
  EXPECT_EQ(changes[2].work, work_of(*store_, "1"));
  EXPECT_EQ(changes[2].sequence, must(store_->last_change()));
  EXPECT_TRUE(must(store_->changes_after(changes[2].sequence, 100)).empty());
}

TEST_P(RecordStoreContract, GoingOnAfterTheLastChangeGivenSkipsNothing) {
  for (int round = 0; round < 5; ++round) {
    std::vector<Record> records;
    for (int key = 0; key < 40; ++key) {
      if ((key * 7 + round) % (round + 1) != 0) continue;
      records.push_back(make_record(std::to_string(key), "round " + std::to_string(round)));
    }
    must(store_->apply_page(make_page(records)));
  }
  std::set<WorkId> seen;
  ChangeSequence after = 0;
  while (true) {
    const auto changes = must(store_->changes_after(after, 3));
    if (changes.empty()) break;
    EXPECT_LE(changes.size(), 3U);
    for (const ChangedWork& change : changes) {
      EXPECT_GT(change.sequence, after);
      after = change.sequence;
      EXPECT_TRUE(seen.insert(change.work).second) << "given twice";
    }
  }
  EXPECT_EQ(seen.size(), 40U);
}

TEST_P(RecordStoreContract, AllLiveWorksAreListedInOrder) {
  std::vector<Record> records;
  for (int key = 0; key < 25; ++key) records.push_back(make_record(std::to_string(key), "T"));
  must(store_->apply_page(make_page(records)));
  must(store_->apply_page(make_page({make_tombstone("7")})));
  std::vector<WorkId> all;
  WorkId after;
  while (true) {
    const auto works = must(store_->works_after(after, 10));
    if (works.empty()) break;
    all.insert(all.end(), works.begin(), works.end());
    after = works.back();
  }
  EXPECT_EQ(all.size(), 24U);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

// Two writers with transactions of very different lengths, one reader that polls without a pause
// and moves its mark as the indexer does. A change that is committed late under a low number would
// never be seen by it.
TEST_P(RecordStoreContract, APollingReaderMissesNoChangeOfTwoWriters) {
  constexpr int kPages = 60;
  std::atomic<int> writing{2};
  const auto write = [&](const std::string& source, std::size_t page_size) {
    auto store = open({.busy_timeout = std::chrono::seconds(60)});
    for (int number = 0; number < kPages; ++number) {
      std::vector<Record> records;
      for (std::size_t i = 0; i < page_size; ++i) {
        // Some new, some changed.
        records.push_back(
            make_record(std::to_string(static_cast<std::size_t>(number) * page_size / 2 + i),
                        "page " + std::to_string(number), source));
      }
      must(store->apply_page(make_page(std::move(records), source)));
    }
    --writing;
  };
  std::map<WorkId, ChangeSequence> seen;
  std::thread reader([&] {
    auto store = open({.read_only = true});
    ChangeSequence after = 0;
    while (true) {
      const bool last_round = writing.load() == 0;
      const auto changes = must(store->changes_after(after, 50));
      for (const ChangedWork& change : changes) {
        EXPECT_GT(change.sequence, after);
        after = change.sequence;
        seen[change.work] = change.sequence;
      }
      if (last_round && changes.empty()) break;
    }
  });
  std::thread first(write, "trials", 2);
  std::thread second(write, "books", 120);
  first.join();
  second.join();
  reader.join();

  const auto truth = must(store_->changes_after(0, 1'000'000));
  EXPECT_EQ(seen.size(), truth.size());
  for (const ChangedWork& change : truth) {
    const auto found = seen.find(change.work);
    ASSERT_NE(found, seen.end()) << "never seen: " << change.work;
    EXPECT_EQ(found->second, change.sequence) << "its newest change was missed";
  }
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, ASecondWriterIsToldBusyAndReadersGoOn) {
  must(store_->apply_page(make_page({make_record("1", "A")})));
  auto second = open({.busy_timeout = std::chrono::milliseconds(100)});
  {
    const auto held = backend_->hold_write_transaction();
    const auto start = std::chrono::steady_clock::now();
    const auto refused = second->apply_page(make_page({make_record("2", "B")}));
    const auto took = std::chrono::steady_clock::now() - start;
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kBusy);
    EXPECT_NE(refused.error().hint, "");
    EXPECT_LT(took, std::chrono::seconds(2));
    EXPECT_TRUE(must(second->find_record("trials", "1")).has_value());
    EXPECT_FALSE(must(second->find_record("trials", "2")).has_value());
  }
  EXPECT_EQ(must(second->apply_page(make_page({make_record("2", "B")}))),
            (PageCounts{.read = 1, .added = 1}));
}

TEST_P(RecordStoreContract, AReaderSeesEachPageWhenItIsWrittenAndWritesNothing) {
  auto reader = open({.read_only = true});
  EXPECT_EQ(must(reader->last_change()), 0);
  must(store_->apply_page(make_page({make_record("1", "A")})));
  EXPECT_EQ(must(reader->last_change()), 1);
  EXPECT_TRUE(must(reader->find_record("trials", "1")).has_value());
  EXPECT_FALSE(reader->apply_page(make_page({make_record("2", "B")})).ok());
  EXPECT_FALSE(reader->begin_run("trials", "import").ok());
  EXPECT_FALSE(reader->lock_source("trials").ok());
}

TEST_P(RecordStoreContract, OneHolderOfASourceAtATime) {
  auto second = open();
  {
    const auto lock = store_->lock_source("trials");
    ASSERT_TRUE(lock.ok()) << lock.error().message;
    const auto refused = second->lock_source("trials");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kBusy);
    EXPECT_NE(refused.error().message.find("process " + std::to_string(::getpid())),
              std::string::npos)
        << refused.error().message;
    EXPECT_TRUE(second->lock_source("other").ok());
  }
  EXPECT_TRUE(second->lock_source("trials").ok());
  EXPECT_FALSE(second->lock_source("../etc").ok());
}

}  // namespace evidence::test
