#include "base/id_set.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace evidence {
namespace {

TEST(IdSet, IsASetOfNumbers) {
  IdSet set = IdSet::of({5, 1, 5, 4'000'000'000U});
  EXPECT_EQ(set.size(), 3U);
  EXPECT_TRUE(set.has(4'000'000'000U));
  EXPECT_FALSE(set.has(2));
  set.add(2);
  set.remove(5);
  EXPECT_EQ(set.numbers(), (std::vector<std::uint32_t>{1, 2, 4'000'000'000U}));
  EXPECT_TRUE(IdSet().empty());
  EXPECT_EQ(IdSet::range(3, 6), IdSet::of({3, 4, 5}));
  EXPECT_TRUE(IdSet::range(6, 3).empty());
}

TEST(IdSet, CombinesAsSetsDo) {
  const IdSet a = IdSet::of({1, 2, 3});
  const IdSet b = IdSet::of({2, 3, 4});
  IdSet both = a;
  both &= b;
  EXPECT_EQ(both, IdSet::of({2, 3}));
  EXPECT_EQ(a.size_of_and(b), 2U);
  IdSet either = a;
  either |= b;
  EXPECT_EQ(either, IdSet::range(1, 5));
  IdSet rest = a;
  rest -= b;
  EXPECT_EQ(rest, IdSet::of({1}));
  EXPECT_EQ(IdSet::any_of({&a, &b}), either);
  EXPECT_TRUE(IdSet::any_of({}).empty());
  EXPECT_EQ(a, IdSet::of({1, 2, 3})) << "operands stay as they were";
}

TEST(IdSet, WhatWasMovedFromIsEmptyAndUsable) {
  IdSet a = IdSet::of({1});
  const IdSet b = std::move(a);
  EXPECT_TRUE(a.empty());  // NOLINT(bugprone-use-after-move): that is what is promised
  a.add(7);
  EXPECT_TRUE(a.has(7));
  EXPECT_EQ(b, IdSet::of({1}));
}

TEST(IdSet, StopsWhereTheVisitorSaysSo) {
  std::set<std::uint32_t> seen;
  IdSet::range(0, 100).for_each([&seen](std::uint32_t number) {
    seen.insert(number);
    return seen.size() < 3;
  });
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2}));
}

TEST(IdSet, ComesBackFromItsBytesAndRefusesOthers) {
  for (IdSet set : {IdSet(), IdSet::of({1, 70'000, 3'000'000'000U}), IdSet::range(10, 100'000)}) {
    set.shrink();
    const std::string bytes = set.to_bytes();
    const auto again = IdSet::from_bytes(bytes);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, set);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ 1);
      EXPECT_FALSE(IdSet::from_bytes(damaged).ok()) << at;
      EXPECT_FALSE(IdSet::from_bytes(bytes.substr(0, at)).ok()) << at;
    }
  }
}

}  // namespace
}  // namespace evidence
