#include "base/http_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "base/address_guard.h"
#include "tests/support/replay_server.h"

namespace evidence {
namespace {

using test::ok;
using test::redirect_to;
using test::ReplayServer;
using test::Reply;
using test::SeenRequest;
using namespace std::chrono_literals;

std::unique_ptr<HttpClient> local_client(CurlOptions options = {}) {
  options.user_agent = "evidence-test (mailto:tests@example.org)";
  options.allow_http = true;
  options.allow_private_addresses = true;
  options.low_speed_time = std::chrono::seconds(1);
  auto client = make_curl_client(options);
  EXPECT_TRUE(client.ok());
  return std::move(client).value();
}

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return request;
}

Result<HttpResponse> ask(const Reply& reply, std::size_t max_bytes = 1U << 20U) {
  ReplayServer server([&reply](const SeenRequest&) { return reply; });
  HttpRequest request = get(server.url("/page?api_key=secret"));
  request.max_bytes = max_bytes;
  request.timeout = 5s;
  return local_client()->send(request);
}

TEST(HttpClient, GivesStatusHeadersAndBody) {
  Reply reply = ok("<a/>");
  reply.status = 404;
  reply.headers.emplace_back("X-Thing", "  one ");
  const auto answer = ask(reply);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->body, "<a/>");
  EXPECT_EQ(answer->headers.at("x-thing"), "one");
  EXPECT_EQ(answer->headers.at("content-type"), "text/xml; charset=UTF-8");
}

TEST(HttpClient, SendsMethodHeadersUserAgentAndBodyAsGiven) {
  ReplayServer server([](const SeenRequest&) { return ok("fine"); });
  HttpRequest request = get(server.url("/form"));
  request.method = "POST";
  request.body = "a=1&b=2";
  request.headers = {{"Accept", "text/xml"}, {"X-Empty", ""}};
  ASSERT_TRUE(local_client()->send(request).ok());
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.body, "a=1&b=2");
  EXPECT_EQ(seen.headers.at("accept"), "text/xml");
  EXPECT_EQ(seen.headers.at("x-empty"), "");
  EXPECT_EQ(seen.headers.at("user-agent"), "evidence-test (mailto:tests@example.org)");
  EXPECT_EQ(seen.headers.at("accept-encoding"), "gzip, deflate");
  EXPECT_EQ(seen.headers.count("expect"), 0U);
}

TEST(HttpClient, DecodesGzip) {
  Reply reply = ok(test::gzipped("the decoded text"));
  reply.headers.emplace_back("Content-Encoding", "gzip");
  const auto answer = ask(reply);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->body, "the decoded text");
}

TEST(HttpClient, ReusesAConnection) {
  ReplayServer server([](const SeenRequest&) { return ok("x"); });
  const auto client = local_client();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client->send(get(server.url("/"))).ok());
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, ServesManyThreadsAtOnce) {
  ReplayServer server([](const SeenRequest& request) { return ok(request.target); });
  const auto client = local_client();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const std::string path = "/" + std::to_string(t) + "/" + std::to_string(i);
        const auto answer = client->send(get(server.url(path)));
        if (answer.ok() && answer->body == path) ++good;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 160);
}

TEST(HttpClient, AStopEndsAnExchangeThatWaits) {
  Reply silent = ok("<a/>");
  silent.delay = 60s;
  ReplayServer server([&silent](const SeenRequest&) { return silent; });
  StopFlag stop;
  CurlOptions options;
  options.stop = &stop;
  options.allow_http = options.allow_private_addresses = true;
  options.low_speed_time = 60s;
  const auto client = std::move(make_curl_client(options)).value();
  std::thread stopper([&stop] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  const auto answer = client->send(get(server.url("/")));
  stopper.join();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kCancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
  const auto next = client->send(get(server.url("/")));
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.error().code, ErrorCode::kCancelled);
}

TEST(HttpClient, StopsAGzipBombAtTheLimitOfDecodedBytes) {
  Reply reply = ok(test::gzip_bomb(200));
  ASSERT_LT(reply.body.size(), 1U << 20U);
  reply.headers.emplace_back("Content-Encoding", "gzip");
  const auto answer = ask(reply, 1U << 20U);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(answer.error().slug, "response_too_large");
}

TEST(HttpClient, StopsADoubleGzipBomb) {
  Reply reply = ok(test::gzipped(test::gzip_bomb(200)));
  reply.headers.emplace_back("Content-Encoding", "gzip, gzip");
  const auto answer = ask(reply, 1U << 20U);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kTooLarge);
}

TEST(HttpClient, RefusesThirtyEncodings) {
  Reply reply = ok("x");
  std::string encodings = "gzip";
  for (int i = 0; i < 29; ++i) encodings += ", gzip";
  reply.headers.emplace_back("Content-Encoding", encodings);
  const auto answer = ask(reply);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kBadContent);
}

TEST(HttpClient, RefusesWhatIsNotTheGzipItClaimsToBe) {
  Reply reply = ok("plain text");
  reply.headers.emplace_back("Content-Encoding", "gzip");
  const auto answer = ask(reply);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kBadContent);
}

TEST(HttpClient, StopsAnEndlessBody) {
  Reply reply = ok(std::string(10'000, 'x'));
  reply.endless = true;
  const auto answer = ask(reply);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kTooLarge);
}

TEST(HttpClient, TakesABodyOfExactlyTheLimitAndNoByteMore) {
  EXPECT_TRUE(ask(ok(std::string(1'000, 'x')), 1'000).ok());
  const auto answer = ask(ok(std::string(1'001, 'x')), 1'000);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kTooLarge);
}

TEST(HttpClient, StopsHugeHeaders) {
  Reply many = ok("x");
  for (int i = 0; i < 100; ++i)
    many.headers.emplace_back("X-" + std::to_string(i), std::string(1'000, 'h'));
  Reply one = ok("x");
  one.headers.emplace_back("X-Big", std::string(5'000'000, 'h'));
  Reply interim;
  for (int i = 0; i < 5'000; ++i) interim.raw += "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n";
  for (const Reply& reply : {many, one, interim}) {
    const auto answer = ask(reply);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kTooLarge) << answer.error().message;
    EXPECT_EQ(answer.error().slug, "headers_too_large");
  }
}

TEST(HttpClient, TakesNeitherInterimHeadersNorTrailersForHeaders) {
  Reply reply;
  reply.raw =
      "HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n"
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nRetry-After: 9\r\n\r\n";
  const auto answer = ask(reply);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->body, "a");
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->headers.count("x-early"), 0U);
  EXPECT_EQ(answer->headers.count("retry-after"), 0U);
}

TEST(HttpClient, ReportsABodyThatEndsEarly) {
  Reply cut = ok(std::string(1'000, 'x'));
  cut.cut_after = 500;
  Reply longer = ok("short");
  longer.content_length = 500;
  longer.cut_after = 4;
  Reply chunk;
  chunk.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc";
  Reply none;
  none.close_at_once = true;
  for (const Reply& reply : {cut, longer, chunk, none}) {
    const auto answer = ask(reply);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(answer.error().slug, "connection_broken") << answer.error().message;
  }
}

TEST(HttpClient, ReportsGarbageInPlaceOfHttp) {
  for (const char* bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "\x16\x03\x01garbage", "<html>hello</html>",
                            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc"}) {
    Reply reply;
    reply.raw = bytes;
    const auto answer = ask(reply);
    EXPECT_FALSE(answer.ok()) << bytes;
  }
}

TEST(HttpClient, GivesUpOnADrippingOrSilentServer) {
  Reply body = ok(std::string(200, 'x'));
  body.drip = 200ms;
  Reply head = ok("x");
  head.drip_head = 200ms;
  Reply silent = ok("x");
  silent.delay = 30s;
  for (const Reply& reply : {body, head, silent}) {
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = ask(reply);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kTimeout);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 4s);
  }
}

TEST(HttpClient, KeepsTheTotalTimeLimitOverRedirects) {
  ReplayServer server([](const SeenRequest&) {
    Reply reply = redirect_to("/again");
    reply.delay = 300ms;
    return reply;
  });
  CurlOptions options;
  options.max_redirects = 100;
  HttpRequest request = get(server.url("/"));
  request.timeout = 700ms;
  const auto answer = local_client(options)->send(request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kTimeout);
  EXPECT_LE(server.requests().size(), 3U);
}

TEST(HttpClient, ReportsAClosedPort) {
  std::string url;
  {
    ReplayServer server([](const SeenRequest&) { return ok("x"); });
    url = server.url("/?api_key=secret");
  }
  const auto answer = local_client()->send(get(url));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(answer.error().slug, "no_connection");
  EXPECT_NE(answer.error().message.find("127.0.0.1"), std::string::npos);
  EXPECT_EQ(answer.error().message.find("secret"), std::string::npos);
}

TEST(HttpClient, ReportsAnUnknownName) {
  const auto answer = local_client()->send(get("http://no-such-host.invalid/?api_key=secret"));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(answer.error().message.find("secret"), std::string::npos);
}

TEST(HttpClient, FollowsRedirectsOnTheSameHostOnly) {
  ReplayServer server(
      {{"/a", redirect_to("/b?x=1", 301)}, {"/b?x=1", redirect_to("c", 307)}, {"/c", ok("there")}});
  const auto answer = local_client()->send(get(server.url("/a")));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->body, "there");
  EXPECT_EQ(answer->final_url, server.url("/c"));
}

TEST(HttpClient, KeepsAPostAPostUnlessToldToLookElsewhere) {
  ReplayServer server(
      {{"/301", redirect_to("/end", 301)}, {"/303", redirect_to("/end", 303)}, {"/end", ok("x")}});
  for (const char* path : {"/301", "/303"}) {
    HttpRequest request = get(server.url(path));
    request.method = "POST";
    request.body = "term=x";
    ASSERT_TRUE(local_client()->send(request).ok());
  }
  const auto seen = server.requests();
  EXPECT_EQ(seen.at(1).method, "POST");
  EXPECT_EQ(seen.at(1).body, "term=x");
  EXPECT_EQ(seen.at(3).method, "GET");
}

TEST(HttpClient, RefusesRedirectsToOtherPlaces) {
  ReplayServer canary([](const SeenRequest&) { return ok("secret"); });
  const std::string elsewhere = canary.url("/inner");
  std::string other_name = elsewhere;
  other_name.replace(other_name.find("127.0.0.1"), 9, "localhost");
  for (const std::string& location :
       {elsewhere, other_name, std::string("file:///etc/passwd"), std::string("ftp://127.0.0.1/x"),
        std::string("gopher://127.0.0.1/x"), std::string("//example.org/x"),
        std::string("https://example.org/"), std::string("javascript:alert(1)"),
        std::string("http://user:pass@127.0.0.1/"), std::string("http://a b/"),
        std::string("\\\\example.org\\x")}) {
    ReplayServer server([&](const SeenRequest&) { return redirect_to(location); });
    HttpRequest request = get(server.url("/"));
    request.headers.emplace_back("X-Api-Key", "secret");
    const auto answer = local_client()->send(request);
    ASSERT_FALSE(answer.ok()) << location;
    EXPECT_EQ(answer.error().code, ErrorCode::kBlocked) << location;
    EXPECT_EQ(answer.error().slug, "redirect_blocked") << location;
    EXPECT_EQ(server.requests().size(), 1U);
  }
  EXPECT_EQ(canary.connections(), 0);
}

TEST(HttpClient, EndsARedirectLoop) {
  ReplayServer server([](const SeenRequest&) { return redirect_to("/"); });
  const auto answer = local_client()->send(get(server.url("/")));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().slug, "redirect_blocked");
  EXPECT_EQ(server.requests().size(), 4U);
}

TEST(HttpClient, RefusesPrivateAddressesInEverySpelling) {
  ReplayServer canary([](const SeenRequest&) { return ok("secret"); });
  CurlOptions options;
  options.allow_http = true;
  const auto client = std::move(make_curl_client(options)).value();
  const std::string port = ":" + std::to_string(canary.port()) + "/";
  for (const char* host : {"127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]",
                           "0.0.0.0", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "169.254.169.254",
                           "10.0.0.1", "localhost", "LOCALHOST", "localhost.", "[fe80::1]",
                           "[fd00::1]", "[2002:7f00:1::]", "100.64.0.1", "[64:ff9b::7f00:1]"}) {
    HttpRequest request = get("http://" + std::string(host) + port);
    request.timeout = 3s;
    const auto answer = client->send(request);
    ASSERT_FALSE(answer.ok()) << host;
    EXPECT_EQ(answer.error().code, ErrorCode::kBlocked) << host << ": " << answer.error().message;
    EXPECT_EQ(answer.error().slug, "address_blocked") << host;
  }
  EXPECT_EQ(canary.connections(), 0);
}

TEST(HttpClient, RefusesOtherSchemesAndPlainHttpUnlessAllowed) {
  const auto strict = std::move(make_curl_client({})).value();
  for (const char* url : {"http://example.org/", "file:///etc/passwd", "ftp://example.org/",
                          "gopher://example.org/", "dict://example.org/", "ldap://example.org/"}) {
    const auto answer = strict->send(get(url));
    ASSERT_FALSE(answer.ok()) << url;
    EXPECT_EQ(answer.error().code, ErrorCode::kBlocked) << url << answer.error().message;
  }
}

TEST(HttpClient, RefusesUnsafeAddresses) {
  const auto client = local_client();
  for (const char* url :
       {"", "nonsense", "http://", "http://a@127.0.0.1/", "http://a:b@127.0.0.1/",
        "http://@127.0.0.1/", "http://127.0.0.1/a b", "http://127.0.0.1/a\r\nX: y",
        "http://127.0.0.1\\@example.org/", "http://127.0.0.1/\x7f", "http://127.0.0.1/\xc3\xa9"}) {
    const auto answer = client->send(get(url));
    ASSERT_FALSE(answer.ok()) << url;
    EXPECT_EQ(answer.error().code, ErrorCode::kInvalidArgument) << url;
  }
}

TEST(HttpClient, RefusesControlCharactersAndUnknownMethods) {
  ReplayServer server([](const SeenRequest&) { return ok("x"); });
  const auto client = local_client();
  HttpRequest bad_value = get(server.url("/"));
  bad_value.headers.emplace_back("X", "a\r\nInjected: yes");
  HttpRequest bad_name = get(server.url("/"));
  bad_name.headers.emplace_back("X: y\r\nZ", "a");
  HttpRequest bad_method = get(server.url("/"));
  bad_method.method = "GET / HTTP/1.1\r\nX:";
  for (const HttpRequest& request : {bad_value, bad_name, bad_method}) {
    const auto answer = client->send(request);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(server.connections(), 0);
  CurlOptions options;
  options.user_agent = "evidence\r\nInjected: yes";
  EXPECT_FALSE(make_curl_client(options).ok());
}

TEST(HttpClient, IgnoresTheProxiesOfTheEnvironment) {
  ReplayServer proxy([](const SeenRequest&) { return ok("from the proxy"); });
  ReplayServer server([](const SeenRequest&) { return ok("direct"); });
  ::setenv("http_proxy", proxy.url("").c_str(), 1);
  ::setenv("ALL_PROXY", proxy.url("").c_str(), 1);
  const auto answer = local_client()->send(get(server.url("/")));
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->body, "direct");
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(HttpClient, UsesAConfiguredProxyButRefusesPrivateHostsBehindIt) {
  ReplayServer proxy([](const SeenRequest&) { return ok("from the proxy"); });
  CurlOptions options;
  options.allow_http = true;
  options.proxy = proxy.url("");
  const auto client = std::move(make_curl_client(options)).value();
  const auto answer = client->send(get("http://example.org/x"));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->body, "from the proxy");
  EXPECT_EQ(proxy.targets().at(0), "http://example.org/x");
  EXPECT_FALSE(client->send(get("http://169.254.169.254/latest")).ok());
  EXPECT_EQ(proxy.requests().size(), 1U);
}

TEST(HttpClient, ReportsWhatIsNotTls) {
  ReplayServer server([](const SeenRequest&) { return ok("plain"); });
  std::string url = server.url("/");
  url.insert(4, "s");
  HttpRequest request = get(url);
  request.timeout = 3s;
  const auto answer = local_client()->send(request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable) << answer.error().message;
}

TEST(AddressGuard, KnowsPublicAddresses) {
  for (const char* host : {"8.8.8.8", "130.14.29.110", "172.32.0.1", "100.128.0.1", "192.0.1.1",
                           "2607:f220:41e:4290::110", "[2a00:1450::1]", "64:ff9b::8.8.8.8"}) {
    EXPECT_TRUE(is_public_host_text(host)) << host;
  }
  for (const char* host : {"0.1.2.3",
                           "10.255.255.255",
                           "100.127.255.255",
                           "127.255.0.1",
                           "172.31.255.255",
                           "192.0.0.8",
                           "192.0.2.1",
                           "192.88.99.1",
                           "192.168.1.1",
                           "198.19.0.1",
                           "198.51.100.7",
                           "203.0.113.9",
                           "224.0.0.1",
                           "239.1.1.1",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::ffff:8.8.8.8",
                           "::8.8.8.8",
                           "64:ff9b::10.0.0.1",
                           "64:ff9b:1::1",
                           "100::1",
                           "2001::1",
                           "2001:10::1",
                           "2001:db8::1",
                           "2002:808:808::1",
                           "3fff::1",
                           "fc00::1",
                           "fe80::1%eth0",
                           "fec0::1",
                           "ff02::1"}) {
    EXPECT_FALSE(is_public_host_text(host)) << host;
  }
  EXPECT_FALSE(is_public_address(nullptr, 0));
  sockaddr unknown{};
  unknown.sa_family = AF_UNIX;
  EXPECT_FALSE(is_public_address(&unknown, sizeof unknown));
}

TEST(RetryAfter, UnderstandsSecondsAndDatesAndClampsThem) {
  using std::chrono::seconds;
  const std::chrono::system_clock::time_point now =
      std::chrono::sys_days{std::chrono::year{2024} / 3 / 15} + 12h;
  const auto of = [&](const std::string& value) {
    HttpResponse response;
    response.headers["retry-after"] = value;
    return retry_after(response, now);
  };
  EXPECT_EQ(of("7"), seconds(7));
  EXPECT_EQ(of(" 7 "), seconds(7));
  EXPECT_EQ(of("0"), seconds(1));
  EXPECT_EQ(of("99999999999"), seconds(3600));
  EXPECT_EQ(of(std::string(60, '9')), seconds(3600));
  EXPECT_EQ(of("Fri, 15 Mar 2024 12:00:30 GMT"), seconds(30));
  EXPECT_EQ(of("Fri, 15 Mar 2024 11:00:00 GMT"), seconds(1));
  EXPECT_EQ(of("Fri, 15 Mar 2030 12:00:00 GMT"), seconds(3600));
  for (const char* bad :
       {"", "-5", "1.5", "soon", "5 May", "12:00", "Fri, 99 Foo 2024 12:00:30 GMT", "\x01"}) {
    EXPECT_EQ(of(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(retry_after(HttpResponse{}, now), std::nullopt);
}

TEST(RedactSecrets, HidesKeysInAddressesAndMessages) {
  EXPECT_EQ(redact_secrets("https://x.org/e?db=pubmed&api_key=abc123&query_key=1"),
            "https://x.org/e?db=pubmed&api_key=REDACTED&query_key=1");
  EXPECT_EQ(redact_secrets("API_KEY=abc"), "API_KEY=REDACTED");
  EXPECT_EQ(redact_secrets("failed \"https://x?token=a b\""),
            "failed \"https://x?token=REDACTED b\"");
  EXPECT_EQ(redact_secrets("monkey=1"), "monkey=1");
  EXPECT_EQ(redact_secrets("?key="), "?key=REDACTED");
  EXPECT_EQ(redact_secrets(""), "");
}

TEST(HttpClient, GivesARedirectAsTheAnswerWhereItsAskerFollowsItself) {
  ReplayServer server([](const SeenRequest&) { return redirect_to("https://elsewhere.example/"); });
  HttpRequest request = get(server.url("/from"));
  request.follow_redirects = false;
  const auto answer = local_client()->send(request);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->status, 302);
  EXPECT_EQ(answer->headers.at("location"), "https://elsewhere.example/");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(HttpClient, CutsALongBodyWhereItsBeginningIsEnough) {
  Reply endless = ok("0123456789");
  endless.endless = true;
  endless.status = 404;
  for (const Reply& reply : {endless, ok(std::string(100'000, 'x')), ok("short")}) {
    ReplayServer server([&reply](const SeenRequest&) { return reply; });
    HttpRequest request = get(server.url("/page"));
    request.max_bytes = 1'000;
    request.cut_body = true;
    const auto answer = local_client()->send(request);
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_EQ(answer->status, reply.status);
    EXPECT_EQ(answer->body.size(), reply.body == "short" ? 5U : 1'000U);
  }
}

}  // namespace
}  // namespace evidence
