// Reports of broken links by form, the page and data of platforms' health.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "access/sqlite_link_store.h"
#include "base/url.h"
#include "server/link_report.h"
#include "server/link_services.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

class LinksTest : public ServiceTest {
 protected:
  LinksTest()
      : pool_([this] {
          return open_sqlite_link_health({directory_.path(), true, std::chrono::seconds(5)}, {},
                                         link_clock_);
        }),
        reports_(link_clock_, 3, 60),
        all_reports_(link_clock_, 5, 60, 1),
        health_(link_clock_, [] { return Result<PlatformHealth>(PlatformHealth()); }),
        desk_{pool_, reports_, all_reports_, health_, {}, nullptr} {
    services_.link_desk = &desk_;
  }

  Response post(std::string_view target, std::string body = "",
                const std::map<std::string, std::string>& headers = {},
                std::string_view address = "192.0.2.1") {
    Request sent = request(target);
    sent.method = "POST";
    sent.body = std::move(body);
    sent.headers = headers;
    if (!sent.body.empty()) sent.headers["content-type"] = "application/x-www-form-urlencoded";
    sent.remote_address = address;
    return dispatch(router_, sent, services_);
  }
  std::vector<LinkReport> kept() {
    const auto all = pool_.with([](LinkHealthStore& store) { return store.reports(false, 100); });
    EXPECT_TRUE(all.ok());
    return all.ok() ? *all : std::vector<LinkReport>{};
  }
  void record(const std::string& url, LinkCause cause) {
    LinkCheck check;
    check.url = url;
    const auto parsed = parse_web_url(url);
    check.host = check.final_host = parsed->host;
    check.cause = cause;
    const auto done =
        pool_.with([&](LinkHealthStore& store) { return store.record(check, false, desk_.rules); });
    EXPECT_TRUE(done.ok());
  }
  static std::string report_path(std::string_view work, std::string_view link) {
    return "/works/" + std::string(work) + "/links/" + std::string(link) + "/report";
  }

  test::TempDir directory_;
  test::ManualClock link_clock_;
  LinkStorePool pool_;
  RateLimit reports_, all_reports_;
  PlatformHealthCell health_;
  LinkServices desk_;
};

TEST_F(LinksTest, EachLinkOfAWorkHasAButtonThatReportsIt) {
  const Response page = get("/works/" + std::string(kOpenWork));
  ASSERT_EQ(page.status, 200);
  const std::string form = "method=\"post\" action=\"/works/" + std::string(kOpenWork) + "/links/";
  std::size_t buttons = 0;
  for (std::size_t at = page.body.find(form); at != std::string::npos;
       at = page.body.find(form, at + 1)) {
    ++buttons;
  }
  EXPECT_EQ(buttons, 2U) << "the open copy and the DOI";
  services_.link_desk = nullptr;
  EXPECT_EQ(get("/works/" + std::string(kOpenWork)).body.find("Report a broken link"),
            std::string::npos);
}

TEST_F(LinksTest, OneClickKeepsWhatIsBrokenAndNothingOfTheReader) {
  const std::string work(kLicensedWork);
  const Response page = get("/api/v1/works/" + work + "/links?org=example-trust");
  const std::string id =
      string_member(object(page).at("links").as_array().front().as_object(), "id");
  const Response sent = post(report_path(work, id) + "?org=example-trust", "",
                             {{"user-agent", "Mozilla"}, {"cookie", "x=y"}}, "203.0.113.77");
  ASSERT_EQ(sent.status, 303) << sent.body;
  EXPECT_EQ(header(sent, "Location"), report_path(work, id) + "?org=example-trust&sent=1");
  const auto reports = kept();
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].work, work);
  EXPECT_EQ(reports[0].target, "https://www.example-journal.org/two");
  EXPECT_EQ(reports[0].url,
            "https://go.openathens.net/redirector/example.org?url="
            "https%3A%2F%2Fwww.example-journal.org%2Ftwo");
  EXPECT_EQ(reports[0].organisation, "example-trust");
  EXPECT_EQ(reports[0].route, "openathens");
  EXPECT_EQ(reports[0].platform, "www.example-journal.org");
  EXPECT_NE(reports[0].citation.find("Asthma treatment number 2"), std::string::npos);
  // Not one byte of the reader stands in the file.
  for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(bytes.find("203.0.113"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("Mozilla"), std::string::npos) << entry.path();
  }
}

TEST_F(LinksTest, ThanksSayWhatHappensNextAndOfferOtherWays) {
  const Response thanks = get(report_path(kOpenWork, "doi") + "?sent=1");
  ASSERT_EQ(thanks.status, 200);
  EXPECT_NE(thanks.body.find("Thank you: the link is reported"), std::string::npos);
  EXPECT_NE(thanks.body.find("What happens next"), std::string::npos);
  EXPECT_NE(thanks.body.find("/go/" + std::string(kOpenWork) + "/open-1"), std::string::npos)
      << thanks.body;
  EXPECT_NE(thanks.body.find("name=\"choice\""), std::string::npos);
  EXPECT_NE(header(thanks, "Cache-Control").find("no-store"), std::string::npos);
  const Response asked = get(report_path(kOpenWork, "doi"));
  EXPECT_NE(asked.body.find("<h1>Report a broken link</h1>"), std::string::npos);
  EXPECT_TRUE(kept().empty()) << "looking is no report";
}

TEST_F(LinksTest, WordsCompleteTheReportAndPersonalDetailsAreTakenOut) {
  const std::string path = report_path(kOpenWork, "doi");
  EXPECT_EQ(post(path).status, 303);
  EXPECT_EQ(post(path,
                 "choice=paywall&comment=Call+me+on+07911+123456+or+me%40nhs.net+about+"
                 "2020%3B12%3A1-9")
                .status,
            303);
  const auto reports = kept();
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].choice, "paywall");
  EXPECT_EQ(reports[0].comment, "Call me on [removed] or [removed] about 2020;12:1-9");
  EXPECT_EQ(without_personal_details("NHS 943 476 5919, born 1 May 1960"),
            "NHS [removed], born 1 May 1960");
  EXPECT_EQ(without_personal_details("volume 12, pages 101-109"), "volume 12, pages 101-109");
}

TEST(PersonalDetails, AreFoundHoweverTheyAreWritten) {
  for (const std::string_view number :
       {"07911 123456", "07911–123–456", "07911_123_456", "943/476/5919", "943- 476- 5919",
        "+44 (0) 7911 123456", "943\u200B476\u200B5919", "943\u00A0476\u00A05919", "943, 476, 5919",
        "\u0669\u0664\u0663 \u0664\u0667\u0666 \u0665\u0669\u0661\u0669"}) {
    const std::string kept = without_personal_details("call " + std::string(number) + " please");
    EXPECT_EQ(kept.find_first_of("0123456789"), std::string::npos) << kept;
    EXPECT_NE(kept.find("[removed] please"), std::string::npos) << kept;
  }
  for (const std::string_view address :
       {"jane.doe@nhs.net", "jane.doe @nhs.net", "jane.doe @ nhs.net", "jane.doe@ nhs.net",
        "jane.doe (@nhs.net)", "jane.doe\uFF20nhs.net", "<jane.doe @nhs.net>"}) {
    EXPECT_EQ(without_personal_details("write to " + std::string(address) + " please"),
              "write to [removed] please")
        << address;
  }
  for (const std::string_view fine :
       {"volume 12, pages 101-109", "2023; 12(3): 101-109", "since 2024, at 10 in the evening", "é",
        "", " ", "12 345 678"}) {
    EXPECT_EQ(without_personal_details(fine), fine);
  }
  EXPECT_EQ(without_personal_details("@"), "[removed]");
  EXPECT_EQ(without_personal_details("@ @ @"), "[removed]");
}

TEST_F(LinksTest, WhatCannotBeKeptIsSaidBesideTheForm) {
  const std::string path = report_path(kOpenWork, "doi");
  const Response choice = post(path, "choice=nonsense");
  EXPECT_EQ(choice.status, 400);
  EXPECT_NE(choice.body.find("is none of the answers"), std::string::npos);
  std::string comment;
  for (int i = 0; i < 301; ++i) comment += "%C3%A9";
  const Response long_one = post(path, "choice=other&comment=" + comment);
  EXPECT_EQ(long_one.status, 400);
  EXPECT_NE(long_one.body.find("at most 300"), std::string::npos);
  EXPECT_NE(long_one.body.find("value=\"other\" checked"), std::string::npos) << "as typed";
  comment.resize(comment.size() - 6);
  EXPECT_EQ(post(path, "comment=" + comment).status, 303);
  EXPECT_EQ(post(path, "comment=%FF").status, 400);
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(LinksTest, OnlyLinksThatAreThereCanBeReported) {
  EXPECT_EQ(post(report_path("w0000000000zy", "doi")).status, 404);
  EXPECT_EQ(post(report_path("nonsense", "doi")).status, 404);
  EXPECT_EQ(post(report_path(kOpenWork, "publisher-9")).status, 404);
  EXPECT_EQ(post(report_path(kBareWork, "doi")).status, 404);
  EXPECT_EQ(post(report_path(kOpenWork, "doi") + "?org=nobody").status, 400);
  EXPECT_TRUE(kept().empty());
  services_.link_desk = nullptr;
  EXPECT_EQ(post(report_path(kOpenWork, "doi")).status, 503);
}

TEST_F(LinksTest, PagesOfThisServiceItselfAreNoBrokenLinks) {
  Organisation trust = organisation();
  trust.library_email = "library@example.org";
  links_ = LinkResolver({trust});
  const std::string work(kLicensedWork);
  const Response links = get("/api/v1/works/" + work + "/links?org=example-trust");
  ASSERT_NE(links.body.find("\"/request/" + work), std::string::npos) << links.body;
  const std::string path = report_path(work, "request") + "?org=example-trust";
  EXPECT_EQ(get(path).status, 404);
  EXPECT_EQ(post(path).status, 404);
  EXPECT_TRUE(kept().empty());
}

TEST_F(LinksTest, FormsOfOtherSitesAreRefused) {
  const std::string path = report_path(kOpenWork, "doi");
  services_.site.base_url = "https://evidence.example.org";
  for (const std::map<std::string, std::string>& headers :
       std::vector<std::map<std::string, std::string>>{
           {{"sec-fetch-site", "cross-site"}},
           {{"sec-fetch-site", "same-site"}},
           {{"origin", "https://evil.example"}, {"host", "127.0.0.1:8080"}},
           {{"origin", "https://evidence.example.org.evil.example"}},
           {{"origin", "https://127.0.0.1"}, {"host", "127.0.0.1:8080"}}}) {
    EXPECT_EQ(post(path, "", headers).status, 403);
  }
  EXPECT_TRUE(kept().empty());
  link_clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(post(path, "", {{"sec-fetch-site", "same-origin"}}).status, 303);
  EXPECT_EQ(post(path, "", {{"origin", "null"}}).status, 303);
  EXPECT_EQ(
      post(path, "", {{"origin", "https://evidence.example.org"}, {"host", "inner:80"}}).status,
      303);
  link_clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(
      post(path, "", {{"origin", "http://127.0.0.1:8080"}, {"host", "127.0.0.1:8080"}}).status,
      303);
}

TEST_F(LinksTest, ReportsAreLimitedByAddressAndInTotal) {
  const std::string path = report_path(kOpenWork, "doi");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(post(path).status, 303);
  const Response refused = post(path);
  EXPECT_EQ(refused.status, 429) << "too many by one address";
  EXPECT_EQ(header(refused, "Retry-After"), "60");
  EXPECT_NE(refused.body.find("this one was not kept"), std::string::npos);
  EXPECT_EQ(post(path, "", {}, "192.0.2.2").status, 303);
  EXPECT_EQ(post(path, "", {}, "192.0.2.3").status, 303);
  EXPECT_EQ(post(path, "", {}, "192.0.2.4").status, 429) << "too many together";
  link_clock_.advance(std::chrono::minutes(2));
  EXPECT_EQ(post(path, "", {}, "192.0.2.4").status, 303);
  EXPECT_EQ(kept().front().times, 6U);
}

TEST_F(LinksTest, ThePageAndTheDataNameFailingPlatformsWithTheirCause) {
  EXPECT_NE(get("/links").body.find("No platform has been checked yet"), std::string::npos);
  link_clock_.advance(clock_.now() - link_clock_.now() - std::chrono::hours(2));
  record("https://www.fine.example.org/1", LinkCause::kOk);
  for (int i = 0; i < 3; ++i) {
    record("https://www.bad.example.org/" + std::to_string(i), LinkCause::kServerError);
    link_clock_.advance(std::chrono::minutes(20));
  }
  post(report_path(kOpenWork, "doi"));
  const std::string page = get("/links").body;
  EXPECT_NE(page.find("Failing: other links are offered first"), std::string::npos) << page;
  EXPECT_NE(page.find("It reports a fault of its own"), std::string::npos);
  EXPECT_NE(page.find("3 of 3"), std::string::npos);
  EXPECT_LT(page.find("www.bad.example.org"), page.find("www.fine.example.org"));
  const json::object data = object(get("/api/v1/link-health"));
  const json::array& platforms = data.at("platforms").as_array();
  ASSERT_EQ(platforms.size(), 3U);
  const json::object& bad = platforms[0].as_object();
  EXPECT_EQ(string_member(bad, "platform"), "www.bad.example.org");
  EXPECT_EQ(string_member(bad, "state"), "failing");
  EXPECT_EQ(string_member(bad, "last_outcome"), "server_error");
  EXPECT_EQ(bad.at("broken_targets").as_int64(), 3);
  const json::object& told = platforms[1].as_object();
  EXPECT_EQ(string_member(told, "platform"), "doi.org");
  EXPECT_EQ(string_member(told, "state"), "unchecked");
  EXPECT_EQ(told.at("open_reports").as_int64(), 1);
  EXPECT_EQ(get("/api/v1/link-health?x=1").status, 400);
  services_.link_desk = nullptr;
  EXPECT_EQ(get("/api/v1/link-health").status, 503);
  EXPECT_EQ(get("/links").status, 200);
}

}  // namespace
}  // namespace evidence::server
