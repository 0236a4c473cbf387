#include "server/rank_reasons.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace evidence::server {
namespace {

Hit hit(std::vector<FactorExplained> factors) {
  Hit hit;
  for (const FactorExplained& factor : factors) hit.score += factor.score;
  hit.factors = std::move(factors);
  return hit;
}

FactorExplained word(const std::string& what, Field field, double score) {
  return {what + " in a field", score, FactorKind::kWord, what, field};
}
FactorExplained part(FactorKind kind, const std::string& beginning, const std::string& what,
                     double score) {
  return {beginning + what, score, kind, what};
}

std::string sentence(std::vector<FactorExplained> factors, StudyType stated = StudyType::kNotStated,
                     StudyType probable = StudyType::kNotStated) {
  return rank_reasons(hit(std::move(factors)), stated, probable).sentence;
}

TEST(RankReasons, SayInASentenceWhatCountedMost) {
  EXPECT_EQ(sentence({word("sepsis", Field::kTitle, 0.5), word("sepsis", Field::kAny, 0.2),
                      part(FactorKind::kEvidence, "evidence level ", "1", 0.2),
                      part(FactorKind::kAge, "published in ", "2024", 0.1)},
                     StudyType::kGuideline),
            "Mostly because “sepsis” is in the title; it is a guideline; published 2024.");
  EXPECT_EQ(sentence({part(FactorKind::kAge, "published in ", "2024", 0.6),
                      word("asthma", Field::kAny, 0.4)}),
            "Mostly because it was published in 2024; “asthma” is in its text or headings.");
  EXPECT_EQ(
      sentence({part(FactorKind::kEvidence, "evidence level ", "5", 1)}, StudyType::kEditorial),
      "Mostly because it is an editorial, comment or letter.");
}

TEST(RankReasons, WordsOfOnePlaceStandTogether) {
  EXPECT_EQ(sentence({word("otitis", Field::kTitle, 2), word("media", Field::kTitle, 2),
                      word("child", Field::kAny, 1.9)}),
            "Mostly because “otitis” and “media” are in the title; “child” is in its text or "
            "headings.");
  EXPECT_EQ(sentence({word("“heart attack”", Field::kAny, 1)}),
            "Mostly because “heart attack” is in its text or headings.");
  EXPECT_EQ(sentence({word("AIDS", Field::kTitle, 1)}), "Mostly because “AIDS” is in the title.");
  EXPECT_EQ(sentence({word("asthm*", Field::kAbstract, 1)}),
            "Mostly because “asthm*” is in the abstract.");
}

TEST(RankReasons, NothingThatIsInferredIsSaidAsStated) {
  EXPECT_EQ(sentence({part(FactorKind::kEvidence, "evidence level ", "2", 1)},
                     StudyType::kNotStated, StudyType::kRandomisedTrial),
            "Mostly because it is probably a randomised trial.");
}

TEST(RankReasons, WithoutAMostTheyDoNotSayMostly) {
  const std::string text = sentence(
      {part(FactorKind::kFeedback, "has words of the best matches: ", "septic, shock", 0.3),
       part(FactorKind::kNearBest, "near to the best matches in meaning", "", 0.3),
       part(FactorKind::kNearQuery, "near to the query in meaning", "", 0.3),
       word("a", Field::kTitle, 0.3), part(FactorKind::kAge, "published in ", "2020", 0.01)});
  // Stems look like mistakes to whoever reads a page.
  EXPECT_TRUE(text.starts_with("Above all because it shares words with the best matches; "))
      << text;
  EXPECT_EQ(text.find("2020"), std::string::npos);  // too little to be worth a word
}

TEST(RankReasons, SharesAddUpToTheWhole) {
  const Hit one = hit({word("a", Field::kTitle, 3), word("b", Field::kTitle, 1.5),
                       part(FactorKind::kEvidence, "evidence level ", "2", 0.5)});
  const RankReasons reasons = rank_reasons(one, StudyType::kRandomisedTrial, StudyType::kNotStated);
  ASSERT_EQ(reasons.rows.size(), 3U);
  double shares = 0;
  double scores = 0;
  for (const RankReason& row : reasons.rows) {
    shares += row.share;
    scores += row.score;
  }
  EXPECT_NEAR(shares, 1, 1e-9);
  EXPECT_NEAR(scores, reasons.score, 1e-9);
  EXPECT_EQ(reasons.rows[0].what, "“a” in the title");
  EXPECT_EQ(reasons.rows[2].what, "Kind of evidence: randomised trial, level 2");
  EXPECT_EQ(share_text(reasons.rows[0].share), "60%");
  EXPECT_EQ(share_text(0.001), "less than 1%");
}

TEST(RankReasons, AnOlderVersionSaysWhyItStandsLast) {
  const RankReasons reasons =
      rank_reasons(hit({word("a", Field::kTitle, 3),
                        {"placed last because a newer version of this work exists", -2.9}}),
                   StudyType::kNotStated, StudyType::kNotStated);
  EXPECT_NE(reasons.sentence.find("after all others because a newer version"), std::string::npos);
  EXPECT_EQ(reasons.rows.back().share, 0);
  EXPECT_LT(reasons.rows.back().score, 0);
}

TEST(RankReasons, WhatIsNotKnownKeepsItsWordsAndNothingIsSaidOfNothing) {
  const RankReasons odd =
      rank_reasons(hit({{"moonlight", 1}}), StudyType::kNotStated, StudyType::kNotStated);
  ASSERT_EQ(odd.rows.size(), 1U);
  EXPECT_EQ(odd.rows[0].what, "moonlight");
  EXPECT_EQ(sentence({}), "It passes the search; nothing in it gives it a higher place.");
  EXPECT_LT(sentence({word(std::string(5'000, 'x'), Field::kTitle, 1)}).size(), 400U);
}

}  // namespace
}  // namespace evidence::server
