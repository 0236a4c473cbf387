#include "curation/exchange.h"

#include <gtest/gtest.h>

#include "tests/unit/curation/store_contract.h"

namespace evidence::curation {
namespace {

struct Exchange : ::testing::Test {
  Exchange() {
    strategy.id = new_strategy_id();
    strategy.created = "2026-11-01T00:00:00Z";
    version.number = 3;
    version.at = "2026-11-02T00:00:00Z";
    version.settings = settings_of("1. exp Asthma/\n2. \"émigré\" $2 = {x}\n3. 1 or 2\n");
    strategy.latest = version;
    RunWorks works;
    run = run_of({3, 70, 73}, works);
    run.number = 2;
    run.at = "2026-11-22T00:06:48Z";
    run.lines[0].text = "exp Asthma/";
    run.lines[1].text = "=1+1, \"quoted\"";
    run.lines[2].text = "1 or 2";
    exported.strategy = &strategy;
    exported.version = &version;
    exported.run = &run;
    exported.service = "Evidence";
    exported.url = "https://evidence.example.org/strategies/" + strategy.id;
  }
  Strategy strategy;
  StrategyVersion version;
  StoredRun run;
  Exported exported;
};

TEST_F(Exchange, GivesAnEqualStrategyBack) {
  const std::string text = export_json(exported);
  EXPECT_TRUE(is_exchange(text));
  EXPECT_EQ(must(import_json(text)), version.settings);
  const json::object object = must(parse_json(text)).as_object();
  EXPECT_EQ(object.at("version").to_number<int>(), 1);
  EXPECT_EQ(object.at("run").as_object().at("result_line").to_number<int>(), 3);
  EXPECT_EQ(object.at("run").as_object().at("snapshot").as_string(), run.snapshot);
}

TEST_F(Exchange, NeverHoldsTheEditKey) {
  for (const std::string& text :
       {export_json(exported), export_csv(exported), export_text(exported)}) {
    EXPECT_EQ(text.find("token"), std::string::npos);
  }
}

TEST_F(Exchange, IsWithoutARunBeforeTheFirst) {
  run.number = 0;
  EXPECT_TRUE(must(parse_json(export_json(exported))).as_object().at("run").is_null());
  EXPECT_NE(export_text(exported).find("Date of search: not run"), std::string::npos);
}

TEST_F(Exchange, RefusesFilesOfOthers) {
  EXPECT_EQ(slug_of(import_json("not json")), "bad_exchange");
  EXPECT_EQ(slug_of(import_json("{\"format\":\"other\",\"version\":1}")), "bad_exchange");
  EXPECT_EQ(slug_of(import_json("{\"format\":\"evidence-strategy\"}")), "bad_exchange");
  EXPECT_EQ(slug_of(import_json("{\"format\":\"evidence-strategy\",\"version\":2}")),
            "newer_exchange");
  EXPECT_EQ(slug_of(import_json("{\"format\":\"evidence-strategy\",\"version\":1,"
                                "\"strategy\":{\"text\":\"a\",\"syntax\":\"klingon\"}}")),
            "bad_exchange");
  EXPECT_EQ(slug_of(import_json("{\"format\":\"evidence-strategy\",\"version\":1,"
                                "\"strategy\":{\"text\":\"\",\"syntax\":\"ovid\"}}")),
            "no_strategy_text");
  EXPECT_FALSE(is_exchange("1 asthma"));
}

TEST_F(Exchange, WritesCsvThatNoSpreadsheetRuns) {
  const std::string csv = export_csv(exported);
  EXPECT_NE(csv.find("2,\"'=1+1, \"\"quoted\"\"\",70,70,"), std::string::npos) << csv;
  EXPECT_TRUE(csv.ends_with("\r\n"));
  EXPECT_EQ(must(import_csv(csv)), "1. exp Asthma/\n2. =1+1, \"quoted\"\n3. 1 or 2\n");
}

TEST_F(Exchange, RefusesCsvThatItCannotRead) {
  EXPECT_EQ(slug_of(import_csv("a,b\r\n1,2\r\n")), "bad_csv");
  EXPECT_EQ(slug_of(import_csv("\"line\",\"search\"\r\n1,\"open")), "bad_csv");
  EXPECT_EQ(slug_of(import_csv(std::string(500, ','))), "bad_csv");
  std::string rows = "search\n";
  for (int i = 0; i < 5'001; ++i) rows += "a\n";
  EXPECT_EQ(slug_of(import_csv(rows)), "bad_csv");
}

TEST_F(Exchange, WritesAnAppendixWithCountsPlatformAndDates) {
  const std::string text = export_text(exported);
  EXPECT_NE(text.find("1\texp Asthma/\t3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("3\t1 or 2\t73\n"), std::string::npos);
  EXPECT_NE(text.find("Date of search: 22 November 2026, 00:06 UTC"), std::string::npos);
  EXPECT_NE(text.find("PubMed (last updated 20 November 2026)"), std::string::npos);
  EXPECT_NE(text.find("Platform: Evidence (Evidence 0.1.0)"), std::string::npos);
  EXPECT_NE(text.find("Result: line 3, 73 works from 73 records after 0 duplicates"),
            std::string::npos);
}

}  // namespace
}  // namespace evidence::curation
