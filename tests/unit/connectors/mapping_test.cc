#include "connectors/mapping.h"

#include <gtest/gtest.h>

namespace evidence {
namespace {

using Action = MappingRule::Action;
using When = MappingRule::Test;

Record sample_record() {
  Record record;
  record.source_record_id = "r 1";
  record.title = "Knee pain: assessment";
  record.publication_types = {"Article", "Review"};
  record.subjects = {{"keyword", "", "Knee", "", "", false}};
  record.identifiers = {*Identifier::parse(IdentifierScheme::kDoi, "10.1000/abc")};
  record.links = {{"https://example.org/knee", "title", false}};
  return record;
}

MappingRule rule(std::string when, When test, std::string against, Action action, std::string field,
                 std::string value) {
  return {std::move(when), test, std::move(against), action, std::move(field), std::move(value)};
}

TEST(Mapping, ChangesOnlyWhatItsConditionMeets) {
  Record record = sample_record();
  apply_mapping({rule("publication_type", When::kEquals, "article", Action::kSet,
                      "publication_type", "Practice Guideline"),
                 rule("title", When::kContains, "hip", Action::kSet, "language", "fre")},
                record);
  EXPECT_EQ(record.publication_types, std::vector<std::string>{"Practice Guideline"});
  EXPECT_TRUE(record.languages.empty());
}

TEST(Mapping, AddsOnceAndRemovesWhateverTheCase) {
  Record record = sample_record();
  const auto add = rule("", When::kAlways, "", Action::kAdd, "subject", "area:Orthopaedics");
  apply_mapping(
      {add, add, rule("", When::kAlways, "", Action::kRemove, "publication_type", "REVIEW"),
       rule("", When::kAlways, "", Action::kRemove, "subject", "keyword:KNEE")},
      record);
  ASSERT_EQ(record.subjects.size(), 1U);
  EXPECT_EQ(record.subjects[0].scheme, "area");
  EXPECT_EQ(record.subjects[0].label, "Orthopaedics");
  EXPECT_EQ(record.publication_types, std::vector<std::string>{"Article"});
}

TEST(Mapping, FillsPlaceholdersFromTheRecord) {
  Record record = sample_record();
  apply_mapping({rule("url", When::kStartsWith, "https://example.org/", Action::kAdd, "link",
                      "fulltext|https://reader.example.org/open?id={id_encoded}&doi={doi}"),
                 rule("", When::kAlways, "", Action::kSet, "journal", "{title}")},
                record);
  ASSERT_EQ(record.links.size(), 2U);
  EXPECT_EQ(record.links[1].url, "https://reader.example.org/open?id=r%201&doi=10.1000/abc");
  EXPECT_EQ(record.links[1].kind, "fulltext");
  EXPECT_EQ(record.publication.title, "Knee pain: assessment");
}

TEST(Mapping, AnEmptyPlaceholderChangesNothing) {
  Record record = sample_record();
  apply_mapping({rule("", When::kAlways, "", Action::kAdd, "link",
                      "title|https://reader.example.org/isbn/{isbn}")},
                record);
  EXPECT_EQ(record, sample_record());
}

TEST(Mapping, SaysOfAGuidelineWhatItsSourceHasInOtherFields) {
  Record record = sample_record();
  apply_mapping(
      {rule("", When::kAlways, "", Action::kSet, "review_due", "2027-05"),
       rule("", When::kAlways, "", Action::kSet, "version", "{id}"),
       rule("title", When::kContains, "assessment", Action::kSet, "currency", "withdrawn"),
       rule("", When::kAlways, "", Action::kAdd, "superseded_by", "doi:10.5555/new"),
       rule("", When::kAlways, "", Action::kSet, "last_reviewed", "{title}")},
      record);
  EXPECT_EQ(record.currency.review_due, (PartialDate{2027, 5, 0}));
  EXPECT_EQ(record.currency.version, "r 1");
  EXPECT_EQ(record.currency.stated, CurrencyStatement::kWithdrawn);
  EXPECT_FALSE(record.currency.last_reviewed.known());  // a title is no date
  ASSERT_EQ(record.relations.size(), 1U);
  EXPECT_EQ(record.relations[0].type, RelationType::kHasNewerVersion);
  EXPECT_EQ(record.relations[0].target, "doi:10.5555/new");
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kSet, "review_due", "soon")).ok());
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kSet, "currency", "maybe")).ok());
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kSet, "superseded_by", "X")).ok());
  EXPECT_TRUE(validate(rule("", When::kAlways, "", Action::kSet, "currency", "current")).ok());
}

TEST(Mapping, LeavesTombstonesAlone) {
  Record record = sample_record();
  record.deleted = true;
  const Record before = record;
  apply_mapping({rule("", When::kAlways, "", Action::kSet, "rights", "x")}, record);
  EXPECT_EQ(record, before);
}

TEST(Mapping, RefusesWhatItCannotDo) {
  EXPECT_TRUE(validate(rule("", When::kAlways, "", Action::kSet, "rights", "CC BY")).ok());
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kSet, "colour", "red")).ok());
  EXPECT_FALSE(validate(rule("colour", When::kEquals, "x", Action::kSet, "rights", "y")).ok());
  EXPECT_FALSE(validate(rule("title", When::kAlways, "", Action::kSet, "rights", "y")).ok());
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kAdd, "rights", "y")).ok());
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kSet, "subject", "y")).ok());
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kSet, "open_access", "maybe")).ok());
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kSet, "title", "{colour}")).ok());
  EXPECT_FALSE(
      validate(rule("", When::kAlways, "", Action::kAdd, "link", "title|javascript:x")).ok());
  EXPECT_FALSE(validate(rule("", When::kAlways, "", Action::kSet, "source_record_id", "x")).ok());
}

}  // namespace
}  // namespace evidence
