#include "search/eval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <string>

namespace evidence {
namespace {

TEST(Eval, ReadsTopicsAndJudgements) {
  std::istringstream topics("1\tasthma in children\nA-2\tstroke\n\n");
  const auto read = read_topics(topics);
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->at(1).text, "stroke");
  std::istringstream qrels("1 0 d1 2\n1 0 d2 0\nA-2 0 d1 -1\n");
  const auto judged = read_judgements(qrels);
  ASSERT_TRUE(judged.ok());
  EXPECT_EQ(judged->at("1").at("d1"), 2);
  EXPECT_EQ(judged->at("A-2").at("d1"), -1);
}

TEST(Eval, NamesTheLineThatItCannotRead) {
  std::istringstream topics("1\tfine\nno tab here\n");
  const auto read = read_topics(topics);
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().message.find("Line 2"), std::string::npos);
  std::istringstream qrels("1 0 d1 two\n");
  EXPECT_EQ(read_judgements(qrels).error().slug, "bad_judgements");
}

TEST(Eval, RefusesFilesThatCannotBeMeant) {
  const auto judgements = [](const std::string& text) {
    std::istringstream in(text);
    return read_judgements(in);
  };
  EXPECT_TRUE(judgements("1 0 d 2\n1 0 d 2\r\n").ok());
  EXPECT_TRUE(judgements("").ok());
  EXPECT_FALSE(judgements("1 0 d 2\n1 0 d 1\n").ok());  // two grades
  EXPECT_FALSE(judgements("1 0 d 1001\n").ok());
  EXPECT_FALSE(judgements("1 0 d 99999999999999999999\n").ok());
  EXPECT_FALSE(judgements("1 0 d 1e3\n").ok());
  EXPECT_FALSE(judgements("1 0 d\n").ok());
  EXPECT_FALSE(judgements("1 0 d 1 more\n").ok());
  EXPECT_FALSE(judgements("1 0 \xff\xfe 1\n").ok());
  EXPECT_FALSE(judgements("1 0 " + std::string(2'000, 'd') + " 1\n").ok());
  EXPECT_FALSE(judgements(std::string(100'000, 'x')).ok());  // a line without an end
}

TEST(Eval, RefusesTopicsWithoutTextTwiceOrTooLong) {
  const auto topics = [](const std::string& text) {
    std::istringstream in(text);
    return read_topics(in);
  };
  EXPECT_FALSE(topics("1\t \n").ok());
  EXPECT_FALSE(topics("\ttext\n").ok());
  EXPECT_FALSE(topics("1\ta\n1\tb\n").ok());
  EXPECT_FALSE(topics("1\t" + std::string(70'000, 'a') + "\n").ok());
  EXPECT_FALSE(topics("1\t\xc3\x28\n").ok());
}

TEST(Eval, RefusesMoreTopicsThanItCanMeasure) {
  std::string text;
  for (std::size_t i = 0; i <= kMaxTopics; ++i) text += std::to_string(i) + "\ta\n";
  std::istringstream in(text);
  const auto read = read_topics(in);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kTooLarge);
}

TEST(Eval, MeasuresAsTrecDoes) {
  const std::map<std::string, int> judged{{"a", 2}, {"b", 1}, {"c", 0}, {"d", 1}};
  const Measures measures = measure({"c", "a", "x", "b"}, judged);
  // gains: rank 2 → 2/log2(3), rank 4 → 1/log2(5); ideal 2 + 1/log2(3) + 1/2
  EXPECT_NEAR(measures.ndcg10, (2 / 1.584963 + 1 / 2.321928) / (2 + 1 / 1.584963 + 0.5), 1e-5);
  EXPECT_NEAR(measures.map, (1.0 / 2 + 2.0 / 4) / 3, 1e-9);
  EXPECT_NEAR(measures.p10, 0.2, 1e-9);
  EXPECT_NEAR(measures.recall100, 2.0 / 3, 1e-9);
}

TEST(Eval, APerfectRankingHasOne) {
  EXPECT_NEAR(measure({"a", "b"}, {{"a", 3}, {"b", 1}}).ndcg10, 1.0, 1e-12);
  EXPECT_EQ(measure({"a"}, {{"a", 0}}).ndcg10, 0.0);
}

TEST(Eval, KnowsATopicThatCannotBeAnswered) {
  EXPECT_FALSE(has_relevant({{"a", 0}, {"b", -1}}));
  EXPECT_FALSE(has_relevant({}));
  EXPECT_TRUE(has_relevant({{"a", 0}, {"b", 1}}));
}

TEST(Eval, GainsBelowZeroAreNone) {
  EXPECT_EQ(normalised_gain({-3}, {-3}, 10), 0);
  EXPECT_NEAR(normalised_gain({-3, 1}, {1, -3}, 10), 1 / std::log2(3), 1e-12);
}

TEST(Eval, AveragesOverTopics) {
  EXPECT_NEAR(mean({{"1", {1, 1, 1, 1, 1}}, {"2", {0, 0.5, 0, 0, 0}}}).map, 0.75, 1e-12);
  EXPECT_EQ(mean({}).ndcg10, 0.0);
}

}  // namespace
}  // namespace evidence
