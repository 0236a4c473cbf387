// NICE's guidance entries in the shapes that are known of.
#include "connectors/format/nice.h"

#include <gtest/gtest.h>

#include "tests/unit/connectors/format_support.h"

namespace evidence {
namespace {

constexpr const char* kJson = R"({"Links":[{"Rel":"self","Uri":"/services/guidance/index"}],
"IndexItems":[
 {"GuidanceNumber":"ng9001","Title":"Imaginary asthma: a guideline","GuidanceProgramme":"NICE guideline",
  "LastModifiedDate":"2026-03-02T10:00:00Z","PublicationDate":"2025-11-05",
  "Link":{"Uri":"https://api.nice.org.uk/services/guidance/documents/NG9001","Rel":"self"}},
 {"GuidanceNumber":"TA9002","Title":"Examplumab for <i>imaginary</i> asthma"},
 {"Title":"No number"},
 {"GuidanceNumber":"QS9003"},
 {"Id":"CG9004","Title":"Dated badly","Published":"soon","Uri":"https://www.nice.org.uk/guidance/cg9004"}]})";

TEST(Nice, ReadsAnIndexInJson) {
  const auto read = test::read_text("nice", kJson);
  ASSERT_FALSE(read.error.has_value()) << read.error->message;
  EXPECT_EQ(read.entries, 5U);
  ASSERT_EQ(read.records.size(), 3U);
  const Record& first = read.records[0];
  EXPECT_EQ(first.source_record_id, "NG9001");
  EXPECT_EQ(first.title, "Imaginary asthma: a guideline");
  EXPECT_EQ(first.publication_types,
            (std::vector<std::string>{"NICE guideline", "Practice Guideline"}));
  EXPECT_EQ(format_date(first.publication.date), "2025-11-05");
  EXPECT_EQ(first.datestamp, "2026-03-02");
  ASSERT_EQ(first.links.size(), 1U);
  EXPECT_EQ(first.links[0].url, "https://www.nice.org.uk/guidance/ng9001");
  EXPECT_EQ(read.records[1].publication_types,
            (std::vector<std::string>{"Technology appraisal guidance"}));
  EXPECT_EQ(read.records[2].source_record_id, "CG9004");
  EXPECT_EQ(read.records[2].links.size(), 1U);
  std::vector<std::string> codes;
  for (const EntryProblem& problem : read.problems) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"no_identifier", "no_title", "bad_date"}));
}

TEST(Nice, TakesReviewDatesAndWithdrawalsWhereAnEntryHasThem) {
  const auto read = test::read_text("nice", R"json({"IndexItems":[
 {"GuidanceNumber":"NG9001","Title":"Imaginary asthma","NextReviewDate":"2028-04-01",
  "LastReviewed":"2025-04-01","GuidanceStatus":"Published"},
 {"GuidanceNumber":"CG9002","Title":"Old asthma","Status":"Withdrawn","SupersededBy":"NG9001"},
 {"GuidanceNumber":"CG9003","Title":"Plain asthma"}]})json");
  ASSERT_EQ(read.records.size(), 3U);
  EXPECT_EQ(read.records[0].currency.review_due, (PartialDate{2028, 4, 1}));
  EXPECT_EQ(read.records[0].currency.last_reviewed, (PartialDate{2025, 4, 1}));
  EXPECT_EQ(read.records[0].currency.stated, CurrencyStatement::kNone);  // published is not current
  EXPECT_EQ(read.records[1].currency.stated, CurrencyStatement::kWithdrawn);
  ASSERT_EQ(read.records[1].relations.size(), 1U);
  EXPECT_EQ(read.records[1].relations[0].citation, "NG9001");
  EXPECT_EQ(read.records[2].currency, Currency{});
  EXPECT_TRUE(read.problems.empty());
}

TEST(Nice, ReadsAnIndexInXml) {
  const auto read = test::read_text(
      "nice",
      "<?xml version=\"1.0\"?><Index><Links><Link rel=\"next\" "
      "uri=\"/x?page=2\"/></Links><IndexItems>"
      "<IndexItem><GuidanceNumber>CG9001</GuidanceNumber><Title>Imaginary &amp; short</Title>"
      "<MetadataApplicationProfile><Issued>2024-05-06T00:00:00</Issued><Modified>2025-01-02</"
      "Modified>"
      "</MetadataApplicationProfile></IndexItem>"
      "<IndexItem><Title>Number in its link</Title><Link rel=\"self\" "
      "uri=\"https://api.nice.org.uk/services/guidance/documents/TA77\"/></IndexItem>"
      "</IndexItems></Index>");
  ASSERT_FALSE(read.error.has_value()) << read.error->message;
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records[0].title, "Imaginary & short");
  EXPECT_EQ(format_date(read.records[0].publication.date), "2024-05-06");
  EXPECT_EQ(read.records[0].datestamp, "2025-01-02");
  EXPECT_EQ(read.records[0].publication_types,
            (std::vector<std::string>{"Clinical guideline", "Practice Guideline"}));
  EXPECT_EQ(read.records[1].source_record_id, "TA77");
  EXPECT_TRUE(read.problems.empty());
}

TEST(Nice, AForeignOrCutTextIsAnError) {
  const std::string json = kJson;
  EXPECT_TRUE(test::read_text("nice", "<html><body>Sign in</body></html>").error.has_value());
  EXPECT_TRUE(test::read_text("nice", json.substr(0, json.size() / 2)).error.has_value());
  EXPECT_TRUE(test::read_text("nice", "<Index><IndexItems>").error.has_value());
}

TEST(Nice, SurvivesCutsAndChangedBytesAndSmallReads) {
  const std::string json = kJson;
  const auto check = [](const std::string& text) {
    test::expect_round_trip(test::read_text("nice", text));
  };
  test::cut_everywhere(json, 7, json.size(), check);
  test::spoil_bytes(json, 300, 3, check);
  test::DripSource drip(json, 3);
  EXPECT_EQ(test::read_source("nice", drip).records.size(), 3U);
}

TEST(Nice, KnowsItself) {
  EXPECT_TRUE(NiceFormat().recognises(kJson, ""));
  EXPECT_FALSE(NiceFormat().recognises("{\"message\":{}}", ""));
}

}  // namespace
}  // namespace evidence
