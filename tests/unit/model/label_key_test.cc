#include "model/label_key.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "model/term_lists.h"

namespace evidence {
namespace {

TEST(LabelKey, DropsCaseAccentsAndPunctuation) {
  EXPECT_EQ(label_key("Neoplasms, Breast"), "neoplasms breast");
  EXPECT_EQ(label_key("Crohn's Disease"), "crohns disease");
  EXPECT_EQ(label_key("IL-22"), "il 22");
  EXPECT_EQ(label_key("Sjögren's  Syndrome "), "sjogrens syndrome");
  EXPECT_EQ(label_key("administration & dosage"), "administration and dosage");
  EXPECT_EQ(label_key("--,"), "");
  EXPECT_EQ(label_key(""), "");
}

TEST(LabelKey, ReadsOneCommaInNaturalOrder) {
  EXPECT_EQ(natural_key("Neoplasms, Breast"), "breast neoplasms");
  EXPECT_EQ(natural_key("Diabetes Mellitus, Type 2"), "type 2 diabetes mellitus");
  EXPECT_EQ(natural_key("Leukemia, Myeloid, Acute"), "");
  EXPECT_EQ(natural_key("Asthma"), "");
  EXPECT_EQ(natural_key(", Asthma"), "");
  EXPECT_EQ(natural_key("2,4-Dinitrophenol"), "");
  EXPECT_EQ(natural_label("Diabetes Mellitus, Type 2"), "Type 2 Diabetes Mellitus");
}

TEST(LabelKey, KnowsSingularAndPluralOfTheLastWord) {
  const auto variants = [](std::string_view key) { return join(number_variants(key), " "); };
  EXPECT_EQ(variants("toothache"), "toothaches");
  EXPECT_EQ(variants("cohort studies"), "cohort study");
  EXPECT_EQ(variants("cohort study"), "cohort studies");
  EXPECT_EQ(variants("virus"), "");
  EXPECT_EQ(variants("diagnosis"), "diagnoses");
  EXPECT_EQ(variants("asthma"), "asthmas");
  EXPECT_EQ(variants("abscess"), "");
  EXPECT_EQ(variants("flu"), "");
  EXPECT_EQ(variants("type 2"), "");
}

TEST(TermIndex, FindsWordsInWhateverSpelling) {
  TermLists lists;
  lists.synonyms = {{"haemorrhoids", "piles"}};
  lists.drugs = {{"calpol", {"paracetamol", "acetaminophen"}, "brand"}};
  lists.abbreviations = {{"copd", "chronic obstructive pulmonary disease"}};
  lists.ambiguous = {{"pe", {"pulmonary embolism", "pre-eclampsia"}}};
  lists.spellings = {{"lachrymal", "lacrimal"}};
  const TermIndex index(lists);
  ASSERT_NE(index.find("hemorrhoids"), nullptr);
  EXPECT_EQ(index.find("hemorrhoids")->others, std::vector<std::string>{"piles"});
  EXPECT_EQ(index.find("calpol")->others.size(), 2U);
  EXPECT_EQ(index.find("paracetamol"), nullptr);
  EXPECT_EQ(index.find("copd")->expansion, "chronic obstructive pulmonary disease");
  EXPECT_EQ(index.find("pe")->readings.size(), 2U);
  EXPECT_EQ(index.spellings_of("lacrimal"), std::vector<std::string>{"lachrymal"});
  EXPECT_TRUE(index.spellings_of("asthma").empty());
}

}  // namespace
}  // namespace evidence
