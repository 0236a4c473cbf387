#include "connectors/protocol/oai_reply.h"

#include <gtest/gtest.h>

#include "connectors/protocol/oai_place.h"
#include "connectors/protocol/oai_token_guard.h"
#include "tests/unit/connectors/protocol/oai_simulator.h"

namespace evidence {
namespace {

using test::oai_reply;

TEST(OaiReply, TheTokenComesAsItIsMeant) {
  const std::string body = oai_reply(
      "<ListRecords><record><header/></record><resumptionToken completeListSize=\"12\" "
      "expirationDate='2024-06-02T00:00:00Z' cursor=\"0\"> a/b c&amp;d%2F+ </resumptionToken>"
      "</ListRecords>");
  const auto reply = parse_oai_reply(body);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->token, "a/b c&d%2F+");
  EXPECT_EQ(reply->list_size, 12);
  EXPECT_EQ(reply->expires, "2024-06-02T00:00:00Z");
  EXPECT_TRUE(reply->has_records);
}

TEST(OaiReply, AnEmptyTokenAndNoTokenEndTheList) {
  for (const char* end :
       {"", "<resumptionToken/>", "<resumptionToken cursor='1'></resumptionToken>",
        "<oai:resumptionToken > </oai:resumptionToken>"}) {
    const std::string body =
        oai_reply("<ListRecords><record/>" + std::string(end) + "</ListRecords>");
    const auto reply = parse_oai_reply(body);
    ASSERT_TRUE(reply.ok()) << end;
    EXPECT_EQ(reply->token, "") << end;
  }
}

// A record may hold anything, also what looks like the envelope's own elements.
TEST(OaiReply, WhatStandsInsideRecordsIsNotTheEnvelopes) {
  const std::string body = oai_reply(
      "<ListRecords><record><metadata><resumptionToken>inner</resumptionToken>"
      "<error code=\"badVerb\"/><responseDate>1999-01-01T00:00:00Z</responseDate></metadata>"
      "</record></ListRecords>");
  const auto reply = parse_oai_reply(body);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->token, "");
  EXPECT_TRUE(reply->errors.empty());
  EXPECT_TRUE(reply->response_date.starts_with("2024-"));
}

TEST(OaiReply, CutAndForeignRepliesAreBadContent) {
  const std::string body = oai_reply("<ListRecords><record/></ListRecords>");
  for (std::size_t cut = 0; cut < body.size(); ++cut) {
    const auto reply = parse_oai_reply(body.substr(0, cut));
    ASSERT_FALSE(reply.ok()) << cut;
    EXPECT_EQ(reply.error().code, ErrorCode::kBadContent);
  }
  EXPECT_TRUE(parse_oai_reply(body + "<!-- made by OAI-PMH 1 -->\n").ok());
  EXPECT_EQ(parse_oai_reply("<rss/>").error().slug, "not_oai");
}

TEST(OaiReply, TimesBecomeUtc) {
  EXPECT_EQ(utc_time("2024-06-01T00:00:00Z"), "2024-06-01T00:00:00Z");
  EXPECT_EQ(utc_time("2024-06-01T00:00:00.123Z"), "2024-06-01T00:00:00Z");
  EXPECT_EQ(utc_time("2023-03-30T16:02:12+05:45"), "2023-03-30T10:17:12Z");
  EXPECT_EQ(utc_time("2023-03-30T23:30:00-01:00"), "2023-03-31T00:30:00Z");
  for (const char* text : {"", "2024-06-01", "2024-06-01T00:00:00", "2024-13-01T00:00:00Z",
                           "2024-06-01T00:00:00+9", "2024-06-01T00:00:00.Zulu"}) {
    EXPECT_EQ(utc_time(text), "") << text;
  }
}

TEST(OaiReply, IdentifyIsRead) {
  const auto days = parse_oai_identity(test::oai_identify(false, "no"));
  ASSERT_TRUE(days.ok());
  EXPECT_FALSE(days->seconds);
  EXPECT_EQ(days->deletions, OaiDeletions::kNo);
  EXPECT_EQ(days->repository_name, "Simulated repository");
  EXPECT_TRUE(parse_oai_identity(test::oai_identify(true, "transient"))->seconds);
  EXPECT_FALSE(parse_oai_identity(oai_reply("<ListSets/>")).ok());
}

TEST(OaiReply, RepliesInUtf16AreRead) {
  const std::string body = oai_reply("<ListRecords/>");
  std::string wide = "\xFF\xFE";
  for (const char c : body) wide += {c, '\0'};
  const auto text = readable_reply(wide);
  ASSERT_TRUE(text.ok());
  EXPECT_TRUE(parse_oai_reply(*text).ok());
}

TEST(OaiReply, ErrorsSayWhatToDo) {
  EXPECT_EQ(error_of({{"badResumptionToken", ""}}, "u").slug, "cursor_expired");
  const Error format = error_of({{"cannotDisseminateFormat", "no marc"}}, "u");
  EXPECT_EQ(format.code, ErrorCode::kUpstream);
  EXPECT_EQ(format.slug, "upstream_rejected");
  EXPECT_NE(format.message.find("no marc"), std::string::npos);
  EXPECT_NE(format.hint.find("metadata_prefix"), std::string::npos);
  EXPECT_FALSE(error_of({}, "u").message.empty());
}

TEST(OaiPlace, ComesBackFromItsText) {
  OaiPlace place;
  place.harvest = "abc";
  place.set = "a:b c";
  place.token = "x/y %+&=é";
  place.after = "oai:x:1";
  place.expires = "2024-06-01T00:00:00Z";
  place.skipped = true;
  const auto again = parse_oai_place(to_text(place));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, place);
  for (const char* text : {"", "x", "oai", "set=a", "oai=1&token=%zz", "oai=1&what=2"}) {
    const auto bad = parse_oai_place(text);
    ASSERT_FALSE(bad.ok()) << text;
    EXPECT_EQ(bad.error().slug, "cursor_expired");
  }
}

TEST(OaiPlace, TheWindowIsSaidInTheRepositorysGranularity) {
  using std::chrono::hours;
  const auto window = [](const char* from, const char* to, bool seconds, hours overlap) {
    const auto found = oai_window(from, to, seconds, overlap);
    return found.ok() ? found->from + "|" + found->until : found.error().slug;
  };
  EXPECT_EQ(window("2024-03-15", "2024-03-16", true, hours(0)),
            "2024-03-15T00:00:00Z|2024-03-16T23:59:59Z");
  EXPECT_EQ(window("2024-03-15T10:11:12Z", "", true, hours(24)), "2024-03-14T10:11:12Z|");
  EXPECT_EQ(window("2024-03-15T10:11:12Z", "2024-03-16T01:00:00Z", false, hours(0)),
            "2024-03-15|2024-03-16");
  EXPECT_EQ(window("", "2024-03-16", false, hours(24)), "|2024-03-16");
  EXPECT_EQ(window("2024-03-17", "2024-03-16", false, hours(0)), "bad_window");
  EXPECT_EQ(window("yesterday", "", false, hours(0)), "bad_window");
  EXPECT_EQ(*parse_overlap("2d"), std::chrono::hours(48));
  EXPECT_EQ(*parse_overlap(""), std::chrono::seconds(0));
  for (const char* text : {"1", "d", "1w", "-1d", "400d", "99999999999d"}) {
    EXPECT_FALSE(parse_overlap(text).ok()) << text;
  }
}

TEST(OaiTokenGuard, CirclesEndAndRepetitionsDoNot) {
  OaiTokenGuard guard;
  EXPECT_FALSE(guard.step("", "a", "1"));
  EXPECT_FALSE(guard.step("a", "b", "2"));
  EXPECT_FALSE(guard.step("a", "b", "2"));  // asked for once more
  EXPECT_FALSE(guard.step("b", "c", "3"));
  EXPECT_FALSE(guard.step("a", "b", "2"));  // going on from an earlier place
  EXPECT_FALSE(guard.step("b", "c", "3"));
  EXPECT_EQ(guard.step("c", "a", "4")->slug, "token_loop");
  EXPECT_EQ(guard.step("c", "c", "4")->slug, "token_loop");
  EXPECT_FALSE(guard.step("c", "d", "4"));
  EXPECT_EQ(guard.step("d", "e", "4")->slug, "token_loop");  // the same records again
  guard.clear();
  std::string last;
  int steps = 0;
  for (; steps < 5'000; ++steps) {
    const std::string next = "t" + std::to_string(steps);
    if (guard.step(last, next, "")) break;
    last = next;
  }
  EXPECT_EQ(steps, 1'000);  // parts without a record, for ever
}

}  // namespace
}  // namespace evidence
