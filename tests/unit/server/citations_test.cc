// References over the API and on the page, over the services of the other tests.
#include <gtest/gtest.h>

#include "server/citation_request.h"
#include "server/strategy_services.h"
#include "tests/unit/server/strategy_fixture.h"

namespace evidence::server {
namespace {

class CitationsTest : public StrategyTest {
 protected:
  static std::string verdicts(const Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    std::string text;
    const json::object report = object(response);
    const json::value* citations = member(report, "citations");
    if (citations == nullptr || !citations->is_array()) return "no list";
    for (const json::value& one : citations->get_array()) {
      text += (text.empty() ? "" : " ") + string_member(one.get_object(), "verdict");
    }
    return text;
  }
};

TEST_F(CitationsTest, TheApiMatchesOneReferenceByGet) {
  const Response one = get("/api/v1/citations/match?text=https%3A%2F%2Fdoi.org%2F10.1234%2Fone");
  EXPECT_EQ(verdicts(one), "found");
  EXPECT_NE(one.body.find(kOpenWork), std::string::npos);
  EXPECT_EQ(verdicts(get("/api/v1/citations/match?title=treatment+number+7&year=2007")),
            "possible");
  EXPECT_EQ(get("/api/v1/citations/match").status, 400);
  EXPECT_EQ(get("/api/v1/citations/match?year=soon&volume=1").status, 400);
  EXPECT_EQ(get("/api/v1/citations/match?q=asthma").status, 400);
}

TEST_F(CitationsTest, TheApiMatchesListsByPost) {
  EXPECT_EQ(verdicts(post("/api/v1/citations/match",
                          R"({"citations":["doi:10.1234/one","Zebras in the zoo. 1999"]})")),
            "found not_found");
  EXPECT_EQ(verdicts(post("/api/v1/citations/match",
                          R"({"text":"1. doi:10.1234/one\n2. Asthma treatment number 9. 2009."})")),
            "found possible");
  EXPECT_EQ(verdicts(form("/api/v1/citations/match", {{"text", "10.1234/one"}})), "found");
  EXPECT_EQ(post("/api/v1/citations/match", R"({"texts":["x"]})").status, 400);
  EXPECT_EQ(post("/api/v1/citations/match", R"({"citations":[]})").status, 400);
  EXPECT_EQ(send("POST", "/api/v1/citations/match", "x", "", "image/png").status, 415);
}

TEST_F(CitationsTest, ListsThatAreTooLongAreRefused) {
  json::array many;
  for (int i = 0; i < 501; ++i) many.emplace_back("10.1234/x");
  EXPECT_EQ(
      post("/api/v1/citations/match", json::serialize(json::object{{"citations", many}})).status,
      413);
}

TEST_F(CitationsTest, LongListsWaitForNobody) {
  std::string text;
  for (int i = 1; i <= 12; ++i) text += std::to_string(i) + ". doi:10.1234/one\n";
  std::vector<HeavyWork::Place> taken;
  for (;;) {
    HeavyWork::Place place = desk_.heavy.enter();
    if (!place) break;
    taken.push_back(std::move(place));
  }
  const Response busy =
      post("/api/v1/citations/match", json::serialize(json::object{{"text", text}}));
  EXPECT_EQ(busy.status, 503) << busy.body;
  taken.clear();
  EXPECT_EQ(post("/api/v1/citations/match", json::serialize(json::object{{"text", text}})).status,
            200);
}

TEST_F(CitationsTest, ThePageAnswersInWordsWithoutScript) {
  const Response empty = get("/citations");
  EXPECT_EQ(empty.status, 200);
  EXPECT_NE(empty.body.find("name=\"volume\""), std::string::npos);
  EXPECT_EQ(empty.body.find("What was found"), std::string::npos);
  const Response answer =
      form("/citations", {{"text", "1. doi:10.1234/one\n2. <b>Zebras</b> in the zoo. 1999."}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find("2 references: 1 found, 0 possibly found, 1 not found."),
            std::string::npos)
      << answer.body;
  EXPECT_NE(answer.body.find("href=\"/works/" + std::string(kOpenWork) + "\""), std::string::npos);
  EXPECT_NE(answer.body.find("/api/v1/works?ids=" + std::string(kOpenWork)), std::string::npos);
  EXPECT_EQ(answer.body.find("<b>Zebras"), std::string::npos);
  EXPECT_NE(get("/citations?title=treatment+number+7").body.find("Possibly found"),
            std::string::npos);
  EXPECT_EQ(form("/citations", {{"text", " "}}).status, 400);
}

TEST_F(CitationsTest, TheAnswerCanBeSavedAsATable) {
  const Response table =
      form("/citations", {{"text", "10.1234/one\n10.1234/none"}, {"action", "table"}});
  EXPECT_EQ(table.content_type, "text/csv; charset=utf-8");
  EXPECT_TRUE(table.body.starts_with("number,verdict,work,title")) << table.body;
  EXPECT_NE(table.body.find("1,found," + std::string(kOpenWork)), std::string::npos) << table.body;
  EXPECT_NE(table.body.find("2,not_found,"), std::string::npos) << table.body;
}

}  // namespace
}  // namespace evidence::server
