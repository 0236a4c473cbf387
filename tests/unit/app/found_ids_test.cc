#include "app/found_ids.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/search/search_index.h"

namespace evidence::app {
namespace {

class FoundIdsTest : public ::testing::Test {
 protected:
  static std::vector<Work> works() {
    std::vector<Work> all;
    for (int i = 1; i <= 60; ++i) {
      Work work = test::make_work(i, "Asthma number " + std::to_string(i), "In children.");
      if (i % 6 != 0) work.record.publication.date = {2000 + i % 4, 0, 0};
      if (i % 5 == 0) work.study_type = StudyType::kCohort;
      work.record.languages = {i % 2 == 0 ? "eng" : "fre"};
      if (i % 3 == 0) work.record.languages.emplace_back("ger");
      all.push_back(std::move(work));
    }
    return all;
  }
  static SearchRequest request(const std::string& text) {
    SearchRequest request;
    request.text = text;
    request.sort = Sort::kDateDescending;
    return request;
  }
  Result<FoundIds> find(const std::string& text, std::size_t listable) {
    return find_all_ids(searcher_, request(text), stop_, listable);
  }

  test::SearchIndex index_{works(), test::Backend::kTwoShards};
  Searcher searcher_{test::options_for(index_.stub())};
  StopFlag stop_;
};

TEST_F(FoundIdsTest, ALargeResultTakenInPartsIsTheSameSet) {
  const auto whole = find("asthma", 100);
  ASSERT_TRUE(whole.ok()) << whole.error().message;
  EXPECT_EQ(whole->ids.size(), 60U);
  const std::set<WorkId> expected(whole->ids.begin(), whole->ids.end());
  EXPECT_EQ(expected.size(), 60U);
  for (const std::size_t listable : {40U, 14U, 8U}) {
    const auto parts = find("asthma", listable);
    ASSERT_TRUE(parts.ok()) << listable << ": " << parts.error().message;
    EXPECT_EQ(parts->ids.size(), 60U) << listable;
    EXPECT_EQ(std::set<WorkId>(parts->ids.begin(), parts->ids.end()), expected) << listable;
  }
  // Years follow each other: of parts that are each a year the order is that of the whole.
  EXPECT_EQ(find("asthma", 40)->ids, whole->ids);
}

TEST_F(FoundIdsTest, AWidenedQueryStaysTheOneThatItWas) {
  const auto whole = find("asthma nothinglikeit", 100);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->ids.size(), 60U);
  EXPECT_FALSE(whole->warnings.empty());
  EXPECT_EQ(find("asthma nothinglikeit", 40)->ids, whole->ids);
}

TEST_F(FoundIdsTest, WhatCannotBeDividedFurtherIsRefusedNotCut) {
  const auto refused = find("asthma", 2);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kTooLarge);
  EXPECT_NE(refused.error().message.find("too large"), std::string::npos);
}

TEST_F(FoundIdsTest, NothingFoundIsAnEmptyListAndAnInterruptAnError) {
  const auto none = find("nothinglikeit", 100);
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->ids.empty());
  stop_.request_stop();
  EXPECT_EQ(find("asthma", 100).error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace evidence::app
