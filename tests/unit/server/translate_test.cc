// Translating strategies as a page and over the API.
#include "tests/unit/server/tools_fixture.h"

namespace evidence::server {
namespace {

class TranslatePages : public ToolsTest {
 protected:
  Response translate(const json::object& body) {
    return post("/api/v1/strategies/translate", json::serialize(body));
  }
};

constexpr std::string_view kOvid =
    "Sample strategy\n1. exp asthma/\n2. (hip adj3 fractur*).ti.\n"
    "3. 1 and 2\n";

TEST_F(TranslatePages, TheApiGivesEachLineBeforeAndAfterWithItsLosses) {
  const Response response = translate({{"text", kOvid}, {"from", "ovid"}, {"to", "pubmed"}});
  ASSERT_EQ(response.status, 200) << response.body;
  const json::object whole = object(response);
  EXPECT_EQ(string_member(whole, "from"), "ovid");
  std::vector<json::object> searches;
  std::int64_t losses = 0;
  for (const json::value& line : whole.at("lines").as_array()) {
    losses += static_cast<std::int64_t>(line.as_object().at("losses").as_array().size());
    if (line.as_object().at("kind") == "search") searches.push_back(line.as_object());
  }
  ASSERT_EQ(searches.size(), 3U);
  EXPECT_EQ(string_member(searches[0], "before"), "exp asthma/");
  EXPECT_NE(string_member(searches[0], "after").find("[mh]"), std::string::npos);
  const json::array& lost = searches[1].at("losses").as_array();
  ASSERT_FALSE(lost.empty());
  EXPECT_EQ(lost[0].as_object().at("code"), "lossy_near");
  EXPECT_EQ(lost[0].as_object().at("line"), 3);
  EXPECT_EQ(number(whole, "losses"), losses);
  EXPECT_NE(string_member(whole, "text").find("#3 #1 AND #2\n"), std::string::npos);
}

TEST_F(TranslatePages, TheApiRecognisesTheSyntaxAndRefusesWhatIsMissing) {
  EXPECT_EQ(string_member(object(translate({{"text", kOvid}, {"to", "cql"}})), "from"), "ovid");
  EXPECT_EQ(code(translate({{"text", kOvid}})), "no_target_syntax");
  EXPECT_EQ(code(translate({{"text", kOvid}, {"to", "x"}})), "bad_syntax");
  EXPECT_EQ(code(translate({{"text", " "}, {"to", "cql"}})), "strategy_empty");
  EXPECT_EQ(code(translate({{"text", "a"}, {"to", "cql"}, {"too", "cql"}})), "unknown_member");
  EXPECT_EQ(translate({{"text", std::string((1U << 20U) + 1, 'a')}, {"to", "cql"}}).status, 413);
  EXPECT_EQ(send("POST", "/api/v1/strategies/translate", "a", "", "text/plain").status, 415);
}

TEST_F(TranslatePages, ThePageShowsEveryLossBesideItsLine) {
  const Response empty = get("/translate");
  EXPECT_EQ(empty.status, 200);
  EXPECT_FALSE(holds(empty, "Line by line"));
  const Response page =
      form("/translate", {{"text", std::string(kOvid)}, {"from", "ovid"}, {"to", "pubmed"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "(hip adj3 fractur*).ti."));
  EXPECT_TRUE(holds(page, "<ul class=\"ev-messages\"><li><strong>"));
  EXPECT_TRUE(holds(page, "#3 #1 AND #2\n"));
  EXPECT_TRUE(holds(page, "name=\"syntax\" value=\"pubmed\""));
  EXPECT_TRUE(holds(page, "1. exp asthma/\n2."));  // still in the box
  EXPECT_TRUE(holds(get("/strategies"), "href=\"/translate\""));
}

TEST_F(TranslatePages, ThePageKeepsWhatItCannotUse) {
  const Response none = form("/translate", {{"text", " "}, {"to", "ovid"}});
  EXPECT_EQ(none.status, 400);
  EXPECT_TRUE(holds(none, "There is a problem"));
  const Response odd =
      form("/translate", {{"text", "<script>x</script>"}, {"from", "odd"}, {"to", "ovid"}});
  EXPECT_EQ(odd.status, 400);
  EXPECT_TRUE(holds(odd, "&lt;script&gt;"));
  EXPECT_FALSE(holds(odd, "<script"));
}

}  // namespace
}  // namespace evidence::server
