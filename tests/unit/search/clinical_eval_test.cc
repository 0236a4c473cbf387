#include "search/clinical_eval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace evidence {
namespace {

ClinicalJudgements judged() {
  ClinicalJudgements judged;
  judged.topic["q"] = {{"guide", 2}, {"review", 1}, {"trial", 2}, {"letter", 1}, {"other", 0}};
  judged.evidence["q"] = {{"guide", 3}, {"review", 3}, {"trial", 2}, {"letter", 0}, {"other", 3}};
  judged.kinds = {{"guide", JudgedKind::kGuideline},
                  {"review", JudgedKind::kReview},
                  {"other", JudgedKind::kGuideline},
                  {"unseen", JudgedKind::kGuideline}};
  return judged;
}

TEST(ClinicalEval, FindsTheFirstGuidelineOrReviewThatAnswers) {
  const auto third = measure_clinical({{"letter"}, {"trial"}, {"review"}}, "q", judged());
  EXPECT_TRUE(third.evidence_exists);
  EXPECT_EQ(third.first_evidence, 3U);
  EXPECT_TRUE(third.evidence_in_first3);
  const auto fourth = measure_clinical({{"letter"}, {"trial"}, {"x"}, {"guide"}}, "q", judged());
  EXPECT_EQ(fourth.first_evidence, 4U);
  EXPECT_FALSE(fourth.evidence_in_first3);
}

TEST(ClinicalEval, AReviewThatOnlyTouchesTheTopicDoesNotAnswerAtAStricterGrade) {
  const auto strict = measure_clinical({{"review"}, {"guide"}}, "q", judged(), 2);
  EXPECT_EQ(strict.first_evidence, 2U);
  EXPECT_EQ(strict.off_topic_guidelines, 0U);
}

TEST(ClinicalEval, CountsGuidelinesOffTheTopicOnTheFirstScreen) {
  const RankedWorks works{{"other"}, {"unseen"}, {"guide"}, {"trial"}, {"letter"}, {"other2"}};
  const auto measures = measure_clinical(works, "q", judged());
  EXPECT_EQ(measures.off_topic_guidelines, 2U);
  EXPECT_EQ(measures.unjudged_guidelines, 1U);
  const auto below =
      measure_clinical({{"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"other"}}, "q", judged());
  EXPECT_EQ(below.off_topic_guidelines, 0U);
}

TEST(ClinicalEval, GainsAreTopicalityTimesEvidence) {
  // Gains: guide 2·4 = 8, trial 2·3 = 6, review 1·4 = 4, letter 1·1 = 1.
  const double ideal = 8 + 6 / std::log2(3) + 4 / 2.0 + 1 / std::log2(5);
  const auto best = measure_clinical({{"guide"}, {"trial"}, {"review"}, {"letter"}}, "q", judged());
  EXPECT_NEAR(best.combined_ndcg10, 1, 1e-12);
  const auto one = measure_clinical({{"letter"}, {"trial"}}, "q", judged());
  EXPECT_NEAR(one.combined_ndcg10, (1 + 6 / std::log2(3)) / ideal, 1e-12);
}

TEST(ClinicalEval, RecordsOfOneWorkAreOneThingToFind) {
  const auto measures =
      measure_clinical({{"guide", "review"}, {"trial"}, {"letter"}}, "q", judged());
  EXPECT_NEAR(measures.combined_ndcg10, 1, 1e-12);
  EXPECT_EQ(measures.first_evidence, 1U);
}

TEST(ClinicalEval, ATopicWithoutEvidenceIsNotCountedAgainstAnyone) {
  ClinicalJudgements none = judged();
  none.topic["p"] = {{"trial", 2}, {"other", 0}};
  const auto measures = measure_clinical({{"trial"}, {"other"}}, "p", none);
  EXPECT_FALSE(measures.evidence_exists);
  EXPECT_EQ(measures.off_topic_guidelines, 1U);
  const auto summary =
      summarise({{"p", measures}, {"q", measure_clinical({{"guide"}}, "q", none)}});
  EXPECT_EQ(summary.topics, 2U);
  EXPECT_EQ(summary.with_evidence, 1U);
  EXPECT_EQ(summary.found_in_first3, 1U);
  EXPECT_EQ(summary.topics_with_off_topic, 1U);
}

TEST(ClinicalEval, WithoutJudgementsAndWithoutResultsItIsZero) {
  const auto measures = measure_clinical({}, "nothing", {});
  EXPECT_FALSE(measures.evidence_exists);
  EXPECT_EQ(measures.first_evidence, 0U);
  EXPECT_EQ(measures.combined_ndcg10, 0);
  EXPECT_EQ(summarise({}).topics, 0U);
}

TEST(Kinds, AreReadAndAnUnknownOneIsNamedWithItsLine) {
  std::istringstream good("1\tguideline\nMED:2 review\r\n\n");
  const auto kinds = read_kinds(good);
  ASSERT_TRUE(kinds.ok());
  EXPECT_EQ(kinds->at("1"), JudgedKind::kGuideline);
  EXPECT_EQ(kinds->at("MED:2"), JudgedKind::kReview);
  std::istringstream bad("1\tguideline\n2\ttrial\n");
  const auto refused = read_kinds(bad);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("Line 2"), std::string::npos);
  std::istringstream twice("1\tguideline\n1\treview\n");
  EXPECT_FALSE(read_kinds(twice).ok());
}

}  // namespace
}  // namespace evidence
