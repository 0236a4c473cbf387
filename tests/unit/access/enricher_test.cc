// Enrichment over real HTTP: what is known at once, what is fetched behind, and how services that
// misbehave are left alone.
#include "access/enricher.h"

#include <gtest/gtest.h>

#include <future>

#include "access/getftr.h"
#include "access/libkey.h"
#include "access/sqlite_link_store.h"
#include "access/unpaywall.h"
#include "tests/support/manual_clock.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

using test::ReplayServer;
using test::Reply;
using test::SeenRequest;

const std::string kOpenReply =
    R"({"is_oa":true,"best_oa_location":{"url":"https://r.example.org/1"}})";

Reply json_reply(int code, std::string body = "{}") {
  Reply reply = test::ok(std::move(body), "application/json");
  reply.status = code;
  return reply;
}

class EnricherTest : public ::testing::Test {
 protected:
  // One service, Unpaywall's, that answers each request by `responder`.
  Enricher& start(ReplayServer::Responder responder) {
    server_ = std::make_unique<ReplayServer>(std::move(responder));
    std::vector<std::unique_ptr<EnrichmentSource>> sources;
    sources.push_back(make_unpaywall({server_->url(""), "library@nhs.net"}));
    return start(std::move(sources));
  }
  Enricher& start(std::vector<std::unique_ptr<EnrichmentSource>> sources) {
    options_.pause = std::chrono::milliseconds(0);
    auto started = Enricher::start(
        std::move(sources),
        [this] {
          return open_sqlite_answers({directory_.path(), true, std::chrono::seconds(5)}, {},
                                     clock_);
        },
        [](const StopFlag& stop) {
          CurlOptions options;
          options.allow_http = true;
          options.allow_private_addresses = true;
          options.stop = &stop;
          return make_curl_client(options);
        },
        clock_, options_);
    EXPECT_TRUE(started.ok());
    enricher_ = std::move(started).value();
    return *enricher_;
  }
  static EnrichmentQuestion about(const std::string& doi) { return {doi, "", ""}; }
  EnrichmentLookup after_fetching(const EnrichmentQuestion& question) {
    static_cast<void>(enricher_->lookup(question));
    enricher_->wait_until_idle();
    return enricher_->lookup(question);
  }

  test::TempDir directory_;
  test::ManualClock clock_;
  EnricherOptions options_;
  std::unique_ptr<ReplayServer> server_;
  std::unique_ptr<Enricher> enricher_;
};

TEST_F(EnricherTest, AnswersAtOnceAndKnowsMoreAtTheNextRequest) {
  Enricher& enricher = start([](const SeenRequest&) { return json_reply(200, kOpenReply); });
  const EnrichmentLookup first = enricher.lookup(about("10.1/a"));
  EXPECT_TRUE(first.answers.empty());
  EXPECT_TRUE(first.pending);
  enricher.wait_until_idle();
  const EnrichmentLookup second = enricher.lookup(about("10.1/a"));
  EXPECT_FALSE(second.pending);
  ASSERT_EQ(second.answers.size(), 1U);
  EXPECT_EQ(second.answers[0].source, "unpaywall");
  EXPECT_EQ(second.answers[0].open.front().url, "https://r.example.org/1");
  EXPECT_EQ(second.answers[0].fetched_at,
            std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count());
  EXPECT_EQ(server_->targets(), std::vector<std::string>{"/v2/10.1/a?email=library%40nhs.net"});
  EXPECT_EQ(enricher.counts().hits, 1U);
}

TEST_F(EnricherTest, AnAnswerExpiresAndNothingKnownExpiresSooner) {
  Enricher& enricher = start([](const SeenRequest& request) {
    return request.target.find("none") != std::string::npos ? json_reply(404)
                                                            : json_reply(200, kOpenReply);
  });
  EXPECT_EQ(after_fetching(about("10.1/a")).answers.size(), 1U);
  const EnrichmentLookup none = after_fetching(about("10.1/none"));
  EXPECT_TRUE(none.answers.empty());
  EXPECT_FALSE(none.pending) << "that nothing is known is known";
  clock_.advance(options_.empty_lifetime + std::chrono::seconds(1));
  EXPECT_TRUE(enricher.lookup(about("10.1/none")).pending);
  EXPECT_FALSE(enricher.lookup(about("10.1/a")).pending);
  enricher.wait_until_idle();
  clock_.advance(options_.lifetime);
  EXPECT_TRUE(enricher.lookup(about("10.1/a")).pending);
}

TEST_F(EnricherTest, ASlowServiceHoldsUpNobodyAndAFullQueueDropsAndCounts) {
  std::promise<void> asked, go;
  auto may_go = go.get_future().share();
  std::atomic<bool> first{true};
  options_.queue = 2;
  Enricher& enricher = start([&, may_go](const SeenRequest&) {
    if (first.exchange(false)) asked.set_value();
    may_go.wait();
    return json_reply(200, kOpenReply);
  });
  EXPECT_TRUE(enricher.lookup(about("10.1/a")).pending);
  asked.get_future().wait();
  EXPECT_TRUE(enricher.lookup(about("10.1/a")).pending) << "once is enough";
  EXPECT_TRUE(enricher.lookup(about("10.1/b")).pending);
  EXPECT_TRUE(enricher.lookup(about("10.1/c")).pending);
  EXPECT_FALSE(enricher.lookup(about("10.1/d")).pending);
  EXPECT_EQ(enricher.counts().queued, 3U);
  EXPECT_EQ(enricher.counts().dropped, 1U);
  go.set_value();
  enricher.wait_until_idle();
  EXPECT_EQ(enricher.counts().fetched, 3U);
}

TEST_F(EnricherTest, AServiceThatAsksForPatienceGetsIt) {
  Enricher& enricher = start([](const SeenRequest&) {
    Reply busy = json_reply(429);
    busy.headers.emplace_back("Retry-After", "120");
    return busy;
  });
  EXPECT_FALSE(after_fetching(about("10.1/a")).pending);
  for (int i = 0; i < 5; ++i) static_cast<void>(after_fetching(about("10.1/" + std::to_string(i))));
  EXPECT_EQ(server_->requests().size(), 1U);
  clock_.advance(std::chrono::seconds(121));
  EXPECT_TRUE(enricher.lookup(about("10.1/a")).pending);
  enricher.wait_until_idle();
  EXPECT_EQ(server_->requests().size(), 2U);
}

TEST_F(EnricherTest, AServiceThatRefusesUsRestsForAnHour) {
  for (const int code : {401, 403, 422}) {
    const test::TempDir fresh;
    start([code](const SeenRequest&) { return json_reply(code, R"({"error":true})"); });
    EXPECT_FALSE(after_fetching(about("10.1/refused" + std::to_string(code))).pending) << code;
    clock_.advance(std::chrono::minutes(59));
    EXPECT_FALSE(after_fetching(about("10.1/refused" + std::to_string(code))).pending) << code;
    EXPECT_EQ(server_->requests().size(), 1U) << code;
    EXPECT_EQ(enricher_->counts().failed, 1U) << code;
  }
}

TEST_F(EnricherTest, GarbageAndHugeRepliesAreSetAsideForThatQuestionOnly) {
  Enricher& enricher = start([](const SeenRequest& request) {
    if (request.target.find("garbage") != std::string::npos) return json_reply(200, "<html>");
    if (request.target.find("huge") != std::string::npos) {
      return json_reply(200, std::string(2U << 20U, ' '));
    }
    return json_reply(200, kOpenReply);
  });
  EXPECT_TRUE(after_fetching(about("10.1/garbage")).answers.empty());
  EXPECT_TRUE(after_fetching(about("10.1/huge")).answers.empty());
  EXPECT_EQ(after_fetching(about("10.1/good")).answers.size(), 1U);
  EXPECT_FALSE(enricher.lookup(about("10.1/garbage")).pending);
  clock_.advance(std::chrono::minutes(61));
  EXPECT_TRUE(enricher.lookup(about("10.1/garbage")).pending);
  enricher.wait_until_idle();
}

TEST_F(EnricherTest, AServiceThatFailsOrHangsRestsForAWhile) {
  options_.timeout = std::chrono::milliseconds(200);
  Enricher& enricher = start([](const SeenRequest& request) {
    if (request.target.find("slow") == std::string::npos) return json_reply(503);
    Reply slow = json_reply(200, kOpenReply);
    slow.delay = std::chrono::seconds(3);
    return slow;
  });
  EXPECT_FALSE(after_fetching(about("10.1/a")).pending);
  clock_.advance(std::chrono::seconds(61));
  EXPECT_FALSE(after_fetching(about("10.1/slow")).pending);
  EXPECT_EQ(enricher.counts().failed, 2U);
  EXPECT_EQ(server_->requests().size(), 2U);
}

TEST_F(EnricherTest, EndsWhileAServiceHangs) {
  start([](const SeenRequest&) {
    Reply slow = json_reply(200, kOpenReply);
    slow.delay = std::chrono::minutes(5);
    return slow;
  });
  static_cast<void>(enricher_->lookup(about("10.1/a")));
  while (server_->requests().empty()) std::this_thread::yield();
  enricher_.reset();  // hangs here if the exchange is not ended
}

TEST_F(EnricherTest, AsksOrganisationsServicesOnlyForTheirReaders) {
  server_ = std::make_unique<ReplayServer>([](const SeenRequest& request) {
    if (request.method == "POST") {
      return json_reply(200, R"({"entitlements":[{"doi":"10.1/a","statusCode":200,"entitled":"yes",
          "accessType":"paid","document":"https://p.example.org/a"}]})");
    }
    return json_reply(200, R"({"data":{"fullTextFile":"https://libkey.io/1/file"}})");
  });
  std::vector<std::unique_ptr<EnrichmentSource>> sources;
  sources.push_back(make_libkey({server_->url(""), {{"example-trust", {"123", "secret-token"}}}}));
  sources.push_back(make_getftr({server_->url(""),
                                 "X-Example-Key",
                                 "secret-key",
                                 {{"example-trust", {"https://idp.example.org", "", ""}}}}));
  Enricher& enricher = start(std::move(sources));
  EXPECT_FALSE(enricher.lookup(about("10.1/a")).pending);
  EXPECT_FALSE(enricher.lookup({"10.1/a", "", "other-trust"}).pending);
  const EnrichmentLookup known = after_fetching({"10.1/a", "", "example-trust"});
  ASSERT_EQ(known.answers.size(), 2U);
  EXPECT_EQ(known.answers[0].licensed.front().url, "https://libkey.io/1/file");
  EXPECT_EQ(known.answers[1].licensed.front().url, "https://p.example.org/a");
  const auto requests = server_->requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].target,
            "/public/v1/libraries/123/articles/doi/10.1/a?access_token=secret-token");
  EXPECT_EQ(requests[1].target, "/v2/entitlements");
  EXPECT_EQ(requests[1].headers.at("x-example-key"), "secret-key");
  EXPECT_EQ(requests[1].body,
            R"({"org":{"entityID":"https://idp.example.org"},"dois":["10.1/a"]})");
}

TEST_F(EnricherTest, ABadTokenOfOneOrganisationRestsForThatOneOnly) {
  server_ = std::make_unique<ReplayServer>([](const SeenRequest& request) {
    if (request.target.find("bad-token") != std::string::npos) return json_reply(401);
    if (request.target.find("busy") != std::string::npos) return json_reply(429);
    return json_reply(200, R"({"data":{"fullTextFile":"https://libkey.io/1/file"}})");
  });
  std::vector<std::unique_ptr<EnrichmentSource>> sources;
  sources.push_back(make_libkey(
      {server_->url(""), {{"one-trust", {"1", "bad-token"}}, {"two-trust", {"2", "good-token"}}}}));
  Enricher& enricher = start(std::move(sources));
  EXPECT_TRUE(after_fetching({"10.1/a", "", "one-trust"}).answers.empty());
  EXPECT_FALSE(enricher.lookup({"10.1/b", "", "one-trust"}).pending);
  EXPECT_EQ(after_fetching({"10.1/a", "", "two-trust"}).answers.size(), 1U);
  EXPECT_EQ(server_->requests().size(), 2U);
  EXPECT_TRUE(after_fetching({"10.1/busy", "", "two-trust"}).answers.empty());
  clock_.advance(std::chrono::seconds(1));
  EXPECT_FALSE(enricher.lookup({"10.1/c", "", "two-trust"}).pending) << "429 is of the service";
}

TEST(EnricherOptions, AreBounded) {
  EXPECT_TRUE(validate(EnricherOptions{}).ok());
  EnricherOptions bad;
  bad.queue = 0;
  EXPECT_FALSE(validate(bad).ok());
  bad = {};
  bad.empty_lifetime = bad.lifetime + std::chrono::hours(1);
  EXPECT_FALSE(validate(bad).ok());
  bad = {};
  bad.timeout = std::chrono::milliseconds(99);
  EXPECT_FALSE(validate(bad).ok());
}

}  // namespace
}  // namespace evidence
