#include "connectors/protocol/sru.h"

#include <gtest/gtest.h>

#include <random>

#include "connectors/protocol/sru_request.h"
#include "tests/unit/connectors/protocol/catalogue.h"
#include "tests/unit/connectors/protocol/sru_simulator.h"

namespace evidence {
namespace {

using test::Catalogue;
using test::catalogue_source;
using test::Harvested;
using test::ok;
using test::ReplayServer;
using test::Reply;
using test::SeenRequest;
using test::sru_diagnostics;
using test::sru_reply;
using test::SruSimulator;

struct Setting {
  explicit Setting(int count)
      : simulator(count),
        server([this](const SeenRequest& request) { return simulator(request); }),
        source(catalogue_source("sru", server.url("/sru"))) {}
  Harvested harvest() const { return Catalogue(source).harvest(); }
  SruSimulator simulator;
  ReplayServer server;
  SourceConfig source;
};

void expect_all(const Harvested& harvested, std::size_t count) {
  EXPECT_FALSE(harvested.error) << harvested.error->message;
  EXPECT_EQ(harvested.ids().size(), count);
}

SourceConfig public_source() {
  SourceConfig source = catalogue_source("sru", "https://catalogue.example.org/sru");
  source.allow_http = false;
  return source;
}

TEST(SruRequests, AreWhatEachVersionAsksFor) {
  SourceConfig source = public_source();
  source.options["sort_keys"] = {"title,,1"};
  source.options["packing"] = {"xml"};
  source.options["extra"] = {"x-info-5=a b", "operationMode=fast"};
  EXPECT_EQ(sru_url(*sru_settings(source), "dc.title = \"café\" and a&b", 11, 10),
            "https://catalogue.example.org/sru?operation=searchRetrieve&version=1.2"
            "&query=dc.title%20%3D%20%22caf%C3%A9%22%20and%20a%26b&startRecord=11&maximumRecords=10"
            "&recordSchema=marcxml&recordPacking=xml&sortKeys=title%2C%2C1&x-info-5=a%20b"
            "&operationMode=fast");
  source.options["version"] = {"2.0"};
  source.options.erase("sort_keys");
  source.options.erase("extra");
  source.base_url += "?x-collection=GGC";
  EXPECT_EQ(sru_url(*sru_settings(source), "a", 1, 10),
            "https://catalogue.example.org/sru?x-collection=GGC&query=a&startRecord=1"
            "&maximumRecords=10&recordSchema=marcxml&recordXMLEscaping=xml");
}

TEST(SruRequests, BadSettingsAreRefused) {
  std::vector<SourceConfig> bad(12, public_source());
  bad[0].base_url = "http://catalogue.example.org/sru";
  bad[1].base_url = "file:///etc/passwd";
  bad[2].options["version"] = {"3.0"};
  bad[3].options["packing"] = {"zip"};
  bad[4].options["extra"] = {"novalue"};
  bad[5].options["extra"] = {"a&b=c"};
  bad[6].options["key_parameter"] = {"accessToken"};
  bad[7].query = "  ";
  bad[8].page_size = 0;
  bad[9].options["date_query"] = {"dc.modified >= \"{since}\""};
  bad[10].options["date_query"] = {"dc.modified >= 2024"};
  bad[11].requests_per_second = 0;
  test::ManualClock clock;
  const auto http = std::move(make_curl_client({})).value();
  ASSERT_TRUE(make_connector(public_source(), *http, clock).ok());
  for (const SourceConfig& source : bad) {
    const auto made = make_connector(source, *http, clock);
    ASSERT_FALSE(made.ok()) << &source - bad.data();
    EXPECT_EQ(made.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(Sru, AsksForExactlyTheseUrls) {
  Setting setting(25);
  expect_all(setting.harvest(), 25);
  const std::string head = "/sru?operation=searchRetrieve&version=1.2&query=cql.allRecords%3D1";
  EXPECT_EQ(
      setting.server.targets(),
      (std::vector<std::string>{head + "&startRecord=1&maximumRecords=10&recordSchema=marcxml",
                                head + "&startRecord=11&maximumRecords=10&recordSchema=marcxml",
                                head + "&startRecord=21&maximumRecords=10&recordSchema=marcxml"}));
}

TEST(Sru, ANextPositionPastTheEndIsNotFollowed) {
  Setting setting(20);
  setting.simulator.next_past_end = true;
  const Harvested harvested = setting.harvest();
  expect_all(harvested, 20);
  EXPECT_EQ(harvested.pages, 2);
}

TEST(Sru, FewerRecordsThanAskedForAreFollowedByTheRest) {
  Setting setting(20);
  setting.simulator.most = 3;
  setting.simulator.says_next = false;
  const Harvested harvested = setting.harvest();
  expect_all(harvested, 20);
  EXPECT_EQ(harvested.pages, 7);
  EXPECT_EQ(harvested.records.size(), 20U);
}

TEST(Sru, AnEmptyPageBeforeTheEndIsNotTheEnd) {
  Setting setting(20);
  setting.simulator.fault = [](int, std::int64_t start) -> std::optional<Reply> {
    if (start != 11) return std::nullopt;
    return ok(sru_reply(20, ""));
  };
  const Harvested harvested = setting.harvest();
  ASSERT_TRUE(harvested.error);
  EXPECT_EQ(harvested.error->code, ErrorCode::kBadContent);
  EXPECT_EQ(harvested.error->slug, "empty_page");
  EXPECT_EQ(harvested.records.size(), 10U);
}

TEST(Sru, AResultThatVanishesIsAskedForAgain) {
  Setting setting(20);
  setting.simulator.fault = [](int number, std::int64_t) -> std::optional<Reply> {
    if (number != 2) return std::nullopt;
    return ok(sru_reply(0, ""));
  };
  Catalogue catalogue(setting.source);
  Harvested harvested;
  catalogue.harvest(harvested);
  ASSERT_TRUE(harvested.error);
  EXPECT_EQ(harvested.error->slug, "result_vanished");
  EXPECT_EQ(harvested.error->code, ErrorCode::kBadContent);
  catalogue.harvest(harvested, harvested.cursor);
  expect_all(harvested, 20);
}

TEST(Sru, RecordsThatMoveUpWhileHarvestingAreNotPassedOver) {
  Setting setting(60);
  setting.simulator.fault = [&setting](int number, std::int64_t) -> std::optional<Reply> {
    std::vector<int>& numbers = setting.simulator.numbers;
    if (number == 3) numbers.erase(numbers.begin(), numbers.begin() + 7);
    if (number == 5) numbers.erase(numbers.begin() + 4, numbers.begin() + 16);
    return std::nullopt;
  };
  const Harvested harvested = setting.harvest();
  // What was there all the time, and what was read before it went.
  expect_all(harvested, 60);
  ASSERT_EQ(harvested.problems.size(), 2U);
  EXPECT_EQ(harvested.problems[0].code, "count_changed");
}

TEST(Sru, AResultThatGrowsIsReadToItsNewEnd) {
  Setting setting(30);
  setting.simulator.fault = [&setting](int number, std::int64_t) -> std::optional<Reply> {
    if (number == 2) {
      for (int i = 31; i <= 45; ++i) setting.simulator.numbers.push_back(i);
    }
    return std::nullopt;
  };
  const Harvested harvested = setting.harvest();
  expect_all(harvested, 45);
  ASSERT_EQ(harvested.problems.size(), 1U);
}

TEST(Sru, TwoServersThatCountDifferentlyDoNotKeepAHarvestForEver) {
  Setting setting(60);
  setting.source.page_size = 2;
  std::vector<int> one = setting.simulator.numbers;
  std::vector<int> other(one.begin(), one.end() - 9);
  setting.simulator.fault = [&](int number, std::int64_t) -> std::optional<Reply> {
    setting.simulator.numbers = number % 2 == 0 ? one : other;
    return std::nullopt;
  };
  const Harvested harvested = setting.harvest();
  EXPECT_TRUE(harvested.error ? harvested.error->slug == "result_unstable"
                              : harvested.ids().size() >= 51U);
  EXPECT_LT(setting.simulator.requests, 1'000);
}

TEST(Sru, OneMalformedRecordIsFoundAndLeftOut) {
  Setting setting(40);
  setting.simulator.malformed = {1, 17, 40};
  const Harvested harvested = setting.harvest();
  expect_all(harvested, 37);
  ASSERT_EQ(harvested.problems.size(), 3U);
  EXPECT_EQ(harvested.problems[1].code, "unreadable_record");
  EXPECT_EQ(harvested.problems[1].position, "record 17 of the result");
  EXPECT_LT(setting.simulator.requests, 60);
}

TEST(Sru, AServerThatSendsOnlyRubbishIsGivenUp) {
  ReplayServer server([](const SeenRequest&) {
    return ok("<searchRetrieveResponse><a></b></searchRetrieveResponse>");
  });
  const Harvested harvested = Catalogue(catalogue_source("sru", server.url("/sru"))).harvest();
  ASSERT_TRUE(harvested.error);
  EXPECT_EQ(harvested.error->slug, "unreadable_reply");
}

TEST(Sru, SurrogateDiagnosticsAreProblemsOfTheirRecords) {
  Setting setting(25);
  setting.simulator.surrogates = {3, 24};
  const Harvested harvested = setting.harvest();
  expect_all(harvested, 23);
  ASSERT_EQ(harvested.problems.size(), 2U);
  EXPECT_EQ(harvested.problems[0].code, "record_diagnostic");
  EXPECT_EQ(harvested.problems[0].position, "record 3 of the result");
  EXPECT_NE(harvested.problems[0].reason.find("no MARC"), std::string::npos);
}

// Absence is judged after the last page, perhaps by another process than the one that lost a
// record.
TEST(Sru, ARecordThatCouldNotBeHadIsNotAbsent) {
  for (const int number : {0, 3}) {
    Setting setting(25);
    if (number > 0) setting.simulator.surrogates = {number};
    Harvested harvested;
    Catalogue(setting.source).harvest(harvested, "", 1);
    Catalogue last(setting.source);
    last.harvest(harvested, harvested.cursor);
    ASSERT_FALSE(harvested.error) << harvested.error->message;
    EXPECT_EQ(last.complete(), number == 0);
  }
}

TEST(Sru, APageOfNothingButDiagnosticsIsAnError) {
  Setting setting(5);
  setting.simulator.surrogates = {1, 2, 3, 4, 5};
  const Harvested harvested = setting.harvest();
  ASSERT_TRUE(harvested.error);
  EXPECT_EQ(harvested.error->code, ErrorCode::kInvalidArgument);
}

TEST(Sru, WarningsBesideRecordsAreProblems) {
  ReplayServer server([](const SeenRequest&) {
    return ok(sru_reply(
        1, "<zs:record><zs:recordData>" + test::marcxml_record(1) + "</zs:recordData></zs:record>",
        sru_diagnostics(59)));
  });
  const Harvested harvested = Catalogue(catalogue_source("sru", server.url("/sru"))).harvest();
  expect_all(harvested, 1);
  ASSERT_EQ(harvested.problems.size(), 1U);
  EXPECT_EQ(harvested.problems[0].code, "server_warning");
}

TEST(Sru, AnEstimateDoesNotDecideWhereTheEndIs) {
  Setting setting(25);
  setting.simulator.precision = "estimate";
  expect_all(setting.harvest(), 25);
  EXPECT_EQ(setting.simulator.requests, 3);
}

TEST(Sru, DiagnosticsWithAnErrorStatusAreRead) {
  ReplayServer server([](const SeenRequest&) {
    return test::status(400, sru_reply(0, "", sru_diagnostics(10, "near here")));
  });
  const Harvested harvested = Catalogue(catalogue_source("sru", server.url("/sru"))).harvest();
  ASSERT_TRUE(harvested.error);
  EXPECT_EQ(harvested.error->code, ErrorCode::kInvalidArgument);
  EXPECT_NE(harvested.error->message.find("near here"), std::string::npos);
}

TEST(Sru, FaultsOfTheServerAreErrorsOfTheirKind) {
  struct Fault {
    Reply reply;
    ErrorCode code;
  };
  Reply slow = ok("x");
  slow.delay = std::chrono::milliseconds(3'000);
  Reply closed;
  closed.close_at_once = true;
  Reply cut = ok(sru_reply(1, ""));
  cut.cut_after = 40;
  Reply silently_cut = ok(sru_reply(1, "").substr(0, 150));
  silently_cut.no_length = true;
  const std::vector<Fault> faults = {
      {test::status(500, ""), ErrorCode::kUnavailable},
      {test::status(500, "<html>oops</html>"), ErrorCode::kUnavailable},
      {test::status(503, "busy"), ErrorCode::kBusy},
      {test::status(404, ""), ErrorCode::kNotFound},
      {test::status(403, "no"), ErrorCode::kUpstream},
      {ok("<html><body>Login</body></html>", "text/html"), ErrorCode::kBadContent},
      {ok(""), ErrorCode::kBadContent},
      {test::redirect_to("file:///etc/passwd"), ErrorCode::kBlocked},
      {slow, ErrorCode::kTimeout},
      {closed, ErrorCode::kUnavailable},
      {cut, ErrorCode::kUnavailable},
      {silently_cut, ErrorCode::kBadContent},
      {ok(sru_reply(1, "", sru_diagnostics(2))), ErrorCode::kUnavailable},
  };
  for (std::size_t i = 0; i < faults.size(); ++i) {
    ReplayServer server([&](const SeenRequest&) { return faults[i].reply; });
    SourceConfig source = catalogue_source("sru", server.url("/sru"));
    source.timeout = std::chrono::milliseconds(1'000);
    const Result<FetchedPage> page = Catalogue(source).fetch();
    ASSERT_FALSE(page.ok()) << i;
    EXPECT_EQ(page.error().code, faults[i].code) << i << ": " << page.error().message;
  }
}

TEST(Sru, TheKeyIsSentAndNeverShown) {
  int status = 200;
  SruSimulator simulator(15);
  ReplayServer server([&](const SeenRequest& request) {
    return status == 200 ? simulator(request) : test::status(status, "");
  });
  SourceConfig source = catalogue_source("sru", server.url("/sru"));
  source.options["key_parameter"] = {"accessToken"};
  source.api_key = "very/secret";
  Catalogue catalogue(source);
  const Result<FetchedPage> page = catalogue.fetch();
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_NE(server.targets().at(0).find("accessToken=very%2Fsecret"), std::string::npos);
  for (const std::string& shown : {page->url, page->next_cursor, page->bytes}) {
    EXPECT_EQ(shown.find("secret"), std::string::npos) << shown;
  }
  for (const int bad : {404, 500, 503, 400}) {
    status = bad;
    const Result<FetchedPage> refused = catalogue.fetch(page->next_cursor);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().message.find("secret"), std::string::npos) << refused.error().message;
  }
}

TEST(Sru, AWindowIsPutIntoTheQuery) {
  Setting setting(3);
  setting.source.query = "dc.type=book or dc.type=\"a sortBy b\" sortBy dc.date/sort.descending";
  setting.source.options["date_query"] = {"rec.modified within \"{from} {to}\""};
  Catalogue catalogue(setting.source);
  ASSERT_TRUE(catalogue.fetch("", "2024-03-01T10:00:00Z", "2024-03-15").ok());
  EXPECT_NE(setting.server.targets().at(0).find(
                "query=%28dc.type%3Dbook%20or%20dc.type%3D%22a%20sortBy%20b%22%29%20and%20rec."
                "modified%20within%20%222024-03-01%202024-03-15%22%20sortBy%20dc.date"),
            std::string::npos)
      << setting.server.targets().at(0);
  ASSERT_TRUE(catalogue.fetch("", "", "2024-03-15").ok());
  EXPECT_EQ(setting.server.targets().at(1).find("modified"), std::string::npos);
  EXPECT_EQ(catalogue.fetch("", "soon", "").error().code, ErrorCode::kInvalidArgument);
}

TEST(Sru, ACursorOfAnotherHarvestIsRefused) {
  Setting setting(25);
  setting.source.options["date_query"] = {"rec.modified >= \"{from}\""};
  Catalogue catalogue(setting.source);
  const Result<FetchedPage> page = catalogue.fetch();
  ASSERT_TRUE(page.ok());
  for (const std::string& cursor : {page->next_cursor + "x", std::string("sru1:abc"),
                                    std::string("z39501:0:1:2:3:4"), std::string("rubbish")}) {
    EXPECT_EQ(catalogue.fetch(cursor).error().slug, "bad_cursor") << cursor;
  }
  EXPECT_EQ(catalogue.fetch(page->next_cursor, "2024-01-01").error().slug, "bad_cursor");
  EXPECT_TRUE(catalogue.fetch(page->next_cursor).ok());
}

TEST(Sru, InterruptedAtAnyRequestAndContinuedGivesTheSame) {
  std::mt19937 random(42);
  for (int round = 0; round < 20; ++round) {
    Setting setting(83);
    setting.simulator.malformed = {44};
    std::set<int> failing;
    for (int i = 0; i < 6; ++i) failing.insert(1 + static_cast<int>(random() % 25));
    setting.simulator.fault = [&](int number, std::int64_t) -> std::optional<Reply> {
      if (failing.contains(number)) {
        Reply reply;
        reply.close_at_once = true;
        return reply;
      }
      return std::nullopt;
    };
    Harvested harvested;
    std::string cursor;
    do {  // every failure ends a process; the next goes on at the last stored page
      Catalogue(setting.source).harvest(harvested, cursor);
      cursor = harvested.cursor;
    } while (harvested.error && harvested.error->code == ErrorCode::kUnavailable);
    expect_all(harvested, 82);
    EXPECT_EQ(harvested.records.size(), 82U);
  }
}

}  // namespace
}  // namespace evidence
