#include "server/http_guard.h"

#include <gtest/gtest.h>

namespace evidence::server {
namespace {

RequestHead head(std::string method = "GET", std::string target = "/") {
  RequestHead head;
  head.method = std::move(method);
  head.target = std::move(target);
  head.fields = {{"host", "example.org"}};
  return head;
}

RequestHead with(RequestHead head, std::vector<std::pair<std::string, std::string>> fields) {
  head.fields.insert(head.fields.end(), fields.begin(), fields.end());
  return head;
}

int status(const RequestHead& head) {
  const HeadVerdict verdict = check_head(head, {});
  return verdict.refusal ? verdict.refusal->status : 200;
}

TEST(HeaderGuard, RefusesEveryAmbiguousLengthOfABody) {
  const RequestHead post = head("POST");
  EXPECT_EQ(status(with(post, {{"content-length", "5"}})), 200);
  EXPECT_EQ(status(with(post, {{"transfer-encoding", "chunked"}})), 200);
  EXPECT_EQ(status(with(post, {{"transfer-encoding", "Chunked"}})), 200);
  const std::string length = "content-length";
  const std::string coding = "transfer-encoding";
  EXPECT_EQ(status(with(post, {{coding, "chunked"}, {length, "5"}})), 400);
  EXPECT_EQ(status(with(post, {{length, "5"}, {coding, "gzip"}})), 400);
  EXPECT_EQ(status(with(post, {{length, "5"}, {length, "5"}})), 400);
  EXPECT_EQ(status(with(post, {{length, "5, 5"}})), 400);
  EXPECT_EQ(status(with(post, {{length, "+5"}})), 400);
  EXPECT_EQ(status(with(post, {{length, "-1"}})), 400);
  EXPECT_EQ(status(with(post, {{length, "0x5"}})), 400);
  EXPECT_EQ(status(with(post, {{length, ""}})), 400);
  EXPECT_EQ(status(with(post, {{length, "99999999999999999999999"}})), 413);
  EXPECT_EQ(status(with(post, {{length, "65537"}})), 413);
  EXPECT_EQ(status(with(post, {{coding, "chunked"}, {coding, "chunked"}})), 400);
  for (const char* other :
       {"gzip", "xchunked", "chunked, identity", "identity", "gzip, chunked", ""}) {
    EXPECT_EQ(status(with(post, {{coding, other}})), 501) << other;
  }
  RequestHead old = with(post, {{coding, "chunked"}});
  old.version = 10;
  EXPECT_EQ(status(old), 501);
}

TEST(HeaderGuard, RefusesABodyWhereNoneBelongs) {
  EXPECT_EQ(status(with(head(), {{"content-length", "5"}})), 400);
  EXPECT_EQ(status(with(head("HEAD"), {{"transfer-encoding", "chunked"}})), 400);
  EXPECT_EQ(status(with(head(), {{"content-length", "0"}})), 200);
}

TEST(HeaderGuard, WantsExactlyOneValidHost) {
  RequestHead none = head();
  none.fields.clear();
  EXPECT_EQ(status(none), 400);
  EXPECT_EQ(status(with(head(), {{"host", "example.org"}})), 400);
  for (const char* good : {"a.example:8080", "127.0.0.1", "[::1]:80", "localhost"}) {
    none.fields = {{"host", good}};
    EXPECT_EQ(status(none), 200) << good;
  }
  for (const char* bad : {"", "a b", "a@b", "a/b", "a:b", "a:123456", "[::1", "a,b", ":80"}) {
    none.fields = {{"host", bad}};
    EXPECT_EQ(status(none), 400) << bad;
  }
}

TEST(HeaderGuard, KnowsSevenMethodsAndTwoVersions) {
  for (const char* method : {"CONNECT", "TRACE", "get", "BREW", ""}) {
    EXPECT_EQ(status(head(method)), 405) << method;
  }
  RequestHead two = head();
  two.version = 20;
  EXPECT_EQ(status(two), 505);
}

TEST(HeaderGuard, BoundsTargetAndFields) {
  EXPECT_EQ(status(head("GET", "/" + std::string(10'000, 'a'))), 414);
  EXPECT_EQ(status(head("GET", "http://example.org/")), 400);
  EXPECT_EQ(status(head("GET", "/\xc3\xa9")), 400);
  RequestHead many = head();
  for (int i = 0; i < 64; ++i) many.fields.emplace_back("x", "1");
  EXPECT_EQ(status(many), 431);
}

TEST(HeaderGuard, MeetsNoExpectationButContinue) {
  EXPECT_EQ(status(with(head("POST"), {{"expect", "something"}})), 417);
  const HeadVerdict verdict =
      check_head(with(head("POST"), {{"expect", "100-Continue"}, {"content-length", "1"}}), {});
  EXPECT_FALSE(verdict.refusal);
  EXPECT_TRUE(verdict.expects_continue);
}

HeaderScan scan(std::string_view bytes) {
  std::size_t from = 0;
  return scan_header_block(bytes, from);
}

TEST(HeaderScan, FindsTheEndHoweverTheBytesArrive) {
  const std::string_view bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
  std::size_t from = 0;
  for (std::size_t length = 0; length < bytes.size() - 4; ++length) {
    EXPECT_EQ(scan_header_block(bytes.substr(0, length), from).state,
              HeaderScan::State::kIncomplete);
  }
  const HeaderScan whole = scan_header_block(bytes, from);
  EXPECT_EQ(whole.state, HeaderScan::State::kComplete);
  EXPECT_EQ(whole.length, bytes.size() - 4);
}

TEST(HeaderScan, RefusesBareLineEndsFoldsAndNulAtOnce) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view bytes :
       {"GET / HTTP/1.1\n"sv, "GET / HTTP/1.1\r\nHost: a\n"sv, "GET / HTTP/1.1\r\n X: folded\r\n"sv,
        "GET / HTTP/1.1\r\n\tfolded\r\n"sv, "GET /\0"sv, "GET / HTTP/1.1\r\nA: b\rC: d\r\n"sv}) {
    EXPECT_EQ(scan(bytes).state, HeaderScan::State::kMalformed) << bytes;
  }
}

TEST(ClientAddress, BelievesForwardedAddressesOfTrustedProxiesOnly) {
  Request request;
  request.headers["x-forwarded-for"] = "1.1.1.1, 2.2.2.2, 10.0.0.2";
  EXPECT_EQ(client_address("9.9.9.9", request, {"10.0.0.1"}), "9.9.9.9");
  EXPECT_EQ(client_address("10.0.0.1", request, {"10.0.0.1", "10.0.0.2"}), "2.2.2.2");
  request.headers["x-forwarded-for"] = "evil\r\n, 2.2.2.2;";
  EXPECT_EQ(client_address("10.0.0.1", request, {"10.0.0.1"}), "10.0.0.1");
}

}  // namespace
}  // namespace evidence::server
