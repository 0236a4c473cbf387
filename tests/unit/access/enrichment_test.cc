// How Unpaywall, LibKey and GetFTR are asked and how their replies are read.
#include "access/enrichment.h"

#include <gtest/gtest.h>

#include "access/getftr.h"
#include "access/libkey.h"
#include "access/unpaywall.h"
#include "base/json.h"

namespace evidence {
namespace {

std::string slug_or(const Result<std::string>& result) {
  return result.ok() ? *result : result.error().slug;
}

TEST(Unpaywall, IsAskedByDoiWithARealAddress) {
  const UnpaywallSettings settings{"https://api.unpaywall.org", "library@nhs.net"};
  const auto url = [&](std::string_view doi) { return slug_or(unpaywall_url(settings, doi)); };
  EXPECT_EQ(url("10.1038/nature12373"),
            "https://api.unpaywall.org/v2/10.1038/nature12373?email=library%40nhs.net");
  EXPECT_EQ(url("10.1002/(sici)1<1::aid-x>3.0;2-#?&"),
            "https://api.unpaywall.org/v2/10.1002/"
            "%28sici%291%3C1%3A%3Aaid-x%3E3.0%3B2-%23%3F%26?email=library%40nhs.net");
  EXPECT_EQ(url("10.1/../../feed"), "doi_not_askable");
  EXPECT_EQ(url("10.1/./x"), "doi_not_askable");
  for (const char* const email :
       {"", "me", "@nhs.net", "a@b", "you@example.com", "a@sub.example.org", "a@x.test",
        "a@b@c.org", "unpaywall_01@example.com", "a@-.org", "a@b c.org"}) {
    EXPECT_TRUE(is_placeholder_email(email)) << email;
    EXPECT_EQ(slug_or(unpaywall_url({"https://api.unpaywall.org", email}, "10.1/a")), "bad_email");
  }
}

TEST(Unpaywall, GivesOpenCopiesTheBestFirst) {
  const auto answer = parse_unpaywall(R"({"doi":"10.1/a","is_oa":true,"oa_status":"green",
    "best_oa_location":{"url":"https://r.example.org/1.pdf","url_for_pdf":"https://r.example.org/1.pdf",
      "url_for_landing_page":"https://r.example.org/1","host_type":"repository",
      "version":"acceptedVersion","license":"cc-by"},
    "oa_locations":[
      {"url":"https://r.example.org/1.pdf","url_for_pdf":"https://r.example.org/1.pdf"},
      {"url":"https://p.example.org/a","url_for_pdf":null,"host_type":"publisher",
       "version":"publishedVersion","license":null},
      {"url":"javascript:void"},{"url":"https://127.0.0.1/x"},7,null],"data_standard":2
})");
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  ASSERT_EQ(answer->open.size(), 3U);
  EXPECT_EQ(answer->open[0],
            (FoundCopy{"https://r.example.org/1.pdf", "accepted", "repository", "cc-by", true}));
  EXPECT_EQ(answer->open[1].url, "https://r.example.org/1");
  EXPECT_FALSE(answer->open[1].pdf);
  EXPECT_EQ(answer->open[2], (FoundCopy{"https://p.example.org/a", "published", "publisher", ""}));
  EXPECT_TRUE(answer->licensed.empty());
}

TEST(Unpaywall, AClosedArticleHasNoCopiesWhateverElseIsThere) {
  const auto closed = parse_unpaywall(
      R"({"is_oa":false,"best_oa_location":{"url":"https://a.org/"},"oa_locations":[]})");
  ASSERT_TRUE(closed.ok());
  EXPECT_TRUE(closed->empty());
  for (const char* const bad :
       {"", "[]", "{}", "null", R"({"is_oa":"yes"})", "<html>", "{\"is_oa\""}) {
    EXPECT_FALSE(parse_unpaywall(bad).ok()) << bad;
  }
}

TEST(LibKey, IsAskedByDoiElseByPmid) {
  const LibKeyLibrary library{"123", "sec ret"};
  const auto url = [&](const EnrichmentQuestion& question) {
    return slug_or(libkey_url("https://public-api.thirdiron.com", library, question));
  };
  EXPECT_EQ(url({"10.1/a(b)", "7", ""}),
            "https://public-api.thirdiron.com/public/v1/libraries/123/articles/doi/"
            "10.1/a%28b%29?access_token=sec%20ret");
  EXPECT_EQ(url({"", "31452104", ""}),
            "https://public-api.thirdiron.com/public/v1/libraries/123/articles/pmid/"
            "31452104?access_token=sec%20ret");
  EXPECT_EQ(url({"", "7/../..", ""}), "bad_pmid");
  EXPECT_EQ(url({"", "", ""}), "no_identifier");
  EXPECT_EQ(redact_secrets(url({"", "7", ""})).find("sec"), std::string::npos);
}

TEST(LibKey, ReadsTheArticleWithOrWithoutItsEnvelope) {
  const std::string article =
      R"({"fullTextFile":"https://libkey.io/1/file","contentLocation":"https://libkey.io/1",
          "openAccess":false,"bestIntegratorLink":{"bestLink":"https://libkey.io/1/b"},
          "retractionNoticeUrl":"https://libkey.io/1/r","expressionOfConcernNoticeUrl":null})";
  for (const std::string& body : {article, "{\"data\":" + article + "}"}) {
    const auto answer = parse_libkey(body);
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    ASSERT_EQ(answer->licensed.size(), 2U);
    EXPECT_TRUE(answer->licensed[0].pdf);
    EXPECT_TRUE(answer->open.empty());
    EXPECT_EQ(answer->notes,
              (std::vector<EnrichmentNote>{{NoteKind::kRetraction, "https://libkey.io/1/r"}}));
  }
  const auto open = parse_libkey(R"({"data":{"openAccess":true,"bestIntegratorLink":
      "https://libkey.io/2"}})");
  ASSERT_TRUE(open.ok());
  ASSERT_EQ(open->open.size(), 1U);
  EXPECT_FALSE(open->open[0].certain);
  for (const char* const none : {R"({"data":null})", R"({"data":[]})"}) {
    ASSERT_TRUE(parse_libkey(none).ok()) << none;
    EXPECT_TRUE(parse_libkey(none)->empty());
  }
  for (const char* const bad : {"", "{}", "[]", R"({"data":7})", R"({"error":"x"})"}) {
    EXPECT_FALSE(parse_libkey(bad).ok()) << bad;
  }
}

TEST(GetFtr, IsAskedWithExactlyOneWayToNameTheOrganisation) {
  EXPECT_EQ(getftr_url("https://getftr.example.net"), "https://getftr.example.net/v2/entitlements");
  EXPECT_EQ(getftr_body({"https://idp.example.org/openathens", "999", ""}, "10.1/\"a\""),
            R"({"org":{"entityID":"https://idp.example.org/openathens","openAthensOrgID":"999"},)"
            R"("dois":["10.1/\"a\""]})");
  EXPECT_EQ(getftr_body({"", "", "1812"}, "10.1/a"),
            R"({"org":{"ringgoldID":"1812"},"dois":["10.1/a"]})");
  EXPECT_TRUE(validate(GetFtrOrganisation{"e", "", ""}).ok());
  EXPECT_TRUE(validate(GetFtrOrganisation{"e", "o", ""}).ok());
  EXPECT_TRUE(validate(GetFtrOrganisation{"", "", "r"}).ok());
  for (const GetFtrOrganisation& bad :
       {GetFtrOrganisation{}, GetFtrOrganisation{"", "o", ""}, GetFtrOrganisation{"e", "", "r"},
        GetFtrOrganisation{"", "o", "r"}}) {
    EXPECT_FALSE(validate(bad).ok());
  }
}

std::string entitlement(const std::string& members) {
  return R"({"entitlements":[{"doi":"10.1/other","entitled":"yes","accessType":"paid",
      "document":"https://p.example.org/other"},{"doi":"10.1/A",)" +
         members + "}]}";
}

TEST(GetFtr, TellsOpenLicensedAndPerhaps) {
  const std::string vor =
      R"("vor":[{"contentType":"application/pdf","url":"https://p.example.org/a.pdf"},
      {"contentType":"text/html","url":"https://p.example.org/a"}])";
  const auto paid = parse_getftr(
      entitlement(R"("statusCode":200,"entitled":"yes","accessType":"paid",)" + vor), "10.1/a");
  ASSERT_TRUE(paid.ok()) << paid.error().message;
  ASSERT_EQ(paid->licensed.size(), 2U);
  EXPECT_TRUE(paid->licensed[0].pdf);
  EXPECT_EQ(paid->licensed[0].version, "published");
  EXPECT_TRUE(paid->licensed[0].certain);
  EXPECT_TRUE(paid->open.empty());
  for (const char* const type : {"open", "free", "permFree"}) {
    const auto open = parse_getftr(
        entitlement(R"("entitled":"yes","accessType":")" + std::string(type) + "\"," + vor),
        "10.1/a");
    ASSERT_TRUE(open.ok());
    EXPECT_EQ(open->open.size(), 2U) << type;
    EXPECT_TRUE(open->licensed.empty());
  }
  const auto maybe = parse_getftr(
      entitlement(R"("entitled":"maybe","accessType":"paid","document":"https://p.example.org/d")"),
      "10.1/a");
  ASSERT_TRUE(maybe.ok());
  ASSERT_EQ(maybe->licensed.size(), 1U);
  EXPECT_FALSE(maybe->licensed[0].certain);
  const auto no =
      parse_getftr(entitlement(R"("entitled":"no","accessType":"paid",)" + vor), "10.1/a");
  ASSERT_TRUE(no.ok());
  EXPECT_TRUE(no->empty());
}

TEST(GetFtr, AnUnknownDoiKnowsNothingAndAForeignReplyIsRefused) {
  const auto unknown = parse_getftr(
      entitlement(R"("statusCode":404,"entitled":"yes","document":"https://p.example.org/d")"),
      "10.1/a");
  ASSERT_TRUE(unknown.ok());
  EXPECT_TRUE(unknown->empty());
  EXPECT_FALSE(parse_getftr(entitlement(R"("entitled":"yes")"), "10.1/b").ok());
  for (const char* const bad :
       {"", "{}", "[]", R"({"entitlements":{}})", R"({"entitlements":[]})"}) {
    EXPECT_FALSE(parse_getftr(bad, "10.1/a").ok()) << bad;
  }
}

TEST(GetFtr, UpdatesThatNameARetractionOrAConcernAreNotes) {
  const auto answer = parse_getftr(
      entitlement(
          R"("entitled":"no","updates":[{"type":"Retraction","url":"https://p.example.org/r"},
        {"type":"expression_of_concern"},{"type":"correction"},"x"])"),
      "10.1/a");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->notes,
            (std::vector<EnrichmentNote>{{NoteKind::kRetraction, "https://p.example.org/r"},
                                         {NoteKind::kConcern, ""}}));
}

TEST(EnrichmentAnswers, AreBoundedAndCachedAsTheyAre) {
  std::string many = R"({"is_oa":true,"oa_locations":[)";
  for (int i = 0; i < 500; ++i) {
    many += R"({"url":"https://r.example.org/)" + std::to_string(i) + "\"},";
  }
  many.back() = ']';
  const auto answer = parse_unpaywall(many + "}");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->open.size(), kEnrichmentLimits.copies);
  EnrichmentAnswer whole = *answer;
  whole.fetched_at = 1'700'000'000;
  whole.licensed = {{"https://p.example.org/a", "published", "publisher", "cc", true, false}};
  whole.notes = {{NoteKind::kConcern, "https://p.example.org/c"}, {NoteKind::kRetraction, ""}};
  const auto again = answer_from_json(answer_to_json(whole));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, whole);
  const std::string deep(100'000, '[');
  EXPECT_FALSE(parse_unpaywall(deep).ok());
  EXPECT_FALSE(parse_unpaywall(std::string(kEnrichmentLimits.reply_bytes + 1, ' ')).ok());
  for (const char* const bad :
       {"", "{}", "[]", R"({"source":"x"})", R"({"source":"x","fetched_at":"1"})"}) {
    EXPECT_FALSE(answer_from_json(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace evidence
