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

std::string sentence(std::vector<FactorExplained> factors, StudyType stated = StudyType::kNotStated,
                     StudyType probable = StudyType::kNotStated) {
  return rank_reasons(hit(std::move(factors)), stated, probable).sentence;
}

TEST(RankReasons, SayInASentenceWhatCountedMost) {
  EXPECT_EQ(sentence({{"sepsis (stem sepsi) in title", 0.5},
                      {"sepsis (stem sepsi) in any field", 0.2},
                      {"evidence level 1", 0.2},
                      {"published in 2024", 0.1}},
                     StudyType::kGuideline),
            "Mostly because “sepsis” is in the title; it is a guideline; published 2024.");
  EXPECT_EQ(sentence({{"published in 2024", 0.6}, {"asthma in any field", 0.4}}),
            "Mostly because it was published in 2024; “asthma” is in its text or headings.");
  EXPECT_EQ(sentence({{"evidence level 5", 1}}, StudyType::kEditorial),
            "Mostly because it is an editorial, comment or letter.");
}

TEST(RankReasons, WordsOfOnePlaceStandTogether) {
  EXPECT_EQ(sentence({{"otitis in title", 2},
                      {"media in title", 2},
                      {"child (stem child) in any field", 1.9}}),
            "Mostly because “otitis” and “media” are in the title; “child” is in its text or "
            "headings.");
  EXPECT_EQ(sentence({{"“heart attack” in any field", 1}}),
            "Mostly because “heart attack” is in its text or headings.");
  EXPECT_EQ(sentence({{"AIDS (capitals) in title", 1}}), "Mostly because “AIDS” is in the title.");
  EXPECT_EQ(sentence({{"asthm* in abstract", 1}}), "Mostly because “asthm*” is in the abstract.");
}

TEST(RankReasons, NothingThatIsInferredIsSaidAsStated) {
  EXPECT_EQ(sentence({{"evidence level 2", 1}}, StudyType::kNotStated, StudyType::kRandomisedTrial),
            "Mostly because it is probably a randomised trial.");
}

TEST(RankReasons, WithoutAMostTheyDoNotSayMostly) {
  const std::string text = sentence({{"has words of the best matches: septic, shock", 0.3},
                                     {"near to the best matches in meaning", 0.3},
                                     {"near to the query in meaning", 0.3},
                                     {"a in title", 0.3},
                                     {"published in 2020", 0.01}});
  EXPECT_TRUE(
      text.starts_with("Above all because it shares words with the best matches (septic, "
                       "shock); "))
      << text;
  EXPECT_EQ(text.find("2020"), std::string::npos);  // too little to be worth a word
}

TEST(RankReasons, SharesAddUpToTheWhole) {
  const Hit one = hit({{"a in title", 3}, {"b in title", 1.5}, {"evidence level 2", 0.5}});
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
  const RankReasons reasons = rank_reasons(
      hit({{"a in title", 3}, {"placed last because a newer version of this work exists", -2.9}}),
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
  EXPECT_LT(sentence({{std::string(5'000, 'x') + " in title", 1}}).size(), 400U);
}

}  // namespace
}  // namespace evidence::server
