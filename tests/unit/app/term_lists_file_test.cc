#include "app/term_lists_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/text.h"
#include "model/label_key.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

namespace fs = std::filesystem;

struct Read {
  Findings findings;
  TermLists lists;
};

Read read(const std::string& text) {
  const test::TempDir directory;
  std::ofstream(directory / "own.toml") << text;
  Read out;
  out.lists = read_term_lists(directory.path(), out.findings);
  return out;
}

TermLists shipped() {
  Findings findings;
  TermLists lists = read_term_lists(test::source_dir() / "config/vocabulary", findings);
  EXPECT_TRUE(findings.empty()) << join(findings, "\n");
  return lists;
}

// What follows the directory's name of the only finding.
std::string finding(const std::string& text) {
  const Read out = read(text);
  EXPECT_EQ(out.findings.size(), 1U) << text << join(out.findings, "\n");
  if (out.findings.empty()) return "";
  const std::size_t at = out.findings.front().find("own.toml");
  return at == std::string::npos ? out.findings.front() : out.findings.front().substr(at);
}

TEST(TermListsFile, TheShippedListsAreGoodAndLargeEnough) {
  Findings findings;
  const TermLists lists = read_term_lists(test::source_dir() / "config/vocabulary", findings);
  EXPECT_TRUE(findings.empty()) << join(findings, "\n");
  EXPECT_GE(lists.synonyms.size(), 1'500U);
  EXPECT_GE(lists.drugs.size(), 2'400U);
  EXPECT_GE(lists.abbreviations.size(), 380U);
  EXPECT_GE(lists.ambiguous.size(), 200U);
  EXPECT_GE(lists.spellings.size(), 180U);
  for (const char* letters : {"pe", "ms", "ra", "af", "hf", "pid", "aom"}) {
    EXPECT_TRUE(lists.ambiguous.contains(letters)) << letters;
  }
  for (const TermLists::DrugName& drug : lists.drugs) EXPECT_FALSE(drug.source.empty());
  for (const auto& [british, american] : lists.spellings) {
    EXPECT_NE(spelled_key(british), spelled_key(american)) << british;
  }
}

// A word that stands in two lists would lead to both, and nobody could say why.
TEST(TermListsFile, AShippedWordStandsInOneListOnly) {
  const TermLists lists = shipped();
  std::map<std::string, std::string> where;  // by the key that is asked for
  const auto claim = [&where](const std::string& words, const std::string& list) {
    const auto [found, added] = where.emplace(spelled_key(label_key(words)), list);
    EXPECT_TRUE(added || found->second == list) << words << ": " << found->second << ", " << list;
  };
  for (std::size_t i = 0; i < lists.synonyms.size(); ++i) {
    std::set<std::string> in_group;
    for (const std::string& words : lists.synonyms[i]) {
      claim(words, "group " + lists.synonyms[i].front());
      in_group.insert(spelled_key(label_key(words)));
    }
    EXPECT_GE(in_group.size(), 2U) << lists.synonyms[i].front() << " has one word in two spellings";
  }
  for (const TermLists::DrugName& drug : lists.drugs) claim(drug.name, "drugs");
  for (const auto& [letters, expansion] : lists.abbreviations) claim(letters, "abbreviations");
  for (const auto& [letters, readings] : lists.ambiguous) claim(letters, "ambiguous");
}

TEST(TermListsFile, EveryShippedWordLeadsToItsOthers) {
  const TermLists lists = shipped();
  const TermIndex index(lists);
  for (const std::vector<std::string>& group : lists.synonyms) {
    for (const std::string& words : group) {
      const TermIndex::Entry* entry = index.find(label_key(words));
      ASSERT_NE(entry, nullptr) << words;
      EXPECT_FALSE(entry->others.empty()) << words;
      EXPECT_TRUE(entry->readings.empty()) << words;
      // What mapping adds for one run of words is bounded; a longer group would be cut.
      EXPECT_LE(entry->others.size(), 12U) << words;
      EXPECT_LE(split(label_key(words), ' ').size(), 8U) << words << ": longer than a run";
    }
  }
  for (const TermLists::DrugName& drug : lists.drugs) {
    const TermIndex::Entry* entry = index.find(label_key(drug.name));
    ASSERT_NE(entry, nullptr) << drug.name;
    EXPECT_EQ(entry->sources.size(), 1U) << drug.name;
  }
  for (const auto& [letters, expansion] : lists.abbreviations) {
    const TermIndex::Entry* entry = index.find(label_key(letters));
    ASSERT_NE(entry, nullptr) << letters;
    EXPECT_EQ(entry->expansion, expansion);
  }
}

TEST(TermListsFile, BrandsLeadToNamesAndNotBack) {
  const Read out = read(
      "[[drug]]\nnames = [\"Paracetamol\", \"acetaminophen\"]\nbrands = [\"Calpol\"]\n"
      "source = \"BAN/USAN\"\n");
  EXPECT_TRUE(out.findings.empty()) << join(out.findings, "\n");
  ASSERT_EQ(out.lists.drugs.size(), 3U);
  EXPECT_EQ(out.lists.drugs[0].name, "paracetamol");
  EXPECT_EQ(out.lists.drugs[0].equivalents, std::vector<std::string>{"acetaminophen"});
  EXPECT_EQ(out.lists.drugs[2].name, "calpol");
  EXPECT_EQ(out.lists.drugs[2].equivalents.size(), 2U);
}

TEST(TermListsFile, ACombinationIsNoNameOfItsIngredient) {
  const std::string drug = "[[drug]]\nnames = [\"codeine\"]\nsource = \"s\"\n";
  EXPECT_NE(finding(drug + "[[combination]]\nnames = [\"co-codamol\", \"codeine\"]\n"
                           "source = \"s\"\n")
                .find("own.toml:4"),
            std::string::npos);
}

TEST(TermListsFile, NamesFileAndLineOfWhateverIsWrong) {
  EXPECT_NE(finding("[[group]]\nwords = [\"one\"]\n").find("own.toml:1"), std::string::npos);
  EXPECT_NE(finding("[[group]]\nwords = [\"a b\", \"A  B\", \"c\"]\n").find("twice"),
            std::string::npos);
  EXPECT_NE(finding("[[group]]\nwords = [\"a\", \"b\"]\n[[group]]\nwords = [\"a\", \"c\"]\n")
                .find("own.toml:3"),
            std::string::npos);
  EXPECT_NE(finding("[[drug]]\nnames = [\"a\"]\n").find("source"), std::string::npos);
  EXPECT_NE(finding("[[drug]]\nnames = [\"a\"]\nsource = \"s\"\n[[drug]]\nnames = [\"a\"]\n"
                    "source = \"s\"\n")
                .find("another drug"),
            std::string::npos);
  EXPECT_NE(finding("[[ambiguous]]\nshort = \"pe\"\nreadings = [\"one\"]\n").find("readings"),
            std::string::npos);
  EXPECT_NE(finding("[[abbreviation]]\nshort = \"x\"\n").find("means"), std::string::npos);
  EXPECT_NE(finding("[[pair]]\nbritish = \"tumour\"\namerican = \"tumor\"\n").find("rules"),
            std::string::npos);
  EXPECT_NE(finding("[[grop]]\nwords = [\"a\", \"b\"]\n").find("grop"), std::string::npos);
  EXPECT_FALSE(finding("this is no toml").empty());
  EXPECT_NE(finding("[[abbreviation]]\nshort = \"pe\"\nmeans = \"m\"\n"
                    "[[ambiguous]]\nshort = \"pe\"\nreadings = [\"a\", \"b\"]\n")
                .find("pe"),
            std::string::npos);
}

TEST(TermListsFile, AMissingFolderMeansEmptyLists) {
  Findings findings;
  const TermLists lists = read_term_lists("/nonexistent", findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_TRUE(lists.synonyms.empty());
}

}  // namespace
}  // namespace evidence::app
