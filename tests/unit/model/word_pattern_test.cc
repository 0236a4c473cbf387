#include "model/word_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace evidence {
namespace {

std::string found(std::string_view pattern, std::string_view text) {
  const WordText words(text);
  const auto at = WordPattern(pattern).find(words);
  return at ? words.quote(at->first, at->last) : "-";
}

TEST(WordPattern, FindsWordsWhateverTheirCaseHyphensAndSpelling) {
  EXPECT_EQ(found("randomis* controlled trial", "A Randomized-Controlled Trial of X"),
            "Randomized-Controlled Trial");
  EXPECT_EQ(found("randomis* controlled trial", "a randomised, controlled trial"),
            "randomised, controlled trial");
  EXPECT_EQ(found("trial|study protocol", "The study protocol"), "study protocol");
  EXPECT_EQ(found("trial", "trials"), "-");
  EXPECT_EQ(found("trial", ""), "-");
}

TEST(WordPattern, LetsWordsStandBetweenAsFarAsItSays) {
  EXPECT_EQ(found("randomis* ~2 trial", "randomised open label trial"),
            "randomised open label trial");
  EXPECT_EQ(found("randomis* ~1 trial", "randomised open label trial"), "-");
  EXPECT_EQ(found("randomis* ~1 trial", "randomised trial"), "randomised trial");
}

TEST(WordPattern, APhraseNeverCrossesAClause) {
  EXPECT_EQ(found("systematic review", "Systematic: review"), "-");
  EXPECT_EQ(found("systematic ~3 review", "Systematic thoughts. A review"), "-");
  EXPECT_EQ(found("^ a review $", "Gout: a review"), "a review");
  EXPECT_EQ(found("^ a review $", "Gout – a review"), "a review");
  EXPECT_EQ(found("^ a review $", "Gout and a review"), "-");
  EXPECT_EQ(found("^ a review $", "Gout: a review of causes"), "-");
  EXPECT_EQ(found("< gout >", "Gout"), "Gout");
  EXPECT_EQ(found("< gout >", "Gout: causes"), "-");
}

TEST(WordPattern, QuotesTheTextAsItStandsAndCutsWhatIsLong) {
  EXPECT_EQ(found("études ~9 randomis*", "Les ÉTUDES"), "-");  // capitals with accents stay
  EXPECT_EQ(found("β blocker", "A β-blocker"), "β-blocker");
  const std::string wide = "one " + std::string(200, 'x') + " two";
  const std::string quoted = found("one ~1 two", wide);
  EXPECT_TRUE(quoted.starts_with("one xxx"));
  EXPECT_TRUE(quoted.ends_with("…"));
  EXPECT_LT(quoted.size(), 130U);
}

TEST(WordPattern, ReadsNoMoreThanItsLimit) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "word ";
  many += "trial";
  EXPECT_EQ(WordText(many).words().size(), kMaxPatternWords);
  EXPECT_EQ(found("trial", many), "-");
}

}  // namespace
}  // namespace evidence
