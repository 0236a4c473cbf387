// What the REST connectors ask for, and what they make of replies that are no pages.
#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"

namespace evidence {
namespace {

using test::ids_in;
using test::ManualClock;
using test::ok;
using test::ReplayServer;
using test::Reply;
using test::RestSimulator;
using test::SeenRequest;

struct Setting {
  Setting(const std::string& protocol, ReplayServer::Responder responder,
          const std::function<void(SourceConfig&)>& change = {})
      : server(std::move(responder)), http(test::loopback_client()) {
    SourceConfig source = test::rest_source(protocol, server);
    if (change) change(source);
    auto made = test::connector_for(source, *http, clock);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    if (made.ok()) connector = std::move(made).value();
  }
  Setting(const std::string& protocol, int works,
          const std::function<void(SourceConfig&)>& change = {})
      : Setting(protocol, simulated(protocol, works), change) {}

  static ReplayServer::Responder simulated(const std::string& protocol, int works) {
    auto simulator = std::make_shared<RestSimulator>(protocol, test::simulated_works(works));
    return [simulator](const SeenRequest& request) { return (*simulator)(request); };
  }
  Result<FetchedPage> fetch(const std::string& cursor = "", const std::string& from = "",
                            const std::string& to = "") {
    return connector->fetch(cursor, from, to);
  }
  // All targets of a harvest to its end.
  std::vector<std::string> targets_of_harvest(const std::string& from = "",
                                              const std::string& to = "") {
    std::string cursor;
    for (int i = 0; i < 100; ++i) {
      const auto page = fetch(cursor, from, to);
      EXPECT_TRUE(page.ok()) << (page.ok() ? "" : page.error().message);
      if (!page.ok() || page->last) break;
      cursor = page->next_cursor;
    }
    return server.targets();
  }
  ManualClock clock;
  ReplayServer server;
  std::unique_ptr<HttpClient> http;
  std::unique_ptr<Connector> connector;
};

using Targets = std::vector<std::string>;

TEST(EuropePmc, AsksForPagesUntilThePlaceRepeats) {
  Setting setting("europepmc", 25);
  const std::string begin = "/api/search?query=asthma&resultType=core&synonym=FALSE&cursorMark=";
  EXPECT_EQ(
      setting.targets_of_harvest(),
      (Targets{begin + "%2A&pageSize=10&format=json", begin + "at10&pageSize=10&format=json",
               begin + "at20&pageSize=10&format=json", begin + "at25&pageSize=10&format=json"}));
}

TEST(EuropePmc, AsksForAWindowInsideTheQuery) {
  Setting setting("europepmc", 0);
  const auto page = setting.fetch("", "2026-03-01T10:00:00Z", "2026-03-09");
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_TRUE(page->last);
  EXPECT_EQ(page->expected_total, 0);
  EXPECT_EQ(page->expected_entries, 0);
  EXPECT_EQ(page->bytes, "");
  EXPECT_EQ(test::parameters_in(setting.server.targets().front())["query"],
            "(asthma) AND UPDATE_DATE:[2026-03-01 TO 2026-03-09]");
  ASSERT_TRUE(setting.fetch("", "2026-03-01", "").ok());
  EXPECT_EQ(test::parameters_in(setting.server.targets().back())["query"],
            "(asthma) AND UPDATE_DATE:[2026-03-01 TO 3000-12-31]");
}

TEST(Crossref, AsksPolitelyWithFiltersWindowAndCursor) {
  Setting setting("crossref", 5, [](SourceConfig& source) {
    source.email = "library@example.org";
    source.api_key = "plus-token";
    source.options["filters"] = {"type:journal-article"};
    source.options["issns"] = {"12345679", "2345-6787"};
  });
  EXPECT_EQ(setting.targets_of_harvest("2026-03-01", "2026-03-09"),
            (Targets{"/api/works?query=asthma&filter=type%3Ajournal-article%2Cfrom-index-date%3A"
                     "2026-03-01%2Cuntil-index-date%3A2026-03-09%2Cissn%3A1234-5679%2Cissn%3A"
                     "2345-6787&rows=10&cursor=%2A&mailto=library%40example.org"}));
  const SeenRequest request = setting.server.requests().front();
  EXPECT_NE(request.headers.at("user-agent").find("mailto:library@example.org"), std::string::npos);
  EXPECT_EQ(request.headers.at("crossref-plus-api-token"), "Bearer plus-token");
}

TEST(Crossref, ReadsOneGroupOfIssnsAfterTheOther) {
  const test::TempDir directory;
  const auto file = directory / "issns.csv";
  FILE* out = fopen(file.c_str(), "w");
  ASSERT_NE(out, nullptr);
  fputs("Journal,ISSN\nOne,1234-5679\nTwo,1234-5670\nThree;23456787;x\nFour,3456-7895\n", out);
  fclose(out);
  Setting setting("crossref", 9, [&file](SourceConfig& source) {
    source.query.clear();
    source.options["issn_file"] = {file.string()};
    source.options["issns_per_request"] = {"1"};
  });
  const auto first = setting.fetch();
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(ids_in(first->bytes), (Targets{"w0", "w3", "w6"}));
  EXPECT_FALSE(first->last);
  ASSERT_EQ(first->problems.size(), 1U);
  EXPECT_EQ(first->problems.front().code, "bad_issn");
  EXPECT_NE(first->problems.front().position.find("line 3"), std::string::npos);
  const auto second = setting.fetch(first->next_cursor);
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(ids_in(second->bytes), (Targets{"w1", "w4", "w7"}));
  const auto third = setting.fetch(second->next_cursor);
  ASSERT_TRUE(third.ok()) << third.error().message;
  EXPECT_EQ(ids_in(third->bytes), (Targets{"w2", "w5", "w8"}));
  EXPECT_TRUE(third->last);
}

TEST(Crossref, SlowsDownToTheRateInTheReply) {
  auto simulator = std::make_shared<RestSimulator>("crossref", test::simulated_works(40));
  Setting setting("crossref", [simulator](const SeenRequest& request) {
    Reply reply = (*simulator)(request);
    reply.headers.emplace_back("X-Rate-Limit-Limit", "5");
    reply.headers.emplace_back("X-Rate-Limit-Interval", "10s");
    return reply;
  });
  setting.targets_of_harvest();
  // Five requests: the first wait is as configured, three of over two seconds follow.
  EXPECT_GE(setting.clock.slept(), std::chrono::seconds(6));
}

TEST(Crossref, BeginsAGroupAgainWhosePageWasLost) {
  Setting setting("crossref", 30);
  const auto first = setting.fetch();
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(setting.fetch(first->next_cursor).ok());  // lost before it was stored
  const auto third = setting.fetch(first->next_cursor);
  ASSERT_TRUE(third.ok());
  const auto end = setting.fetch(third->next_cursor);
  ASSERT_TRUE(end.ok()) << end.error().message;
  EXPECT_FALSE(end->last);
  ASSERT_EQ(end->problems.size(), 1U);
  EXPECT_EQ(end->problems.front().code, "pages_lost");
  const auto again = setting.fetch(end->next_cursor);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(ids_in(again->bytes).front(), "w0");
}

TEST(Crossref, AnExpiredPlaceInALaterGroupBeginsThatGroupAgain) {
  auto simulator = std::make_shared<RestSimulator>("crossref", test::simulated_works(60));
  Setting setting(
      "crossref", [simulator](const SeenRequest& request) { return (*simulator)(request); },
      [](SourceConfig& source) {
        source.query.clear();
        source.options["issns"] = {"1234-5679", "2345-6787"};
        source.options["issns_per_request"] = {"1"};
      });
  std::string cursor;
  for (int i = 0; i < 4; ++i) {  // two pages of the first group, its end, one page of the second
    const auto page = setting.fetch(cursor);
    ASSERT_TRUE(page.ok()) << page.error().message;
    cursor = page->next_cursor;
  }
  simulator->forgets_places = true;
  const auto again = setting.fetch(cursor);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(ids_in(again->bytes).front(), "w1");
}

TEST(Doaj, AsksForPagesByNumber) {
  Setting setting("doaj", 25,
                  [](SourceConfig& source) { source.query = "issn:1234-5679 AND x/y"; });
  const std::string begin = "/api/search/articles/issn:1234-5679%20AND%20x%2Fy?page=";
  EXPECT_EQ(setting.targets_of_harvest(),
            (Targets{begin + "1&pageSize=10&sort=created_date%3Aasc",
                     begin + "2&pageSize=10&sort=created_date%3Aasc",
                     begin + "3&pageSize=10&sort=created_date%3Aasc"}));
}

TEST(Doaj, AnIncrementalHarvestStopsAtTheWindowsBeginning) {
  Setting setting("doaj", 100);
  const auto targets = setting.targets_of_harvest("2026-03-25");
  EXPECT_EQ(targets.size(), 2U);  // 12 works changed since
  EXPECT_EQ(targets.front(),
            "/api/search/articles/asthma?page=1&pageSize=10&sort=last_updated%3Adesc");
}

TEST(Doaj, AnIncrementalHarvestDoesNotTrustAnotherOrder) {
  auto simulator = std::make_shared<RestSimulator>("doaj", test::simulated_works(100));
  Setting setting("doaj", [simulator](SeenRequest request) {
    request.target = request.target.substr(0, request.target.find("&sort"));
    return (*simulator)(request);
  });
  const auto page = setting.fetch("", "2026-03-25", "");
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().slug, "upstream_rejected");
}

TEST(Doaj, MoreThanItServesIsAnErrorThatNamesTheLimit) {
  Setting full("doaj", 1'001);
  const auto page = full.fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().slug, "too_many_results");
  EXPECT_NE(page.error().message.find("1,000"), std::string::npos);
  EXPECT_NE(page.error().hint.find("OAI-PMH"), std::string::npos);
  Setting window("doaj", 1'200, [](SourceConfig& source) { source.page_size = 100; });
  std::string cursor;
  Result<FetchedPage> last = window.fetch(cursor, "2026-03-01", "");
  for (int i = 0; i < 20 && last.ok() && !last->last; ++i) {
    cursor = last->next_cursor;
    last = window.fetch(cursor, "2026-03-01", "");
  }
  ASSERT_FALSE(last.ok());
  EXPECT_EQ(last.error().slug, "too_many_results");
}

TEST(OpenAlex, AsksWithFilterCursorAndKey) {
  Setting setting("openalex", 15, [](SourceConfig& source) {
    source.query.clear();
    source.email = "library@example.org";
    source.options["filters"] = {"type:review", "language:en"};
  });
  const std::string begin =
      "/api/works?filter=type%3Areview%2Clanguage%3Aen%2Cfrom_updated_date%3A2026-03-01&"
      "per_page=10&cursor=";
  const std::string end = "&mailto=library%40example.org&api_key=secret";
  EXPECT_EQ(setting.targets_of_harvest("2026-03-01", "2026-03-09"),
            (Targets{begin + "%2A" + end, begin + "at10" + end}));
  const auto page = setting.fetch();
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->url.find("secret"), std::string::npos);
}

TEST(OpenAlex, AWindowNeedsAKey) {
  Setting setting("openalex", 15, [](SourceConfig& source) { source.api_key.clear(); });
  EXPECT_EQ(setting.fetch("", "2026-03-01", "").error().slug, "key_needed");
  EXPECT_TRUE(setting.server.requests().empty());
}

TEST(ClinicalTrials, AsksWithQueriesWindowAndToken) {
  Setting setting("clinicaltrials", 15, [](SourceConfig& source) {
    source.query.clear();
    source.options["condition"] = {"asthma"};
    source.options["status"] = {"RECRUITING", "COMPLETED"};
    source.options["advanced"] = {"AREA[StudyType]INTERVENTIONAL"};
  });
  const std::string begin =
      "/api/studies?format=json&query.cond=asthma&filter.overallStatus=RECRUITING%2CCOMPLETED&"
      "filter.advanced=%28AREA%5BStudyType%5DINTERVENTIONAL%29%20AND%20AREA%5BLastUpdatePostDate%5D"
      "RANGE%5B2026-03-01%2CMAX%5D&countTotal=true&pageSize=10";
  EXPECT_EQ(setting.targets_of_harvest("2026-03-01"), (Targets{begin, begin + "&pageToken=at10"}));
}

TEST(Nice, FollowsLinksToTheNextPageWithItsKey) {
  Setting setting("nice", 15);
  EXPECT_EQ(setting.targets_of_harvest(),
            (Targets{"/services/index", "/services/index?from=7", "/services/index?from=14"}));
  for (const SeenRequest& request : setting.server.requests()) {
    EXPECT_EQ(request.headers.at("api-key"), "secret");
    EXPECT_EQ(request.headers.at("accept"), "application/vnd.nice.syndication.guidance+json");
  }
}

TEST(Nice, SendsItsKeyToNoOtherServer) {
  for (const char* next : {"https://elsewhere.example.org/services", "//elsewhere.example.org/x",
                           "http://127.0.0.1.example.org/"}) {
    Setting setting("nice", [next](const SeenRequest&) {
      return ok(std::string("{\"IndexItems\":[{\"GuidanceNumber\":\"NG1\"}],\"Links\":[{\"Rel\":"
                            "\"next\",\"Href\":\"") +
                next + "\"}]}");
    });
    EXPECT_EQ(setting.fetch().error().slug, "foreign_link") << next;
  }
}

TEST(Nice, ReadsXmlAndRefusesAnIndexWithoutEntries) {
  std::string body =
      "<Index><Link rel=\"next\" uri=\"?page=2\"/><IndexItems><IndexItem><GuidanceNumber>NG1"
      "</GuidanceNumber></IndexItem><IndexItem/></IndexItems></Index>";
  Setting setting("nice", [&body](const SeenRequest&) { return ok(body); });
  const auto page = setting.fetch();
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_EQ(page->expected_entries, 2);
  body = "<Index/>";
  EXPECT_EQ(setting.fetch(page->next_cursor).error().slug, "bad_reply");
  EXPECT_EQ(setting.server.targets().back(), "/services/index?page=2");
  body = R"({"IndexItems":[]})";
  EXPECT_EQ(setting.fetch().error().slug, "bad_reply");
}

}  // namespace
}  // namespace evidence
