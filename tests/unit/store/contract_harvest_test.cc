// What harvesting needs of a store beyond its records: notebooks, complete passes, kept pages and
// runs; on every backend.
#include <fstream>

#include "tests/support/temp_dir.h"
#include "tests/unit/store/contract.h"

namespace evidence::test {

namespace {

PageWrite page_of_pass(std::vector<Record> records, std::int64_t pass) {
  PageWrite page = make_page(std::move(records));
  page.pass = pass;
  return page;
}

PageWrite raw_page(std::vector<Record> records, std::string bytes) {
  PageWrite page = make_page(std::move(records));
  page.raw = RawPage{std::move(bytes), "text/plain", "https://example.org/page"};
  return page;
}

std::string read_raw(RecordStore& store, const RawPageRow& row) {
  const auto source = must(store.open_raw_page(row));
  return source ? must(read_all(*source, 1U << 20U)) : std::string();
}

}  // namespace

TEST_P(RecordStoreContract, ANotebookOutlivesTheHarvest) {
  PageWrite page = make_page({});
  HarvestState after;
  after.source = "trials";
  after.notebook = "{\"etag\":\"x\"}";
  after.pass = 7;
  page.state = after;
  must(store_->apply_page(page));
  const auto state = must(store_->harvest_state("trials"));
  ASSERT_TRUE(state);
  EXPECT_EQ(state->notebook, "{\"etag\":\"x\"}");
  EXPECT_EQ(state->pass, 7);
}

TEST_P(RecordStoreContract, WhatACompleteHarvestDidNotMeetIsMissing) {
  must(store_->apply_page(page_of_pass(
      {make_record("1", "Aspirin"), make_record("2", "Heparin"), make_record("3", "Iron")}, 1)));
  EXPECT_EQ(must(store_->count_missing("trials", 1)), 0);
  // Unchanged and changed records are met; a tombstone is not missing.
  must(store_->apply_page(page_of_pass({make_record("1", "Aspirin"), make_record("2", "New")}, 2)));
  EXPECT_EQ(must(store_->count_missing("trials", 2)), 1);
  EXPECT_EQ(must(store_->missing_after("trials", 2, 10)), std::vector<std::string>{"3"});
  must(store_->apply_page(make_page({make_tombstone("3")})));
  EXPECT_EQ(must(store_->count_missing("trials", 2)), 0);
  // Another source's records are never missing here.
  must(store_->apply_page(make_page({make_record("1", "Other", "books")}, "books")));
  EXPECT_EQ(must(store_->count_missing("trials", 2)), 0);
  EXPECT_EQ(must(store_->count_missing("books", 2)), 1);
}

TEST_P(RecordStoreContract, KeptPagesAreGivenNewestFirst) {
  ManualClock clock(std::chrono::sys_days{std::chrono::year{2026} / 11 / 22});
  auto store = open({.clock = &clock});
  must(store->apply_page(raw_page({make_record("1", "A")}, "first")));
  clock.advance(std::chrono::minutes(1));
  must(store->apply_page(raw_page({make_record("2", "B")}, "second")));
  clock.advance(std::chrono::minutes(1));
  must(store->apply_page(raw_page({make_record("1", "A")}, "first")));  // fetched again
  const auto pages = must(store->raw_pages("trials", nullptr, 10));
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(read_raw(*store, pages[0]), "first");
  EXPECT_EQ(pages[0].last_fetched, "2026-11-22T00:02:00Z");
  EXPECT_EQ(read_raw(*store, pages[1]), "second");
  const auto rest = must(store->raw_pages("trials", &pages[0], 10));
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].id, pages[1].id);
}

TEST_P(RecordStoreContract, AFileIsKeptOnceForAllItsPages) {
  const TempDir directory;
  const auto path = directory / "list.txt";
  std::ofstream(path) << "one\ntwo\n";
  PageWrite page = make_page({make_record("1", "A")});
  page.raw = RawPage{.bytes = "", .media_type = "text/plain", .url = "list.txt", .file = path};
  must(store_->apply_page(page));
  page.records = {make_record("2", "B")};
  must(store_->apply_page(page));
  const auto pages = must(store_->raw_pages("trials", nullptr, 10));
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].bytes, 8);
  EXPECT_EQ(read_raw(*store_, pages[0]), "one\ntwo\n");
}

TEST_P(RecordStoreContract, ParsingAPageAgainLeavesWhatALaterPageGave) {
  must(store_->apply_page(raw_page({make_record("1", "Old"), make_record("2", "Two")}, "first")));
  must(store_->apply_page(raw_page({make_record("1", "New")}, "second")));
  const auto pages = must(store_->raw_pages("trials", nullptr, 10));
  ASSERT_EQ(pages.size(), 2U);
  for (const RawPageRow& row : pages) {
    if (read_raw(*store_, row) != "first") continue;
    PageWrite again = make_page(
        {make_record("1", "Old, better"), make_record("2", "Two, better"), make_record("3", "X")});
    again.reparsed_page = row.id;
    EXPECT_EQ(must(store_->apply_page(again)),
              (PageCounts{.read = 3, .added = 1, .changed = 1, .unchanged = 1}));
  }
  EXPECT_EQ(must(store_->find_record("trials", "1"))->record.title, "New");
  EXPECT_EQ(must(store_->find_record("trials", "2"))->record.title, "Two, better");
}

TEST_P(RecordStoreContract, PartsThatTheirWholeNoLongerHasGoWithIt) {
  PageWrite page = make_page({make_record("b", "Book"), make_record("b#1", "One"),
                              make_record("b#2", "Two"), make_record("b#10", "Ten"),
                              make_record("b2#1", "Another book's"), make_record("b2", "Other")});
  page.families = {"b"};
  must(store_->apply_page(page));
  PageWrite shorter = make_page({make_record("b", "Book"), make_record("b#1", "One")});
  shorter.families = {"b"};
  EXPECT_EQ(must(store_->apply_page(shorter)),
            (PageCounts{.read = 2, .unchanged = 2, .deleted = 2}));
  EXPECT_TRUE(must(store_->find_record("trials", "b#10"))->record.deleted);
  EXPECT_FALSE(must(store_->find_record("trials", "b2#1"))->record.deleted);
  PageWrite gone = make_page({make_tombstone("b")});
  gone.families = {"b"};
  EXPECT_EQ(must(store_->apply_page(gone)), (PageCounts{.read = 1, .deleted = 2}));
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, OldPagesAreDroppedAndTheStoreStaysGood) {
  ManualClock clock(std::chrono::sys_days{std::chrono::year{2026} / 11 / 22});
  auto store = open({.clock = &clock});
  must(store->apply_page(raw_page({make_record("1", "A")}, "old")));
  must(store->apply_page(raw_page({make_record("1", "B")}, "old too")));
  clock.advance(std::chrono::hours(48));
  must(store->apply_page(raw_page({make_record("2", "C")}, "new")));
  EXPECT_EQ(must(store->drop_raw_pages("trials", clock.now() - std::chrono::hours(24))), 2);
  const auto pages = must(store->raw_pages("trials", nullptr, 10));
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(read_raw(*store, pages[0]), "new");
  EXPECT_EQ(must(store->find_record("trials", "1"))->record.title, "B");
  EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(RecordStoreContract, RunsAreListedWithTheirLag) {
  const auto first = must(store_->begin_run("trials", "harvest"));
  ASSERT_TRUE(store_->end_run(first, "finished").ok());
  const auto second = must(store_->begin_run("trials", "harvest"));
  ASSERT_TRUE(store_->end_run(second, RunEnd{"finished", 86'400, 3}).ok());
  const auto runs = must(store_->runs("trials", 10));
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].id, second);
  EXPECT_EQ(runs[0].lag, 86'400);
  EXPECT_EQ(runs[0].waiting, 3);
  EXPECT_FALSE(runs[1].lag.has_value());
  EXPECT_EQ(must(store_->runs("trials", 1)).size(), 1U);
  EXPECT_TRUE(must(store_->runs("nobody", 10)).empty());
  EXPECT_EQ(waiting_withdrawals(runs), 3);
  // Parsing again decides nothing about them; the next harvest or their withdrawal does.
  const auto third = must(store_->begin_run("trials", "reparse"));
  ASSERT_TRUE(store_->end_run(third, "finished").ok());
  EXPECT_EQ(waiting_withdrawals(must(store_->runs("trials", 10))), 3);
  const auto fourth = must(store_->begin_run("trials", "withdrawal"));
  ASSERT_TRUE(store_->end_run(fourth, "finished").ok());
  EXPECT_EQ(waiting_withdrawals(must(store_->runs("trials", 10))), 0);
}

}  // namespace evidence::test
