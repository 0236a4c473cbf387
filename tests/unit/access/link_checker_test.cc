// Checking links against a real server that behaves well, badly and like a robot trap.
#include "access/link_checker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "access/link_check_run.h"
#include "access/link_sample.h"
#include "access/sqlite_link_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_store.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

using test::redirect_to;
using test::ReplayServer;
using test::Reply;
using test::SeenRequest;

Reply page(int code = 200) { return test::status(code, "<html>A page</html>"); }

std::unique_ptr<HttpClient> client_for_links(bool private_addresses = true) {
  CurlOptions options;
  options.user_agent = "evidence-test (mailto:tests@example.org)";
  options.allow_http = true;
  options.allow_private_addresses = private_addresses;
  options.low_speed_time = std::chrono::seconds(1);
  auto client = make_curl_client(options);
  EXPECT_TRUE(client.ok());
  return std::move(client).value();
}

class LinkCheckerTest : public ::testing::Test {
 protected:
  static LinkCheckerOptions local() {
    LinkCheckerOptions options;
    options.allow_ip_hosts = true;
    options.timeout = std::chrono::seconds(2);
    options.max_bytes = 1'000;
    return options;
  }
  LinkCheck check(const std::string& url) {
    LinkChecker checker(*client_, clock_, local());
    auto outcome = checker.check(url, [](const std::string&) { return Result<void>(); });
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    return outcome.ok() ? *outcome : LinkCheck{};
  }
  LinkCause cause(const Reply& reply) {
    ReplayServer server([&](const SeenRequest&) { return reply; });
    return check(server.url("/article")).cause;
  }

  test::ManualClock clock_;
  std::unique_ptr<HttpClient> client_ = client_for_links();
};

TEST_F(LinkCheckerTest, TellsWhatEachAnswerMeans) {
  EXPECT_EQ(cause(page()), LinkCause::kOk);
  EXPECT_EQ(cause(page(204)), LinkCause::kOk);
  EXPECT_EQ(cause(page(401)), LinkCause::kLoginPage);
  for (const int code : {400, 402, 403, 406, 418, 451}) {
    EXPECT_EQ(cause(page(code)), LinkCause::kForbidden) << code;
  }
  EXPECT_EQ(cause(page(404)), LinkCause::kNotFound);
  EXPECT_EQ(cause(page(410)), LinkCause::kGone);
  EXPECT_EQ(cause(page(429)), LinkCause::kAskedToWait);
  for (const int code : {500, 502, 503, 599}) {
    EXPECT_EQ(cause(page(code)), LinkCause::kServerError) << code;
  }
  EXPECT_EQ(cause(page(304)), LinkCause::kServerError) << "nobody asked for a condition";
}

TEST_F(LinkCheckerTest, TellsWhatEachFaultMeans) {
  Reply slow = page();
  slow.delay = std::chrono::seconds(4);
  EXPECT_EQ(cause(slow), LinkCause::kTimeout);
  Reply closed;
  closed.close_at_once = true;
  EXPECT_EQ(cause(closed), LinkCause::kNoConnection);
  Reply nonsense;
  nonsense.raw = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
  EXPECT_NE(cause(nonsense), LinkCause::kOk);
  EXPECT_TRUE(is_broken(cause(nonsense)));
  int port = 0;
  {
    ReplayServer gone([](const SeenRequest&) { return page(); });
    port = gone.port();
  }
  EXPECT_EQ(check("http://127.0.0.1:" + std::to_string(port) + "/").cause,
            LinkCause::kNoConnection);
  EXPECT_EQ(check("http://nobody.invalid/").cause, LinkCause::kNameUnknown);
  ReplayServer plain([](const SeenRequest&) { return page(); });
  EXPECT_EQ(check("https://127.0.0.1:" + std::to_string(plain.port()) + "/").cause,
            LinkCause::kInsecure);
}

TEST_F(LinkCheckerTest, CertificatesOfOursThatCannotBeReadAreNoFaultOfTheLink) {
  ReplayServer server([](const SeenRequest&) { return page(); });
  CurlOptions options;
  options.allow_private_addresses = true;
  options.ca_file = "/nonexistent/authorities.pem";
  const auto client = make_curl_client(options);
  ASSERT_TRUE(client.ok());
  LinkChecker checker(**client, clock_, local());
  const auto outcome = checker.check("https://127.0.0.1:" + std::to_string(server.port()) + "/",
                                     [](const std::string&) { return Result<void>(); });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(outcome.error().slug, "bad_ca_file");
}

TEST_F(LinkCheckerTest, AsksByHeadAndReadsAPageOnlyWhereHeadIsRefused) {
  ReplayServer server([](const SeenRequest& request) {
    if (request.target == "/good") return page();
    if (request.method == "HEAD") return page(request.target == "/405" ? 405 : 403);
    Reply endless = page();
    endless.body = std::string(4'000, 'x');
    endless.endless = true;
    return endless;
  });
  EXPECT_EQ(check(server.url("/good")).cause, LinkCause::kOk);
  EXPECT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(server.requests().front().method, "HEAD");
  EXPECT_EQ(server.requests().front().headers.at("user-agent"),
            "evidence-test (mailto:tests@example.org)");
  for (const char* const path : {"/405", "/403"}) {
    const LinkCheck found = check(server.url(path));
    EXPECT_EQ(found.cause, LinkCause::kOk) << path;
    EXPECT_EQ(found.status, 200);
  }
  EXPECT_EQ(server.requests().size(), 5U);
}

TEST_F(LinkCheckerTest, AServerThatAnswersHeadWronglyIsAskedForThePage) {
  ReplayServer server(
      [](const SeenRequest& request) { return request.method == "HEAD" ? page(404) : page(200); });
  EXPECT_EQ(check(server.url("/a")).cause, LinkCause::kOk);
}

TEST_F(LinkCheckerTest, FollowsRedirectsByItsOwnJudgementAndKeepsTheWay) {
  ReplayServer server([](const SeenRequest& request) {
    if (request.target == "/old") return redirect_to("/new", 301);
    if (request.target == "/for-now") return redirect_to("new", 302);
    if (request.target == "/mixed") return redirect_to("/for-now", 308);
    if (request.target == "/article") return redirect_to("/login?back=%2Farticle");
    if (request.target == "/nowhere") return redirect_to("/deleted");
    if (request.target == "/deleted") return page(404);
    return page();
  });
  const LinkCheck moved = check(server.url("/old"));
  EXPECT_EQ(moved.cause, LinkCause::kMoved);
  EXPECT_EQ(moved.final_url, server.url("/new"));
  EXPECT_EQ(moved.led_through, std::vector<std::string>{"127.0.0.1"});
  EXPECT_EQ(check(server.url("/for-now")).cause, LinkCause::kOk);
  EXPECT_EQ(check(server.url("/mixed")).cause, LinkCause::kOk);
  EXPECT_EQ(check(server.url("/article")).cause, LinkCause::kLoginPage);
  EXPECT_EQ(check(server.url("/nowhere")).cause, LinkCause::kNotFound);
  EXPECT_EQ(check(server.url("/login")).cause, LinkCause::kOk) << "it is what was asked for";
}

TEST_F(LinkCheckerTest, CirclesEndAndAreNoFaultWhereCookiesAreWanted) {
  ReplayServer server([](const SeenRequest& request) {
    Reply again = redirect_to(request.target);
    if (request.target == "/cookie") again.headers.emplace_back("Set-Cookie", "seen=1");
    return again;
  });
  EXPECT_EQ(check(server.url("/circle")).cause, LinkCause::kTooManyRedirects);
  EXPECT_EQ(server.requests().size(), 9U);
  EXPECT_EQ(check(server.url("/cookie")).cause, LinkCause::kForbidden);
}

TEST_F(LinkCheckerTest, NoRedirectLeadsIntoTheNetworkOrOutOfTheWeb) {
  for (const char* const to :
       {"http://user:pass@elsewhere.example/", "file:///etc/passwd", "javascript:alert(1)", "",
        "gopher://elsewhere.example/", "http://[", "//", "/%0d%0aX: y"}) {
    ReplayServer server([&](const SeenRequest&) { return redirect_to(to); });
    EXPECT_EQ(check(server.url("/a")).cause, LinkCause::kRefusedAddress) << to;
  }
  // Without leave for tests, addresses inside the network are never asked.
  ReplayServer server([](const SeenRequest&) { return page(); });
  client_ = client_for_links(false);
  LinkChecker strict(*client_, clock_, {});
  const auto go = [](const std::string&) { return Result<void>(); };
  const std::string local = "http://localhost:" + std::to_string(server.port()) + "/";
  for (const std::string& url : {server.url("/"), local, std::string("http://169.254.169.254/")}) {
    const auto outcome = strict.check(url, go);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->cause, LinkCause::kRefusedAddress) << url;
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(LinkCheckerTest, KnowsSignInPagesByWholeNames) {
  for (const char* const url :
       {"https://login.openathens.net/auth/x", "https://idp.example.ac.uk/idp/profile",
        "https://www.example.org/login.aspx?u=1", "https://www.example.org/a/SSO/start",
        "https://shibboleth.example.org/"}) {
    EXPECT_TRUE(is_sign_in(url)) << url;
  }
  for (const char* const url :
       {"https://www.example.org/authors/login-smith", "https://doi.org/10.1/auth0",
        "https://openathens.net/about", "https://www.example.org/?login=1", "nonsense", ""}) {
    EXPECT_FALSE(is_sign_in(url)) << url;
  }
}

TEST(LinkCauses, HaveNamesThatLeadBackAndWords) {
  for (int i = 0; i < 14; ++i) {
    const auto cause = static_cast<LinkCause>(i);
    EXPECT_EQ(cause_by_name(cause_name(cause)), cause);
    EXPECT_FALSE(cause_in_words(cause).empty());
    EXPECT_FALSE(is_broken(cause) && answers(cause));
  }
  EXPECT_FALSE(cause_by_name("").has_value());
  EXPECT_EQ(report_choice("nonsense"), nullptr);
  EXPECT_NE(report_choice("paywall"), nullptr);
}

class LinkCheckRunTest : public LinkCheckerTest {
 protected:
  LinkCheckRunTest() {
    auto opened =
        open_sqlite_link_health({directory_.path(), true, std::chrono::seconds(5)}, {}, clock_);
    EXPECT_TRUE(opened.ok());
    store_ = std::move(opened).value();
  }
  Result<CheckRunCounts> run(const std::vector<std::string>& urls) {
    std::vector<PlannedCheck> checks;
    for (const std::string& url : urls) {
      const auto parsed = parse_web_url(url, true);
      EXPECT_TRUE(parsed.ok()) << url;
      checks.push_back({{parsed->text, parsed->host}, false});
    }
    LinkChecker checker(*client_, clock_, local());
    LinkCheckRun run(checker, *store_, clock_, stop_, options_);
    return run.run(checks, [&](const CheckRunCounts&, const std::string&) {
      if (stop_after_ > 0 && --stop_after_ == 0) stop_.request_stop();
    });
  }
  PlatformState state_of(const std::string& host) {
    const auto states = store_->platform_states();
    for (const PlatformState& state : *states) {
      if (state.host == host) return state;
    }
    return {};
  }

  test::TempDir directory_;
  std::unique_ptr<LinkHealthStore> store_;
  StopFlag stop_;
  CheckRunOptions options_;
  int stop_after_ = 0;
};

TEST_F(LinkCheckRunTest, KeepsEachOutcomeAndPausesBetweenRequestsToOneHost) {
  ReplayServer server(
      [](const SeenRequest& request) { return request.target == "/bad" ? page(410) : page(); });
  const auto counts = run({server.url("/a"), server.url("/b"), server.url("/bad")});
  ASSERT_TRUE(counts.ok()) << counts.error().message;
  EXPECT_EQ(counts->checked, 3U);
  EXPECT_EQ(counts->broken, 1U);
  EXPECT_EQ(counts->causes.at(LinkCause::kGone), 1U);
  EXPECT_EQ(server.requests().size(), 4U) << "what is gone was asked for by GET as well";
  EXPECT_EQ(clock_.slept(), 3 * options_.pause);
  const auto broken = store_->broken_targets("", 10);
  ASSERT_EQ(broken->size(), 1U);
  EXPECT_EQ(broken->front().url, server.url("/bad"));
}

TEST_F(LinkCheckRunTest, AStoppedRunKeepsWhatItHas) {
  ReplayServer server([](const SeenRequest&) { return page(); });
  stop_after_ = 2;
  const auto counts = run({server.url("/a"), server.url("/b"), server.url("/c"), server.url("/d")});
  ASSERT_TRUE(counts.ok());
  EXPECT_TRUE(counts->interrupted);
  EXPECT_EQ(counts->checked, 2U);
  EXPECT_EQ(store_->platforms(10)->front().checked_targets, 2);
}

TEST_F(LinkCheckRunTest, RetryAfterIsHonouredAlsoByTheNextRun) {
  ReplayServer server([](const SeenRequest&) {
    Reply busy = page(429);
    busy.headers.emplace_back("Retry-After", "900");
    return busy;
  });
  const auto first = run({server.url("/a"), server.url("/b"), server.url("/c")});
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->checked, 1U);
  EXPECT_EQ(first->left_alone, 2U);
  EXPECT_EQ(first->broken, 0U);
  EXPECT_EQ(server.requests().size(), 1U);
  const auto second = run({server.url("/a")});
  EXPECT_EQ(second->left_alone, 1U);
  EXPECT_EQ(server.requests().size(), 1U);
  clock_.advance(std::chrono::seconds(880));
  EXPECT_EQ(run({server.url("/a")})->checked, 1U) << "a short rest of it is waited for";
  EXPECT_EQ(server.requests().size(), 2U);
  EXPECT_EQ(state_of("127.0.0.1").streak_checks, 0U);
}

TEST_F(LinkCheckRunTest, SilenceEverywhereIsOurOwnNetworks) {
  options_.silent_hosts = 3;
  const auto down =
      run({"http://a.invalid/", "http://b.invalid/", "http://c.invalid/", "http://d.invalid/"});
  ASSERT_FALSE(down.ok());
  EXPECT_EQ(down.error().slug, "no_network");
  options_.silent_hosts = 10;
  EXPECT_FALSE(run({"http://a.invalid/", "http://b.invalid/"}).ok());
  EXPECT_TRUE(store_->platform_states()->empty()) << "nothing is held against anybody";
}

TEST_F(LinkCheckRunTest, SilenceOfOneIsHeldAgainstIt) {
  ReplayServer server([](const SeenRequest&) { return page(); });
  const auto counts = run({"http://a.invalid/", server.url("/a"), "http://b.invalid/"});
  ASSERT_TRUE(counts.ok()) << counts.error().message;
  EXPECT_EQ(counts->checked, 3U);
  EXPECT_EQ(state_of("a.invalid").streak_checks, 1U);
  EXPECT_EQ(state_of("b.invalid").streak_checks, 1U);
  EXPECT_TRUE(run({"http://a.invalid/"}).ok()) << "asked for alone";
  EXPECT_EQ(state_of("a.invalid").streak_checks, 2U);
}

TEST(SpreadByHost, PutsThoseOfOneHostFarApart) {
  std::vector<PlannedCheck> checks;
  for (const char* const url : {"a1", "a2", "a3", "b1", "c1", "b2"}) {
    checks.push_back({{url, std::string(1, url[0])}, false});
  }
  std::string order;
  for (const PlannedCheck& check : spread_by_host(checks)) order += check.target.url + " ";
  EXPECT_EQ(order, "a1 b1 c1 a2 b2 a3 ");
}

TEST(CheckTargets, AreTheRecordsLinksAndRegistriesWithoutProxies) {
  Record record;
  record.links = {
      {"https://go.openathens.net/redirector/example.org?url=https%3A%2F%2Fwww.a.org%2Fx",
       "publisher", false},
      {"https://www.a.org/x", "fulltext", true},
      {"https://www.b.org/?q=%7Bquery%7D", "search-inside", false},
      {"javascript:alert(1)", "pdf", false}};
  record.identifiers = {*Identifier::parse(IdentifierScheme::kDoi, "10.1234/a<b>"),
                        *Identifier::parse(IdentifierScheme::kIssn, "0140-6736")};
  std::vector<std::string> urls;
  for (const CheckTarget& target : check_targets(record)) urls.push_back(target.url);
  EXPECT_EQ(urls,
            (std::vector<std::string>{"https://www.a.org/x", "https://doi.org/10.1234/a%3Cb%3E"}));
}

}  // namespace
}  // namespace evidence
