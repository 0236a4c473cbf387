#include "model/language.h"

#include <gtest/gtest.h>

namespace evidence {
namespace {

TEST(Language, CodesOfAllKindsBecomeTheBibliographicCode) {
  EXPECT_EQ(language_code("en"), "eng");
  EXPECT_EQ(language_code("EN"), "eng");
  EXPECT_EQ(language_code("eng"), "eng");
  EXPECT_EQ(language_code("deu"), "ger");
  EXPECT_EQ(language_code("ger"), "ger");
  EXPECT_EQ(language_code("zho"), "chi");
  EXPECT_EQ(language_code("cmn"), "chi");
  EXPECT_EQ(language_code("fra"), "fre");
  EXPECT_EQ(language_code("akk"), "akk");
  EXPECT_EQ(language_code("mul"), "mul");
}

TEST(Language, TagsWithARegionAreRead) {
  EXPECT_EQ(language_code("en-GB"), "eng");
  EXPECT_EQ(language_code("en_US"), "eng");
  EXPECT_EQ(language_code("pt-BR"), "por");
  EXPECT_EQ(language_code("zh-Hans-CN"), "chi");
}

TEST(Language, NamesAreRead) {
  EXPECT_EQ(language_code("English"), "eng");
  EXPECT_EQ(language_code(" english "), "eng");
  EXPECT_EQ(language_code("English (United States)"), "eng");
  EXPECT_EQ(language_code("Deutsch"), "ger");
  EXPECT_EQ(language_code("Français"), "fre");
  EXPECT_EQ(language_code("Español"), "spa");
  EXPECT_EQ(language_code("Castilian"), "spa");
  EXPECT_EQ(language_code("Welsh"), "wel");
  EXPECT_EQ(language_code("Eng."), "eng");
  EXPECT_EQ(language_code("Multiple Languages"), "mul");
  EXPECT_EQ(language_code("Greek"), "gre");
}

TEST(Language, UrisEndInTheirCode) {
  EXPECT_EQ(language_code("http://id.loc.gov/vocabulary/iso639-2/eng"), "eng");
  EXPECT_EQ(language_code("http://lexvo.org/id/iso639-3/deu/"), "ger");
}

TEST(Language, WithdrawnCodesAreStillUnderstood) {
  EXPECT_EQ(language_code("iw"), "heb");
  EXPECT_EQ(language_code("scr"), "hrv");
  EXPECT_EQ(language_code("esp"), "epo");
}

TEST(Language, AnythingElseIsNoLanguage) {
  for (const char* raw : {"", " ", "e", "xx", "xxx", "Klingon?", "1", "en;fr", "(", ",", "-",
                          "http://", "en US GB", "\xC3\x28"}) {
    EXPECT_EQ(language_code(raw), "") << raw;
  }
  EXPECT_EQ(language_code(std::string(1'000, 'e')), "");
}

}  // namespace
}  // namespace evidence
