// What merging keeps beside the records: batches, works, decisions, corrections, the ledger, on
// every backend.
#include <algorithm>
#include <map>

#include "model/match_profile.h"
#include "store/merge_store.h"
#include "tests/unit/store/contract.h"

namespace evidence::test {
namespace {

RecordNumber number_of(MergeStore& merging, const std::string& key,
                       const std::string& source = "trials") {
  const auto name = must(merging.find_name(source, key));
  EXPECT_TRUE(name.has_value()) << key;
  return name ? name->number : 0;
}

std::unique_ptr<MergeBatch> begin(MergeStore& merging) {
  auto batch = merging.begin_batch();
  EXPECT_TRUE(batch.ok()) << (batch.ok() ? "" : batch.error().message);
  return batch.ok() ? std::move(*batch) : nullptr;
}

MergeDecision decision(RecordNumber a, RecordNumber b, bool same, const std::string& reason) {
  MergeDecision one;
  one.a = a;
  one.b = b;
  one.same = same;
  one.reason = reason;
  one.actor = "A. Librarian";
  return one;
}

Correction correction(const std::string& field, const std::string& value) {
  Correction one;
  one.field = field;
  one.value = value;
  one.reason = "as printed";
  one.author = "A. Librarian";
  return one;
}

std::vector<std::string> works_changed(RecordStore& store, ChangeSequence after) {
  std::vector<std::string> works;
  for (const ChangedWork& change : must(store.changes_after(after, 1'000))) {
    works.push_back(change.work);
  }
  return works;
}

// Moves the record into the work of the other, as a run of merging does.
void join(MergeStore& merging, RecordNumber into, RecordNumber moved) {
  const auto batch = begin(merging);
  const WorkRow current = must(batch->work_of(into));
  const WorkRow old = must(batch->work_of(moved));
  ASSERT_TRUE(batch->move(moved, current.number).ok());
  ASSERT_TRUE(batch->redirect(old.number, current.number).ok());
  ASSERT_TRUE(batch->note_change(current.number, "merged").ok());
  ASSERT_TRUE(batch->commit().ok());
}

}  // namespace

TEST_P(RecordStoreContract, ABatchThatIsNotCommittedLeavesNothing) {
  must(store_->apply_page(make_page({make_record("1", "Aspirin"), make_record("2", "Heparin")})));
  MergeStore& merging = *store_->merging();
  const RecordNumber one = number_of(merging, "1");
  const RecordNumber two = number_of(merging, "2");
  const WorkId first = work_of(*store_, "1");
  const ChangeSequence before = must(store_->last_change());
  {
    const auto batch = begin(merging);
    const WorkRow work = must(batch->work_of(one));
    ASSERT_TRUE(batch->move(two, work.number).ok());
    ASSERT_TRUE(batch->redirect(must(batch->work_of(two)).number + 1, work.number).ok());
    ASSERT_TRUE(batch->set_profile(one, "bytes").ok());
    ASSERT_TRUE(batch->add_key(7, one).ok());
    ASSERT_TRUE(batch->set_targets(one, {5}).ok());
    ASSERT_TRUE(batch->put_pair({one, two, Verdict::kSame, "rule", 1}).ok());
    ASSERT_TRUE(batch->note_change(work.number, "merged").ok());
    ASSERT_TRUE(batch->set_state({9, "rules", "pairs", 3}).ok());
    must(batch->new_work(two));
  }
  EXPECT_EQ(must(merging.merge_state()), MergeState{});
  EXPECT_EQ(work_of(*store_, "1"), first);
  EXPECT_NE(work_of(*store_, "2"), first);
  EXPECT_EQ(must(store_->last_change()), before);
  EXPECT_EQ(must(store_->work_count()), 2);
  const auto batch = begin(merging);
  EXPECT_EQ(must(batch->profile(one)), "");
  EXPECT_TRUE(must(batch->records_of_key(7, 10)).empty());
  EXPECT_TRUE(must(batch->targets(one)).empty());
  EXPECT_TRUE(must(batch->pairs_of(one)).empty());
}

TEST_P(RecordStoreContract, ABatchKeepsProfilesKeysTargetsAndPairs) {
  must(store_->apply_page(
      make_page({make_record("1", "A"), make_record("2", "B"), make_record("3", "C")})));
  MergeStore& merging = *store_->merging();
  const RecordNumber one = number_of(merging, "1");
  const RecordNumber two = number_of(merging, "2");
  const RecordNumber three = number_of(merging, "3");
  const std::string bytes("\0\1\xFFz", 4);
  const MatchedPair linked{one,          two,      Verdict::kLinked,
                           "same title", 0.123456, RelationType::kErratumFor};
  const MatchedPair same{two, three, Verdict::kSame, "same DOI", 1, RelationType::kOtherEdition};
  {
    const auto batch = begin(merging);
    ASSERT_TRUE(batch->set_profile(one, "other").ok());
    ASSERT_TRUE(batch->set_profile(one, bytes).ok());
    for (const RecordNumber record : {three, one, two, one}) {
      ASSERT_TRUE(batch->add_key(-7, record).ok());
    }
    ASSERT_TRUE(batch->set_targets(one, {3, 5}).ok());
    ASSERT_TRUE(batch->set_targets(one, {4, 5}).ok());
    ASSERT_TRUE(batch->put_pair({one, two, Verdict::kDoubtful, "old", 0.4}).ok());
    ASSERT_TRUE(batch->put_pair(linked).ok());
    ASSERT_TRUE(batch->put_pair(same).ok());
    ASSERT_TRUE(batch->set_state({9, "rules", "pairs", 3}).ok());
    ASSERT_TRUE(batch->commit().ok());
  }
  EXPECT_EQ(must(merging.merge_state()), (MergeState{9, "rules", "pairs", 3}));
  {
    const auto batch = begin(merging);
    EXPECT_EQ(must(batch->state()), (MergeState{9, "rules", "pairs", 3}));
    EXPECT_EQ(must(batch->profile(one)), bytes);
    EXPECT_EQ(must(batch->records_of_key(-7, 10)), (std::vector<RecordNumber>{one, two, three}));
    EXPECT_EQ(must(batch->records_of_key(-7, 2)), (std::vector<RecordNumber>{one, two}));
    EXPECT_EQ(must(batch->targets(one)), (std::vector<std::int64_t>{4, 5}));
    EXPECT_EQ(must(batch->pairs_of(two)).size(), 2U);
    EXPECT_EQ(must(batch->pairs_of(one)), (std::vector<MatchedPair>{linked}));
    EXPECT_EQ(must(batch->pairs_of(three)), (std::vector<MatchedPair>{same}));
    ASSERT_TRUE(batch->drop_pair(two, one).ok());
    ASSERT_TRUE(batch->drop_key(-7, two).ok());
    ASSERT_TRUE(batch->set_profile(one, "").ok());
    ASSERT_TRUE(batch->commit().ok());
  }
  const auto batch = begin(merging);
  EXPECT_EQ(must(batch->profile(one)), "");
  EXPECT_EQ(must(batch->records_of_key(-7, 10)), (std::vector<RecordNumber>{one, three}));
  EXPECT_TRUE(must(batch->pairs_of(one)).empty());
  ASSERT_TRUE(batch->forget_matching().ok());
  EXPECT_TRUE(must(batch->pairs_of(two)).empty());
  EXPECT_TRUE(must(batch->records_of_key(-7, 10)).empty());
  EXPECT_TRUE(must(batch->targets(one)).empty());
}

TEST_P(RecordStoreContract, ForgettingNotesTheWorksThatShowedARelative) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B"),
                                     make_record("3", "C"), make_record("4", "D")})));
  MergeStore& merging = *store_->merging();
  std::vector<RecordNumber> numbers;
  for (const char* key : {"1", "2", "3", "4"}) numbers.push_back(number_of(merging, key));
  const auto batch = begin(merging);
  ASSERT_TRUE(batch->put_pair({numbers[0], numbers[1], Verdict::kLinked, "x", 1}).ok());
  ASSERT_TRUE(batch->put_pair({numbers[0], numbers[2], Verdict::kSame, "x", 1}).ok());
  ASSERT_TRUE(batch->put_pair({numbers[2], numbers[3], Verdict::kDoubtful, "x", 1}).ok());
  const ChangeSequence before = must(store_->last_change());
  ASSERT_TRUE(batch->forget_matching().ok());
  ASSERT_TRUE(batch->commit().ok());
  auto noted = works_changed(*store_, before);
  std::sort(noted.begin(), noted.end());
  std::vector<WorkId> expected{work_of(*store_, "1"), work_of(*store_, "2")};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(noted, expected);
}

TEST_P(RecordStoreContract, ChangedRecordsAreGivenOnceInTheOrderOfTheirNewestChange) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  must(store_->apply_page(make_page({make_record("1", "A again"), make_tombstone("2")})));
  must(store_->apply_page(make_page({make_record("1", "A last"), make_record("3", "C")})));
  MergeStore& merging = *store_->merging();
  EXPECT_EQ(must(merging.unmerged()), 3);
  const RecordNumber one = number_of(merging, "1");
  const RecordNumber two = number_of(merging, "2");
  const RecordNumber three = number_of(merging, "3");
  const auto batch = begin(merging);
  const auto changed = must(batch->changed_records(0, 10));
  ASSERT_EQ(changed.size(), 3U);
  EXPECT_EQ(changed[0].record, two);
  EXPECT_EQ(changed[1].record, one);
  EXPECT_EQ(changed[2].record, three);
  EXPECT_EQ(must(batch->changed_records(0, 1)).size(), 1U);
  const auto rest = must(batch->changed_records(changed[0].sequence, 10));
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].record, one);
  EXPECT_TRUE(must(batch->changed_records(changed[2].sequence, 10)).empty());
  // A pass over everything knows the live ones only.
  EXPECT_EQ(must(batch->records_after(0, 10)), (std::vector<RecordNumber>{one, three}));
  EXPECT_EQ(must(batch->records_after(one, 10)), (std::vector<RecordNumber>{three}));
  EXPECT_EQ(must(batch->record(two)), std::nullopt);
  EXPECT_EQ(must(batch->record(one))->title, "A last");
  EXPECT_EQ(must(batch->name(two)).key, "2");
  EXPECT_EQ(batch->record(9'999).error().code, ErrorCode::kCorrupt);
  ASSERT_TRUE(batch->set_state({changed[2].sequence, "r", "", 0}).ok());
  ASSERT_TRUE(batch->commit().ok());
  EXPECT_EQ(must(merging.unmerged()), 0);
}

TEST_P(RecordStoreContract, JoinedWorksAreCountedOnceAndTheirIdsLeadOn) {
  must(store_->apply_page(
      make_page({make_record("1", "A"), make_record("2", "B"), make_record("3", "C")})));
  MergeStore& merging = *store_->merging();
  const RecordNumber one = number_of(merging, "1");
  const RecordNumber two = number_of(merging, "2");
  const RecordNumber three = number_of(merging, "3");
  const WorkId a = work_of(*store_, "1");
  const WorkId b = work_of(*store_, "2");
  const WorkId c = work_of(*store_, "3");
  join(merging, two, three);
  join(merging, one, two);
  {
    // c leads straight to a's work although it was joined with b's first.
    const auto batch = begin(merging);
    const WorkRow current = must(batch->work_of(one));
    EXPECT_EQ(current.id, a);
    EXPECT_EQ(current.live_records, 2);
    std::vector<WorkId> former;
    for (const WorkRow& row : must(batch->redirected_to(current.number))) former.push_back(row.id);
    EXPECT_EQ(former, (std::vector<WorkId>{b, c}));
    ASSERT_TRUE(batch->move(three, current.number).ok());
    ASSERT_TRUE(batch->move(three, current.number).ok());  // where it is already
    ASSERT_TRUE(batch->commit().ok());
  }
  EXPECT_EQ(must(store_->work_count()), 1);
  EXPECT_EQ(must(store_->status()).works, 1);
  EXPECT_EQ(must(store_->resolve_work(c)), a);
  EXPECT_EQ(must(store_->resolve_work(b)), a);
  EXPECT_EQ(must(store_->records_of(a)).size(), 3U);
  std::vector<WorkId> sorted{b, c};
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(must(merging.former_ids(a)), sorted);
  EXPECT_TRUE(must(store_->check()).empty());
  {
    // c comes back: it is a work again and leads nowhere.
    const auto batch = begin(merging);
    const auto former = must(batch->redirected_to(must(batch->work_of(one)).number));
    const auto old =
        std::find_if(former.begin(), former.end(), [&](const WorkRow& row) { return row.id == c; });
    ASSERT_NE(old, former.end());
    EXPECT_EQ(old->origin, three);
    ASSERT_TRUE(batch->end_redirect(old->number).ok());
    ASSERT_TRUE(batch->move(three, old->number).ok());
    ASSERT_TRUE(batch->commit().ok());
  }
  EXPECT_EQ(must(store_->work_count()), 2);
  EXPECT_EQ(must(store_->resolve_work(c)), c);
  EXPECT_EQ(must(merging.former_ids(a)), (std::vector<WorkId>{b}));
  EXPECT_EQ(work_of(*store_, "3"), c);
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, ATombstoneMovesWithoutBeingCountedAndComesBackWhereItWent) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  must(store_->apply_page(make_page({make_tombstone("2")})));
  MergeStore& merging = *store_->merging();
  EXPECT_EQ(must(store_->work_count()), 1);
  join(merging, number_of(merging, "1"), number_of(merging, "2"));
  EXPECT_EQ(must(store_->work_count()), 1);
  {
    const auto batch = begin(merging);
    const WorkRow work = must(batch->work_of(number_of(merging, "1")));
    EXPECT_EQ(work.live_records, 1);
    const auto members = must(batch->members(work.number));
    ASSERT_EQ(members.size(), 2U);
    EXPECT_FALSE(members[0].deleted);
    EXPECT_TRUE(members[1].deleted);
  }
  EXPECT_EQ(must(merging.members_of(work_of(*store_, "1"))).size(), 1U);
  must(store_->apply_page(make_page({make_record("2", "B")})));
  EXPECT_EQ(work_of(*store_, "2"), work_of(*store_, "1"));
  EXPECT_EQ(must(store_->work_count()), 1);
  EXPECT_EQ(must(merging.members_of(work_of(*store_, "1"))).size(), 2U);
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, ANewWorkKnowsTheRecordThatItWasMadeFor) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  MergeStore& merging = *store_->merging();
  const RecordNumber two = number_of(merging, "2");
  join(merging, number_of(merging, "1"), two);
  const auto batch = begin(merging);
  const WorkRow made = must(batch->new_work(two));
  EXPECT_TRUE(is_work_id(made.id));
  ASSERT_TRUE(batch->move(two, made.number).ok());
  const WorkRow read = must(batch->work(made.number));
  EXPECT_EQ(read.id, made.id);
  EXPECT_EQ(read.origin, two);
  EXPECT_EQ(read.live_records, 1);
  EXPECT_EQ(must(batch->work(99'999)).number, 0);
  EXPECT_EQ(must(batch->work_of(99'999)).number, 0);
  ASSERT_TRUE(batch->commit().ok());
  EXPECT_EQ(must(store_->work_count()), 2);
  EXPECT_TRUE(must(store_->check()).empty());
}

TEST_P(RecordStoreContract, OfAPairsDecisionsTheNewestIsInForceAndAllAreKept) {
  ManualClock clock;
  auto store = open({.clock = &clock});
  must(store->apply_page(
      make_page({make_record("1", "A"), make_record("2", "B"), make_record("3", "C")})));
  MergeStore& merging = *store->merging();
  const RecordNumber one = number_of(merging, "1");
  const RecordNumber two = number_of(merging, "2");
  const RecordNumber three = number_of(merging, "3");
  {
    const auto batch = begin(merging);
    ASSERT_TRUE(batch->set_state({must(store->last_change()), "r", "", 0}).ok());
    ASSERT_TRUE(batch->commit().ok());
  }
  // The order of the two does not matter.
  ASSERT_TRUE(
      merging.decide({decision(two, one, true, "one"), decision(one, three, false, "x")}).ok());
  EXPECT_EQ(must(merging.unmerged()), 3);
  clock.advance(std::chrono::seconds(5));
  ASSERT_TRUE(merging.decide({decision(one, two, false, "no")}).ok());
  {
    const auto batch = begin(merging);
    const auto of_two = must(batch->decisions_of(two));
    ASSERT_EQ(of_two.size(), 1U);
    EXPECT_FALSE(of_two[0].same);
    EXPECT_EQ(of_two[0].a, one);
    EXPECT_EQ(must(batch->decisions_of(one)).size(), 2U);
  }
  const auto all = must(merging.decisions(10));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].reason, "no");
  EXPECT_EQ(all[0].actor, "A. Librarian");
  EXPECT_EQ(all[0].at, "2024-03-15T00:00:05Z");
  EXPECT_EQ(all[2].reason, "one");
  EXPECT_EQ(must(merging.decisions(1)).size(), 1U);
  const auto refused =
      merging.decide({decision(one, two, true, "y"), decision(one, one, true, "")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().slug, "one_record");
  EXPECT_EQ(must(merging.decisions(10)).size(), 3U);  // all or none
  EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(RecordStoreContract, DoubtfulPairsWaitUntilAPersonHasSpokenOrTheyAreOneWork) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B"),
                                     make_record("3", "C"), make_record("4", "D")})));
  MergeStore& merging = *store_->merging();
  std::vector<RecordNumber> numbers;
  for (const char* key : {"1", "2", "3", "4"}) numbers.push_back(number_of(merging, key));
  {
    const auto batch = begin(merging);
    ASSERT_TRUE(batch->put_pair({numbers[0], numbers[1], Verdict::kDoubtful, "weak", 0.4}).ok());
    ASSERT_TRUE(batch->put_pair({numbers[1], numbers[2], Verdict::kDoubtful, "strong", 0.5}).ok());
    ASSERT_TRUE(batch->put_pair({numbers[2], numbers[3], Verdict::kSame, "sure", 1}).ok());
    ASSERT_TRUE(batch->commit().ok());
  }
  auto pairs = must(merging.doubtful(10));
  ASSERT_EQ(pairs.size(), 2U);
  EXPECT_EQ(pairs[0].rule, "strong");
  EXPECT_EQ(pairs[0].a.key, "2");
  EXPECT_EQ(pairs[0].b.key, "3");
  EXPECT_EQ(pairs[0].work_a, work_of(*store_, "2"));
  EXPECT_EQ(must(merging.doubtful_count()), 2);
  EXPECT_EQ(must(merging.doubtful(1)).size(), 1U);
  ASSERT_TRUE(merging.decide({decision(numbers[1], numbers[2], false, "no")}).ok());
  pairs = must(merging.doubtful(10));
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].rule, "weak");
  join(merging, numbers[0], numbers[1]);
  EXPECT_EQ(must(merging.doubtful_count()), 0);
  const auto within = must(merging.pairs_within(work_of(*store_, "1")));
  ASSERT_EQ(within.size(), 1U);
  EXPECT_EQ(within[0].rule, "weak");
}

TEST_P(RecordStoreContract, CorrectionsFollowTheirRecordAndCanBeWithdrawn) {
  ManualClock clock;
  auto store = open({.clock = &clock});
  must(store->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  MergeStore& merging = *store->merging();
  const RecordNumber one = number_of(merging, "1");
  const RecordNumber two = number_of(merging, "2");
  const WorkId a = work_of(*store, "1");
  const WorkId b = work_of(*store, "2");
  const ChangeSequence before = must(store->last_change());
  const std::int64_t first = must(merging.correct(two, correction("pages", "1-9")));
  const std::int64_t second = must(merging.correct(two, correction("title", "B, mended")));
  EXPECT_LT(first, second);
  EXPECT_EQ(works_changed(*store, before), (std::vector<std::string>{b}));
  ASSERT_EQ(must(merging.corrections_of(b)).size(), 2U);
  EXPECT_EQ(must(merging.corrections_of(b))[0].value, "1-9");
  EXPECT_EQ(must(merging.corrections_of(b))[0].at, "2024-03-15T00:00:00Z");
  EXPECT_TRUE(must(merging.corrections_of(a)).empty());
  join(merging, one, two);
  EXPECT_EQ(must(merging.corrections_of(a)).size(), 2U);
  must(store->apply_page(make_page({make_record("2", "B changed at its source")})));
  EXPECT_EQ(must(merging.corrections_of(a)).size(), 2U);
  clock.advance(std::chrono::seconds(5));
  const ChangeSequence later = must(store->last_change());
  ASSERT_TRUE(merging.withdraw_correction(first, "B. Librarian").ok());
  EXPECT_EQ(works_changed(*store, later), (std::vector<std::string>{a}));
  ASSERT_EQ(must(merging.corrections_of(a)).size(), 1U);
  EXPECT_EQ(must(merging.corrections_of(a))[0].field, "title");
  const auto again = merging.withdraw_correction(first, "B. Librarian");
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::kNotFound);
  const auto rows = must(merging.corrections("trials", 10));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].correction.id, second);
  EXPECT_EQ(rows[0].withdrawn_at, "");
  EXPECT_EQ(rows[0].work, a);
  EXPECT_EQ(rows[1].record.key, "2");
  EXPECT_EQ(rows[1].withdrawn_by, "B. Librarian");
  EXPECT_EQ(rows[1].withdrawn_at, "2024-03-15T00:00:05Z");
  EXPECT_TRUE(must(merging.corrections("nobody", 10)).empty());
  EXPECT_EQ(must(merging.corrections("", 1)).size(), 1U);
  EXPECT_EQ(merging.correct(one, correction("colour", "red")).error().slug, "unknown_field");
  EXPECT_FALSE(merging.correct(99'999, correction("title", "nobody's")).ok());
  EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(RecordStoreContract, TheLedgerAddsUp) {
  std::vector<Record> a;
  std::vector<Record> b;
  std::vector<Record> c;
  for (int key = 0; key < 9; ++key) {
    a.push_back(make_record(std::to_string(key), "T", "a"));
    b.push_back(make_record(std::to_string(key), "T", "b"));
    if (key < 4) c.push_back(make_record(std::to_string(key), "T", "c"));
  }
  must(store_->apply_page(make_page(a, "a")));
  must(store_->apply_page(make_page(b, "b")));
  must(store_->apply_page(make_page(c, "c")));
  MergeStore& merging = *store_->merging();
  // a0 b0 c0 one work; a1 a2 b1 one; b2 b3 one; c1 c2 a3 one; the rest alone.
  const auto of = [&](const char* source, const char* key) {
    return number_of(merging, key, source);
  };
  join(merging, of("a", "0"), of("b", "0"));
  join(merging, of("a", "0"), of("c", "0"));
  join(merging, of("a", "1"), of("a", "2"));
  join(merging, of("a", "1"), of("b", "1"));
  join(merging, of("b", "2"), of("b", "3"));
  join(merging, of("a", "3"), of("c", "1"));
  join(merging, of("a", "3"), of("c", "2"));
  must(store_->apply_page(make_page({make_tombstone("8", "a")}, "a")));
  for (const std::vector<std::string>& order :
       {std::vector<std::string>{}, std::vector<std::string>{"c", "a"}}) {
    const auto rows = must(merging.ledger(order));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].source, order.empty() ? "a" : "c");
    std::int64_t kept = 0;
    std::int64_t records = 0;
    std::map<std::string, LedgerRow> by_source;
    for (const LedgerRow& row : rows) {
      EXPECT_EQ(row.records, row.kept + row.duplicates_within + row.duplicates_between)
          << row.source;
      EXPECT_LE(row.only_here, row.kept);
      EXPECT_LE(row.kept, row.works);
      kept += row.kept;
      records += row.records;
      by_source[row.source] = row;
    }
    EXPECT_EQ(kept, must(store_->work_count()));
    EXPECT_EQ(records, must(store_->status()).records);
    EXPECT_EQ(by_source["a"].records, 8);
    EXPECT_EQ(by_source["a"].works, 7);
    EXPECT_EQ(by_source["a"].only_here, 4);
    EXPECT_EQ(by_source["a"].duplicates_within, 1);
    EXPECT_EQ(by_source["a"].duplicates_between, order.empty() ? 0 : 2);
    EXPECT_EQ(by_source["b"].duplicates_within, 1);
    EXPECT_EQ(by_source["b"].duplicates_between, 2);
    EXPECT_EQ(by_source["c"].duplicates_within, 1);
    EXPECT_EQ(by_source["c"].duplicates_between, order.empty() ? 2 : 0);
  }
}

TEST_P(RecordStoreContract, MergingNeedsAWritableStoreForWhatItWrites) {
  must(store_->apply_page(make_page({make_record("1", "A"), make_record("2", "B")})));
  auto reader = open({.read_only = true});
  MergeStore& merging = *reader->merging();
  const RecordNumber one = number_of(merging, "1");
  const RecordNumber two = number_of(merging, "2");
  for (const auto& refused :
       {merging.decide({decision(one, two, true, "x")}), merging.withdraw_correction(1, "x")}) {
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().slug, "store_read_only");
  }
  EXPECT_EQ(merging.begin_batch().error().slug, "store_read_only");
  EXPECT_EQ(merging.correct(one, correction("title", "x")).error().slug, "store_read_only");
  EXPECT_EQ(must(merging.unmerged()), 2);
  EXPECT_TRUE(must(merging.ledger({})).size() == 1U);
  EXPECT_EQ(must(merging.find_name("trials", "9")), std::nullopt);
  EXPECT_EQ(merging.name_of(99'999).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(must(merging.name_of(two)).key, "2");
}

}  // namespace evidence::test
