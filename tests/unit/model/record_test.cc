#include "model/record.h"

#include <gtest/gtest.h>

#include <string>

#include "model/record_json.h"

namespace evidence {
namespace {

Identifier id(IdentifierScheme scheme, std::string_view raw) {
  return *Identifier::parse(scheme, raw);
}

Record full_record() {
  Record r;
  r.source = "pubmed";
  r.source_record_id = "123";
  r.sample = true;
  r.datestamp = "2020-01-02";
  r.identifiers = {id(IdentifierScheme::kDoi, "10.1000/<a>\"b\""),
                   id(IdentifierScheme::kPmid, "123"), id(IdentifierScheme::kIssn, "0959-8138")};
  r.title = "A \"quoted\" title \\ \xC3\xA9";
  r.original_title = "Titre";
  r.abstract = {{"BACKGROUND", "One."}, {"", "Two."}};
  r.contributors = {{"Smith", "John A", "JA", "author", "0000-0002-1825-0097", "Leeds"},
                    {"The Group", "", "", "collective", "", ""}};
  r.publication = {"British Medical Journal", "BMJ", "1", "2", "101-109", "BMJ", "2nd",
                   PartialDate{2020, 4, 0}};
  r.publication_types = {"Journal Article"};
  r.subjects = {{"mesh", "D001249", "Asthma", "Q000188", "drug therapy", true},
                {"keyword", "", "wheeze", "", "", false}};
  r.languages = {"eng"};
  r.links = {{"https://doi.org/10.1000/x", "publisher", false},
             {"https://example.org/a.pdf", "pdf", true}};
  r.rights = "CC BY";
  r.open_access = OpenAccess::kOpen;
  r.relations = {{RelationType::kRetractedBy, "pmid:9", "BMJ. 2021"}};
  Coverage coverage;
  coverage.first_date = "1999";
  coverage.embargo = "P1Y";
  r.coverage = {coverage};
  r.table_of_contents = "One\nTwo";
  r.truncated = {"abstract"};
  return r;
}

TEST(RecordJson, ComesBackExactly) {
  const Record record = full_record();
  const std::string json = record_to_json(record);
  const Result<Record> again = record_from_json(json);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, record);
  EXPECT_EQ(record_to_json(*again), json);
}

TEST(RecordJson, AnEmptyRecordIsAnEmptyObject) {
  EXPECT_EQ(record_to_json(Record{}), "{}");
  ASSERT_TRUE(record_from_json("{}").ok());
  EXPECT_EQ(*record_from_json("{}"), Record{});
}

TEST(RecordJson, RefusesWhatItDidNotWrite) {
  for (const char* text :
       {"", "[]", "null", "{\"title\":1}", "{\"unknown\":1}", "{\"identifiers\":{}}",
        "{\"identifiers\":[{\"scheme\":\"doi\",\"value\":\"nonsense\"}]}",
        "{\"identifiers\":[{\"scheme\":\"doi\",\"value\":\"10.1000/UPPER\"}]}",
        "{\"publication\":{\"date\":\"yesterday\"}}", "{\"open_access\":\"maybe\"}",
        "{\"relations\":[{\"type\":\"hates\"}]}", "{\"sample\":\"yes\"}",
        "{\"abstract\":[\"text\"]}", "{\"abstract\":[{\"label\":1}]}"}) {
    EXPECT_FALSE(record_from_json(text).ok()) << text;
  }
}

TEST(LooseJson, ReadsTheCanonicalFormTheSame) {
  const Record record = full_record();
  const auto value = parse_json(record_to_json(record));
  ASSERT_TRUE(value.ok());
  std::vector<std::string> unknown;
  std::vector<DroppedValue> dropped;
  const auto again = record_from_loose_json(value->get_object(), unknown, &dropped);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(unknown.empty());
  EXPECT_TRUE(dropped.empty()) << dropped.front().key << dropped.front().reason;
  EXPECT_EQ(record_to_json(*again), record_to_json([&] {
              Record sorted = record;
              apply_limits(sorted);
              return sorted;
            }()));
}

Record loose(std::string_view text, std::vector<std::string>* unknown = nullptr,
             std::vector<DroppedValue>* dropped = nullptr) {
  const auto value = parse_json(text);
  EXPECT_TRUE(value.ok()) << text;
  std::vector<std::string> ignored;
  auto record =
      record_from_loose_json(value->get_object(), unknown != nullptr ? *unknown : ignored, dropped);
  EXPECT_TRUE(record.ok()) << text;
  return record.ok() ? *record : Record{};
}

TEST(LooseJson, ReadsTheSharedForm) {
  std::vector<std::string> unknown;
  std::vector<DroppedValue> dropped;
  const Record r = loose(
      R"({"id":"x:1","title":" A  title ","abstract":"Text.","authors":["Smith JA","Jane B. Doe"],
          "journal":"BMJ","year":2019,"mesh":["Asthma/drug therapy*","*Lung","Child"],
          "pubtypes":["review-article"],"doi":"10.1000/X","pmid":"123","issn":["0959-8138"],
          "volume":"7","fpage":"12","lpage":"19","is_oa":true,"pmcid":"PMC7","keywords":["wheeze"],
          "synonyms":["wheeze","whistle"],"url":"https://example.org/a","licence":"CC BY",
          "licence_url":"https://creativecommons.org/licenses/by/4.0/","cited_by":7,
          "retracted":true})",
      &unknown, &dropped);
  EXPECT_EQ(r.source_record_id, "x:1");
  EXPECT_EQ(r.title, "A title");
  ASSERT_EQ(r.abstract.size(), 1U);
  ASSERT_EQ(r.contributors.size(), 2U);
  EXPECT_EQ(r.contributors[0].family, "Smith");
  EXPECT_EQ(r.contributors[0].initials, "JA");
  EXPECT_EQ(r.contributors[1].family, "Doe");
  EXPECT_EQ(r.contributors[1].given, "Jane B.");
  EXPECT_EQ(r.publication.date.year, 2019);
  EXPECT_EQ(r.publication.pages, "12-19");
  ASSERT_EQ(r.subjects.size(), 5U);
  EXPECT_EQ(r.subjects[0].qualifier, "drug therapy");
  EXPECT_TRUE(r.subjects[0].major);
  EXPECT_TRUE(r.subjects[1].major);
  EXPECT_FALSE(r.subjects[2].major);
  EXPECT_EQ(r.open_access, OpenAccess::kOpen);
  EXPECT_EQ(r.rights, "CC BY https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(r.publication_types.back(), "Retracted Publication");
  EXPECT_EQ(r.links.size(), 1U);
  EXPECT_EQ(r.identifiers.size(), 4U);
  EXPECT_EQ(unknown, std::vector<std::string>{"cited_by"});
  EXPECT_TRUE(dropped.empty());
}

TEST(LooseJson, DropsWhatIsInvalidAndSaysSo) {
  std::vector<DroppedValue> dropped;
  const Record r = loose(
      R"x({"id":1,"title":"T","doi":"no doi","pmid":"x","year":null,"date":"soon","authors":[1,{}],
          "url":"javascript:alert(1)","abstract":{"a":1},"mesh":["/","*"],"is_oa":"perhaps"})x",
      nullptr, &dropped);
  EXPECT_EQ(r.source_record_id, "1");
  EXPECT_EQ(r.title, "T");
  EXPECT_TRUE(r.identifiers.empty());
  EXPECT_TRUE(r.links.empty());
  EXPECT_TRUE(r.subjects.empty());
  EXPECT_GE(dropped.size(), 6U);
  std::vector<std::string> unknown;
  EXPECT_FALSE(
      record_from_loose_json(parse_json(R"({"title":["a"]})")->get_object(), unknown).ok());
}

TEST(Limits, CutNamedFieldsOnceAndStay) {
  Record record;
  record.title = std::string(5'000, 'a');
  record.abstract = {{"A", std::string(60'000, 'x')}, {"B", std::string(60'000, 'y')}, {"C", "z"}};
  record.contributors.assign(2'000, {"Smith", "", "", "author", "", ""});
  record.identifiers = {id(IdentifierScheme::kPmid, "2"), id(IdentifierScheme::kPmid, "1"),
                        id(IdentifierScheme::kPmid, "2")};
  apply_limits(record);
  EXPECT_EQ(record.title.size(), kRecordLimits.title_bytes);
  std::size_t bytes = 0;
  for (const auto& section : record.abstract) bytes += section.label.size() + section.text.size();
  EXPECT_LE(bytes, kRecordLimits.abstract_bytes);
  EXPECT_EQ(record.abstract.size(), 2U);
  EXPECT_EQ(record.contributors.size(), kRecordLimits.contributors);
  EXPECT_EQ(record.identifiers.size(), 2U);
  EXPECT_EQ(record.identifiers.front().value(), "1");
  EXPECT_EQ(record.truncated, (std::vector<std::string>{"abstract", "contributors", "title"}));
  Record again = record;
  apply_limits(again);
  EXPECT_EQ(again, record);
}

TEST(RelationNames, GoBothWays) {
  for (int i = 0; i <= static_cast<int>(RelationType::kHasPart); ++i) {
    const auto type = static_cast<RelationType>(i);
    EXPECT_EQ(relation_by_name(relation_name(type)), type);
  }
  EXPECT_EQ(relation_by_name("hates"), std::nullopt);
}

}  // namespace
}  // namespace evidence
