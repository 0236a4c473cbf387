// The pages of strategies, rendered over a real index and a real store.
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/server/strategy_fixture.h"

namespace evidence::server {
namespace {

// Nothing happened to any work.
class QuietHistory final : public curation::WorkHistory {
 public:
  Result<std::vector<curation::WorkFate>> fates(const std::vector<WorkId>& works, std::int64_t,
                                                std::int64_t) override {
    std::vector<curation::WorkFate> told;
    for (const WorkId& work : works) told.push_back({work, work, true, 1, {}});
    return told;
  }
  Result<std::vector<WorkId>> changed(std::int64_t, std::int64_t, std::size_t) override {
    return std::vector<WorkId>{};
  }
};

struct StrategyPages : StrategyTest {
  StrategyPages() { desk_.history = &history_; }
  QuietHistory history_;

  static bool holds(const Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }
  Response press(const Kept& kept, std::string_view action,
                 std::vector<std::pair<std::string, std::string>> values) {
    values.emplace_back("action", std::string(action));
    values.emplace_back("edit_token", kept.key);
    return form("/strategies/" + kept.id, values);
  }
};

TEST_F(StrategyPages, RunAPastedStrategyWithoutKeepingIt) {
  EXPECT_EQ(get("/strategies").status, 200);
  const Response ran =
      form("/strategies",
           {{"text", "1. treatment\n2. 1 and (\n"}, {"syntax", "ovid"}, {"action", "run"}});
  EXPECT_EQ(ran.status, 200);
  EXPECT_TRUE(holds(ran, "Nothing was kept"));
  EXPECT_TRUE(holds(ran, ">25<"));
  EXPECT_TRUE(holds(ran, "1. treatment\n"));  // still in the box
  EXPECT_EQ(header(ran, "Cache-Control"), "private, no-store");
  const Response empty = form("/strategies", {{"text", " "}, {"action", "run"}});
  EXPECT_EQ(empty.status, 400);
  EXPECT_TRUE(holds(empty, "There is a problem"));
}

TEST_F(StrategyPages, ShowTheEditKeyOnceAndNeverInAnAddress) {
  const Response kept =
      form("/strategies",
           {{"text", "1. treatment"}, {"name", "A & <b>"}, {"syntax", "ovid"}, {"action", "keep"}});
  EXPECT_EQ(kept.status, 200);
  EXPECT_TRUE(holds(kept, "shown only now"));
  EXPECT_TRUE(holds(kept, "A &amp; &lt;b&gt;"));
  EXPECT_FALSE(holds(kept, "<b>"));
  EXPECT_TRUE(holds(kept, "name=\"edit_token\" value=\""));
  EXPECT_FALSE(holds(kept, "?edit_token="));
  EXPECT_TRUE(holds(kept, "noindex"));
  const std::size_t at = kept.body.find("action=\"/strategies/");
  ASSERT_NE(at, std::string::npos);
  const std::string path = kept.body.substr(at + 8, 12 + 26);
  const Response later = get(path);
  EXPECT_EQ(later.status, 200) << path;
  EXPECT_FALSE(holds(later, "shown only now"));
  EXPECT_TRUE(holds(later, "type=\"password\""));
}

TEST_F(StrategyPages, ChangeRunCompareAndShow) {
  const Kept kept = keep();
  EXPECT_TRUE(holds(get("/strategies/" + kept.id), "has not been run yet"));
  const Response first = press(kept, "save-and-run", {{"text", "1. treatment\n2. asthma\n"}});
  EXPECT_EQ(first.status, 200);
  EXPECT_TRUE(holds(first, "Saved as version 2. Run 1 is kept."));
  EXPECT_TRUE(holds(first, "Records behind the result"));
  EXPECT_TRUE(holds(first, "updated 20 November 2026"));
  const Response second = press(kept, "save-and-run", {{"text", "1. treatment\n2. guideline\n"}});
  EXPECT_TRUE(holds(second, "(as before)"));
  const Response differences = get("/strategies/" + kept.id + "/differences?run=2");
  EXPECT_EQ(differences.status, 200);
  EXPECT_TRUE(holds(differences, "another version of the strategy"));
  EXPECT_TRUE(holds(differences, "Asthma treatment number 3"));
  const Response works = get("/strategies/" + kept.id + "/runs/1/lines/1");
  EXPECT_EQ(works.status, 200);
  EXPECT_TRUE(holds(works, "Asthma treatment number 25"));
  EXPECT_EQ(get("/strategies/" + kept.id + "/runs/1/lines/7").status, 404);
  EXPECT_TRUE(holds(get("/strategies/" + kept.id + "?run=1"), "Run 1"));
  EXPECT_EQ(get("/strategies/" + kept.id + "?run=9").status, 404);
}

TEST_F(StrategyPages, LoseNothingThatWasTypedWithAWrongKey) {
  Kept kept = keep();
  kept.key = "wrong";
  const Response refused = press(kept, "save", {{"text", "1. something long"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_TRUE(holds(refused, "1. something long"));
  EXPECT_TRUE(holds(refused, "not the strategy"));
  EXPECT_FALSE(holds(refused, "value=\"wrong\""));
  kept.key = "";
  EXPECT_EQ(press(kept, "save", {{"text", "1. x"}}).status, 401);
  EXPECT_EQ(press(kept, "delete", {}).status, 401);
}

TEST_F(StrategyPages, SetTestSetsForkAndDelete) {
  const Kept kept = keep();
  run(kept);
  const Response tested = press(kept, "test-set", {{"ids", "w000000000003, nonsense"}});
  EXPECT_TRUE(holds(tested, "The test set has 1 ids. Not read:"));
  EXPECT_TRUE(holds(tested, "The result finds 1 of the 1"));
  const Response fork = form("/strategies/" + kept.id, {{"action", "fork"}});
  EXPECT_EQ(fork.status, 200);
  EXPECT_TRUE(holds(fork, "shown only now"));
  EXPECT_TRUE(holds(fork, "A copy of version 1"));
  const Response gone = press(kept, "delete", {});
  EXPECT_EQ(gone.status, 303);
  EXPECT_EQ(get("/strategies/" + kept.id).status, 404);
}

TEST_F(StrategyPages, TakeAnUploadedFile) {
  const Kept kept = keep();
  run(kept);
  std::string body;
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"action", "external"},
                                                        {"edit_token", kept.key},
                                                        {"platform", "Ovid"},
                                                        {"database", "Embase"},
                                                        {"searched", "2026-11-20"},
                                                        {"strategy", ""},
                                                        {"stated_count", "1,000"},
                                                        {"run", "1"}}) {
    body +=
        "--zz\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }
  body +=
      "--zz\r\nContent-Disposition: form-data; name=\"ris\"; filename=\"a.ris\"\r\n\r\n"
      "TY  - JOUR\r\nTI  - Peak flow diaries\r\nER  - \r\n\r\n--zz--\r\n";
  const Response added =
      send("POST", "/strategies/" + kept.id, body, "", "multipart/form-data; boundary=zz");
  EXPECT_EQ(added.status, 200);
  EXPECT_TRUE(holds(added, "Added 1 records: 1 of them are new."));
  EXPECT_TRUE(holds(added, "Embase (Ovid)"));
}

TEST_F(StrategyPages, ReportAndFillPrismaS) {
  const Kept kept = keep();
  run(kept);
  const std::string path = "/strategies/" + kept.id + "/prisma-s";
  const Response report = get(path);
  EXPECT_EQ(report.status, 200);
  EXPECT_TRUE(holds(report, "Nothing is guessed"));
  EXPECT_EQ(form(path, {{"item", "14"}, {"text", "PRESS"}, {"person", "B"}}).status, 401);
  const Response nameless =
      form(path, {{"item", "14"}, {"text", "PRESS"}, {"edit_token", kept.key}});
  EXPECT_EQ(nameless.status, 400);
  const Response filled = form(
      path,
      {{"item", "14"}, {"text", "PRESS"}, {"person", "B. Reviewer"}, {"edit_token", kept.key}});
  EXPECT_EQ(filled.status, 200);
  EXPECT_TRUE(holds(filled, "Stated by B. Reviewer"));
}

TEST_F(StrategyPages, HaveALabelForEveryField) {
  const Kept kept = keep();
  run(kept);
  for (const std::string& target : {std::string("/strategies"), "/strategies/" + kept.id,
                                    "/strategies/" + kept.id + "/prisma-s"}) {
    const std::string html = get(target).body;
    std::set<std::string> ids;
    for (std::size_t at = html.find(" id=\""); at != std::string::npos;
         at = html.find(" id=\"", at + 1)) {
      const std::string id = html.substr(at + 5, html.find('"', at + 5) - at - 5);
      EXPECT_TRUE(ids.insert(id).second) << target << " has two elements " << id;
    }
    for (const char* tag : {"<textarea ", "<select ", "<input "}) {
      for (std::size_t at = html.find(tag); at != std::string::npos; at = html.find(tag, at + 1)) {
        const std::string element = html.substr(at, html.find('>', at) - at);
        if (element.find("type=\"hidden\"") != std::string::npos) continue;
        const std::size_t id = element.find(" id=\"");
        ASSERT_NE(id, std::string::npos) << element;
        const std::string name = element.substr(id + 5, element.find('"', id + 5) - id - 5);
        EXPECT_NE(html.find("for=\"" + name + "\""), std::string::npos) << target << ": " << name;
      }
    }
  }
}

}  // namespace
}  // namespace evidence::server
