#include "server/response_head.h"

#include <gtest/gtest.h>

#include "base/byte_source.h"

namespace evidence::server {
namespace {

Request asking(std::string_view encoding) {
  Request request;
  request.request_id = "id";
  if (!encoding.empty()) request.headers["accept-encoding"] = std::string(encoding);
  return request;
}

Response large_json() {
  Response response;
  response.content_type = "application/json";
  response.body = "[" + std::string(4'000, ' ') + "]";
  response.headers = {{"ETag", "\"abc\""}};
  return response;
}

TEST(ResponseHead, CompressesLargeTextForThoseWhoAcceptIt) {
  Response response = large_json();
  const std::string plain = response.body;
  complete_response(response, asking("gzip"), Audience::kApi);
  EXPECT_LT(response.body.size(), plain.size());
  EXPECT_EQ(*gunzip(response.body, 10'000), plain);
  const std::string head = make_head(response, {});
  EXPECT_NE(head.find("Content-Encoding: gzip\r\n"), std::string::npos);
  EXPECT_NE(head.find("Vary: Accept-Encoding\r\n"), std::string::npos);
  EXPECT_NE(head.find("ETag: \"abc-gzip\"\r\n"), std::string::npos);
  Response other = large_json();
  complete_response(other, asking(""), Audience::kApi);
  EXPECT_EQ(other.body, plain);
  EXPECT_NE(make_head(other, {}).find("Vary: Accept-Encoding\r\n"), std::string::npos);
}

TEST(ResponseHead, LeavesPicturesAndSmallAnswersAlone) {
  Response picture = large_json();
  picture.content_type = "image/png";
  complete_response(picture, asking("gzip"), Audience::kPage);
  EXPECT_EQ(picture.body.size(), 4'002U);
  Response small;
  small.body = "x";
  complete_response(small, asking("gzip"), Audience::kPage);
  EXPECT_EQ(small.body, "x");
}

TEST(ResponseHead, CarriesTheSecurityFieldsUnlessTheHandlerHasItsOwn) {
  Response response;
  response.headers = {{"Referrer-Policy", "strict-origin"}};
  complete_response(response, asking(""), Audience::kPage);
  const std::string head = make_head(response, {});
  for (const char* field :
       {"Content-Security-Policy: default-src 'none'; script-src 'self'",
        "X-Content-Type-Options: nosniff\r\n", "Referrer-Policy: strict-origin\r\n",
        "Cross-Origin-Opener-Policy: same-origin\r\n", "X-Request-Id: id\r\n",
        "Cache-Control: private, no-cache\r\n", "Content-Length: 0\r\n"}) {
    EXPECT_NE(head.find(field), std::string::npos) << field;
  }
  EXPECT_EQ(head.find("no-referrer"), std::string::npos);
  EXPECT_EQ(head.find("Access-Control"), std::string::npos);
}

TEST(ResponseHead, NeverLetsAValueSplitTheAnswer) {
  Response response;
  response.headers = {{"Location", "https://a/\r\nSet-Cookie: x=1"}, {"X\r\nY", "1"}};
  const std::string head = make_head(response, {});
  EXPECT_EQ(head.find("Set-Cookie"), std::string::npos);
  EXPECT_EQ(head.find("Location"), std::string::npos);
}

TEST(ResponseHead, SendsNoLengthWhereThereIsNoBody) {
  Response response;
  response.status = 304;
  EXPECT_EQ(make_head(response, {}).find("Content-Length"), std::string::npos);
}

TEST(ResponseHead, WritesDatesAsHttpWantsThem) {
  EXPECT_EQ(format_http_date(std::chrono::system_clock::from_time_t(784'111'777)),
            "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace evidence::server
