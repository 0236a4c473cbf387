#include "search/completion.h"

#include <gtest/gtest.h>

#include <map>

#include "search/title_topics.h"
#include "search/work_names.h"

namespace evidence {
namespace {

std::vector<std::string> texts_of(const std::vector<Suggestion>& suggestions) {
  std::vector<std::string> texts;
  for (const Suggestion& each : suggestions) texts.push_back(each.text);
  return texts;
}

Suggestion topic(std::string text, std::uint64_t works) {
  return {SuggestionKind::kTopic, text, {}, works, text, {}};
}

using Texts = std::vector<std::string>;

TEST(Completions, BeginAtAnyWordOfTheNameTheMostFrequentFirst) {
  Completions all;
  all.add(topic("heart failure", 50));
  all.add(topic("acute heart failure", 90));
  all.add(topic("heart transplantation", 70));
  all.add(topic("hearing loss", 10));
  all.finish();
  // What begins so weighs more than what has a word that does.
  EXPECT_EQ(texts_of(all.find(SuggestionKind::kTopic, "heart", 5)),
            (Texts{"heart transplantation", "heart failure", "acute heart failure"}));
  EXPECT_EQ(texts_of(all.find(SuggestionKind::kTopic, "fail", 5)),
            (Texts{"acute heart failure", "heart failure"}));
  EXPECT_EQ(texts_of(all.find(SuggestionKind::kTopic, "heart f", 1)), Texts{"heart failure"});
  EXPECT_EQ(texts_of(all.find(SuggestionKind::kTopic, "failure hea", 5)),
            (Texts{"acute heart failure", "heart failure"}));
  EXPECT_TRUE(all.find(SuggestionKind::kTopic, "eart", 5).empty());
  EXPECT_TRUE(all.find(SuggestionKind::kHeading, "heart", 5).empty());
}

TEST(Completions, KnowNoAccentsAndBothSpellings) {
  Completions all;
  all.add(topic("oesophageal varices", 5));
  all.add(topic("Sjögren's syndrome", 4));
  all.add(topic("hemorrhage", 3));
  all.finish();
  for (const char* typed : {"oesoph", "esoph", "Oesophageal VAR", "varic"}) {
    EXPECT_EQ(texts_of(all.find(SuggestionKind::kTopic, typed, 5)), Texts{"oesophageal varices"})
        << typed;
  }
  EXPECT_EQ(texts_of(all.find(SuggestionKind::kTopic, "sjogr", 5)), Texts{"Sjögren's syndrome"});
  EXPECT_EQ(texts_of(all.find(SuggestionKind::kTopic, "SJÖGREN", 5)), Texts{"Sjögren's syndrome"});
  EXPECT_EQ(texts_of(all.find(SuggestionKind::kTopic, "haemorrhage", 5)), Texts{"hemorrhage"});
}

TEST(Completions, AnotherNameLeadsToTheHeadingAndIsSaid) {
  Completions all;
  all.add({SuggestionKind::kHeading,
           "Myocardial Infarction",
           {},
           9,
           "\"Myocardial Infarction\"/",
           "ovid"},
          {"heart attack"});
  all.finish();
  const auto found = all.find(SuggestionKind::kHeading, "heart att", 5);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text, "Myocardial Infarction");
  EXPECT_EQ(found[0].also, "heart attack");
  EXPECT_EQ(all.find(SuggestionKind::kHeading, "myoc", 5).at(0).also, "");
}

TEST(Completions, ShowEachTextOnce) {
  Completions all;
  all.add(topic("asthma in asthma", 5));
  all.add({SuggestionKind::kJournal, "BMJ", {}, 5, "", {}});
  all.add({SuggestionKind::kJournal, "bmj", {}, 3, "", {}});
  all.finish();
  EXPECT_EQ(all.find(SuggestionKind::kTopic, "asthma", 5).size(), 1U);
  EXPECT_EQ(texts_of(all.find(SuggestionKind::kJournal, "bm", 5)), Texts{"BMJ"});
}

TEST(Completions, TakeWhateverIsTyped) {
  Completions all;
  all.add(topic(std::string(500, 'x'), 5));
  all.add(topic("\"<script>", 5));
  all.finish();
  EXPECT_TRUE(all.find(SuggestionKind::kTopic, "xxx", 5).empty());  // too long to be shown
  EXPECT_TRUE(all.find(SuggestionKind::kTopic, "", 5).empty());
  EXPECT_TRUE(all.find(SuggestionKind::kTopic, "!!!", 5).empty());
  EXPECT_TRUE(all.find(SuggestionKind::kTopic, "\xFF\xFE", 5).empty());
  EXPECT_EQ(all.find(SuggestionKind::kTopic, "scr", 5).size(), 1U);
  EXPECT_TRUE(Completions().find(SuggestionKind::kTopic, "asthma", 5).empty());
}

TEST(TitleTopics, AreTheWordsThatStandTogetherInTitles) {
  TitleTopics topics;
  topics.add("Treatment of Heart Failure in the elderly");
  topics.add("heart failure: a review");
  topics.add("Heart failure and asthma");
  topics.add("Randomised controlled trial of aspirin");
  topics.add("A randomised controlled trial of statins");
  std::map<std::string, std::uint64_t> found;
  for (const auto& each : topics.topics(1'000)) found.emplace(each.text, each.titles);
  EXPECT_EQ(found["heart failure"], 3U);
  EXPECT_EQ(found["asthma"], 1U);
  EXPECT_EQ(found["randomised controlled"], 0U);
  EXPECT_TRUE(found.contains("randomised controlled trial"));
  EXPECT_FALSE(found.contains("controlled trial"));  // never but inside the longer one
  for (const auto& [text, titles] : found) {
    EXPECT_FALSE(text.starts_with("of ") || text.ends_with(" the")) << text;
    EXPECT_EQ(text.find(':'), std::string::npos) << text;
  }
}

TEST(WorkNames, CountAuthorsOnceAWork) {
  WorkNames names;
  const std::string one =
      R"({"record":{"contributors":[{"family":"Smith","given":"John A","initials":"JA"},)"
      R"({"family":"Smith","initials":"J"},{"family":"Trial ] Group","role":"collective"},)"
      R"({"family":"Editor","initials":"E","role":"editor"}]}})";
  names.add(one);
  names.add(R"({"contributors":[{"family":"Smith","given":"Jane"}]})");
  names.add(R"({"contributors":[{"family":)");
  names.add("");
  std::map<std::string, std::uint64_t> found;
  for (const AuthorCount& each : names.authors(10)) found.emplace(each.name, each.works);
  EXPECT_EQ(found["Smith J"], 2U);
  EXPECT_EQ(found["Trial ] Group"], 1U);
  EXPECT_FALSE(found.contains("Editor E"));
}

}  // namespace
}  // namespace evidence
