// The API of strategies over a real index and a real store.
#include <gtest/gtest.h>

#include "tests/unit/server/strategy_fixture.h"

namespace evidence::server {
namespace {

constexpr std::string_view kRis =
    "TY  - JOUR\r\nTI  - Asthma treatment number 3\r\nAU  - Sample, A\r\nPY  - 2003\r\nER  - \r\n"
    "TY  - JOUR\r\nTI  - Peak flow diaries in a rural district hospital\r\nAU  - Sample, B\r\n"
    "PY  - 2011\r\nDO  - 10.1234/peak\r\nER  - \r\n"
    "TY  - JOUR\r\nTI  - Peak flow diaries in a rural district hospital\r\nAU  - Sample, B\r\n"
    "PY  - 2011\r\nDO  - 10.1234/peak\r\nER  - \r\n";

TEST_F(StrategyTest, AreKeptUnderALinkThatNobodyCanGuess) {
  const Kept kept = keep();
  EXPECT_EQ(kept.id.size(), 26U);
  EXPECT_GE(kept.key.size(), 52U);
  const Response shown = get(kept.path);
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(header(shown, "Cache-Control"), "private, no-store");
  EXPECT_EQ(header(shown, "X-Robots-Tag"), "noindex, nofollow");
  const json::object strategy = object(shown);
  EXPECT_EQ(string_member(strategy, "name"), "Asthma");
  EXPECT_EQ(string_member(strategy, "text"), "1. treatment\n2. \"number 3\"\n3. 1 and 2\n");
  EXPECT_EQ(shown.body.find(kept.key), std::string::npos);
  EXPECT_EQ(member(strategy, "edit_token"), nullptr);
  EXPECT_EQ(get("/api/v1/strategies").status, 405);  // there is no list
  EXPECT_EQ(get("/api/v1/strategies/00000000000000000000000000").status, 404);
  EXPECT_EQ(get("/api/v1/strategies/short").status, 404);
}

TEST_F(StrategyTest, ChangeOnlyForWhoHasTheEditKey) {
  const Kept kept = keep();
  const std::string change = R"({"text":"1. asthma","comment":"wider","actor":"A. Librarian"})";
  EXPECT_EQ(send("PUT", kept.path, change).status, 401);
  EXPECT_EQ(send("PUT", kept.path, change, kept.key + "0").status, 403);
  EXPECT_EQ(send("PUT", kept.path, change, keep().key).status, 403);
  const Response changed = send("PUT", kept.path, change, kept.key);
  EXPECT_EQ(changed.status, 200) << changed.body;
  const json::object version = object(changed);
  EXPECT_EQ(number(version, "version"), 2);
  EXPECT_EQ(string_member(version, "name"), "Asthma");  // what is left out stays
  EXPECT_EQ(string_member(version, "comment"), "wider");
  EXPECT_EQ(object(get(kept.path + "/versions")).at("versions").as_array().size(), 2U);
  EXPECT_EQ(string_member(object(get(kept.path + "/versions/1")), "text").substr(0, 3), "1. ");
  EXPECT_EQ(get(kept.path + "/versions/3").status, 404);
  EXPECT_EQ(get(kept.path + "/versions/x").status, 404);
  for (const char* tail : {"/runs", "/test-set", "/prisma-s", "/external"}) {
    EXPECT_EQ(post(kept.path + tail, "{}").status, 401) << tail;
  }
  EXPECT_EQ(send("DELETE", kept.path, "").status, 401);
}

TEST_F(StrategyTest, RefuseAChangeFromAnOlderVersion) {
  const Kept kept = keep();
  EXPECT_EQ(send("PUT", kept.path, R"({"text":"1. two","version":1})", kept.key).status, 200);
  const Response late = send("PUT", kept.path, R"({"text":"1. three","version":1})", kept.key);
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(code(late), "strategy_changed");
}

TEST_F(StrategyTest, RunAndKeepCountsSourcesAndSnapshot) {
  const Kept kept = keep();
  const json::object ran = run(kept);
  EXPECT_EQ(number(ran, "number"), 1);
  EXPECT_EQ(number(ran, "version"), 1);
  const json::array& lines = ran.at("lines").as_array();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(number(lines[0].as_object(), "count"), 25);
  EXPECT_EQ(number(lines[1].as_object(), "count"), 1);
  EXPECT_EQ(number(lines[2].as_object(), "count"), 1);
  EXPECT_EQ(number(ran, "documents"), 25);
  EXPECT_FALSE(string_member(ran, "snapshot").empty());
  const json::object& source = ran.at("sources").as_array().at(0).as_object();
  EXPECT_EQ(string_member(source, "last_harvest"), "2026-11-20T00:00:00Z");
  const json::object& ledger = ran.at("ledger").as_object();
  EXPECT_EQ(number(ledger, "records"), number(ledger, "works") + number(ledger, "duplicates"));
  EXPECT_EQ(number(ledger, "works"), 1);
  EXPECT_EQ(json::serialize(object(get(kept.path + "/runs/1")).at("lines")),
            json::serialize(ran.at("lines")));
  EXPECT_EQ(get(kept.path + "/runs/2").status, 404);
}

TEST_F(StrategyTest, HaveNoResultWhereTheLastLineCannotBeRun) {
  const Kept kept = keep("1. treatment\n2. 1 and 9\n");
  const json::object ran = run(kept);
  EXPECT_EQ(number(ran.at("lines").as_array()[0].as_object(), "count"), 25);
  EXPECT_TRUE(ran.at("lines").as_array()[1].as_object().at("count").is_null());
  EXPECT_EQ(number(ran.at("ledger").as_object(), "works"), 0);
  EXPECT_TRUE(
      object(get(kept.path + "/runs")).at("runs").as_array()[0].as_object().at("count").is_null());
  EXPECT_NE(get("/strategies/" + kept.id).body.find("this run has no result"), std::string::npos);
}

TEST_F(StrategyTest, TakeTheHighestNumberForTheResult) {
  const Kept kept = keep("2. \"number 3\"\n1. treatment\n");
  const json::object ran = run(kept);
  EXPECT_EQ(number(ran.at("ledger").as_object(), "works"), 1);
}

TEST_F(StrategyTest, SayWhichLinesARunUsedAgain) {
  const Kept kept = keep();
  run(kept);
  EXPECT_EQ(
      send("PUT", kept.path, R"({"text":"1. treatment\n2. \"number 4\"\n3. 1 and 2\n"})", kept.key)
          .status,
      200);
  const json::object ran = run(kept);
  std::vector<bool> reused;
  for (const json::value& line : ran.at("lines").as_array()) {
    reused.push_back(line.as_object().at("reused").as_bool());
  }
  EXPECT_EQ(reused, (std::vector<bool>{true, false, false}));
}

TEST_F(StrategyTest, RunWithoutKeepingAnything) {
  const Response ran = post("/api/v1/strategies/run", R"({"text":"1. treatment","syntax":"ovid"})");
  EXPECT_EQ(ran.status, 200) << ran.body;
  const json::object object_ = object(ran);
  EXPECT_FALSE(object_.at("stored").as_bool());
  EXPECT_EQ(number(object_.at("lines").as_array()[0].as_object(), "count"), 25);
  const auto usage = pool_.with([](curation::StrategyStore& store) { return store.usage(); });
  ASSERT_TRUE(usage.ok());
  EXPECT_EQ(usage->strategies, 0);
  const Response read = post("/api/v1/strategies/lint", R"({"text":"1. treatment"})");
  EXPECT_EQ(read.status, 200);
  EXPECT_TRUE(object(read).at("lines").as_array()[0].as_object().at("count").is_null());
}

TEST_F(StrategyTest, ListTheWorksOfALineInEveryForm) {
  const Kept kept = keep();
  run(kept);
  const std::string works = kept.path + "/runs/1/lines/2/works";
  const json::object page = object(get(works));
  EXPECT_EQ(number(page, "total"), 1);
  EXPECT_EQ(string_member(page.at("works").as_array()[0].as_object(), "id"), kBareWork);
  const auto all = [&](const std::string& target) {
    Response response = get(target);
    EXPECT_EQ(response.status, 200) << target;
    std::string text;
    while (response.producer) {
      const auto chunk = response.producer([] { return false; });
      EXPECT_TRUE(chunk.ok());
      if (!chunk.ok() || chunk->empty()) break;
      text += *chunk;
    }
    return text;
  };
  EXPECT_EQ(all(works + "?format=ids"), std::string(kBareWork) + "\n");
  EXPECT_NE(all(works + "?format=csv").find("Asthma treatment number 3"), std::string::npos);
  EXPECT_NE(all(works + "?format=jsonl").find("\"in_index\":true"), std::string::npos);
  EXPECT_NE(all(works + "?format=ris").find("TI  - Asthma treatment number 3"), std::string::npos);
  EXPECT_EQ(get(works + "?format=pdf").status, 400);
  EXPECT_EQ(get(works + "?size=101").status, 400);
  EXPECT_EQ(get(works + "?page=0").status, 400);
  EXPECT_EQ(get(kept.path + "/runs/1/lines/9/works").status, 404);
  const json::object second = object(get(kept.path + "/runs/1/lines/1/works?size=20&page=2"));
  EXPECT_EQ(second.at("works").as_array().size(), 5U);
}

TEST_F(StrategyTest, ListWorksThatHaveGoneByTheirIds) {
  const Kept kept = keep();
  run(kept);
  std::vector<Work> left = works();
  left.erase(left.begin() + 4);  // number 5 is gone
  left.erase(left.begin() + 5);  // number 7 is part of number 8 now
  left[5].former_ids = {"w000000000007"};
  index_.replace(left, "two");
  const std::string lines = kept.path + "/runs/1/lines/1/works";
  const json::object page = object(get(lines));
  EXPECT_EQ(number(page, "total"), 25);
  const json::array& listed = page.at("works").as_array();
  EXPECT_FALSE(listed[4].as_object().at("in_index").as_bool());
  EXPECT_EQ(string_member(listed[4].as_object(), "id"), "w000000000005");
  EXPECT_EQ(string_member(listed[6].as_object(), "now"), "w000000000008");
  // The run itself is as it was.
  EXPECT_EQ(
      number(object(get(kept.path + "/runs/1")).at("lines").as_array()[0].as_object(), "count"),
      25);
  run(kept);
  const json::object difference = object(get(kept.path + "/runs/2/differences?line=1"));
  EXPECT_EQ(number(difference.at("lost").as_object(), "count"), 2);
  EXPECT_EQ(number(difference.at("added").as_object(), "count"), 0);
  EXPECT_EQ(number(difference, "kept"), 23);
  EXPECT_EQ(get(kept.path + "/runs/1/differences").status, 404);
}

TEST_F(StrategyTest, ExportAndImportToAnEqualStrategy) {
  const Kept kept = keep();
  EXPECT_EQ(get(kept.path + "/export?format=text").status, 200);  // before any run too
  run(kept);
  const Response exported = get(kept.path + "/export");
  EXPECT_EQ(exported.status, 200);
  const Response made = post("/api/v1/strategies", exported.body);
  EXPECT_EQ(made.status, 201) << made.body;
  json::object first = object(get(kept.path));
  json::object second = object(get("/api/v1/strategies/" + string_member(object(made), "id")));
  for (const char* key : {"name", "notes", "text", "syntax", "sources", "mapping"}) {
    EXPECT_EQ(json::serialize(first.at(key)), json::serialize(second.at(key))) << key;
  }
  const Response csv = get(kept.path + "/export?format=csv");
  EXPECT_NE(csv.body.find("1,\"treatment\",25,25,"), std::string::npos) << csv.body;
  EXPECT_EQ(send("POST", "/api/v1/strategies", csv.body, "", "text/csv").status, 201);
  EXPECT_NE(get(kept.path + "/export?format=text&run=1").body.find("\t25\n"), std::string::npos);
  EXPECT_EQ(get(kept.path + "/export?format=doc").status, 400);
  EXPECT_EQ(get(kept.path + "/export?run=7").status, 404);
}

TEST_F(StrategyTest, ForkToACopyWithAKeyOfItsOwn) {
  const Kept kept = keep();
  const Response forked = post(kept.path + "/fork", R"({"name":"Mine"})");
  EXPECT_EQ(forked.status, 201);
  const json::object copy = object(forked);
  const std::string path = "/api/v1/strategies/" + string_member(copy, "id");
  const json::object shown = object(get(path));
  EXPECT_EQ(string_member(shown, "name"), "Mine");
  EXPECT_EQ(string_member(shown.at("forked_from").as_object(), "id"), kept.id);
  EXPECT_EQ(send("PUT", path, R"({"name":"x"})", kept.key).status, 403);
  EXPECT_EQ(send("PUT", path, R"({"name":"x"})", string_member(copy, "edit_token")).status, 200);
}

TEST_F(StrategyTest, CountAnUploadAgainstTheRun) {
  const Kept kept = keep();
  run(kept);
  json::object upload{{"platform", "Ovid"},       {"database", "Embase 1974 to 2026"},
                      {"searched", "2026-11-19"}, {"strategy", "1 asthma/"},
                      {"stated_count", 3},        {"ris", kRis}};
  const Response added = post(kept.path + "/external", json::serialize(upload), kept.key);
  EXPECT_EQ(added.status, 201) << added.body;
  const json::object counts = object(added).at("counts").as_object();
  EXPECT_EQ(number(counts, "records"), 3);
  EXPECT_EQ(number(counts, "duplicates_within"), 1);
  EXPECT_EQ(number(counts, "records"), number(counts, "duplicates_within") +
                                           number(counts, "in_run") + number(counts, "in_earlier") +
                                           number(counts, "added"));
  const json::object flow = object(get(kept.path + "/runs/1/flow"));
  EXPECT_EQ(number(flow, "identified"), number(flow, "duplicates") + number(flow, "remaining"));
  EXPECT_EQ(number(flow, "identified"), 4);
  // The same once more: nothing new.
  const Response again = post(kept.path + "/external", json::serialize(upload), kept.key);
  EXPECT_EQ(number(object(again).at("counts").as_object(), "added"), 0) << again.body;
  EXPECT_EQ(object(get(kept.path + "/external")).at("external_searches").as_array().size(), 2U);
  const json::object whole = object(get(kept.path + "/external/1"));
  EXPECT_EQ(whole.at("records").as_array().size(), 3U);
  EXPECT_EQ(string_member(whole.at("records").as_array()[1].as_object(), "title"),
            "Peak flow diaries in a rural district hospital");
  upload["ris"] = "no references";
  EXPECT_EQ(post(kept.path + "/external", json::serialize(upload), kept.key).status, 400);
}

TEST_F(StrategyTest, TestEachLineAgainstKnownWorks) {
  const Kept kept = keep();
  EXPECT_EQ(get(kept.path + "/test-set").status, 404);
  EXPECT_EQ(post(kept.path + "/test-set", R"({"ids":"w000000000003, doi:10.1234/one 99999999"})",
                 kept.key)
                .status,
            200);
  EXPECT_EQ(code(get(kept.path + "/test-set")), "unknown_run");
  run(kept);
  const json::object outcome = object(get(kept.path + "/test-set"));
  EXPECT_EQ(number(outcome, "known"), 2);
  EXPECT_EQ(number(outcome, "found"), 1);
  EXPECT_EQ(outcome.at("not_in_index").as_array().size(), 1U);
  const json::array& lines = outcome.at("lines").as_array();
  EXPECT_EQ(lines[0].as_object().at("found").as_array().size(), 2U);
  EXPECT_EQ(lines[1].as_object().at("missed").as_array().size(), 2U);
}

TEST_F(StrategyTest, ReportWhatIsRecordedStatedOrMissing) {
  const Kept kept = keep();
  run(kept);
  EXPECT_EQ(post(kept.path + "/prisma-s", R"({"item":14,"text":"PRESS"})", kept.key).status, 400);
  EXPECT_EQ(post(kept.path + "/prisma-s", R"({"item":14,"text":"PRESS","person":"B. Reviewer"})",
                 kept.key)
                .status,
            200);
  const json::object report = object(get(kept.path + "/prisma-s"));
  const json::array& items = report.at("items").as_array();
  ASSERT_EQ(items.size(), 16U);
  EXPECT_EQ(string_member(items[7].as_object(), "status"), "record");
  EXPECT_EQ(string_member(items[13].as_object(), "status"), "person");
  EXPECT_EQ(string_member(items[5].as_object(), "status"), "missing");
  const Response text = get(kept.path + "/prisma-s?format=markdown");
  EXPECT_NE(text.body.find("B. Reviewer"), std::string::npos);
  EXPECT_EQ(get(kept.path + "/prisma-s?format=doc").status, 400);
}

TEST_F(StrategyTest, AreDeletedForEver) {
  const Kept kept = keep();
  EXPECT_EQ(send("DELETE", kept.path, "", kept.key).status, 204);
  EXPECT_EQ(get(kept.path).status, 404);
}

TEST_F(StrategyTest, SayWhatIsWrongWithABody) {
  EXPECT_EQ(code(post("/api/v1/strategies", "{")), "bad_json");
  EXPECT_EQ(code(post("/api/v1/strategies", "[]")), "bad_json");
  EXPECT_EQ(code(post("/api/v1/strategies", R"({"text":{"a":1}})")), "bad_json");
  EXPECT_EQ(code(post("/api/v1/strategies", R"({"txt":"asthma"})")), "unknown_member");
  EXPECT_EQ(code(post("/api/v1/strategies", R"({"text":""})")), "no_strategy_text");
  EXPECT_EQ(code(post("/api/v1/strategies", R"({"text":"a","syntax":"klingon"})")), "bad_syntax");
  EXPECT_EQ(code(post("/api/v1/strategies", R"({"text":"a","sources":["nobody"]})")),
            "unknown_source");
  EXPECT_EQ(code(post("/api/v1/strategies", R"({"text":"a","mapping":"maybe"})")), "bad_flag");
  EXPECT_EQ(send("POST", "/api/v1/strategies", "x", "", "image/png").status, 415);
  EXPECT_EQ(post("/api/v1/strategies",
                 json::serialize(json::object{{"text", std::string((1U << 20U) + 1, 'a')}}))
                .status,
            413);
}

TEST_F(StrategyTest, AreLimitedByAddress) {
  for (int i = 0; i < 20; ++i) keep();
  const Response refused = post("/api/v1/strategies", R"({"text":"asthma"})");
  EXPECT_EQ(refused.status, 429);
  // Running without keeping goes on, and time gives the right back.
  EXPECT_EQ(post("/api/v1/strategies/run", R"({"text":"asthma"})").status, 200);
  store_clock_.advance(std::chrono::minutes(2));
  EXPECT_EQ(post("/api/v1/strategies", R"({"text":"asthma"})").status, 201);
}

TEST_F(StrategyTest, RunFewAtATime) {
  const auto place = heavy_.enter();
  ASSERT_TRUE(place);
  const Response busy = post("/api/v1/strategies/run", R"({"text":"asthma"})");
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(header(busy, "Retry-After"), "1");
}

TEST_F(StrategyTest, StopAtTheDeadline) {
  Request late = request("/api/v1/strategies/run");
  late.method = "POST";
  late.body = R"({"text":"asthma"})";
  late.headers["content-type"] = "application/json";
  late.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(dispatch(router_, late, services_).status, 503);
}

TEST_F(StrategyTest, AreNotThereWhereTheServiceKeepsNone) {
  services_.strategies = nullptr;
  EXPECT_EQ(post("/api/v1/strategies", R"({"text":"asthma"})").status, 503);
  EXPECT_EQ(get("/api/v1/strategies/00000000000000000000000000").status, 503);
}

}  // namespace
}  // namespace evidence::server
