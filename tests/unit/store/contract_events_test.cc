// What became of works in a span of the change log, on every backend.
#include <algorithm>

#include "store/merge_store.h"
#include "tests/unit/store/contract.h"

namespace evidence::test {

TEST_P(RecordStoreContract, TellsWhatBecameOfAWorkInASpan) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  const ChangeSequence before = must(store_->last_change());
  must(store_->apply_page(make_page({make_record("1", "A2"), make_record("3", "C")})));
  must(store_->apply_page(make_page({make_tombstone("2")})));
  const ChangeSequence after = must(store_->last_change());
  const std::vector<WorkId> works{work_of(*store_, "3"), work_of(*store_, "2"),
                                  work_of(*store_, "1"), "w0000000000zz"};
  const auto events = must(store_->work_events(works, before, after));
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[0].work, works[0]);
  EXPECT_EQ(events[0].kinds, std::vector<std::string>{"added"});
  EXPECT_GT(events[0].first, before);
  EXPECT_TRUE(events[0].live);
  EXPECT_EQ(events[1].kinds, std::vector<std::string>{"deleted"});
  EXPECT_FALSE(events[1].live);
  EXPECT_EQ(events[1].current, works[1]);
  EXPECT_EQ(events[2].kinds, std::vector<std::string>{"changed"});
  EXPECT_LE(events[2].first, before);
  EXPECT_EQ(events[3].current, "");
  EXPECT_EQ(events[3].first, 0);
  // The span's end counts, its beginning does not.
  EXPECT_TRUE(must(store_->work_events({works[1]}, after, after))[0].kinds.empty());
  EXPECT_EQ(must(store_->work_events({works[1]}, after - 1, after))[0].kinds.size(), 1U);
}

TEST_P(RecordStoreContract, TellsWhereAJoinedWorkLeads) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  const WorkId first = work_of(*store_, "1");
  const WorkId second = work_of(*store_, "2");
  MergeStore* merging = store_->merging();
  ASSERT_NE(merging, nullptr);
  const ChangeSequence before = must(store_->last_change());
  {
    const auto batch = must(merging->begin_batch());
    const auto record = must(merging->find_name("trials", "2"));
    const auto other = must(merging->find_name("trials", "1"));
    ASSERT_TRUE(record && other);
    const WorkRow from = must(batch->work_of(record->number));
    const WorkRow to = must(batch->work_of(other->number));
    ASSERT_TRUE(batch->move(record->number, to.number).ok());
    ASSERT_TRUE(batch->redirect(from.number, to.number).ok());
    ASSERT_TRUE(batch->commit().ok());
  }
  const auto events = must(store_->work_events({second}, before, before + 100));
  EXPECT_EQ(events[0].current, first);
  EXPECT_TRUE(events[0].live);
}

TEST_P(RecordStoreContract, ListsTheWorksOfASpanOnceEach) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  const ChangeSequence before = must(store_->last_change());
  must(store_->apply_page(make_page({make_record("2", "B2")})));
  must(store_->apply_page(make_page({make_record("2", "B3"), make_record("3", "C")})));
  std::vector<WorkId> expected{work_of(*store_, "2"), work_of(*store_, "3")};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(must(store_->works_changed(before, before + 100, 10)), expected);
  EXPECT_EQ(must(store_->works_changed(before, before + 1, 10)).size(), 1U);
  EXPECT_TRUE(must(store_->works_changed(before, before, 10)).empty());
  const auto many = store_->works_changed(0, before + 100, 2);
  ASSERT_FALSE(many.ok());
  EXPECT_EQ(many.error().code, ErrorCode::kTooLarge);
}

}  // namespace evidence::test
