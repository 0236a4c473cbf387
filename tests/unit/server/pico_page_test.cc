// The page of the four boxes, over a real index.
#include "base/url.h"
#include "tests/unit/server/tools_fixture.h"

namespace evidence::server {
namespace {

class PicoPage : public ToolsTest {
 protected:
  Response ask(const std::string& population, const std::string& intervention,
               const std::string& comparison, const std::string& outcome) {
    return form("/pico", {{"population", population},
                          {"intervention", intervention},
                          {"comparison", comparison},
                          {"outcome", outcome}});
  }
};

TEST_F(PicoPage, HasFourBoxesAndNoResultBeforeAnythingIsTyped) {
  const Response page = get("/pico");
  EXPECT_EQ(page.status, 200);
  for (const char* box : {"population", "intervention", "comparison", "outcome"}) {
    EXPECT_TRUE(holds(page, std::string("for=\"") + box + "\"")) << box;
  }
  EXPECT_FALSE(holds(page, "id=\"result\""));
  EXPECT_TRUE(holds(get("/strategies"), "href=\"/pico\""));
}

TEST_F(PicoPage, CountsEachBoxAndAllTogether) {
  const Response page = ask("children OR adolescents", "treatment", "", "");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "Population and Intervention: 25 works."));
  EXPECT_TRUE(holds(page, "(children OR adolescents)"));
  EXPECT_FALSE(holds(page, "which is few"));
  EXPECT_FALSE(holds(page, "Without Outcome"));
  EXPECT_TRUE(holds(page, "#1 (children OR adolescents)\n#2 (treatment)\n#3 #1 AND #2\n"));
  EXPECT_TRUE(holds(page, ">children OR adolescents</textarea>") ||
              holds(page, "\nchildren OR adolescents</textarea>"));
}

TEST_F(PicoPage, DropsOutcomeThenComparisonWhereLittleIsFoundAndSaysSo) {
  const Response page = ask("children", "treatment", "nothing like it", "hospital admission");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "Population and Intervention: 25 works."));
  EXPECT_TRUE(holds(page,
                    "All boxes together find 0 works, which is few. So Outcome and "
                    "Comparison were dropped."));
  EXPECT_TRUE(holds(page, "All boxes"));
  EXPECT_TRUE(holds(page, "Without Outcome<"));
  EXPECT_TRUE(holds(page, "Without Outcome and Comparison"));
  EXPECT_TRUE(holds(page, "\n#5 #1 AND #2 AND #3 AND #4\n#6 #1 AND #2 AND #3\n#7 #1 AND #2\n"));
}

TEST_F(PicoPage, LinksToASearchThatFindsTheSameNumber) {
  const Response page = ask("children", "\"number 3\"", "", "");
  EXPECT_TRUE(holds(page, "Population and Intervention: 1 work."));
  const std::string marker = "<p><a href=\"";
  const std::size_t end = page.body.find("\">Show the works</a>");
  ASSERT_NE(end, std::string::npos);
  const std::size_t begin = page.body.rfind(marker, end) + marker.size();
  std::string href = page.body.substr(begin, end - begin);
  for (std::size_t at = href.find("&amp;"); at != std::string::npos; at = href.find("&amp;")) {
    href.erase(at + 1, 4);
  }
  const Response answer = get("/api/v1" + href);
  ASSERT_EQ(answer.status, 200) << href << answer.body;
  EXPECT_EQ(number(object(answer), "total"), 1);
}

TEST_F(PicoPage, SaysWhatIsWrongAndKeepsWhatWasTyped) {
  const Response empty = ask("", " ", "()", "");
  EXPECT_EQ(empty.status, 400);
  EXPECT_TRUE(holds(empty, "All four boxes are empty"));
  const Response long_one = ask("<b>", std::string(300, 'x'), "", "");
  EXPECT_EQ(long_one.status, 413);
  EXPECT_TRUE(holds(long_one, "&lt;b&gt;"));
  EXPECT_FALSE(holds(long_one, "<b>"));
  const Response odd = ask("children) OR (adults", "treatment", "", "");
  EXPECT_TRUE(holds(odd, "were left out"));
  const HeavyWork::Place busy = heavy_.enter();
  EXPECT_EQ(ask("children", "", "", "").status, 503);
}

}  // namespace
}  // namespace evidence::server
