#include "server/request_parsing.h"

#include <gtest/gtest.h>

namespace evidence::server {
namespace {

std::string slug_of(std::string_view target) {
  const Result<ParsedTarget> parsed = parse_target(target);
  return parsed.ok() ? "" : parsed.error().slug;
}

TEST(RequestParsing, ReadsOlderEncodingsOnlyWhereTheRouteSaysSo) {
  constexpr std::string_view kOld = "/openurl?title=Caf%E9+100%&x=%00a&y=%C3%A9";
  EXPECT_EQ(parse_target(kOld).error().slug, "encoding_invalid");
  const auto read = parse_target(kOld, QueryEncoding::kAny);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->query, (QueryParameters{{"title", "Café 100%"}, {"x", "a"}, {"y", "é"}}));
  EXPECT_FALSE(parse_target("/open%E9?x=1", QueryEncoding::kAny).ok());
  EXPECT_FALSE(parse_target("/a/../b?x=%E9", QueryEncoding::kAny).ok());
}

TEST(RequestTarget, DecodesPathAndQueryOnce) {
  const Result<ParsedTarget> parsed = parse_target("/works/w%31?q=a+b%20c%2Bd&x&y=%25%32%30&q=2");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->path, "/works/w1");
  const QueryParameters expected{{"q", "a b c+d"}, {"x", ""}, {"y", "%20"}, {"q", "2"}};
  EXPECT_EQ(parsed->query, expected);
}

TEST(RequestTarget, RefusesTextThatIsNotPercentEncodedUtf8) {
  for (const std::string_view target :
       {"/search?q=%ZZ", "/search?q=%", "/search?q=%4", "/search?q=%ff", "/search?q=%c0%af",
        "/search?q=%ed%a0%80", "/search?q=a%00b", "/search?%00=1", "/%ff", "/a%zz"}) {
    EXPECT_EQ(slug_of(target), "encoding_invalid") << target;
  }
}

TEST(RequestTarget, RefusesWhatIsNoPath) {
  for (const std::string_view target :
       {"", "search", "http://example.org/", "*", "/a b", "/a#b", "/\xc3\xa9", "/a\tb"}) {
    EXPECT_EQ(slug_of(target), "bad_target") << target;
  }
}

TEST(RequestTarget, FindsNothingUnderPathsThatClimbOrHide) {
  for (const std::string_view target :
       {"/static/../etc/passwd", "/static/%2e%2e/etc/passwd", "/static/..%2fetc", "/static/%00",
        "//etc/passwd", "/static//a", "/static/a%5cb", "/./a", "/a/", "/static/a%0d%0ab"}) {
    EXPECT_EQ(slug_of(target), "not_found") << target;
  }
}

TEST(RequestTarget, BoundsTheNumberOfParameters) {
  std::string target = "/?";
  for (int i = 0; i < 257; ++i) target += "a=1&";
  EXPECT_EQ(slug_of(target), "too_many_parameters");
}

TEST(QueryText, SurvivesWritingAndReading) {
  const QueryParameters query{{"q", "β-blocker & \"x+y\" 100%"}, {"filter.year", "2015-2020"}};
  const Result<QueryParameters> again = parse_query(format_query(query));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, query);
}

TEST(Cookies, KeepsTheFirstOfEqualNamesAndLeavesOutTheMalformed) {
  const auto cookies = parse_cookies("org=a; org=b;x=\"q\"; =1; bad name=2; y; z=1 2");
  EXPECT_EQ(cookies, (std::map<std::string, std::string>{{"org", "a"}, {"x", "q"}}));
}

TEST(EntityTags, MatchWeaklyInListsAndIgnoreTheMarkOfCompression) {
  EXPECT_TRUE(etag_matches("\"abc\"", "\"abc\""));
  EXPECT_TRUE(etag_matches("\"x\", W/\"abc\"", "\"abc\""));
  EXPECT_TRUE(etag_matches("\"abc-gzip\"", "\"abc\""));
  EXPECT_TRUE(etag_matches("*", "\"abc\""));
  EXPECT_FALSE(etag_matches("\"abcd\"", "\"abc\""));
  EXPECT_FALSE(etag_matches("", "\"abc\""));
}

TEST(AcceptEncoding, KnowsWeightsAndStars) {
  EXPECT_TRUE(accepts_gzip("br, gzip;q=0.5"));
  EXPECT_TRUE(accepts_gzip("*"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0, *"));
  EXPECT_FALSE(accepts_gzip("gzip; q=0.000"));
  EXPECT_FALSE(accepts_gzip("br"));
  EXPECT_FALSE(accepts_gzip(""));
}

}  // namespace
}  // namespace evidence::server
