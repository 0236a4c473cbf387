// Dates, timestamps, JSON, error codes, hashes.
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "base/clock.h"
#include "base/date.h"
#include "base/error_code.h"
#include "base/hash.h"
#include "base/json.h"

namespace evidence {
namespace {

TEST(ParseDate, TakesPartialDatesAndNothingImpossible) {
  EXPECT_EQ(parse_date("2023"), (PartialDate{2023, 0, 0}));
  EXPECT_EQ(parse_date("2023-04"), (PartialDate{2023, 4, 0}));
  EXPECT_EQ(parse_date("2024/2/29"), (PartialDate{2024, 2, 29}));
  for (const char* text : {"", "0", "0000", "9999", "-1", "2023-13", "2023-00", "2023-02-29",
                           "2023-4-5", "2023-04-05x", "2023-", "20230405", "2023-04-", "1/2/2023",
                           "２０２３", "2023--4", "2023-04-31"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(DateFromParts, LeavesOutWhatItDoesNotUnderstand) {
  EXPECT_EQ(date_from_parts("1998", "Dec", "15"), (PartialDate{1998, 12, 15}));
  EXPECT_EQ(date_from_parts("1998", "April", ""), (PartialDate{1998, 4, 0}));
  EXPECT_EQ(date_from_parts("1998", "04", "31"), (PartialDate{1998, 4, 0}));
  EXPECT_EQ(date_from_parts("1998", "Spring", "1"), (PartialDate{1998, 0, 0}));
  EXPECT_EQ(date_from_parts("199x", "4", "1"), PartialDate{});
}

TEST(DateFromMedline, TakesTheFirstYear) {
  EXPECT_EQ(date_from_medline("1998 Dec-1999 Jan"), (PartialDate{1998, 12, 0}));
  EXPECT_EQ(date_from_medline("2000 Spring"), (PartialDate{2000, 0, 0}));
  EXPECT_EQ(date_from_medline("2000 Nov 15-21"), (PartialDate{2000, 11, 0}));
  EXPECT_EQ(date_from_medline("1998-1999"), (PartialDate{1998, 0, 0}));
  EXPECT_EQ(date_from_medline("Winter 2001"), (PartialDate{2001, 0, 0}));
  EXPECT_EQ(date_from_medline("no year"), PartialDate{});
}

TEST(FormatDate, WritesWhatIsKnown) {
  EXPECT_EQ(format_date({2023, 4, 0}), "2023-04");
  EXPECT_EQ(format_date({}), "");
  EXPECT_EQ(format_date_for_people({2023, 4, 5}), "5 April 2023");
  EXPECT_EQ(format_date_for_people({2023, 0, 0}), "2023");
  EXPECT_EQ(sortable_date({2023, 4, 0}), "20230400");
  EXPECT_EQ(sortable_date({}), "");
}

TEST(Timestamps, SurviveARoundTrip) {
  const auto when = parse_timestamp("2026-11-22T00:06:48Z");
  ASSERT_TRUE(when);
  EXPECT_EQ(format_timestamp(*when), "2026-11-22T00:06:48Z");
  for (const char* text : {"", "2026-11-22", "2026-11-22T24:00:00Z", "2026-11-22T00:06:48+01:00",
                           "2026-02-30T00:00:00Z", "2026/11/22T00:00:00Z", "2999-01-01T00:00:00Z",
                           "1600-01-01T00:00:00Z"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(ParseJson, RefusesHostileText) {
  std::string deep(100'000, '[');
  for (const std::string& text :
       {std::string("[1]x"), std::string("{"), std::string(""), std::string("NaN"), deep,
        std::string("\"\xff\""), std::string("\"\\ud800\""), std::string("[1,]"),
        std::string("\"a\nb\""), std::string("01")}) {
    EXPECT_FALSE(parse_json(text).ok()) << text.substr(0, 20);
  }
  EXPECT_EQ(parse_json(deep).error().slug, "json_too_deep");
  EXPECT_EQ(parse_json("[1,2,3]", 3).error().slug, "json_too_large");
  EXPECT_FALSE(parse_json("[1e999]").ok()) << "no infinity";
}

TEST(ParseJson, ReadsMembersWithoutExceptions) {
  const auto value = parse_json(" {\"a\":\"x\",\"b\":1} ");
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(string_member(value->get_object(), "a"), "x");
  EXPECT_EQ(string_member(value->get_object(), "b"), "");
  EXPECT_EQ(member(value->get_object(), "c"), nullptr);
}

TEST(FormatDecimal, IsPlain) {
  EXPECT_EQ(format_decimal(8.7, 2), "8.70");
  EXPECT_EQ(format_decimal(-0.001, 2), "0.00");
  EXPECT_EQ(format_decimal(1e20, 0), "100000000000000000000");
  EXPECT_EQ(format_decimal(std::numeric_limits<double>::infinity(), 1), "0");
}

TEST(ErrorCodes, HaveOneRowEach) {
  EXPECT_EQ(http_status(ErrorCode::kNotFound), 404);
  EXPECT_EQ(http_status(ErrorCode::kBusy), 503);
  EXPECT_EQ(exit_code(ErrorCode::kInvalidArgument), ExitCode::kUsage);
  EXPECT_EQ(error_slug(ErrorCode::kTooLarge), "too_large");
}

TEST(Hashes, AreTheStandardOnes) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string uuid = random_uuid();
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(uuid, random_uuid());
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(random_id(12));
  EXPECT_EQ(ids.size(), 1000U);
  EXPECT_EQ(random_id(100).find_first_of("ilou"), std::string::npos);
}

}  // namespace
}  // namespace evidence
