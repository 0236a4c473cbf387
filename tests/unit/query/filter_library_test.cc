#include "query/filter_library.h"

#include <gtest/gtest.h>

#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

SearchFilter sample() {
  SearchFilter filter;
  filter.id = "sample-trials";
  filter.version = "1";
  filter.title = "Sample trials";
  filter.author = "A Librarian";
  filter.dialect = Syntax::kPubmed;
  filter.source = "written for this test";
  filter.citation = "A Librarian. Sample trials filter";
  filter.sensitivity = 0.934;
  filter.note = "a sample";
  filter.lines = {"randomized controlled trial[pt]", "placebo[tiab]", "#1 OR #2"};
  return filter;
}

std::string faults(const SearchFilter& filter) {
  std::string all;
  for (const std::string& fault : faults_of(filter)) all += fault + "\n";
  return all;
}

TEST(Filters, AFilterIsCheckedAsAWhole) {
  EXPECT_EQ(faults(sample()), "");
  SearchFilter filter = sample();
  filter.id = "Sample Trials";
  filter.citation.clear();
  filter.note.clear();
  filter.specificity = 1.5;
  const std::string said = faults(filter);
  for (const char* part :
       {"id must be", "citation is missing", "needs a note", "between 0 and 1"}) {
    EXPECT_NE(said.find(part), std::string::npos) << part << " in " << said;
  }
  filter = sample();
  filter.own = true;
  filter.author.clear();
  EXPECT_NE(faults(filter).find("author and version"), std::string::npos);
}

TEST(Filters, LinesMustParseAndReferToLinesBefore) {
  SearchFilter filter = sample();
  filter.lines = {"(asthma[ti]", "#1 OR #2", "#9"};
  const std::string said = faults(filter);
  EXPECT_NE(said.find("line 1: A bracket is opened"), std::string::npos) << said;
  EXPECT_NE(said.find("line 2: refers to line 2"), std::string::npos) << said;
  EXPECT_NE(said.find("line 3: refers to line 9"), std::string::npos) << said;
  filter.lines.clear();
  EXPECT_NE(faults(filter).find("1 to 200 lines"), std::string::npos);
}

TEST(Filters, TheNewestVersionIsFound) {
  FilterLibrary library;
  for (const char* version : {"2", "10", "1"}) {
    SearchFilter filter = sample();
    filter.version = version;
    ASSERT_TRUE(library.add(filter).ok());
  }
  ASSERT_NE(library.find("sample-trials"), nullptr);
  EXPECT_EQ(library.find("sample-trials")->version, "10");
  EXPECT_EQ(library.find("sample-trials", "2")->version, "2");
  EXPECT_EQ(library.find("sample-trials", "3"), nullptr);
  EXPECT_EQ(library.find("other"), nullptr);
  EXPECT_EQ(library.newest().size(), 1U);
  EXPECT_EQ(library.all().size(), 3U);
  const auto again = library.add(sample());
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().slug, "filter_exists");
  SearchFilter wrong = sample();
  wrong.title.clear();
  EXPECT_EQ(library.add(wrong).error().slug, "filter_invalid");
}

TEST(Filters, VersionsAreComparedByTheirNumbers) {
  EXPECT_TRUE(is_newer_version("10", "9"));
  EXPECT_TRUE(is_newer_version("2011-12", "2011-02"));
  EXPECT_TRUE(is_newer_version("2011-12", "2011"));
  EXPECT_FALSE(is_newer_version("2011", "2011"));
  EXPECT_FALSE(is_newer_version("2", "10"));
}

TEST(Filters, InsertedBehindAStrategyOfTheSameSyntaxTheyStayVerbatim) {
  const auto strategy =
      parse_strategy("#1 asthma[ti]\n#2 child[ti]\n#3 #1 AND #2\n", Syntax::kPubmed, {});
  ASSERT_TRUE(strategy.ok());
  const FilterInsertion insertion = insert(sample(), *strategy);
  ASSERT_EQ(insertion.lines.size(), 3U);
  EXPECT_EQ(insertion.lines[0].number, 4U);
  EXPECT_EQ(insertion.lines[0].text, "randomized controlled trial[pt]");
  EXPECT_EQ(insertion.lines[2].text, "#4 OR #5");
  EXPECT_EQ(insertion.combination, "#3 AND #6");
  EXPECT_EQ(insertion.combination_number, 7U);
  EXPECT_EQ(insertion.comment,
            "Search filter: Sample trials, version 1. A Librarian. Sample trials filter. "
            "Sensitivity 93%. Not verified: a sample.");
}

TEST(Filters, InAnotherSyntaxTheyAreTranslatedWithEveryLoss) {
  const auto strategy = parse_strategy("1. exp Asthma/\n2. child$.ti.\n", Syntax::kOvid, {});
  ASSERT_TRUE(strategy.ok());
  SearchFilter filter = sample();
  filter.lines = {"medline[sb] AND placebo[ti]", "random*[ti]", "#1 AND #2"};
  const FilterInsertion insertion = insert(filter, *strategy);
  ASSERT_EQ(insertion.lines.size(), 3U);
  EXPECT_EQ(insertion.lines[0].text, "placebo.ti.");
  EXPECT_EQ(codes_of(insertion.lines[0].losses), "lossy_left_out");
  EXPECT_EQ(insertion.lines[2].text, "3 and 4");
  EXPECT_EQ(insertion.combination, "2 and 5");
}

TEST(Filters, BehindNothingThereIsNothingToCombine) {
  const auto strategy = parse_strategy("", Syntax::kPubmed, {});
  ASSERT_TRUE(strategy.ok());
  const FilterInsertion insertion = insert(sample(), *strategy);
  EXPECT_EQ(insertion.lines.front().number, 1U);
  EXPECT_EQ(insertion.combination, "");
}

}  // namespace
}  // namespace evidence::query
