#include "base/url.h"

#include <gtest/gtest.h>

namespace evidence {
namespace {

TEST(ParseWebUrl, RefusesEverythingThatIsNotAPlainWebAddress) {
  for (const char* text : {"//evil.example",
                           "https:evil",
                           "https:\\\\evil",
                           "https:/evil.com",
                           "https:///nohost",
                           "https://",
                           "javascript:alert(1)",
                           "data:text/html,x",
                           "ftp://a.example/",
                           "mailto:a@b",
                           "https://doi.org@evil.example/",
                           "https://user:pass@a.example/",
                           "https://@a.example/",
                           "https://evil.com\\@www.nejm.org/x",
                           "https://a.example/%0d%0aSet-Cookie:x",
                           "https://a.example/%00",
                           "https://a.example/a b",
                           "https://a.example/a\r\nb",
                           "https://a.example/\x7f",
                           "http://127.0.0.1/",
                           "https://[::1]/",
                           "http://2130706433/",
                           "http://0x7f.1/",
                           "http://127.1/",
                           "http://%31%32%37.0.0.1/",
                           "https://a.example:0/",
                           "https://a.example:99999/",
                           "https://a.example:x/",
                           "https://-a.example/",
                           "https://a..example/",
                           "https://.example/",
                           "https://a.example/%zz",
                           "https://a.example/%e",
                           "",
                           "a.example",
                           " https://a.example/",
                           "https://a.example/ ",
                           "https://1.2.3.4./",
                           "https://①②⑦.0.0.1/",
                           "https://a_b\u0000.example",
                           "https://xn--a.example/",
                           "https://?x",
                           "https://#x",
                           "https:////a.example/",
                           "https://a.example/[x]<y>",
                           "https://a.example/\xff"}) {
    const auto url = parse_web_url(text);
    EXPECT_FALSE(url.ok()) << text << " → " << (url.ok() ? url->text : "");
  }
  EXPECT_FALSE(parse_web_url("https://a.example/" + std::string(2048, 'x')).ok());
}

TEST(ParseWebUrl, NormalisesWhatItTakes) {
  const struct {
    const char* given;
    const char* text;
    const char* host;
  } cases[] = {
      {"HTTPS://DOI.org:443/10.1056/NEJM", "https://doi.org/10.1056/NEJM", "doi.org"},
      {"https://www.nejm.org.", "https://www.nejm.org/", "www.nejm.org"},
      {"http://a.example:80", "http://a.example/", "a.example"},
      {"https://a.example:8443/x?y=1#z", "https://a.example:8443/x?y=1#z", "a.example"},
      {"https://bücher.example/ü?q=é", "https://xn--bcher-kva.example/%C3%BC?q=%C3%A9",
       "xn--bcher-kva.example"},
      {"https://www。nejm。org/", "https://www.nejm.org/", "www.nejm.org"},
      {"https://ＷＷＷ.nejm.org/", "https://www.nejm.org/", "www.nejm.org"},
      {"https://a.example/a%2Fb%20c", "https://a.example/a%2Fb%20c", "a.example"},
      {"https://a.example/x/../y/./%2e%2E/z/..", "https://a.example/", "a.example"},
      {"https://a.example?x", "https://a.example/?x", "a.example"},
      {"https://doi.org/10.1002/(SICI)1097(199)1:1%3C1::AID%3E3.0.CO;2-X",
       "https://doi.org/10.1002/(SICI)1097(199)1:1%3C1::AID%3E3.0.CO;2-X", "doi.org"},
  };
  for (const auto& row : cases) {
    const auto url = parse_web_url(row.given);
    ASSERT_TRUE(url.ok()) << row.given << ": " << url.error().message;
    EXPECT_EQ(url->text, row.text);
    EXPECT_EQ(url->host, row.host);
    EXPECT_EQ(parse_web_url(url->text)->text, url->text) << "stable";
  }
  EXPECT_TRUE(parse_web_url("https://a.example/")->https);
  EXPECT_FALSE(parse_web_url("http://a.example/")->https);
}

TEST(ParseWebUrl, TakesAddressesWhereAllowed) {
  EXPECT_EQ(parse_web_url("http://127.0.0.1:8080/x", true)->text, "http://127.0.0.1:8080/x");
  EXPECT_EQ(parse_web_url("http://[::1]:8080/", true)->host, "[::1]");
  EXPECT_FALSE(parse_web_url("http://[::1", true).ok());
  EXPECT_FALSE(parse_web_url("http://[::1].../", true).ok());
  EXPECT_FALSE(parse_web_url("http://[zz]/", true).ok());
}

TEST(PercentEncode, AndDecodeAreEachOthersInverse) {
  EXPECT_EQ(percent_encode("https://doi.org/10.1"), "https%3A%2F%2Fdoi.org%2F10.1");
  EXPECT_EQ(percent_encode("a-b._~"), "a-b._~");
  for (const char* text : {"x#frag", "a&b=c", "a+b", "a%2Fb", "é β 糖", "", "\r\n"}) {
    EXPECT_EQ(*percent_decode(percent_encode(text), true), text);
  }
  EXPECT_EQ(*percent_decode("a+b%20c", true), "a b c");
  EXPECT_EQ(*percent_decode("a+b", false), "a+b");
  for (const char* text : {"%zz", "%", "%2", "%ff", "%c3"}) {
    EXPECT_FALSE(percent_decode(text, false).ok()) << text;
  }
}

TEST(HostIsWithin, KnowsSubdomainsFromLookAlikes) {
  EXPECT_TRUE(host_is_within("a.nejm.org", "nejm.org"));
  EXPECT_TRUE(host_is_within("nejm.org", "nejm.org"));
  EXPECT_FALSE(host_is_within("evilnejm.org", "nejm.org"));
  EXPECT_FALSE(host_is_within("nejm.org.evil", "nejm.org"));
  EXPECT_FALSE(host_is_within("x", ""));
}

TEST(WebUrl, FollowsAReferenceAsABrowserWould) {
  const WebUrl base = *parse_web_url("https://www.example.org/a/b?c=d");
  const auto leads = [&](std::string_view reference) {
    const auto to = resolve_web_url(base, reference);
    return to.ok() ? to->text : to.error().slug;
  };
  EXPECT_EQ(leads("/login"), "https://www.example.org/login");
  EXPECT_EQ(leads("e?f=g"), "https://www.example.org/a/e?f=g");
  EXPECT_EQ(leads("../x"), "https://www.example.org/x");
  EXPECT_EQ(leads("//cdn.example.net/y"), "https://cdn.example.net/y");
  EXPECT_EQ(leads("http://bücher.example/z"), "http://xn--bcher-kva.example/z");
  EXPECT_EQ(leads("/ü"), "https://www.example.org/%C3%BC");
  for (const std::string_view bad :
       {"", "javascript:alert(1)", "https://user@evil.example/", "//127.0.0.1/", "http://[::1]/",
        "/a b", "\\\\evil.example", "/%0d%0aSet-Cookie:x", "file:///etc/passwd", "https:///"}) {
    EXPECT_EQ(leads(bad), "invalid_url") << bad;
  }
}

}  // namespace
}  // namespace evidence
