#include "search/patterns.h"

#include <gtest/gtest.h>

namespace evidence {
namespace {

std::string shown(std::string_view text) {
  std::string all;
  for (const PatternWord& word : pattern_words(text)) {
    if (!all.empty()) all += ' ';
    all += word.pattern + (word.wildcards ? "!" : "");
    if (!word.joined.empty()) all += "(" + word.joined + "/" + std::to_string(word.parts) + ")";
  }
  return all;
}

TEST(Patterns, MatchAsEachSignMeans) {
  EXPECT_TRUE(matches_pattern("dog*1", "dog"));
  EXPECT_TRUE(matches_pattern("dog*1", "dogs"));
  EXPECT_FALSE(matches_pattern("dog*1", "dogma"));
  EXPECT_TRUE(matches_pattern("dog*2", "dogma"));
  EXPECT_TRUE(matches_pattern("wom#n", "woman"));
  EXPECT_FALSE(matches_pattern("wom#n", "womn"));
  EXPECT_FALSE(matches_pattern("wom#n", "womaan"));
  EXPECT_TRUE(matches_pattern("colo?r", "color"));
  EXPECT_TRUE(matches_pattern("colo?r", "colour"));
  EXPECT_FALSE(matches_pattern("colo?r", "colouur"));
  EXPECT_TRUE(matches_pattern("h*ache", "headache"));
  EXPECT_TRUE(matches_pattern("*", ""));
  EXPECT_FALSE(matches_pattern("", "a"));
  EXPECT_TRUE(matches_pattern("a##", "abc"));
  EXPECT_FALSE(matches_pattern("a##", "ab"));
  // Characters, not bytes.
  EXPECT_TRUE(matches_pattern("\xCE\xB1#\xCE\xB3", "\xCE\xB1\xCE\xB2\xCE\xB3"));
}

TEST(Patterns, ManyStarsCostNoMoreThanWordTimesPattern) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  const std::string word(2'000, 'a');
  EXPECT_TRUE(matches_pattern(pattern, word));
  EXPECT_FALSE(matches_pattern(pattern + "b", word));
}

TEST(Patterns, TakeATextApartIntoWords) {
  EXPECT_EQ(shown("breast feed*"), "breast feed*!");
  EXPECT_EQ(shown("Intra-Ocul*"), "intra(intraocul*/2) ocul*!");
  EXPECT_EQ(shown("follow-up stud*"), "follow(followup/2) up stud*!");
  EXPECT_EQ(shown("o'brien*"), "obrien*!");
  EXPECT_EQ(shown("C\xC3\xB4t*"), "cot*!");
  EXPECT_EQ(shown("* ?"), "");
  EXPECT_EQ(shown("  "), "");
}

}  // namespace
}  // namespace evidence
