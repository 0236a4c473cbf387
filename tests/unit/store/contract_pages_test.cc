// What a page does to records, works and history, on every backend.
#include "tests/unit/store/contract.h"

namespace evidence::test {

TEST_P(RecordStoreContract, ANewRecordGetsAWorkOfItsOwn) {
  const PageCounts counts = must(
      store_->apply_page(make_page({make_record("1", "Aspirin"), make_record("2", "Heparin")})));
  EXPECT_EQ(counts, (PageCounts{.read = 2, .added = 2}));
  const WorkId first = work_of(*store_, "1");
  const WorkId second = work_of(*store_, "2");
  EXPECT_TRUE(is_work_id(first)) << first;
  EXPECT_NE(first, second);
  const auto records = must(store_->records_of(first));
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0], make_record("1", "Aspirin"));
  EXPECT_EQ(must(store_->work_count()), 2);
}

TEST_P(RecordStoreContract, TheSamePageAgainChangesNothing) {
  const PageWrite page = make_page({make_record("1", "Aspirin"), make_record("2", "Heparin")});
  must(store_->apply_page(page));
  const ChangeSequence before = must(store_->last_change());
  EXPECT_EQ(must(store_->apply_page(page)), (PageCounts{.read = 2, .unchanged = 2}));
  EXPECT_EQ(must(store_->last_change()), before);
}

TEST_P(RecordStoreContract, AChangedRecordKeepsItsWorkAndSaysWhen) {
  ManualClock clock(std::chrono::sys_days{std::chrono::year{2026} / 11 / 22});
  auto store = open({.clock = &clock});
  must(store->apply_page(make_page({make_record("1", "Aspirin")})));
  const WorkId work = work_of(*store, "1");
  clock.advance(std::chrono::minutes(10));
  const PageCounts counts = must(store->apply_page(make_page({make_record("1", "Aspirin again")})));
  EXPECT_EQ(counts, (PageCounts{.read = 1, .changed = 1}));
  const auto stored = must(store->find_record("trials", "1"));
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->work, work);
  EXPECT_EQ(stored->record.title, "Aspirin again");
  EXPECT_EQ(stored->first_seen, "2026-11-22T00:00:00Z");
  EXPECT_EQ(stored->last_changed, "2026-11-22T00:10:00Z");
  EXPECT_EQ(stored->content_hash.size(), 64U);
  EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(RecordStoreContract, WithinAPageTheLastOfAKeyWins) {
  const PageCounts counts = must(store_->apply_page(
      make_page({make_record("1", "First"), make_record("2", "Other"), make_record("1", "Last")})));
  EXPECT_EQ(counts, (PageCounts{.read = 3, .added = 2}));
  EXPECT_EQ(must(store_->find_record("trials", "1"))->record.title, "Last");
  EXPECT_EQ(must(store_->apply_page(make_page({make_record("1", "New"), make_tombstone("1")}))),
            (PageCounts{.read = 2, .deleted = 1}));
}

TEST_P(RecordStoreContract, ADeletedRecordLeavesItsWorkEmptyAndReported) {
  must(store_->apply_page(make_page({make_record("1", "Aspirin")})));
  const WorkId work = work_of(*store_, "1");
  const ChangeSequence before = must(store_->last_change());
  EXPECT_EQ(must(store_->apply_page(make_page({make_tombstone("1")}))),
            (PageCounts{.read = 1, .deleted = 1}));
  EXPECT_TRUE(must(store_->records_of(work)).empty());
  EXPECT_EQ(must(store_->resolve_work(work)), work);
  EXPECT_EQ(must(store_->work_count()), 0);
  EXPECT_TRUE(must(store_->works_after("", 10)).empty());
  const auto changes = must(store_->changes_after(before, 10));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].work, work);
  const auto stored = must(store_->find_record("trials", "1"));
  ASSERT_TRUE(stored);
  EXPECT_TRUE(stored->record.deleted);
  EXPECT_EQ(must(store_->apply_page(make_page({make_tombstone("1")}))),
            (PageCounts{.read = 1, .unchanged = 1}));
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, ARecordThatComesBackGetsItsOldWork) {
  const PageWrite page = make_page({make_record("1", "Aspirin")});
  must(store_->apply_page(page));
  const WorkId work = work_of(*store_, "1");
  must(store_->apply_page(make_page({make_tombstone("1")})));
  EXPECT_EQ(must(store_->apply_page(page)), (PageCounts{.read = 1, .added = 1}));
  EXPECT_EQ(work_of(*store_, "1"), work);
  EXPECT_EQ(must(store_->records_of(work)).size(), 1U);
  EXPECT_EQ(must(store_->work_count()), 1);
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, ATombstoneOfAnUnknownRecordDeletesNothingAndStopsNothing) {
  EXPECT_EQ(must(store_->apply_page(make_page({make_tombstone("9")}))),
            (PageCounts{.read = 1, .deleted = 1}));
  EXPECT_EQ(must(store_->apply_page(make_page({make_tombstone("9")}))),
            (PageCounts{.read = 1, .unchanged = 1}));
  EXPECT_EQ(must(store_->last_change()), 0);
  const auto stored = must(store_->find_record("trials", "9"));
  ASSERT_TRUE(stored);
  EXPECT_TRUE(stored->record.deleted);
  EXPECT_EQ(stored->work, "");
  EXPECT_EQ(must(store_->apply_page(make_page({make_record("9", "Late")}))),
            (PageCounts{.read = 1, .added = 1}));
  EXPECT_TRUE(is_work_id(work_of(*store_, "9")));
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, TheSameKeyInTwoSourcesIsTwoRecords) {
  must(store_->apply_page(make_page({make_record("1", "Ours")})));
  must(store_->apply_page(make_page({make_record("1", "Theirs", "other")}, "other")));
  EXPECT_NE(work_of(*store_, "1"), work_of(*store_, "1", "other"));
  EXPECT_EQ(must(store_->find_record("trials", "1"))->record.title, "Ours");
  EXPECT_FALSE(must(store_->find_record("third", "1")).has_value());
}

TEST_P(RecordStoreContract, AnyTextOfAKeyOrTitleComesBackAsItWas) {
  const std::string key = "a'b\"; DROP TABLE record; -- \xCE\xB2%_\n";
  const Record record = make_record(key, "\xF0\x9F\x92\x8A ' \" \\ \xE2\x80\xA8 end");
  must(store_->apply_page(make_page({record})));
  const auto stored = must(store_->find_record("trials", key));
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->record, record);
}

TEST_P(RecordStoreContract, APageWithAWrongRecordChangesNothing) {
  const auto refused = store_->apply_page(
      make_page({make_record("1", "Good"), make_record("2", "Wrong source", "other")}));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(
      store_->apply_page(make_page({make_record("1", "Good"), make_record("", "No key")})).ok());
  EXPECT_FALSE(store_->apply_page(make_page({make_record("1", "x", "../x")}, "../x")).ok());
  EXPECT_FALSE(must(store_->find_record("trials", "1")).has_value());
  EXPECT_EQ(must(store_->last_change()), 0);
}

TEST_P(RecordStoreContract, APageThatFailsAtItsLastStepChangesNothing) {
  must(store_->apply_page(make_page({make_record("old", "Old")})));
  const StoreStatus before = must(store_->status());
  PageWrite page =
      make_page({make_record("1", "New"), make_record("old", "Changed"), make_tombstone("2")});
  page.problems.push_back({"trials", "file 1", "bad", "reason"});
  page.state = HarvestState{"trials", "50", "", "", "", false};
  page.run = 4711;  // was never begun
  const auto refused = store_->apply_page(page);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
  const StoreStatus after = must(store_->status());
  EXPECT_EQ(after.records, before.records);
  EXPECT_EQ(after.deleted_records, before.deleted_records);
  EXPECT_EQ(after.problems, 0);
  EXPECT_EQ(after.last_change, before.last_change);
  EXPECT_EQ(must(store_->find_record("trials", "old"))->record.title, "Old");
  EXPECT_FALSE(must(store_->harvest_state("trials")).has_value());
  page.run = must(store_->begin_run("trials", "harvest"));
  EXPECT_EQ(must(store_->apply_page(page)),
            (PageCounts{.read = 3, .added = 1, .changed = 1, .deleted = 1, .problems = 1}));
}

TEST_P(RecordStoreContract, ARunAddsUpItsPagesAndTheCursorMovesWithThem) {
  const std::int64_t run = must(store_->begin_run("trials", "harvest"));
  for (int number = 0; number < 3; ++number) {
    PageWrite page = make_page({make_record(std::to_string(number), "Title")});
    page.run = run;
    page.bytes = 100;
    page.raw =
        RawPage{"<page>" + std::to_string(number) + "</page>", "application/xml", "http://x/"};
    page.state =
        HarvestState{"trials", std::to_string(number + 1), "2026-01-01", "2026-02-01", "", false};
    must(store_->apply_page(page));
  }
  EXPECT_EQ(must(store_->harvest_state("trials"))->cursor, "3");
  EXPECT_FALSE(must(store_->harvest_state("trials"))->finished);
  ASSERT_TRUE(store_->end_run(run, "finished").ok());
  EXPECT_FALSE(store_->end_run(run, "twice").ok());
  const auto sources = must(store_->source_status());
  ASSERT_EQ(sources.size(), 1U);
  ASSERT_TRUE(sources[0].last_run.has_value());
  EXPECT_EQ(sources[0].last_run->outcome, "finished");
  EXPECT_EQ(sources[0].last_run->pages, 3);
  EXPECT_EQ(sources[0].last_run->bytes, 300);
  EXPECT_EQ(sources[0].last_run->counts, (PageCounts{.read = 3, .added = 3}));
  EXPECT_NE(sources[0].last_run->ended, "");
  EXPECT_EQ(sources[0].records, 3);
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, ProblemsAreKeptOnceAndOnlyTheNewest) {
  PageWrite page = make_page({});
  for (int number = 0; number < 10'050; ++number) {
    page.problems.push_back({"trials", "line " + std::to_string(number), "bad", "reason"});
  }
  EXPECT_EQ(must(store_->apply_page(page)), (PageCounts{.problems = 10'050}));
  EXPECT_EQ(must(store_->status()).problems, 10'000);
  must(store_->apply_page(page));
  EXPECT_EQ(must(store_->status()).problems, 10'000);
  const auto newest = must(store_->problems("trials", 3));
  ASSERT_EQ(newest.size(), 3U);
  EXPECT_EQ(newest[0].position, "line 10049");
  EXPECT_EQ(must(store_->problems("trials", 100'000)).back().position, "line 50");
  EXPECT_TRUE(must(store_->problems("other", 10)).empty());
}

TEST_P(RecordStoreContract, ADamagedBodyIsWithheldAndFound) {
  must(store_->apply_page(make_page({make_record("1", "Aspirin"), make_record("2", "Heparin")})));
  const WorkId work = work_of(*store_, "1");
  const WorkId other = work_of(*store_, "2");
  backend_->damage_body("trials", "1");
  const auto withheld = store_->records_of(work);
  ASSERT_FALSE(withheld.ok());
  EXPECT_EQ(withheld.error().code, ErrorCode::kCorrupt);
  EXPECT_FALSE(store_->find_record("trials", "1").ok());
  EXPECT_TRUE(store_->records_of(other).ok());
  const auto findings = must(store_->check());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0], R"(record "trials:1" does not match its hash)");
}

TEST_P(RecordStoreContract, UnknownWorksAreUnknown) {
  EXPECT_FALSE(must(store_->resolve_work("w000000000000")).has_value());
  EXPECT_TRUE(must(store_->records_of("w000000000000")).empty());
}

}  // namespace evidence::test
