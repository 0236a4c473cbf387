#include "search/eval.h"

#include <gtest/gtest.h>

#include <sstream>

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

TEST(Eval, AveragesOverTopics) {
  EXPECT_NEAR(mean({{"1", {1, 1, 1, 1, 1}}, {"2", {0, 0.5, 0, 0, 0}}}).map, 0.75, 1e-12);
  EXPECT_EQ(mean({}).ndcg10, 0.0);
}

}  // namespace
}  // namespace evidence
