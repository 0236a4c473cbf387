// To the published schema of OpenAlex's work object: no recorded page was at hand.
#include <gtest/gtest.h>

#include "model/merge.h"
#include "model/study_type.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "openalex";

constexpr const char* kWork =
    R"({"id":"https://openalex.org/W11","doi":"https://doi.org/10.1000/TEA","title":"Tea and milk",
    "display_name":"Tea and milk","publication_year":2023,"publication_date":"2023-04-05",
    "ids":{"openalex":"https://openalex.org/W11","pmid":"https://pubmed.ncbi.nlm.nih.gov/12345",
      "pmcid":"https://www.ncbi.nlm.nih.gov/pmc/articles/77"},"language":"en","type":"review",
    "primary_location":{"is_oa":false,"landing_page_url":"https://www.example.org/1","pdf_url":null,
      "source":{"display_name":"Journal of Examples","issn_l":"2049-3630","issn":["2049-3630"],
      "host_organization_name":"Example Press","type":"journal"},"license":null},
    "best_oa_location":{"is_oa":true,"landing_page_url":"https://repository.example.org/1",
      "pdf_url":"https://repository.example.org/1.pdf","source":{"type":"repository"},"license":"cc-by"},
    "open_access":{"is_oa":true,"oa_status":"green","oa_url":"https://repository.example.org/1.pdf"},
    "authorships":[{"author":{"display_name":"Ann B. Sample","orcid":"https://orcid.org/0000-0002-1825-0097"},
      "raw_affiliation_strings":["Example Hospital"],"institutions":[]}],
    "biblio":{"volume":"7","issue":"2","first_page":"101","last_page":"109"},"is_retracted":false,
    "mesh":[{"descriptor_ui":"D013662","descriptor_name":"Tea","qualifier_ui":"Q000009",
      "qualifier_name":"adverse effects","is_major_topic":true}],
    "topics":[{"id":"https://openalex.org/T5","display_name":"Hot drinks","score":0.99}],
    "concepts":[{"id":"https://openalex.org/C1","display_name":"Beverage","score":0.8},
      {"id":"https://openalex.org/C2","display_name":"Physics","score":0.0}],
    "keywords":[{"display_name":"Milk"}],
    "abstract_inverted_index":{"We":[0],"tea":[2,4],"drank":[1],"and":[3]},
    "updated_date":"2024-01-02T03:04:05.000001","referenced_works":["https://openalex.org/W2"]})";

TEST(OpenAlex, AWorkIsReadWhole) {
  const ReadAll all = read_text(kFormat, R"({"meta":{"count":1,"next_cursor":null},"results":[)" +
                                             std::string(kWork) + R"(],"group_by":[]})");
  EXPECT_FALSE(all.error);
  EXPECT_TRUE(all.problems.empty());
  ASSERT_EQ(all.records.size(), 1U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.source_record_id, "W11");
  EXPECT_EQ(record.identifiers.size(), 4U);
  ASSERT_EQ(record.abstract.size(), 1U);
  EXPECT_EQ(record.abstract[0].text, "We drank tea and tea");
  EXPECT_EQ(record.contributors.at(0).family, "Sample");
  EXPECT_EQ(record.contributors.at(0).affiliation, "Example Hospital");
  EXPECT_EQ(record.publication.pages, "101-109");
  EXPECT_EQ(format_date(record.publication.date), "2023-04-05");
  EXPECT_EQ(record.languages, (std::vector<std::string>{"eng"}));
  EXPECT_EQ(record.rights, "cc-by");
  EXPECT_EQ(record.open_access, OpenAccess::kOpen);
  EXPECT_EQ(classify(record), StudyType::kReview);
  ASSERT_EQ(record.subjects.size(), 4U);
  EXPECT_EQ(record.subjects[0].id, "D013662");
  EXPECT_EQ(record.subjects[0].qualifier_id, "Q000009");
  EXPECT_EQ(record.subjects[1].id, "T5");
  EXPECT_EQ(record.links.size(), 4U);
  EXPECT_EQ(status_of(record), Status::kNone);
}

TEST(OpenAlex, RetractedWorksAreSeenAsSuch) {
  const ReadAll all = read_text(
      kFormat,
      R"([{"id":"https://openalex.org/W3","title":"Gone","type":"article","is_retracted":true}])");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(status_of(all.records[0]), Status::kRetracted);
}

TEST(OpenAlex, OtherObjectsAndDeletedWorksAreNoWorks) {
  const ReadAll all = read_text(
      kFormat,
      "{\"id\":\"https://openalex.org/A5\",\"display_name\":\"Ann\"}\n"
      "{\"id\":\"https://openalex.org/W4285719527\",\"title\":\"Deleted Work\"}\n"
      "{\"id\":\"https://openalex.org/W9\",\"title\":null}\n"
      "{\"id\":\"https://openalex.org/W8\",\"title\":\"Kept\",\"abstract_inverted_index\":"
      "{\"a\":[-1,\"x\"],\"b\":3,\"c\":[1]},\"authorships\":[7,null,{}],\"mesh\":{}}\n");
  EXPECT_FALSE(all.error);
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].abstract.at(0).text, "c b");
  ASSERT_EQ(all.problems.size(), 4U);
  EXPECT_EQ(all.problems[0].code, "no_identifier");
  EXPECT_EQ(all.problems[1].code, "deleted_work");
  EXPECT_EQ(all.problems[2].code, "no_title");
  EXPECT_EQ(all.problems[3].code, "bad_abstract");
}

TEST(OpenAlex, FailuresAreRefused) {
  const ReadAll failed = read_text(
      kFormat,
      R"({"error":"Invalid query parameters error.","message":"per-page must be below 201"})");
  ASSERT_TRUE(failed.error);
  EXPECT_EQ(failed.error->slug, "remote_error");
  EXPECT_NE(failed.error->message.find("below 201"), std::string::npos);
  EXPECT_FALSE(read_text(kFormat, R"({"meta":{"count":0},"results":[]})").error);
}

}  // namespace
}  // namespace evidence::test
