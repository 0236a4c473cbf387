// A stored run stays as it was, whatever is harvested and merged afterwards; running again says
// exactly what differs and why; two sources and one upload give numbers that add up.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <sstream>

#include "base/http_client.h"
#include "tests/integration/merging_lab.h"
#include "tests/integration/road_support.h"

namespace evidence::test {
namespace {

constexpr int kOld = 40;     // works that "pubmed" holds from the beginning
constexpr int kCopies = 20;  // of them, those that a record of "crossref" turns out to be too
constexpr int kNew = 1'000;  // records that come later
constexpr int kFound = 500;  // of them, those that the strategy finds

// Words that no other number has, so that titles of different works never look alike.
std::string words_of(int number) {
  constexpr const char* kParts[] = {"ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"};
  std::string words;
  for (int turn = 0; turn < 3; ++turn) {
    int rest = number * 7'919 + turn * 104'729;
    for (int i = 0; i < 5; ++i, rest /= 10) words += kParts[rest % 10];
    words += ' ';
  }
  return words;
}

std::string line_of(const std::string& key, const std::string& title, int year, int pmid) {
  json::object object{{"id", key},
                      {"title", title},
                      {"abstract", "Made for a test."},
                      {"journal", "Journal of Samples " + key},
                      {"year", year},
                      {"authors", json::array{"Author" + key + " A"}}};
  if (pmid > 0) object["pmid"] = std::to_string(pmid);
  return json::serialize(object) + "\n";
}

struct StrategyRerun : ::testing::Test {
  void SetUp() override {
    std::string pubmed;
    std::string crossref;
    for (int i = 1; i <= kOld; ++i) {
      pubmed += line_of("p" + std::to_string(i), "Asthma placebo trial of " + words_of(i), 2001,
                        1'000 + i);
    }
    for (int i = 1; i <= kCopies; ++i) crossref += copy_of(i, 0);
    lab.import_lines("pubmed", pubmed);
    lab.import_lines("crossref", crossref);
    lab.must_run({"index"});
    CurlOptions options;
    options.user_agent = "test";
    options.allow_http = true;
    options.allow_private_addresses = true;
    client = std::move(*make_curl_client(options));
    start();
  }

  // The same publication under another title, as a second source has it; only the PMID tells.
  static std::string copy_of(int number, int pmid) {
    return line_of("c" + std::to_string(number),
                   "Asthma placebo study about " + words_of(number + 5'000), 2001, pmid);
  }

  void start() { server = std::make_unique<Server>(lab.data()); }

  HttpResponse send(const std::string& method, const std::string& target,
                    const std::string& body = "", const std::string& edit_key = "") {
    HttpRequest request;
    request.method = method;
    request.url = server->url(target);
    request.body = body;
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    if (!edit_key.empty()) request.headers.emplace_back("Authorization", "Bearer " + edit_key);
    auto response = client->send(request);
    EXPECT_TRUE(response.ok()) << target << ": " << (response.ok() ? "" : response.error().message);
    return response.ok() ? *response : HttpResponse{};
  }
  json::object get(const std::string& target) {
    const HttpResponse response = send("GET", target);
    EXPECT_EQ(response.status, 200) << target << response.body;
    return json_of(response.body);
  }
  std::string text(const std::string& target) {
    const HttpResponse response = send("GET", target);
    EXPECT_EQ(response.status, 200) << target << response.body;
    return response.body;
  }
  void keep() {
    const HttpResponse made = send(
        "POST", "/api/v1/strategies",
        R"({"name":"Asthma","syntax":"ovid","text":"1. asthma.ti.\n2. placebo.ti.\n3. 1 and 2\n"})");
    ASSERT_EQ(made.status, 201) << made.body;
    const json::object kept = json_of(made.body);
    path = "/api/v1/strategies/" + string_member(kept, "id");
    key = string_member(kept, "edit_token");
  }
  json::object run() {
    const HttpResponse ran = send("POST", path + "/runs", R"({"actor":"A. Librarian"})", key);
    EXPECT_EQ(ran.status, 201) << ran.body;
    return json_of(ran.body);
  }
  // Everything that a run is to give unchanged for ever.
  std::vector<std::string> frozen(int number) {
    const std::string of_run = "&run=" + std::to_string(number);
    const std::string run_path = path + "/runs/" + std::to_string(number);
    std::vector<std::string> texts{text(run_path), text(path + "/export?format=text" + of_run),
                                   text(path + "/export?format=csv" + of_run),
                                   text(path + "/export?format=json" + of_run)};
    for (const char* line : {"1", "2", "3"}) {
      texts.push_back(text(run_path + "/lines/" + line + "/works?format=ids"));
    }
    return texts;
  }
  void harvest_and_merge() {
    std::string pubmed;
    std::string crossref;
    for (int i = 1; i <= kNew; ++i) {
      const std::string subject = i <= kFound ? "Asthma placebo report on " : "Gout report on ";
      pubmed += line_of("n" + std::to_string(i), subject + words_of(i + 10'000), 2002, 50'000 + i);
    }
    for (int i = 1; i <= kCopies; ++i) crossref += copy_of(i, 1'000 + i);
    lab.import_lines("pubmed", pubmed);
    lab.import_lines("crossref", crossref);
    lab.must_run({"index"});
  }

  MergingLab lab;
  std::unique_ptr<HttpClient> client;
  std::unique_ptr<Server> server;
  std::string path, key;
};

std::set<std::string> works_in(const json::object& part) {
  std::set<std::string> works;
  for (const json::value& entry : part.at("works").as_array()) {
    works.insert(entry.is_string() ? std::string(entry.as_string())
                                   : string_member(entry.as_object(), "work"));
  }
  return works;
}

TEST_F(StrategyRerun, LeavesTheOldRunAsItWasAndListsExactlyTheDifferences) {
  keep();
  const json::object first = run();
  EXPECT_EQ(number(first.at("lines").as_array()[2].as_object(), "count"), kOld + kCopies);
  const std::vector<std::string> before = frozen(1);

  harvest_and_merge();
  EXPECT_EQ(frozen(1), before);
  const json::object second = run();
  EXPECT_EQ(number(second.at("lines").as_array()[2].as_object(), "count"), kOld + kFound);
  EXPECT_EQ(frozen(1), before);

  const json::object difference = get(path + "/runs/2/differences");
  const json::object& added = difference.at("added").as_object();
  const json::object& lost = difference.at("lost").as_object();
  EXPECT_EQ(number(added, "count"), kFound);
  EXPECT_EQ(json::serialize(added.at("causes")), "{\"new_record\":500}");
  EXPECT_EQ(number(lost, "count"), kCopies);
  EXPECT_EQ(json::serialize(lost.at("causes")), "{\"merged\":20}");
  EXPECT_EQ(number(difference, "kept"), kOld);
  EXPECT_FALSE(difference.at("other_strategy").as_bool());

  // Exactly: the works that came are those of the new run alone, those that went of the old alone.
  const auto ids = [&](const std::string& run_number) {
    std::set<std::string> all;
    std::istringstream lines(text(path + "/runs/" + run_number + "/lines/3/works?format=ids"));
    for (std::string id; std::getline(lines, id);) all.insert(id);
    return all;
  };
  const std::set<std::string> old_ids = ids("1");
  const std::set<std::string> new_ids = ids("2");
  for (const std::string& work : works_in(added)) {
    EXPECT_TRUE(new_ids.contains(work) && !old_ids.contains(work)) << work;
  }
  std::set<std::string> survivors;
  for (const json::value& entry : lost.at("works").as_array()) {
    const json::object& one = entry.as_object();
    EXPECT_FALSE(new_ids.contains(string_member(one, "work")));
    survivors.insert(string_member(one, "other"));
  }
  EXPECT_EQ(survivors.size(), static_cast<std::size_t>(kCopies));
  for (const std::string& work : survivors) EXPECT_TRUE(new_ids.contains(work)) << work;
  // What changed in both are the works that took the others in.
  EXPECT_EQ(works_in(difference.at("changed").as_object()), survivors);

  // Another process reads the same.
  server.reset();
  start();
  EXPECT_EQ(frozen(1), before);
}

TEST_F(StrategyRerun, CallsAnotherStrategyTheCauseWhereItIs) {
  keep();
  run();
  ASSERT_EQ(
      send("PUT", path, R"({"text":"1. asthma.ti.\n2. study.ti.\n3. 1 and 2\n"})", key).status,
      200);
  const json::object again = run();
  EXPECT_EQ(number(again, "version"), 2);
  EXPECT_TRUE(again.at("lines").as_array()[0].as_object().at("reused").as_bool());
  const json::object difference = get(path + "/runs/2/differences");
  EXPECT_EQ(json::serialize(difference.at("lost").as_object().at("causes")), "{\"strategy\":40}");
  EXPECT_EQ(number(difference.at("added").as_object(), "count"), 0);
}

TEST_F(StrategyRerun, GivesAFlowOfTwoSourcesAndAnUploadThatAddsUp) {
  keep();
  harvest_and_merge();
  const json::object ran = run();
  const json::object& ledger = ran.at("ledger").as_object();
  EXPECT_EQ(number(ledger, "records"), kOld + kCopies + kFound);
  EXPECT_EQ(number(ledger, "works"), kOld + kFound);
  EXPECT_EQ(number(ledger, "duplicates"), kCopies);
  EXPECT_EQ(ledger.at("sources").as_array().size(), 2U);

  std::string ris;
  for (const std::string& title :
       {"Asthma placebo trial of " + words_of(3), "Wheeze in harbours: a survey of " + words_of(77),
        "Wheeze in harbours: a survey of " + words_of(77),
        "Cough among bakers: a survey of " + words_of(78)}) {
    ris += "TY  - JOUR\nTI  - " + title + "\nAU  - Authorp3, A.\nPY  - 2001\n";
    if (title.starts_with("Asthma")) ris += "AN  - 1003\nDB  - PubMed\n";
    ris += "ER  - \n\n";
  }
  const json::object upload{{"platform", "Ovid"},       {"database", "Embase"},
                            {"searched", "2026-11-20"}, {"ris", ris},
                            {"strategy", "1 asthma/"},  {"stated_count", 4}};
  const HttpResponse added = send("POST", path + "/external", json::serialize(upload), key);
  ASSERT_EQ(added.status, 201) << added.body;
  const json::object counts = json_of(added.body).at("counts").as_object();
  EXPECT_EQ(number(counts, "records"), 4);
  EXPECT_EQ(number(counts, "duplicates_within"), 1) << added.body;
  EXPECT_EQ(number(counts, "in_run"), 1) << added.body;
  EXPECT_EQ(number(counts, "added"), 2) << added.body;

  const json::object flow = get(path + "/runs/1/flow");
  ASSERT_EQ(flow.at("rows").as_array().size(), 3U);
  std::int64_t identified = 0;
  for (const json::value& value : flow.at("rows").as_array()) {
    const json::object& row = value.as_object();
    EXPECT_EQ(number(row, "identified"), number(row, "duplicates") + number(row, "remaining"));
    identified += number(row, "identified");
  }
  EXPECT_EQ(number(flow, "identified"), identified);
  EXPECT_EQ(number(flow, "identified"), kOld + kCopies + kFound + 4);
  EXPECT_EQ(number(flow, "duplicates"), kCopies + 2);
  EXPECT_EQ(number(flow, "remaining"), kOld + kFound + 2);
  // The upload is in no index and in no store of records.
  EXPECT_EQ(number(get("/api/v1/search?q=harbours"), "total"), 0);
}

}  // namespace
}  // namespace evidence::test
