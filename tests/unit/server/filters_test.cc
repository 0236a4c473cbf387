// Search filters as pages and over the API.
#include "tests/unit/server/tools_fixture.h"

namespace evidence::server {
namespace {

using FiltersTest = ToolsTest;

TEST_F(FiltersTest, TheApiListsTheNewestVersionOfEach) {
  const json::array filters = object(get("/api/v1/filters")).at("filters").as_array();
  ASSERT_EQ(filters.size(), 2U);
  const json::object& trials = filters[1].as_object();
  EXPECT_EQ(trials.at("id"), "sample-trials");
  EXPECT_EQ(trials.at("version"), "10");
  EXPECT_EQ(trials.at("versions"), (json::array{"2", "10"}));
  EXPECT_EQ(trials.at("syntax"), "pubmed");
  EXPECT_TRUE(trials.at("specificity").is_null());
  EXPECT_EQ(filters[0].as_object().at("verified"), false);
}

TEST_F(FiltersTest, TheApiGivesAVersionByName) {
  const json::object older = object(get("/api/v1/filters/sample-trials?version=2"));
  EXPECT_EQ(older.at("lines").as_array()[2], "#1 OR #2");
  EXPECT_EQ(object(get("/api/v1/filters/sample-trials")).at("version"), "10");
  const Response none = get("/api/v1/filters/sample-trials?version=3");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(code(none), "unknown_filter");
  EXPECT_EQ(get("/api/v1/filters/nothing").status, 404);
  services_.filters = nullptr;
  EXPECT_EQ(get("/api/v1/filters/sample-trials").status, 404);
  EXPECT_TRUE(object(get("/api/v1/filters")).at("filters").as_array().empty());
}

TEST_F(FiltersTest, InsertedLinesAreNumberedOnAndCited) {
  const Response response =
      post("/api/v1/filters/sample-trials/insert",
           json::serialize(json::object{{"text", "#1 number\n#2 treatment\n#3 #1 AND #2\n"},
                                        {"syntax", "pubmed"}}));
  ASSERT_EQ(response.status, 200) << response.body;
  const json::object added = object(response);
  EXPECT_EQ(string_member(added, "text"),
            "#1 number\n#2 treatment\n#3 #1 AND #2\n# " + string_member(added, "comment") +
                "\n#4 asthma[ti]\n#5 children[tiab]\n#6 #4 AND #5\n#7 #3 AND #6\n");
  EXPECT_NE(string_member(added, "comment").find("A Librarian. Sample trials, 2026"),
            std::string::npos);
  EXPECT_EQ(number(added, "combination_number"), 7);
  // The comment is no search: the lines run as they are numbered.
  const Response ran = post(
      "/api/v1/strategies/run",
      json::serialize(json::object{{"text", string_member(added, "text")}, {"syntax", "pubmed"}}));
  ASSERT_EQ(ran.status, 200) << ran.body;
  const json::array lines = object(ran).at("lines").as_array();
  ASSERT_EQ(lines.size(), 7U) << ran.body;
  EXPECT_EQ(number(lines.back().as_object(), "count"), 25) << ran.body;
}

TEST_F(FiltersTest, InAnotherSyntaxTheyAreTranslatedAndTheCommentIsNoSearchEither) {
  for (const char* syntax : {"ovid", "ebsco", "cql"}) {
    SCOPED_TRACE(syntax);
    const json::object added =
        object(post("/api/v1/filters/sample-trials/insert",
                    json::serialize(json::object{{"text", "treatment"}, {"syntax", syntax}})));
    EXPECT_EQ(string_member(added, "syntax"), syntax);
    const auto read =
        query::parse_strategy(string_member(added, "text"), query::syntax_by_name(syntax), {});
    ASSERT_TRUE(read.ok());
    std::vector<unsigned> numbers;
    for (const query::StrategyLine& line : read->lines) {
      if (line.kind != query::LineKind::kSearch) continue;
      numbers.push_back(line.number);
      EXPECT_TRUE(line.parsed.usable) << line.text;
    }
    EXPECT_EQ(numbers, (std::vector<unsigned>{1, 2, 3, 4, 5})) << string_member(added, "text");
  }
}

TEST_F(FiltersTest, PlainWordsTakeTheFiltersSyntaxAndTheSearchBoxIsRefused) {
  const std::string path = "/api/v1/filters/cochrane-sample/insert";
  const json::object plain = object(post(path, R"({"text":"treatment"})"));
  EXPECT_EQ(string_member(plain, "syntax"), "pubmed");
  EXPECT_EQ(string_member(plain, "combination"), "#1 AND #2");
  const json::object alone = object(post(path, R"({"text":""})"));
  EXPECT_EQ(string_member(alone, "combination"), "");
  EXPECT_EQ(code(post(path, R"({"text":"treatment","syntax":"simple"})")), "no_lines_in_syntax");
  EXPECT_EQ(code(post(path, R"({"text":"treatment","syntax":"klingon"})")), "bad_syntax");
  EXPECT_EQ(code(post(path, R"({"txt":"treatment"})")), "unknown_member");
  EXPECT_EQ(code(post("/api/v1/filters/none/insert", "{}")), "unknown_filter");
  const Response large =
      post(path, json::serialize(json::object{{"text", std::string((1U << 20U) + 1, 'a')},
                                              {"syntax", "pubmed"}}));
  EXPECT_EQ(large.status, 413);
}

TEST_F(FiltersTest, ThePageListsThemWithSensitivityAndWhatIsNotVerified) {
  const Response page = get("/filters");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "href=\"/filters/sample-trials\">Sample trials &amp; &lt;b&gt;</a>"));
  EXPECT_TRUE(holds(page, "93%"));
  EXPECT_TRUE(holds(page, "Not stated"));
  EXPECT_TRUE(holds(page, "Not verified against the Handbook"));
  EXPECT_TRUE(holds(page, "invented for tests"));
  EXPECT_TRUE(holds(get("/strategies"), "href=\"/filters\""));
  services_.filters = nullptr;
  EXPECT_TRUE(holds(get("/filters"), "No filters are loaded"));
}

TEST_F(FiltersTest, AFiltersPageAddsItToASearchAndLeadsToStrategies) {
  const Response page = get("/filters/cochrane-sample");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "second-hand sample"));
  EXPECT_TRUE(holds(page, "asthma[tiab]"));
  EXPECT_EQ(get("/filters/none").status, 404);
  const Response added =
      form("/filters/cochrane-sample", {{"text", "1. treatment & <i>"}, {"syntax", "ovid"}});
  EXPECT_EQ(added.status, 200);
  EXPECT_TRUE(holds(added, "The filter was added"));
  EXPECT_TRUE(holds(added, "Translated from PubMed"));
  EXPECT_TRUE(holds(added, "1 treatment &amp; &lt;i&gt;\n# Search filter: "));
  EXPECT_TRUE(holds(added, "action=\"/strategies\""));
  EXPECT_TRUE(holds(added, "name=\"syntax\" value=\"ovid\""));
  EXPECT_FALSE(holds(added, "<i>"));
  const Response refused =
      form("/filters/cochrane-sample", {{"text", "kept words"}, {"syntax", "simple"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(holds(refused, "There is a problem"));
  EXPECT_TRUE(holds(refused, "kept words"));
}

}  // namespace
}  // namespace evidence::server
