#include "curation/prisma_s.h"

#include <gtest/gtest.h>

#include "tests/unit/curation/store_contract.h"

namespace evidence::curation {
namespace {

struct PrismaS : ::testing::Test {
  PrismaS() {
    strategy.id = new_strategy_id();
    version.number = 1;
    version.settings = settings_of("1 asthma");
    RunWorks works;
    run = run_of({3, 5}, works);
    run.number = 1;
    run.at = "2026-11-22T00:06:48Z";
    source.strategy = &strategy;
    source.version = &version;
    source.run = &run;
    source.runs = {{1, 1, run.at, "", run.snapshot, 5}};
    source.service = "Evidence";
  }
  Filled filled(unsigned item) { return prisma_s(source)[item - 1].filled; }
  Strategy strategy;
  StrategyVersion version;
  StoredRun run;
  PrismaSource source;
};

TEST_F(PrismaS, HasSixteenItemsInOrder) {
  const auto rows = prisma_s(source);
  ASSERT_EQ(rows.size(), 16U);
  for (unsigned i = 0; i < 16; ++i) EXPECT_EQ(rows[i].element->number, i + 1);
}

TEST_F(PrismaS, FillsFromTheRecordOnlyWhatTheRecordHolds) {
  for (const unsigned item : {1U, 8U, 13U, 15U, 16U}) EXPECT_EQ(filled(item), Filled::kRecord);
  for (const unsigned item : {2U, 3U, 4U, 5U, 6U, 7U, 9U, 10U, 11U, 12U, 14U}) {
    EXPECT_EQ(filled(item), Filled::kMissing) << item;
  }
  run.sources.push_back({"trials", "Trials", "", 3});
  EXPECT_EQ(filled(2), Filled::kRecord);
  source.runs.insert(source.runs.begin(), {2, 1, "2026-12-01T00:00:00Z", "", run.snapshot, 6});
  EXPECT_EQ(filled(12), Filled::kRecord);
}

TEST_F(PrismaS, ShowsAPartWithoutCallingItWhole) {
  run.lines[0].tree = "(and (term any \"a\") (range date \"2015\" \"\"))";
  const auto row = prisma_s(source)[8];
  EXPECT_EQ(row.filled, Filled::kMissing);
  EXPECT_NE(row.recorded.find("Line 1 restricts"), std::string::npos);
  ExternalSearch search;
  search.platform = "Ovid";
  search.database = "Embase";
  search.searched = "2026-11-20";
  source.externals = {search};
  EXPECT_EQ(filled(8), Filled::kMissing);  // its strategy is not known
  source.externals[0].strategy = "1 asthma/";
  EXPECT_EQ(filled(8), Filled::kRecord);
}

TEST_F(PrismaS, NamesThePersonWhoFilledAnItem) {
  source.answers = {{14, "PRESS, no changes", "B. Reviewer", "2026-11-23T10:00:00Z"}};
  const auto rows = prisma_s(source);
  EXPECT_EQ(rows[13].filled, Filled::kPerson);
  const std::string text = prisma_s_markdown(source, rows);
  EXPECT_NE(text.find("Stated by B. Reviewer, 2026-11-23"), std::string::npos);
  const json::object object = prisma_s_json(source, rows);
  EXPECT_EQ(object.at("missing").to_number<int>(), 10);
}

TEST_F(PrismaS, HasAlmostNothingBeforeTheFirstRun) {
  source.run = nullptr;
  source.runs.clear();
  for (const PrismaRow& row : prisma_s(source)) {
    EXPECT_EQ(row.filled, Filled::kMissing) << row.element->number;
  }
  EXPECT_FALSE(prisma_s_markdown(source, prisma_s(source)).empty());
}

TEST_F(PrismaS, LetsNoTextBecomeMarkup) {
  version.settings.name = "# *bold* <script>";
  run.lines[0].text = "# heading <b>";
  const std::string text = prisma_s_markdown(source, prisma_s(source));
  EXPECT_NE(text.find("\\# \\*bold\\* \\<script\\>"), std::string::npos);
  EXPECT_NE(text.find("\n    1\t# heading <b>"), std::string::npos);
}

TEST_F(PrismaS, TakesAnswersOnlyWithANameAndToItsItems) {
  EXPECT_EQ(slug_of(checked_answer({14, "yes", "", ""})), "no_person");
  EXPECT_EQ(slug_of(checked_answer({0, "yes", "A", ""})), "bad_element");
  EXPECT_EQ(slug_of(checked_answer({17, "yes", "A", ""})), "bad_element");
  EXPECT_EQ(slug_of(checked_answer({14, std::string(17'000, 'a'), "A", ""})), "answer_too_long");
  EXPECT_EQ(must(checked_answer({14, "a\x01\nb", " A\n", ""})).person, "A");
}

}  // namespace
}  // namespace evidence::curation
