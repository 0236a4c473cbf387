#include "search/conclusion.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/stem.h"
#include "search/snippet.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

constexpr std::size_t kRoom = 160;

std::string text_of(const Snippet& snippet) {
  std::string text;
  for (const SnippetPart& part : snippet.parts) text += part.text;
  return text;
}

std::string shown(const std::string& abstract) {
  const auto found = find_conclusion(abstract, kRoom);
  if (!found) return "none";
  return abstract.substr(found->begin, found->end - found->begin) +
         (found->continues ? "\xE2\x80\xA6" : "");
}

TEST(Conclusion, IsFoundAsEveryCaseSays) {
  std::ifstream file(test::source_dir() / "tests/cases/conclusions/cases.txt");
  std::string abstract;
  std::size_t cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (!line.starts_with("=> ")) {
      abstract = line;
      for (std::size_t at = 0; (at = abstract.find("\xC2\xB6", at)) != std::string::npos;) {
        abstract.replace(at, 2, "\n");
      }
      continue;
    }
    EXPECT_EQ(shown(abstract), line.substr(3)) << abstract;
    ++cases;
  }
  EXPECT_GE(cases, 30U);
}

TEST(Conclusion, IsShownWholeWithItsWordsMarkedAndCalledSo) {
  QueryWords words;
  words.add_stem(stem("steroids"));
  const Snippet snippet = snippet_of("RESULTS: Yes.\nCONCLUSIONS: Steroids help.", words, true);
  EXPECT_EQ(snippet.kind, SnippetKind::kConclusion);
  EXPECT_EQ(text_of(snippet), "Steroids help.");
  ASSERT_FALSE(snippet.parts.empty());
  EXPECT_TRUE(snippet.parts.front().highlighted);
}

TEST(Conclusion, OfARetractedWorkIsNotShownAtAll) {
  QueryWords words;
  words.add_stem(stem("steroids"));
  const Snippet snippet =
      snippet_of("BACKGROUND: Asthma is common.\nCONCLUSIONS: Steroids cure asthma.", words, false);
  EXPECT_EQ(snippet.kind, SnippetKind::kExtract);
  EXPECT_EQ(text_of(snippet), "BACKGROUND: Asthma is common.");
  const Snippet unlabelled =
      snippet_of("Asthma is common. In conclusion, steroids cure asthma.", words, false);
  EXPECT_EQ(text_of(unlabelled).find("cure"), std::string::npos);
  EXPECT_EQ(snippet_of("CONCLUSIONS: Steroids cure.", words, false).kind, SnippetKind::kNone);
}

TEST(Conclusion, OfOneEndlessSentenceIsAnExtract) {
  QueryWords words;
  std::string endless = "CONCLUSIONS: It";
  for (int i = 0; i < 300; ++i) endless += " goes on";
  EXPECT_EQ(snippet_of(endless + ".", words, true).kind, SnippetKind::kExtract);
}

TEST(Conclusion, OfATextThatWasCutIsNotTrusted) {
  QueryWords words;
  std::string text;
  while (text.size() < 64'000) text += "Words and words. ";
  EXPECT_EQ(snippet_of(text + "In conclusion, it is not sa", words, true).kind,
            SnippetKind::kExtract);
}

}  // namespace
}  // namespace evidence
