#include "search/spelling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "app/term_lists_file.h"
#include "base/json.h"
#include "base/stem.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "search/opposites.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

const std::string kCases = (test::source_dir() / "tests/cases/spelling/").string();

struct Case {
  std::string typed, offered;
};

std::vector<Case> cases_in(const std::string& file) {
  std::vector<Case> cases;
  std::ifstream in(kCases + file);
  for (std::string line; std::getline(in, line);) {
    const std::size_t arrow = line.find(" -> ");
    if (line.empty() || line[0] == '#' || arrow == std::string::npos) continue;
    cases.push_back({line.substr(0, arrow), line.substr(arrow + 4)});
  }
  return cases;
}

const TermLists& shipped_lists() {
  static const TermLists lists = [] {
    app::Findings findings;
    return app::read_term_lists(test::source_dir() / "config/vocabulary", findings);
  }();
  return lists;
}

// An index's words without an index.
class World {
 public:
  explicit World(std::map<std::string, std::uint32_t> works) : lists_(shipped_lists()) {
    std::vector<WordCount> words;
    for (const auto& [word, count] : works) {
      words.push_back({word, count});
      by_stem_[stem(word)] += count;
    }
    lexicon_ = Lexicon(std::move(words));
    world_.lexicon = [this] { return &lexicon_; };
    world_.lists = &lists_;
    world_.documents = 100'000;
    world_.works_as_written = [works](std::string_view word) -> std::uint64_t {
      const auto found = works.find(std::string(word));
      return found == works.end() ? 0 : found->second;
    };
    world_.works_with = [this](std::string_view word) -> std::uint64_t {
      const auto found = by_stem_.find(stem(word));
      return found == by_stem_.end() ? 0 : found->second;
    };
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] const SpellingWorld& asked() const { return world_; }

  [[nodiscard]] std::vector<OtherSpelling> offers(std::string_view query) const {
    const auto words = plain_words_of(query);
    return other_spellings_of(query, words, doubts_of(words, world_),
                              [this](const std::string& text) -> std::uint64_t {
                                std::uint64_t least = 1'000'000;
                                for (const TypedWord& word : plain_words_of(text)) {
                                  least = std::min(least, world_.works_with(word.folded));
                                }
                                return least;
                              });
  }

  // "a | b", in alphabetical order.
  [[nodiscard]] std::string offered(std::string_view query) const {
    std::vector<std::string> texts;
    for (const OtherSpelling& each : offers(query)) texts.push_back(each.text);
    std::sort(texts.begin(), texts.end());
    return join(texts, " | ");
  }

 private:
  TermIndex lists_;
  std::map<std::string, std::uint64_t> by_stem_;
  Lexicon lexicon_;
  SpellingWorld world_;
};

void add_words(std::map<std::string, std::uint32_t>& words, std::string_view text,
               std::uint32_t works) {
  for (const Token& token : tokenize(text)) {
    for (const std::string& part : token.parts) words.emplace(part, works);
  }
}

// The words of the cases and of the shipped lists, the cases' own no more frequent than others.
std::map<std::string, std::uint32_t> small_words() {
  static std::map<std::string, std::uint32_t> words;
  if (!words.empty()) return words;
  std::ifstream in(kCases + "words.txt");
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') add_words(words, line, 3'000);
  }
  for (const Case& one : cases_in("misspelt.txt")) add_words(words, one.offered, 1'500);
  for (const Case& one : cases_in("never.txt")) add_words(words, one.offered, 1'500);
  for (const auto& group : shipped_lists().synonyms) {
    for (const std::string& each : group) add_words(words, each, 800);
  }
  for (const std::string& name : shipped_lists().drug_names) add_words(words, name, 300);
  return words;
}

const World& small_world() {
  static const World world(small_words());
  return world;
}

TEST(Spelling, OffersWhatEveryCaseExpects) {
  const std::vector<Case> cases = cases_in("misspelt.txt");
  EXPECT_GE(cases.size(), 120U);
  for (const Case& one : cases) {
    EXPECT_EQ(small_world().offered(one.typed), one.offered) << one.typed;
  }
  // These find what was meant as they are.
  for (const Case& one : cases_in("found_as_typed.txt")) {
    EXPECT_EQ(stem(one.typed), stem(one.offered)) << one.typed;
    EXPECT_EQ(small_world().offered(one.typed), "") << one.typed;
  }
}

TEST(Spelling, NeverOffersAnotherDrugOrAnOpposite) {
  const std::vector<Case> cases = cases_in("never.txt");
  EXPECT_GE(cases.size(), 60U);
  for (const Case& one : cases) {
    // Not even where the typed word is unknown to the index and its neighbour is everywhere.
    std::map<std::string, std::uint32_t> words = small_words();
    words.erase(one.typed);
    words[one.offered] = 50'000;
    const World world(words);
    for (const OtherSpelling& each : world.offers(one.typed)) {
      if (each.text != one.offered) continue;
      EXPECT_GT(world.offers(one.typed).size(), 1U) << one.typed << " became " << one.offered;
    }
  }
}

TEST(Spelling, ALookAlikePairIsNeverOfferedWhicheverIsTyped) {
  std::size_t pairs = 0;
  for (const auto& group : shipped_lists().look_alikes) {
    for (const std::string& one : group) {
      for (const std::string& other : group) {
        if (one == other) continue;
        EXPECT_TRUE(must_not_be_confused(one, other, small_world().asked())) << one << " " << other;
        ++pairs;
      }
    }
  }
  EXPECT_GE(pairs, 300U);
}

TEST(Spelling, ANameOfADrugIsNeverCorrected) {
  std::map<std::string, std::uint32_t> words = small_words();
  for (const std::string& name : shipped_lists().drug_names) words.erase(name);
  const World without_drugs(words);
  for (const std::string& name : shipped_lists().drug_names) {
    EXPECT_TRUE(without_drugs.offers(name).empty()) << name;
  }
}

TEST(Spelling, WordsThatTheIndexHasAreNotDoubted) {
  for (const char* query : {"asthma children", "long term treatment", "blood pressure", "AIDS",
                            "\"diabeties\"", "title:diabeties", "diabeti*", "year:2019", "x", ""}) {
    EXPECT_EQ(small_world().offered(query), "") << query;
  }
}

TEST(Spelling, AWordIsDoubtedThoughWorksHaveAnotherOfItsStem) {
  const World world({{"migrans", 18}, {"migraine", 1'500}, {"headache", 3'000}});
  EXPECT_EQ(world.offered("migrane"), "migraine");
  EXPECT_EQ(world.offered("migrans"), "");
  // Neither where the other is hardly more frequent, nor where the word itself is.
  const World close({{"migrans", 200}, {"migraine", 1'500}});
  EXPECT_EQ(close.offered("migrane"), "");
  const World both({{"migrane", 30}, {"migraine", 9'000}});
  EXPECT_EQ(both.offered("migrane"), "");
}

TEST(Spelling, TheRestOfTheQueryStaysAsTyped) {
  const auto offers = small_world().offers("(Diabeties OR asthma) NOT \"old age\"");
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].text, "(diabetes OR asthma) NOT \"old age\"");
  EXPECT_EQ(offers[0].typed, "Diabeties");
  EXPECT_EQ(offers[0].instead, "diabetes");
}

TEST(Spelling, OfSeveralLikelyWordsTheOneThatStandsWithTheOthersIsOffered) {
  const World world({{"renal", 900}, {"reneal", 0}, {"venal", 900}, {"failure", 5'000}});
  const std::string query = "xenal failure";
  const auto words = plain_words_of(query);
  const auto offers = other_spellings_of(
      query, words, doubts_of(words, world.asked()),
      [](const std::string& text) -> std::uint64_t { return text == "renal failure" ? 700 : 1; });
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].text, "renal failure");
  EXPECT_EQ(offers[0].works, 700U);
}

TEST(Spelling, WhatFindsNothingIsNotOffered) {
  const std::string query = "diabeties";
  const auto words = plain_words_of(query);
  EXPECT_TRUE(other_spellings_of(query, words, doubts_of(words, small_world().asked()),
                                 [](const std::string&) -> std::uint64_t { return 0; })
                  .empty());
}

TEST(Spelling, OfTwoDrugsBothAreShownEvenWhereOneFindsNothing) {
  const std::string query = "vinclastine";
  const auto words = plain_words_of(query);
  const auto offers = other_spellings_of(
      query, words, doubts_of(words, small_world().asked()),
      [](const std::string& text) -> std::uint64_t { return text == "vincristine" ? 3 : 0; });
  ASSERT_EQ(offers.size(), 2U);
}

TEST(Spelling, OfTwoQuestionsAtOnceNoneIsAnsweredForTheReader) {
  EXPECT_EQ(small_world().offers("vinclastine").size(), 2U);
  EXPECT_TRUE(small_world().offers("vinclastine hydroxazine").empty());
}

TEST(Spelling, HostileQueriesEnd) {
  std::string many;
  for (int i = 0; i < 300; ++i) many += "diabeties ";
  EXPECT_LE(small_world().offers(many).size(), 1U);
  EXPECT_TRUE(small_world().offers(std::string(5'000, 'a')).empty());
  EXPECT_TRUE(small_world().offers("\xFF\xFE(((").empty());
}

// Against the words of real abstracts: figures, and a floor under them.
class SharedWords : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const char* folder = std::getenv("EVIDENCE_SHARED_DATA");
    const std::filesystem::path data = folder != nullptr ? folder : "";
    std::map<std::string, std::uint32_t> works;
    for (const char* name : {"cohen", "nfcorpus-dev"}) {
      std::ifstream in(data / "collections" / name / "docs.jsonl");
      for (std::string line; std::getline(in, line);) {
        const auto value = parse_json(line);
        if (!value.ok() || !value->is_object()) continue;
        std::set<std::string> words;
        for (const char* key : {"title", "abstract"}) {
          for_each_token(string_member(value->get_object(), key), [&words](Token&& token) {
            for (std::string& part : token.parts) words.insert(std::move(part));
          });
        }
        for (const std::string& word : words) ++works[word];
      }
    }
    if (!works.empty()) world_ = new World(std::move(works));
    spellings_ = data / "vocab" / "uk_us_spellings.tsv";
  }
  static void TearDownTestSuite() {
    delete world_;
    world_ = nullptr;
  }
  void SetUp() override {
    if (world_ != nullptr) return;
    if (std::getenv("EVIDENCE_REQUIRE_SHARED_DATA") != nullptr) FAIL() << "no shared collections";
    GTEST_SKIP() << "set EVIDENCE_SHARED_DATA to the unpacked shared data";
  }
  static World* world_;
  static std::filesystem::path spellings_;
};
World* SharedWords::world_ = nullptr;
std::filesystem::path SharedWords::spellings_;

TEST_F(SharedWords, MostSlipsAreSeenThroughAmongRealWords) {
  std::size_t right = 0, silent = 0, asked = 0, wrong = 0;
  for (const Case& one : cases_in("misspelt.txt")) {
    std::uint64_t least = 1'000'000;
    for (const TypedWord& word : plain_words_of(one.offered)) {
      least = std::min(least, world_->asked().works_with(word.folded));
    }
    if (least < 3 || one.offered.find('|') != std::string::npos)
      continue;  // not in these abstracts
    ++asked;
    const auto offers = world_->offers(one.typed);
    const bool found = std::any_of(offers.begin(), offers.end(), [&one](const OtherSpelling& each) {
      return stem(each.text) == stem(one.offered) || each.text == one.offered;
    });
    right += found ? 1 : 0;
    silent += offers.empty() ? 1 : 0;
    if (!found && !offers.empty()) {
      ++wrong;
      std::printf("%s -> %s, not %s\n", one.typed.c_str(), offers[0].text.c_str(),
                  one.offered.c_str());
    } else if (offers.empty()) {
      std::printf("%s: nothing, not %s\n", one.typed.c_str(), one.offered.c_str());
    }
  }
  std::printf("right %zu of %zu, nothing offered %zu, another word %zu\n", right, asked, silent,
              wrong);
  ASSERT_GE(asked, 100U);
  EXPECT_GE(static_cast<double>(right) / static_cast<double>(asked), 0.85);
}

TEST_F(SharedWords, BritishAndAmericanSpellingsAreNoSlips) {
  std::ifstream in(spellings_);
  std::size_t words = 0, offered = 0;
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    for (std::string word : {line.substr(0, tab), line.substr(tab + 1)}) {
      word = fold(trim(word));
      // A word of which no work has a form may be offered another: it finds nothing itself.
      if (word.empty() || world_->asked().works_with(word) == 0) continue;
      ++words;
      const std::string offer = world_->offered(word);
      if (offer.empty()) continue;
      ++offered;
      std::printf("%s -> %s\n", word.c_str(), offer.c_str());
    }
  }
  std::printf("offers for %zu of %zu words that are spelt well\n", offered, words);
  ASSERT_GT(words, 300U);
  EXPECT_LE(static_cast<double>(offered) / static_cast<double>(words), 0.01);
}

TEST(Opposites, AreSeenThroughSlips) {
  EXPECT_TRUE(are_opposites("hypertension", "hypotension"));
  EXPECT_TRUE(are_opposites("hypotensoin", "hypertension"));
  EXPECT_TRUE(are_opposites("nefritis", "nephrosis") || are_opposites("nephritis", "nephrosis"));
  EXPECT_TRUE(are_opposites("atypical", "typical"));
  EXPECT_FALSE(are_opposites("sthma", "asthma"));
  EXPECT_FALSE(are_opposites("adbominal", "abdominal"));
  EXPECT_FALSE(are_opposites("hypertention", "hypertension"));
  EXPECT_FALSE(are_opposites("interleukin", "internal"));
}

TEST(Lexicon, FindsByEarAndByFinger) {
  EXPECT_EQ(sound_key("diarrhoea"), sound_key("diarrhea"));
  EXPECT_EQ(sound_key("pneumonia"), sound_key("neumonia"));
  EXPECT_LT(typing_cost("tonsilitis", "tonsillitis"), typing_cost("tonsxlitis", "tonsillitis"));
  EXPECT_LT(typing_cost("ashtma", "asthma"), 1.0);
  EXPECT_EQ(typing_cost("oedema", "edema"), 0.0);
  EXPECT_TRUE(Lexicon().near("asthma", 5).empty());
}

TEST(Lexicon, KeepsItsBoundsWhateverComes) {
  std::vector<WordCount> words;
  for (std::uint32_t i = 0; i < 205'000; ++i) {
    std::string word = "w";
    for (std::uint32_t rest = i; rest > 0; rest /= 26) word += static_cast<char>('a' + rest % 26);
    words.push_back({word + "xyz", i});
  }
  words.push_back({std::string(500, 'a'), 9});
  words.push_back({"\xC3\xA9t\xC3\xA9s", 9});
  const Lexicon lexicon(std::move(words));
  EXPECT_LE(lexicon.size(), kMaxLexiconWords);
  EXPECT_LT(lexicon.memory(), std::size_t{80} << 20U);
  EXPECT_LE(lexicon.near("wabcdxyz", 7).size(), 7U);
}

}  // namespace
}  // namespace evidence
