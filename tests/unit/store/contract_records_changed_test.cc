// Walking records by the time of their change, tombstones among them, on every backend.
#include <set>

#include "tests/unit/store/contract.h"

namespace evidence::test {
namespace {

std::string key_of(const StoredRecord& stored) {
  return stored.record.source + ":" + stored.record.source_record_id;
}

// All pages of a window, each of at most `limit`.
std::vector<StoredRecord> walk(RecordStore& store, const ChangeWindow& window, std::size_t limit) {
  std::vector<StoredRecord> all;
  std::string place;
  for (int pages = 0; pages < 1'000; ++pages) {
    ChangedRecords page = must(store.records_changed(window, place, limit));
    EXPECT_LE(page.records.size(), limit);
    for (StoredRecord& stored : page.records) all.push_back(std::move(stored));
    if (page.next.empty()) return all;
    EXPECT_FALSE(page.records.empty());
    EXPECT_NE(page.next, place);
    place = page.next;
  }
  ADD_FAILURE() << "the walk has no end";
  return all;
}

std::vector<std::string> keys(const std::vector<StoredRecord>& records) {
  std::vector<std::string> all;
  for (const StoredRecord& stored : records) all.push_back(key_of(stored));
  return all;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_P(RecordStoreContract, RecordsAreWalkedByTheTimeOfTheirChangeAtEveryPageSize) {
  ManualClock clock;
  auto store = open({.clock = &clock});
  must(store->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  clock.advance(std::chrono::seconds(10));
  must(store->apply_page(make_page({make_record("1", "C", "books")}, "books")));
  clock.advance(std::chrono::seconds(10));
  must(store->apply_page(make_page({make_record("1", "A2"), make_tombstone("9")})));
  clock.advance(std::chrono::seconds(10));
  must(store->apply_page(make_page({make_tombstone("2"), make_record("3", "D")})));
  const Keys expected{"books:1", "trials:1", "trials:9", "trials:2", "trials:3"};
  for (std::size_t limit = 1; limit <= 6; ++limit) {
    const auto all = walk(*store, {}, limit);
    ASSERT_EQ(std::set<std::string>(expected.begin(), expected.end()), [&] {
      const Keys found = keys(all);
      return std::set<std::string>(found.begin(), found.end());
    }()) << limit;
    EXPECT_EQ(all.size(), expected.size());
    EXPECT_EQ(key_of(all.front()), "books:1");
    for (std::size_t i = 1; i < all.size(); ++i) {
      EXPECT_LE(all[i - 1].last_changed, all[i].last_changed);
    }
  }
  for (const StoredRecord& stored : walk(*store, {}, 2)) {
    const bool deleted = key_of(stored) == "trials:2" || key_of(stored) == "trials:9";
    EXPECT_EQ(stored.record.deleted, deleted) << key_of(stored);
    if (key_of(stored) == "trials:1") {
      EXPECT_EQ(stored.record.title, "A2");
      EXPECT_EQ(stored.last_changed, "2024-03-15T00:00:20Z");
      EXPECT_EQ(stored.first_seen, "2024-03-15T00:00:00Z");
      EXPECT_EQ(stored.work, work_of(*store, "1"));
    }
  }
}

TEST_P(RecordStoreContract, AWindowHasBothItsEndsAndOnlyItsSources) {
  ManualClock clock;
  auto store = open({.clock = &clock});
  for (int second = 0; second < 4; ++second) {
    const std::string key = std::to_string(second);
    must(store->apply_page(make_page({make_record(key, "T" + key)})));
    must(store->apply_page(make_page({make_record(key, "B" + key, "books")}, "books")));
    clock.advance(std::chrono::seconds(1));
  }
  ChangeWindow window{{"trials"}, "2024-03-15T00:00:01Z", "2024-03-15T00:00:02Z"};
  EXPECT_EQ(keys(walk(*store, window, 1)), (Keys{"trials:1", "trials:2"}));
  EXPECT_EQ(must(store->count_records_changed(window, 100)), 2);
  window.sources = {"books", "nobody", "trials", "books"};
  EXPECT_EQ(walk(*store, window, 3).size(), 4U);
  EXPECT_EQ(must(store->count_records_changed(window, 100)), 4);
  EXPECT_EQ(must(store->count_records_changed(window, 3)), 3);
  window.from.clear();
  EXPECT_EQ(walk(*store, window, 3).size(), 6U);
  window.sources = {"nobody"};
  EXPECT_TRUE(walk(*store, window, 3).empty());
  EXPECT_EQ(must(store->count_records_changed(window, 100)), 0);
  EXPECT_TRUE(walk(*store, {{}, "2025-01-01T00:00:00Z", ""}, 3).empty());
  EXPECT_EQ(must(store->first_record_change({})).value_or(""), "2024-03-15T00:00:00Z");
  EXPECT_EQ(must(store->first_record_change({"nobody"})), std::nullopt);
  must(store->apply_page(make_page({make_record("0", "again", "books")}, "books")));
  EXPECT_EQ(must(store->first_record_change({"books"})).value_or(""), "2024-03-15T00:00:01Z");
}

TEST_P(RecordStoreContract, ARecordThatChangesDuringAWalkIsGivenAgainAndNoneIsSkipped) {
  ManualClock clock;
  auto store = open({.clock = &clock});
  std::vector<Record> records;
  for (int key = 0; key < 20; ++key) records.push_back(make_record(std::to_string(key), "T"));
  must(store->apply_page(make_page(records)));
  clock.advance(std::chrono::seconds(5));
  std::multiset<std::string> seen;
  std::string place;
  int pages = 0;
  do {
    const ChangedRecords page = must(store->records_changed({}, place, 3));
    for (const StoredRecord& stored : page.records) seen.insert(stored.record.source_record_id);
    place = page.next;
    if (++pages == 2) {
      must(store->apply_page(make_page({make_record("0", "new"), make_tombstone("19")})));
    }
  } while (!place.empty());
  for (int key = 0; key < 20; ++key) {
    EXPECT_EQ(seen.count(std::to_string(key)), key == 0 ? 2U : 1U) << key;
  }
}

TEST_P(RecordStoreContract, ALargePageIsGivenInParts) {
  std::vector<Record> records;
  for (int key = 0; key < 6; ++key) {
    Record record = make_record(std::to_string(key), "T");
    record.abstract.push_back({"", std::string(3U << 20U, 'a')});
    records.push_back(std::move(record));
  }
  must(store_->apply_page(make_page(records)));
  const ChangedRecords page = must(store_->records_changed({}, "", 100));
  EXPECT_LT(page.records.size(), 6U);
  EXPECT_FALSE(page.next.empty());
  EXPECT_EQ(walk(*store_, {}, 100).size(), 6U);
}

TEST_P(RecordStoreContract, WhatIsNoPlaceOrTimeIsRefused) {
  for (const char* place :
       {"x", "1", "1.", ".1", "1.x", "-1.2", "1.2.3", "99999999999999999999.1"}) {
    const auto page = store_->records_changed({}, place, 1);
    ASSERT_FALSE(page.ok()) << place;
    EXPECT_EQ(page.error().slug, "bad_place");
  }
  for (const char* time : {"x", "2024-13-01T00:00:00Z", "2024", "2999-01-01T00:00:00Z"}) {
    EXPECT_FALSE(store_->records_changed({{}, time, ""}, "", 1).ok()) << time;
    EXPECT_FALSE(store_->count_records_changed({{}, "", time}, 1).ok()) << time;
  }
}

TEST_P(RecordStoreContract, ADamagedRecordStopsTheWalkByName) {
  must(store_->apply_page(make_page({make_record("1", "Aspirin")})));
  backend_->damage_body("trials", "1");
  const auto page = store_->records_changed({}, "", 10);
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(page.error().message.find("\"1\""), std::string::npos) << page.error().message;
}

}  // namespace evidence::test
