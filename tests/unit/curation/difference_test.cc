#include "curation/difference.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/curation/store_contract.h"

namespace evidence::curation {
namespace {

class MadeHistory final : public WorkHistory {
 public:
  Result<std::vector<WorkFate>> fates(const std::vector<WorkId>& works, std::int64_t after,
                                      std::int64_t until) override {
    after_ = after;
    until_ = until;
    std::vector<WorkFate> told;
    for (const WorkId& work : works) {
      const auto known = known_.find(work);
      told.push_back(known == known_.end() ? WorkFate{work, work, true, 1, {}} : known->second);
    }
    return told;
  }
  Result<std::vector<WorkId>> changed(std::int64_t, std::int64_t, std::size_t) override {
    if (too_many_) return Error{ErrorCode::kTooLarge, "too_many_changes", "", ""};
    return changed_;
  }
  std::map<WorkId, WorkFate> known_;
  std::vector<WorkId> changed_;
  bool too_many_ = false;
  std::int64_t after_ = 0, until_ = 0;
};

struct Difference : ::testing::Test {
  Difference() {
    before = one_line({1, 2, 3, 4, 5}, before_works);
    after = one_line({3, 4, 5, 6, 7}, after_works);
    before.number = 1;
    after.number = 2;
    before.snapshot = "gen:10";
    after.snapshot = "gen:20";
  }
  static StoredRun one_line(const std::vector<unsigned>& numbers, RunWorks& works) {
    RunWorks ignored;
    StoredRun run = run_of({static_cast<std::uint32_t>(numbers.size())}, ignored);
    for (const unsigned number : numbers) works.works.push_back(work_id(number));
    works.lines = {IdSet::range(0, numbers.size())};
    return run;
  }
  LineDifference compare(WorkHistory* with) {
    return must(compare_runs(before, before_works, 0, after, after_works, 0, with));
  }
  Cause cause_of(unsigned number) {
    const LineDifference difference = compare(&history);
    for (const auto* list : {&difference.added, &difference.lost}) {
      for (const DifferentWork& work : *list) {
        if (work.work == work_id(number)) return work.cause;
      }
    }
    ADD_FAILURE() << "neither added nor lost";
    return Cause::kUnexplained;
  }
  void tell(unsigned number, std::int64_t first, std::vector<std::string> kinds, bool live = true,
            unsigned current = 0) {
    const WorkId id = work_id(number);
    history.known_[id] = {id, current == 0 ? id : work_id(current), live, first, std::move(kinds)};
  }

  RunWorks before_works, after_works;
  StoredRun before, after;
  MadeHistory history;
};

TEST_F(Difference, ListsExactlyWhatCameAndWent) {
  history.changed_ = {work_id(2), work_id(4), work_id(9)};
  const LineDifference difference = compare(&history);
  EXPECT_EQ(difference.before, 5U);
  EXPECT_EQ(difference.after, 5U);
  EXPECT_EQ(difference.kept, 3U);
  ASSERT_EQ(difference.added.size(), 2U);
  EXPECT_EQ(difference.added[0].work, work_id(6));
  ASSERT_EQ(difference.lost.size(), 2U);
  EXPECT_EQ(difference.lost[1].work, work_id(2));
  EXPECT_EQ(difference.changed, std::vector<WorkId>{work_id(4)});
  EXPECT_EQ(history.after_, 10);
  EXPECT_EQ(history.until_, 20);
}

TEST_F(Difference, KnowsANewRecordFromAnOldOne) {
  tell(6, 15, {"added"});
  tell(7, 5, {"changed"});
  EXPECT_EQ(cause_of(6), Cause::kNewRecord);
  EXPECT_EQ(cause_of(7), Cause::kChangedRecord);
}

TEST_F(Difference, FollowsAJoinToBothEnds) {
  tell(1, 3, {"merged"}, true, 6);  // 1 is part of 6 now
  tell(2, 3, {"merged"}, true, 3);  // 2 is part of 3, which both runs have
  tell(6, 2, {"merged"});
  const LineDifference difference = compare(&history);
  EXPECT_EQ(difference.lost[0], (DifferentWork{work_id(1), Cause::kMerged, work_id(6)}));
  EXPECT_EQ(difference.lost[1], (DifferentWork{work_id(2), Cause::kMerged, work_id(3)}));
  EXPECT_EQ(difference.added[0], (DifferentWork{work_id(6), Cause::kMerged, work_id(1)}));
}

TEST_F(Difference, TellsDeletionAndReturn) {
  tell(1, 3, {"deleted"}, false);
  tell(6, 3, {"restored"});
  EXPECT_EQ(cause_of(1), Cause::kDeleted);
  EXPECT_EQ(cause_of(6), Cause::kRestored);
}

TEST_F(Difference, BlamesTheStrategyWhereItIsAnother) {
  after.lines[0].text = "wider";
  tell(7, 15, {"added"});  // not found before whatever the strategy
  tell(1, 3, {"deleted"}, false);
  EXPECT_EQ(cause_of(6), Cause::kStrategy);
  EXPECT_EQ(cause_of(2), Cause::kStrategy);
  EXPECT_EQ(cause_of(7), Cause::kNewRecord);
  EXPECT_EQ(cause_of(1), Cause::kDeleted);
}

TEST_F(Difference, LooksThroughLinesThatALineRefersTo) {
  for (StoredRun* run : {&before, &after}) {
    run->lines.push_back(run->lines[0]);
    run->lines[1].number = 2;
    run->lines[1].refers_to = {1};
    run->result = 1;
  }
  before_works.lines.push_back(before_works.lines[0]);
  after_works.lines.push_back(after_works.lines[0]);
  EXPECT_FALSE(compare(&history).other_strategy);
  after.lines[0].text = "wider";
  EXPECT_TRUE(compare(&history).other_strategy);
}

TEST_F(Difference, TellsSettingsFromReindexing) {
  EXPECT_EQ(cause_of(6), Cause::kUnexplained);
  after.snapshot = "other:20";
  EXPECT_EQ(cause_of(6), Cause::kReindexed);
  after.snapshot = "gen:20";
  after.vocabulary = "mesh 2027";
  EXPECT_EQ(cause_of(6), Cause::kReindexed);
  after.restricted_to = {};
  EXPECT_EQ(cause_of(6), Cause::kSettings);
}

TEST_F(Difference, GuessesNothingWithoutAHistory) {
  const LineDifference difference = compare(nullptr);
  EXPECT_EQ(difference.added[0].cause, Cause::kUnexplained);
  EXPECT_EQ(difference.lost[0].cause, Cause::kUnexplained);
  EXPECT_FALSE(difference.changed_known);
  history.too_many_ = true;
  EXPECT_FALSE(compare(&history).changed_known);
}

TEST_F(Difference, NeedsALineThatBothRunsCounted) {
  const auto wrong = compare_runs(before, before_works, 9, after, after_works, 0, &history);
  EXPECT_EQ(slug_of(wrong), "unknown_line");
  after.lines[0].counted = false;
  const auto uncounted = compare_runs(before, before_works, 0, after, after_works, 0, &history);
  EXPECT_EQ(slug_of(uncounted), "unknown_line");
}

TEST_F(Difference, CountsAllEvenWhereItListsFew) {
  const json::object object = difference_to_json(compare(&history), 1);
  const json::object& added = object.at("added").as_object();
  EXPECT_EQ(added.at("count").to_number<int>(), 2);
  EXPECT_EQ(added.at("works").as_array().size(), 1U);
  EXPECT_EQ(added.at("causes").as_object().at("unexplained").to_number<int>(), 2);
}

}  // namespace
}  // namespace evidence::curation
