#include "search/snippet.h"

#include <gtest/gtest.h>

#include "base/stem.h"
#include "base/text.h"

namespace evidence {
namespace {

std::string text_of(const std::vector<SnippetPart>& parts) {
  std::string text;
  for (const SnippetPart& part : parts)
    text += part.highlighted ? "[" + part.text + "]" : part.text;
  return text;
}

QueryWords words_of(const std::vector<std::string>& stems) {
  QueryWords words;
  for (const std::string& word : stems) words.add_stem(stem(word));
  return words;
}

TEST(Snippet, ShowsTheSentenceWithMostDistinctWords) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "Nothing of note is said in this sentence at all. ";
  text += "Asthma was common. Inhaled steroids reduced asthma attacks in the young. ";
  for (int i = 0; i < 20; ++i) text += "More words that say nothing much follow here. ";
  QueryWords words = words_of({"asthma", "steroid", "attack"});
  const std::string snippet = text_of(make_snippet(text, words));
  EXPECT_NE(snippet.find("[steroids] reduced [asthma] [attacks]"), std::string::npos) << snippet;
  EXPECT_TRUE(snippet.starts_with("…Asthma") || snippet.starts_with("…[Asthma]")) << snippet;
  EXPECT_LT(snippet.size(), 320U);
}

TEST(Snippet, HighlightsOtherSpellingsAndEndings) {
  QueryWords words = words_of({"oesophageal", "tumours"});
  EXPECT_EQ(text_of(highlight("Esophageal and oesophageal tumor", words)),
            "[Esophageal] and [oesophageal] [tumor]");
}

TEST(Snippet, HighlightsPrefixesAndExactWords) {
  QueryWords words;
  words.add_prefix("asthm");
  words.add_exact("flow");
  EXPECT_EQ(text_of(highlight("Asthmatic flows, peak flow", words)),
            "[Asthmatic] flows, peak [flow]");
}

TEST(Snippet, KeepsHostileTextAsText) {
  QueryWords words = words_of({"script"});
  EXPECT_EQ(text_of(highlight("<script>alert(1)</script>", words)),
            "<[script]>alert(1)</[script]>");
}

TEST(Snippet, CutsOnlyAtCharacters) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "äöü€";
  QueryWords words = words_of({"x"});
  for (const SnippetPart& part : make_snippet(text, words)) EXPECT_TRUE(is_valid_utf8(part.text));
  std::string spaced;
  for (int i = 0; i < 300; ++i) spaced += i == 200 ? " asthma €" : " €€";
  QueryWords more = words_of({"asthma"});
  for (const SnippetPart& part : make_snippet(spaced, more)) EXPECT_TRUE(is_valid_utf8(part.text));
}

TEST(Snippet, IsEmptyWithoutAnAbstractAndTheBeginningWithoutAMatch) {
  QueryWords words = words_of({"asthma"});
  EXPECT_TRUE(make_snippet("", words).empty());
  EXPECT_EQ(text_of(make_snippet("One line.\nAnother.", words)), "One line. Another.");
}

}  // namespace
}  // namespace evidence
