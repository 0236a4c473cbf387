#include "server/body_fields.h"

#include <gtest/gtest.h>

#include "server/multipart.h"
#include "server/rate_limit.h"
#include "tests/support/manual_clock.h"

namespace evidence::server {
namespace {

Request with(const std::string& type, const std::string& body) {
  Request request;
  request.headers["content-type"] = type;
  request.body = body;
  return request;
}

TEST(Multipart, ReadsValuesAndFiles) {
  const std::string body =
      "preamble\r\n--x1\r\nContent-Disposition: form-data; name=\"platform\"\r\n\r\nOvid\r\n"
      "--x1\r\nContent-Disposition: form-data; name=\"ris\"; filename=\"C:\\dir\\a \\\"b\\\".ris\""
      "\r\nContent-Type: text/plain\r\n\r\nTY  - JOUR\r\n--x\r\nER  - \r\n\r\n--x1--\r\nrest";
  const auto parts = parse_multipart(body, "x1");
  ASSERT_TRUE(parts.ok()) << parts.error().message;
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].name, "platform");
  EXPECT_EQ((*parts)[0].value, "Ovid");
  EXPECT_EQ((*parts)[1].value, "TY  - JOUR\r\n--x\r\nER  - \r\n");
  EXPECT_EQ((*parts)[1].file_name, "a \"b\".ris");
}

TEST(Multipart, RefusesWhatIsNotWhole) {
  const std::string head = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1";
  for (const std::string& body :
       {std::string(), std::string("--"), std::string("--x"), head, head + "\r\n--x",
        std::string("--x\r\n\r\n1\r\n--x--"), std::string("--x\r\nno header at all\r\n--x--"),
        std::string("--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--x--")}) {
    EXPECT_FALSE(parse_multipart(body, "x").ok()) << body;
  }
  EXPECT_FALSE(parse_multipart(head + "\r\n--x--", "").ok());
  std::string many;
  for (int i = 0; i < 65; ++i) many += head + "\r\n";
  EXPECT_EQ(parse_multipart(many + "--x--", "x").error().slug, "too_many_parameters");
}

TEST(Multipart, FindsItsBoundary) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=x; Boundary=\"a b\""), "a b");
  EXPECT_EQ(multipart_boundary("multipart/form-data"), "");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a\r\nb\""), "");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), "");
  EXPECT_EQ(multipart_boundary("text/plain; boundary=a"), "");
}

TEST(BodyFields, ReadsTheSameFromJsonAndForms) {
  const auto from_json = BodyFields::read(with(
      "application/json", R"({"text":"a b","mapping":false,"n":7,"sources":["x","y"],"z":null})"));
  const auto from_form = BodyFields::read(
      with("application/x-www-form-urlencoded", "text=a+b&mapping=false&n=7&sources=x&sources=y"));
  for (const auto* fields : {&from_json, &from_form}) {
    ASSERT_TRUE(fields->ok());
    EXPECT_EQ((*fields)->text("text"), "a b");
    EXPECT_FALSE(*(*fields)->flag("mapping", true));
    EXPECT_EQ(*(*fields)->number("n", 0), 7U);
    EXPECT_EQ((*fields)->all("sources"), (std::vector<std::string>{"x", "y"}));
    EXPECT_FALSE((*fields)->number("text", 0).ok());
    EXPECT_FALSE((*fields)->only({"text"}).ok());
  }
  EXPECT_FALSE(BodyFields::read(with("multipart/form-data; boundary=x",
                                     "--x\r\nContent-Disposition: form-data; "
                                     "name=\"a\"\r\n\r\n\xff\r\n--x--"))
                   .ok());
}

TEST(RateLimit, GivesEachAddressItsOwnShare) {
  test::ManualClock clock;
  RateLimit limit(clock, 2, 60, 3);
  EXPECT_TRUE(limit.take("192.0.2.1"));
  EXPECT_TRUE(limit.take("192.0.2.1"));
  EXPECT_FALSE(limit.take("192.0.2.1"));
  EXPECT_TRUE(limit.take("192.0.2.2"));
  clock.advance(std::chrono::minutes(1));
  EXPECT_TRUE(limit.take("192.0.2.1"));
  EXPECT_FALSE(limit.take("192.0.2.1"));
  EXPECT_TRUE(limit.take("192.0.2.2"));
  // A household's addresses are one.
  EXPECT_TRUE(limit.take("2001:db8:1:2::1"));
  EXPECT_TRUE(limit.take("2001:db8:1:2:ffff::9"));
  EXPECT_FALSE(limit.take("2001:db8:1:2:3:4:5:6"));
  // Bounded: when all remembered addresses are in use, a new one waits.
  EXPECT_FALSE(limit.take("192.0.2.77"));
  clock.advance(std::chrono::hours(1));
  EXPECT_TRUE(limit.take("192.0.2.77"));
}

}  // namespace
}  // namespace evidence::server
