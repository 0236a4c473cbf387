// Replies of the REST services that are no pages, and places that are none: the right error each.
#include <gtest/gtest.h>

#include "connectors/protocol/crossref.h"
#include "connectors/protocol/issn_list.h"
#include "connectors/protocol/rest_cursor.h"
#include "connectors/protocol/rest_reply.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"

namespace evidence {
namespace {

using test::ManualClock;
using test::ok;
using test::ReplayServer;
using test::Reply;
using test::RestSimulator;
using test::SeenRequest;

// Runs `check` for each protocol with a connector and its simulator; the second request and those
// after it get `faulty`.
struct Service {
  explicit Service(const std::string& name, int works = 35)
      : protocol(name),
        simulator(std::make_shared<RestSimulator>(name, test::simulated_works(works))),
        server([this](const SeenRequest& request) { return (*simulator)(request); }),
        http(test::loopback_client()),
        connector(
            std::move(test::connector_for(test::rest_source(name, server), *http, clock)).value()) {
  }
  void answer_with(std::function<Reply(const Reply&)> made) {
    simulator->fault = [made = std::move(made)](int, const Reply& answer) {
      return std::optional(made(answer));
    };
  }
  std::string protocol;
  std::shared_ptr<RestSimulator> simulator;
  ManualClock clock;
  ReplayServer server;
  std::unique_ptr<HttpClient> http;
  std::unique_ptr<Connector> connector;
};

TEST(RestFailures, AreToldApartOnEveryPage) {
  struct Case {
    const char* what;
    std::function<Reply(const Reply&)> made;
    ErrorCode code;
    std::string slug;  // "" = any
  };
  const std::vector<Case> cases = {
      {"429",
       [](const Reply&) {
         Reply reply = test::status(429, "slow down");
         reply.headers.emplace_back("Retry-After", "17");
         return reply;
       },
       ErrorCode::kBusy, "source_busy"},
      {"500 without a body", [](const Reply&) { return test::status(500); },
       ErrorCode::kUnavailable, "source_failed"},
      {"502", [](const Reply&) { return test::status(502, "<html>bad gateway</html>"); },
       ErrorCode::kUnavailable, "source_failed"},
      {"401", [](const Reply&) { return test::status(401, "no"); }, ErrorCode::kUpstream,
       "upstream_rejected"},
      {"a web page", [](const Reply&) { return ok("<!DOCTYPE html><html><body>Sign in"); },
       ErrorCode::kBadContent, "html_reply"},
      {"nothing", [](const Reply&) { return ok(""); }, ErrorCode::kBadContent, "empty_reply"},
      {"half the JSON",
       [](const Reply& answer) { return ok(answer.body.substr(0, answer.body.size() / 2)); },
       ErrorCode::kBadContent, "cut_reply"},
      {"other JSON", [](const Reply&) { return ok("{\"a\":1}"); }, ErrorCode::kBadContent,
       "bad_reply"},
      {"a list", [](const Reply&) { return ok("[1,2]"); }, ErrorCode::kBadContent, "bad_reply"},
      {"its own report", [](const Reply&) { return ok("{\"message\":\"we are sorry\"}"); },
       ErrorCode::kUpstream, "upstream_error"},
  };
  for (const std::string& protocol : test::rest_protocols()) {
    for (const Case& one : cases) {
      Service service(protocol);
      service.answer_with(one.made);
      const auto first = service.connector->fetch("", "", "");
      ASSERT_FALSE(first.ok()) << protocol << ": " << one.what;
      EXPECT_EQ(first.error().code, one.code) << protocol << ": " << one.what;
      EXPECT_EQ(first.error().slug, one.slug) << protocol << ": " << one.what;
      EXPECT_EQ(service.connector->wait_asked_for().has_value(), one.slug == "source_busy");
      service.simulator->fault = nullptr;
      const auto good = service.connector->fetch("", "", "");
      ASSERT_TRUE(good.ok()) << protocol << ": " << good.error().message;
      service.answer_with(one.made);
      const auto later = service.connector->fetch(good->next_cursor, "", "");
      ASSERT_FALSE(later.ok()) << protocol << ": " << one.what;
      EXPECT_EQ(later.error().slug, one.slug) << protocol << ": " << one.what;
    }
  }
}

TEST(RestFailures, ABodyThatEndsEarlyIsNoPage) {
  for (const std::string& protocol : test::rest_protocols()) {
    Service service(protocol);
    service.answer_with([](const Reply& answer) {
      Reply reply = answer;
      reply.cut_after = reply.body.size() - 3;
      return reply;
    });
    EXPECT_FALSE(service.connector->fetch("", "", "").ok()) << protocol;
    service.answer_with([](const Reply& answer) {
      Reply reply = answer;
      reply.no_length = true;
      reply.cut_after = reply.body.size() - 3;
      return reply;
    });
    EXPECT_EQ(service.connector->fetch("", "", "").error().slug, "cut_reply") << protocol;
  }
}

TEST(RestFailures, APlaceThatTheServiceForgotIsExpired) {
  for (const std::string& protocol : test::rest_protocols()) {
    if (protocol == "doaj") continue;  // its places are page numbers
    Service service(protocol);
    const auto first = service.connector->fetch("", "", "");
    ASSERT_TRUE(first.ok()) << first.error().message;
    service.simulator->forgets_places = true;
    const auto next = service.connector->fetch(first->next_cursor, "", "");
    ASSERT_FALSE(next.ok()) << protocol;
    EXPECT_EQ(next.error().slug, "cursor_expired") << protocol;
    // Some only break: after the third time it is the place that is taken to be at fault.
    service.answer_with([](const Reply&) { return test::status(500, "{}"); });
    EXPECT_EQ(service.connector->fetch(first->next_cursor, "", "").error().slug, "source_failed");
    EXPECT_EQ(service.connector->fetch(first->next_cursor, "", "").error().slug, "source_failed");
    EXPECT_EQ(service.connector->fetch(first->next_cursor, "", "").error().slug, "cursor_expired");
  }
}

TEST(RestFailures, PagesThatNeverEndAreALoop) {
  for (const char* protocol : {"europepmc", "openalex", "clinicaltrials", "crossref"}) {
    Service service(protocol);
    const auto first = service.connector->fetch("", "", "");
    ASSERT_TRUE(first.ok());
    int n = 0;
    service.answer_with([&service, &n](const Reply& answer) {
      // The same full page for ever, with a token that changes.
      Reply reply = ok(answer.body);
      const std::string token = "\"at" + std::to_string(++n % 3 + 10) + "\"";
      const std::string entries(
          "{\"simulated\":\"x\"},{\"simulated\":\"x\"},{\"simulated\":\"x\"},{\"simulated\":\"x\"},"
          "{\"simulated\":\"x\"},{\"simulated\":\"x\"},{\"simulated\":\"x\"},{\"simulated\":\"x\"},"
          "{\"simulated\":\"x\"},{\"simulated\":\"x\"}");
      if (service.protocol == "europepmc") {
        reply.body = "{\"hitCount\":35,\"nextCursorMark\":" + token +
                     ",\"resultList\":{\"result\":[" + entries + "]}}";
      } else if (service.protocol == "openalex") {
        reply.body =
            "{\"meta\":{\"count\":35,\"next_cursor\":" + token + "},\"results\":[" + entries + "]}";
      } else if (service.protocol == "clinicaltrials") {
        reply.body = "{\"studies\":[" + entries + "],\"nextPageToken\":" + token + "}";
      } else {
        reply.body =
            "{\"message-type\":\"work-list\",\"message\":{\"total-results\":35,"
            "\"next-cursor\":" +
            token + ",\"items\":[" + entries + "]}}";
      }
      return reply;
    });
    std::string cursor = first->next_cursor;
    std::string slug;
    for (int i = 0; i < 30 && slug.empty(); ++i) {
      const auto page = service.connector->fetch(cursor, "", "");
      if (!page.ok()) {
        slug = page.error().slug;
      } else {
        ASSERT_FALSE(page->last);
        cursor = page->next_cursor;
      }
    }
    EXPECT_EQ(slug, "token_loop") << protocol;
  }
}

TEST(RestFailures, AListThatEndsTooEarlyIsNotTheEnd) {
  for (const char* protocol : {"europepmc", "openalex", "clinicaltrials", "doaj"}) {
    Service service(protocol, 300);
    const auto first = service.connector->fetch("", "", "");
    ASSERT_TRUE(first.ok());
    service.answer_with([&service](const Reply&) {
      if (service.protocol == "europepmc") {
        return ok("{\"hitCount\":300,\"resultList\":{\"result\":[]}}");
      }
      if (service.protocol == "clinicaltrials") return ok("{\"studies\":[]}");
      return ok("{\"total\":300,\"meta\":{\"count\":300,\"next_cursor\":null},\"results\":[]}");
    });
    EXPECT_EQ(service.connector->fetch(first->next_cursor, "", "").error().slug, "pages_lost")
        << protocol;
  }
}

TEST(RestFailures, ATotalThatShrinksIsNoLoss) {
  Service service("europepmc", 35);
  const auto first = service.connector->fetch("", "", "");
  ASSERT_TRUE(first.ok());
  service.answer_with([](const Reply&) {
    return ok("{\"hitCount\":12,\"resultList\":{\"result\":[{\"id\":1},{\"id\":2}]}}");
  });
  const auto last = service.connector->fetch(first->next_cursor, "", "");
  ASSERT_TRUE(last.ok()) << last.error().message;
  EXPECT_TRUE(last->last);
  EXPECT_EQ(last->expected_total, 12);
  EXPECT_TRUE(last->problems.empty());
}

TEST(RestFailures, CrossrefRepliesOfAnotherTypeAreNamed) {
  const auto read = [](const char* body) { return read_crossref_page(body, 1U << 20U); };
  EXPECT_EQ(read(R"({"status":"failed","message-type":"validation-failure","message":)"
                 R"([{"type":"x","message":"Integer specified as y"}]})")
                .error()
                .slug,
            "upstream_rejected");
  const auto single = read(R"({"message-type":"work","message":{"DOI":"10.5555/1"}})");
  EXPECT_EQ(single.error().slug, "bad_reply");
  EXPECT_NE(single.error().message.find("work"), std::string::npos);
  const auto control = read(R"({"message-type":"work-list","message":{"total-results":1,)"
                            R"("items":[{}],"next-cursor":"a\nb"}})");
  EXPECT_EQ(control.error().slug, "bad_token");
}

TEST(RestFailures, BytesThatAreNoUtf8SpoilNoPaging) {
  const auto page = read_crossref_page(
      "{\"message-type\":\"work-list\",\"message\":{\"total-results\":1,\"items\":[{\"a\":"
      "\"caf\xE9 "
      "x\"}]}}",
      1U << 20U);
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_EQ(page->entries, 1);
}

TEST(RestPlaces, BelongToOneHarvest) {
  Service service("europepmc");
  const auto first = service.connector->fetch("", "2026-03-01", "2026-03-09");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(service.connector->fetch(first->next_cursor, "2026-03-02", "2026-03-09").error().slug,
            "cursor_expired");
  for (const char* text : {"x", "rest1:", "rest1:{}", "rest1:[1]", "eutils:{}"}) {
    EXPECT_EQ(service.connector->fetch(text, "", "").error().slug, "bad_cursor") << text;
  }
  EXPECT_EQ(service.connector->fetch("", "2026-03-09", "2026-03-01").error().slug, "bad_window");
  EXPECT_EQ(service.connector->fetch("", "yesterday", "").error().slug, "bad_date");
}

TEST(RestPlaces, ComeBackFromTheirText) {
  RestCursor cursor;
  cursor.harvest = "0123456789abcdef";
  cursor.token = "a+b/c=\"{";
  cursor.mark = "2026-03-01";
  cursor.group = 3;
  cursor.page = 7;
  cursor.seen = 700;
  cursor.total = 12'345;
  cursor.restarts = 1;
  const auto again = parse_rest_cursor(to_text(cursor));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, cursor);
}

TEST(RestReplies, TellTheSourcesTime) {
  HttpResponse response;
  EXPECT_EQ(date_of(response), "");
  response.headers["date"] = "Tue, 16 Jun 2026 13:04:51 GMT";
  EXPECT_EQ(date_of(response), "2026-06-16T13:04:51Z");
  for (const char* bad : {"Tue, 16 Jun 2026", "Tue, 31 Feb 2026 13:04:51 GMT",
                          "Tue, 16 Jun 2026 33:04:51 GMT", "Tue, 16 Jun 2026 1x:04:51 GMT"}) {
    response.headers["date"] = bad;
    EXPECT_EQ(date_of(response), "") << bad;
  }
}

TEST(RestReplies, TellCrossrefsRate) {
  HttpResponse response;
  EXPECT_FALSE(crossref_rate(response).has_value());
  response.headers["x-rate-limit-limit"] = "50";
  response.headers["x-rate-limit-interval"] = "1s";
  EXPECT_DOUBLE_EQ(crossref_rate(response).value_or(0), 50.0);
  response.headers["x-rate-limit-interval"] = "10s";
  EXPECT_DOUBLE_EQ(crossref_rate(response).value_or(0), 5.0);
  for (const char* bad : {"", "s", "0s", "-1s", "1m", "99999999999999"}) {
    response.headers["x-rate-limit-interval"] = bad;
    EXPECT_FALSE(crossref_rate(response).has_value()) << bad;
  }
}

TEST(IssnLists, AreFoundInAnyText) {
  IssnList list;
  add_issns(list,
            "title\tprint\tonline\r\nA\t1234-5679\t2345678X\r\nB\t12345679\t\r\n"
            "isbn 9781234567897, 01234-5679, 1234-567910, tel. 12345678, 3456-7895;",
            "list");
  EXPECT_EQ(list.issns, (std::vector<std::string>{"1234-5679", "3456-7895"}));
  ASSERT_EQ(list.problems.size(), 2U);
  EXPECT_EQ(list.problems[0].position, "list line 2");
  EXPECT_EQ(list.problems[1].position, "list line 4");
  EXPECT_EQ(groups_of({"a", "b", "c"}, 2),
            (std::vector<std::vector<std::string>>{{"a", "b"}, {"c"}}));
  EXPECT_TRUE(groups_of({}, 2).empty());
}

TEST(RestSources, ThatCannotWorkAreRefused) {
  ManualClock clock;
  const auto http = test::loopback_client();
  ReplayServer server(std::map<std::string, Reply>{});
  const auto refused = [&](const std::string& protocol,
                           const std::function<void(SourceConfig&)>& change) {
    SourceConfig source = test::rest_source(protocol, server);
    change(source);
    const auto made = test::connector_for(source, *http, clock);
    return !made.ok() && made.error().code == ErrorCode::kInvalidArgument;
  };
  for (const std::string& protocol : test::rest_protocols()) {
    EXPECT_FALSE(refused(protocol, [](SourceConfig&) {})) << protocol;
    EXPECT_TRUE(refused(protocol, [](SourceConfig& s) { s.base_url = "ftp://example.org"; }));
    EXPECT_TRUE(refused(protocol, [](SourceConfig& s) { s.allow_http = false; }));
    EXPECT_TRUE(refused(protocol, [](SourceConfig& s) { s.base_url += "?x=1"; }));
    EXPECT_TRUE(refused(protocol, [](SourceConfig& s) { s.page_size = 0; }));
    EXPECT_TRUE(refused(protocol, [](SourceConfig& s) { s.page_size = 2'000'000; }));
    EXPECT_TRUE(refused(protocol, [](SourceConfig& s) { s.requests_per_second = 0; }));
    EXPECT_TRUE(refused(protocol, [](SourceConfig& s) { s.email = "a\r\nX: y"; }));
    EXPECT_TRUE(refused(protocol, [](SourceConfig& s) { s.options["x"] = {"a\nb"}; }));
  }
  EXPECT_TRUE(refused("europepmc", [](SourceConfig& s) { s.query.clear(); }));
  EXPECT_TRUE(
      refused("europepmc", [](SourceConfig& s) { s.options["window_query"] = {"D:[{from}"}; }));
  EXPECT_TRUE(refused("europepmc", [](SourceConfig& s) { s.options["synonym"] = {"maybe"}; }));
  EXPECT_TRUE(refused("crossref", [](SourceConfig& s) { s.query.clear(); }));
  EXPECT_TRUE(refused("crossref", [](SourceConfig& s) { s.options["issns"] = {"1234-5670"}; }));
  EXPECT_TRUE(refused("crossref", [](SourceConfig& s) { s.options["filters"] = {"a:b,c:d"}; }));
  EXPECT_TRUE(refused("crossref", [](SourceConfig& s) { s.options["window"] = {"issued"}; }));
  EXPECT_TRUE(refused("doaj", [](SourceConfig& s) { s.page_size = 101; }));
  EXPECT_TRUE(refused("doaj", [](SourceConfig& s) { s.options["kind"] = {"books"}; }));
  EXPECT_TRUE(refused("openalex", [](SourceConfig& s) { s.query.clear(); }));
  EXPECT_TRUE(refused("nice", [](SourceConfig& s) { s.api_key.clear(); }));
}

}  // namespace
}  // namespace evidence
