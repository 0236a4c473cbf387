#include "curation/run.h"

#include <gtest/gtest.h>

#include <random>

#include "curation/flow.h"
#include "tests/unit/curation/store_contract.h"

namespace evidence::curation {
namespace {

std::vector<bool> reused(const StoredRun& run) {
  std::vector<bool> marks;
  for (const RunLine& line : run.lines) marks.push_back(line.reused);
  return marks;
}

TEST(StoredRun, MarksOnlyLinesWhoseWholeGroundIsTheSame) {
  RunWorks works;
  StoredRun before = run_of({1, 2, 3, 4}, works);
  before.lines[3].refers_to = {};  // stands alone
  StoredRun after = before;
  mark_reused(after, before);
  EXPECT_EQ(reused(after), (std::vector<bool>{true, true, true, true}));
  after.lines[1].text = "another";  // 3 refers to 2
  mark_reused(after, before);
  EXPECT_EQ(reused(after), (std::vector<bool>{true, false, false, true}));
  after = before;
  after.snapshot = "11111111-2222-4333-8444-555555555555:18";
  mark_reused(after, before);
  EXPECT_EQ(reused(after), (std::vector<bool>{false, false, false, false}));
  after = before;
  after.vocabulary = "mesh 2027";
  mark_reused(after, before);
  EXPECT_EQ(reused(after), (std::vector<bool>{false, false, false, false}));
  after = before;
  after.lines[0].refers_to = {3};  // a circle
  after.lines[2].tree = "(term any \"other\")";
  mark_reused(after, before);
  EXPECT_EQ(reused(after), (std::vector<bool>{false, false, false, true}));
}

TEST(StoredRun, ReadsItsOwnJson) {
  RunWorks works;
  StoredRun run = run_of({1, 2}, works);
  run.number = 4;
  run.at = "2026-11-22T00:06:48Z";
  run.lines[0].counted = false;
  run.lines[0].count = 0;
  const json::object object = run_to_json(run);
  const auto back = run_from_json(object);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(json::serialize(run_to_json(*back)), json::serialize(object));
  EXPECT_EQ(back->lines[1].messages[0].fix, "Try another.");
  EXPECT_EQ(back->ledger, run.ledger);
}

TEST(StoredRun, IsNotTakenInByDamagedJson) {
  EXPECT_FALSE(run_from_json({}).ok());
  const json::object wrong{{"version", 1},     {"at", "2026"},       {"lines", "none"},
                           {"sources", 3},     {"result", -4},       {"ledger", json::array{}},
                           {"took_us", 1e300}, {"documents", "many"}};
  const auto run = run_from_json(wrong);
  ASSERT_TRUE(run.ok());
  EXPECT_TRUE(run->lines.empty());
  EXPECT_EQ(run->result_line(), nullptr);
}

TEST(StoredRun, TakesItsSnapshotApart) {
  EXPECT_EQ(snapshot_parts("abc:17").generation, "abc");
  EXPECT_EQ(snapshot_parts("abc:17").sequence, 17);
  for (const char* wrong : {"", "abc", "abc:", "abc:x", "abc:1x"}) {
    EXPECT_EQ(snapshot_parts(wrong).sequence, -1) << wrong;
  }
}

TEST(StoredRun, KeepsItsWorksCompressedAndNoticesDamage) {
  std::vector<WorkId> works;
  for (unsigned i = 0; i < 10'000; ++i) works.push_back(work_id(i));
  const std::string packed = pack_works(works);
  EXPECT_LT(packed.size(), works.size() * 7);
  EXPECT_EQ(must(unpack_works(packed)), works);
  EXPECT_TRUE(must(unpack_works(pack_works({}))).empty());
  EXPECT_FALSE(unpack_works(packed.substr(0, packed.size() / 2)).ok());
  EXPECT_FALSE(unpack_works(pack_works({"not a work"})).ok());
  EXPECT_FALSE(unpack_works(pack_works({work_id(2), work_id(1)})).ok());
}

TEST(RunLedger, CountsDuplicatesWithinAndBetweenSources) {
  const std::vector<std::vector<Member>> members{
      {{"pubmed", "1"}},
      {{"pubmed", "2"}, {"trials", "a"}},
      {{"trials", "b"}, {"trials", "c"}},
      {{"other", "x"}, {"pubmed", "3"}, {"pubmed", "4"}, {"trials", "d"}},
  };
  const RunLedger ledger = build_ledger(members, {"pubmed", "trials"});
  ASSERT_EQ(ledger.sources.size(), 3U);
  EXPECT_EQ(ledger.sources[0], (LedgerSource{"pubmed", 4, 3, 1, 1, 0, 3}));
  EXPECT_EQ(ledger.sources[1], (LedgerSource{"trials", 4, 3, 1, 1, 2, 1}));
  EXPECT_EQ(ledger.sources[2], (LedgerSource{"other", 1, 1, 0, 0, 1, 0}));
  EXPECT_EQ(ledger.records, 9U);
  EXPECT_EQ(ledger.works, 4U);
  EXPECT_EQ(ledger.duplicates, 5U);
  EXPECT_TRUE(reconciles(ledger));
  RunLedger wrong = ledger;
  ++wrong.sources[1].kept;
  EXPECT_FALSE(reconciles(wrong));
}

TEST(RunLedger, LeavesOutSourcesThatWereNotSearched) {
  const RunLedger ledger =
      build_ledger({{{"pubmed", "1"}, {"trials", "a"}}, {}}, {"trials", "pubmed"}, {"pubmed"});
  ASSERT_EQ(ledger.sources.size(), 1U);
  EXPECT_EQ(ledger.sources[0], (LedgerSource{"pubmed", 1, 1, 1, 0, 0, 1}));
  EXPECT_EQ(ledger.unread, 1U);
  EXPECT_TRUE(reconciles(ledger));
}

TEST(RunLedger, ReconcilesWhateverTheMembers) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::vector<Member>> members(random() % 30);
    for (auto& work : members) {
      work.resize(random() % 6);
      for (Member& member : work) {
        member = {"s" + std::to_string(random() % 5), std::to_string(random())};
      }
    }
    const RunLedger ledger = build_ledger(members, {"s3", "s1"});
    EXPECT_TRUE(reconciles(ledger)) << round;
    EXPECT_EQ(ledger.works + ledger.unread, members.size());
  }
}

TEST(Flow, OfTwoSourcesAndAnUploadAddsUp) {
  RunWorks works;
  StoredRun run = run_of({4}, works);
  run.sources.push_back({"trials", "Trials", "", 5});
  run.ledger = build_ledger({{{"pubmed", "1"}},
                             {{"pubmed", "2"}, {"trials", "a"}},
                             {{"trials", "b"}, {"trials", "c"}},
                             {{"pubmed", "3"}}},
                            {"pubmed", "trials"});
  ExternalSearch search;
  search.platform = "Ovid";
  search.database = "Embase";
  search.counts = {10, 1, 2, 3, 1, 4};
  const Flow flow = flow_of(run, {search});
  ASSERT_EQ(flow.rows.size(), 3U);
  EXPECT_EQ(flow.rows[0].name, "PubMed");
  EXPECT_EQ(flow.rows[2].name, "Embase (Ovid)");
  EXPECT_EQ(flow.identified, 16U);
  EXPECT_EQ(flow.duplicates, 8U);
  EXPECT_EQ(flow.remaining, 8U);
  EXPECT_EQ(flow.unreadable, 1U);
  EXPECT_TRUE(adds_up(flow));
}

}  // namespace
}  // namespace evidence::curation
