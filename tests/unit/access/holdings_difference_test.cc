#include "access/holdings_difference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/access/store_contract.h"

namespace evidence::test {
namespace {

HoldingRefs refs_of(const std::vector<Holding>& holdings) {
  HoldingRefs refs;
  for (const Holding& one : holdings) refs.push_back(&one);
  return refs;
}

HoldingsDifference difference_of(const std::vector<Holding>& before,
                                 const std::vector<Holding>& after) {
  return compare_holdings(refs_of(before), refs_of(after));
}

TEST(HoldingsDifference, PairsTheRowsOfATitleByTheirBeginning) {
  std::vector<Holding> before{journal_holding(1), journal_holding(1)};
  before[1].first = {2005, 0, 0};
  std::vector<Holding> after{before[1], before[0]};
  after[0].last = {2010, 0, 0};
  after[1].embargo = parse_embargo("P1Y");
  const HoldingsDifference difference = difference_of(before, after);
  ASSERT_EQ(difference.changed.size(), 2U);
  EXPECT_EQ(difference.changed[0].before, 1U);
  EXPECT_EQ(difference.changed[0].columns,
            (std::vector<ColumnChange>{{"date_last_issue_online", "", "2010"}}));
  EXPECT_EQ(difference.changed[1].columns,
            (std::vector<ColumnChange>{{"embargo_info", "", "P1Y"}}));
  EXPECT_TRUE(difference.added.empty());
  EXPECT_TRUE(difference.removed.empty());
}

TEST(HoldingsDifference, OfATitleThatMovedNamesTheColumn) {
  std::vector<Holding> after{journal_holding(1)};
  after[0].url = "https://other.example.com/1";
  const auto difference = difference_of({journal_holding(1)}, after);
  ASSERT_EQ(difference.changed.size(), 1U);
  EXPECT_TRUE(moved(difference.changed[0]));
  EXPECT_FALSE(coverage_changed(difference.changed[0]));
  after[0].url = "https://journals.example.org/new-path";
  EXPECT_FALSE(moved(difference_of({journal_holding(1)}, after).changed.at(0)));
}

TEST(HoldingsDifference, AccountsForEveryRowOnce) {
  std::mt19937 random(20261130);
  for (int round = 0; round < 200; ++round) {
    const auto some = [&random] {
      std::vector<Holding> holdings;
      for (std::size_t i = random() % 30; i > 0; --i) {
        Holding one = journal_holding(static_cast<unsigned>(random() % 8));
        one.first = {static_cast<int>(1990 + random() % 3), 0, 0};
        if (random() % 3 == 0) one.publisher = "P";
        if (random() % 3 == 0) one.title_id = "";
        holdings.push_back(one);
      }
      return holdings;
    };
    const std::vector<Holding> before = some();
    const std::vector<Holding> after = some();
    const HoldingsDifference difference = difference_of(before, after);
    EXPECT_EQ(difference.unchanged + difference.changed.size() + difference.removed.size(),
              before.size());
    EXPECT_EQ(difference.unchanged + difference.changed.size() + difference.added.size(),
              after.size());
    std::vector<bool> seen(after.size(), false);
    for (const HoldingChange& change : difference.changed) {
      EXPECT_FALSE(seen[change.after]);
      seen[change.after] = true;
      EXPECT_FALSE(change.columns.empty());
    }
    for (const std::size_t place : difference.added) {
      EXPECT_FALSE(seen[place]);
      seen[place] = true;
    }
    EXPECT_EQ(difference_of(before, before).unchanged, before.size());
  }
}

TEST(HoldingsDifference, EveryColumnIsPartOfTheHash) {
  const Holding holding = journal_holding(1);
  const std::string hash = holding_hash(holding);
  EXPECT_EQ(hash.size(), 32U);
  std::vector<Holding> others(9, holding);
  others[0].title += "x";
  others[1].free = true;
  others[2].depth = CoverageDepth::kPrint;
  others[3].kind = HoldingKind::kMonograph;
  others[4].last_unread = "ceased";
  others[5].notes = "n";
  others[6].print_id = numbered_issn(5);
  others[7].first_volume = "1";
  others[8].first_issue = "1";
  for (const Holding& other : others) EXPECT_NE(holding_hash(other), hash);
  EXPECT_NE(holding_hash(others[7]), holding_hash(others[8]));
}

}  // namespace
}  // namespace evidence::test
