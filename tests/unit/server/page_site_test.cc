// Home, organisation, static files, error pages.
#include "server/page_layout.h"
#include "server/pages.h"
#include "tests/unit/server/page_fixture.h"

namespace evidence::server {
namespace {

using PageSite = PageTest;

bool holds(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST_F(PageSite, EveryPageForbidsScriptAndForeignContent) {
  for (const auto page :
       {page_home, page_about, page_accessibility, page_privacy, page_api, page_organisations}) {
    const Response response = page(request("/", {}), services_);
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(holds(header(response, "Content-Security-Policy"), "default-src 'none'"));
    EXPECT_FALSE(holds(header(response, "Content-Security-Policy"), "unsafe"));
    EXPECT_FALSE(holds(response.body, "<script"));
    EXPECT_FALSE(holds(response.body, " style="));
    EXPECT_TRUE(holds(response.body, "<html lang=\"en-GB\">"));
    EXPECT_TRUE(holds(response.body, "<main "));
  }
}

TEST_F(PageSite, ChoosingAnOrganisationSetsTheCookieAndGoesBack) {
  const Response response = page_organisations(
      request("/organisations", {{"org", "example-trust"}, {"back", "/search?q=x"}}), services_);
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(header(response, "Location"), "/search?q=x");
  EXPECT_EQ(header(response, "Set-Cookie"),
            "org=example-trust; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
}

TEST_F(PageSite, TheCookieIsSecureWhereTheServiceIsOnHttps) {
  services_.site.base_url = "https://evidence.example.org";
  const Response response =
      page_organisations(request("/organisations", {{"org", "example-trust"}}), services_);
  EXPECT_TRUE(holds(header(response, "Set-Cookie"), "; Secure"));
}

TEST_F(PageSite, NoOrganisationIsAnAnswerThatIsRemembered) {
  const Response response =
      page_organisations(request("/organisations", {{"org", "none"}}), services_);
  EXPECT_EQ(response.status, 303);
  EXPECT_TRUE(holds(header(response, "Set-Cookie"), "org=none; Path=/; Max-Age=31536000"));
}

TEST_F(PageSite, NeverGoesBackToAnotherSite) {
  for (const char* bad : {"https://evil.example", "//evil.example", "/\\evil.example",
                          "javascript:1", "/a\r\nSet-Cookie: x=1", ""}) {
    const Response response =
        page_organisations(request("/organisations", {{"org", "none"}, {"back", bad}}), services_);
    EXPECT_EQ(header(response, "Location"), "/") << bad;
  }
}

TEST_F(PageSite, AnUnknownOrganisationIsAMistakeThatIsNamed) {
  const Response response =
      page_organisations(request("/organisations", {{"org", "<b>nowhere"}}), services_);
  EXPECT_EQ(response.status, 400);
  EXPECT_TRUE(holds(response.body, "&lt;b&gt;nowhere"));
  EXPECT_EQ(header(response, "Set-Cookie"), "");
}

TEST_F(PageSite, TheAddressDecidesBeforeTheCookie) {
  Request asked = request("/", {{"org", "other-trust"}});
  asked.cookies["org"] = "example-trust";
  ASSERT_NE(chosen_organisation(asked, services_), nullptr);
  EXPECT_EQ(chosen_organisation(asked, services_)->id, "other-trust");
  asked.query.clear();
  EXPECT_EQ(chosen_organisation(asked, services_)->id, "example-trust");
  asked.cookies["org"] = "gone";
  EXPECT_EQ(chosen_organisation(asked, services_), nullptr);
}

TEST_F(PageSite, StaticFilesCarryTheirFingerprintAndMayBeKept) {
  const std::string path(static_path("site.css"));
  ASSERT_TRUE(path.starts_with("/static/site-"));
  const Response response = static_file(request(path, {}), services_);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/css; charset=utf-8");
  EXPECT_TRUE(holds(header(response, "Cache-Control"), "immutable"));
  EXPECT_FALSE(holds(response.body, "http"));
  Request packed = request(path, {});
  packed.headers["accept-encoding"] = "gzip, br";
  const Response small = static_file(packed, services_);
  EXPECT_EQ(header(small, "Content-Encoding"), "gzip");
  EXPECT_LT(small.body.size(), 20'000U);
}

TEST_F(PageSite, OnlyBuiltInFilesAreServed) {
  for (const char* bad : {"/static/site.css", "/static/../templates/home.tpl", "/static/",
                          "/static/site.css.gz", "/etc/passwd"}) {
    EXPECT_EQ(static_file(request(bad, {}), services_).status, 404) << bad;
  }
}

TEST_F(PageSite, AnErrorPageSaysWhatToDoAndKeepsTheWords) {
  Request asked = request("/search", {{"q", "sepsis <b>"}});
  const Response response = page_error(503, "Not available now", "The index is not available.",
                                       "Try again in a moment.", asked, services_);
  EXPECT_EQ(response.status, 503);
  EXPECT_TRUE(holds(response.body, "Try again in a moment."));
  EXPECT_TRUE(holds(response.body, "Reference: req-1"));
  EXPECT_TRUE(holds(response.body, "value=\"sepsis &lt;b&gt;\""));
}

TEST_F(PageSite, HomeWithoutAnIndexSaysSo) {
  const Response response = page_home(request("/", {}), services_);
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(holds(response.body, "Search is not available just now."));
  EXPECT_TRUE(holds(response.body, "PubMed, updated 20 November 2026"));
}

TEST_F(PageSite, SearchWithoutAnIndexIs503AndWithoutWordsAMistake) {
  EXPECT_EQ(page_search(request("/search", {{"q", "asthma"}}), services_).status, 503);
  EXPECT_EQ(page_search(request("/search", {}), services_).status, 400);
  EXPECT_EQ(
      page_search(request("/search", {{"q", "asthma"}, {"year_from", "x"}}), services_).status,
      400);
}

}  // namespace
}  // namespace evidence::server
