#include <gtest/gtest.h>

#include "model/study_type.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "datacite";

constexpr const char* kWork =
    R"({"id":"10.1000/data.1","type":"dois","attributes":{"doi":"10.1000/DATA.1","state":"findable",
    "isActive":true,"titles":[{"title":"Tea &amp; milk"},{"title":"A table","titleType":"Subtitle"}],
    "creators":[{"name":"Sample, Ann","nameType":"Personal","givenName":"Ann","familyName":"Sample",
      "affiliation":["Example Hospital"],"nameIdentifiers":[{"nameIdentifier":
      "https://orcid.org/0000-0002-1825-0097","nameIdentifierScheme":"ORCID"}]},
      {"name":"Example Group","nameType":"Organizational","affiliation":[{"name":"Elsewhere"}]}],
    "contributors":[{"name":"Itor, Ed","contributorType":"Editor"},{"name":"Host","contributorType":"HostingInstitution"}],
    "publisher":"Example Repository","publicationYear":2019,"registered":"2019-09-09T00:00:00Z",
    "container":{"title":"Journal of Examples","volume":"2","firstPage":"1","lastPage":"9",
      "identifier":"2049-3630","identifierType":"ISSN"},
    "dates":[{"date":"2019-05","dateType":"Issued"}],"language":"en",
    "types":{"resourceTypeGeneral":"JournalArticle","resourceType":"Review"},
    "descriptions":[{"description":"<p>We looked.</p>","descriptionType":"Abstract"}],
    "subjects":[{"subject":"Tea","subjectScheme":"MeSH"},{"subject":"milk"}],
    "rightsList":[{"rights":"CC BY","rightsUri":"https://creativecommons.org/licenses/by/4.0/"}],
    "relatedIdentifiers":[{"relationType":"IsNewVersionOf","relatedIdentifier":"10.1000/data.0",
      "relatedIdentifierType":"DOI"},{"relationType":"References","relatedIdentifier":"10.1000/z",
      "relatedIdentifierType":"DOI"}],"updated":"2020-01-02T03:04:05.000Z","version":"1.2"}})";

TEST(DataCite, AWorkIsReadWhole) {
  const ReadAll all = read_text(kFormat, R"({"data":[)" + std::string(kWork) + R"(],"meta":{}})");
  EXPECT_FALSE(all.error);
  EXPECT_TRUE(all.problems.empty());
  ASSERT_EQ(all.records.size(), 1U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.source_record_id, "10.1000/data.1");
  EXPECT_EQ(record.title, "Tea & milk: A table");
  ASSERT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(record.contributors[0].affiliation, "Example Hospital");
  EXPECT_EQ(record.contributors[1].role, "collective");
  EXPECT_EQ(record.contributors[1].affiliation, "Elsewhere");
  EXPECT_EQ(record.contributors[2].role, "editor");
  EXPECT_EQ(record.publication_types, (std::vector<std::string>{"Journal Article", "Review"}));
  EXPECT_EQ(classify(record), StudyType::kReview);
  EXPECT_EQ(format_date(record.publication.date), "2019-05");
  EXPECT_EQ(record.publication.pages, "1-9");
  EXPECT_EQ(record.identifiers.size(), 2U);
  EXPECT_EQ(record.open_access, OpenAccess::kOpen);
  EXPECT_EQ(record.subjects.at(0).scheme, "mesh");
  ASSERT_EQ(record.relations.size(), 1U);
  EXPECT_EQ(record.relations[0].type, RelationType::kUpdates);
  EXPECT_EQ(record.relations[0].target, "doi:10.1000/data.0");
  EXPECT_EQ(read_text(kFormat, R"({"data":)" + std::string(kWork) + "}").records, all.records);
  EXPECT_EQ(read_text(kFormat, std::string(kWork) + "\n").records, all.records);
}

TEST(DataCite, ADoiThatIsNoLongerFindableIsATombstone) {
  const ReadAll all = read_text(
      kFormat,
      R"({"data":[{"id":"10.1000/x","attributes":{"doi":"10.1000/x","state":"registered"}}]})");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_TRUE(all.records[0].deleted);
  EXPECT_EQ(all.records[0].source_record_id, "10.1000/x");
}

TEST(DataCite, AYearLongAfterTheDoiIsNoted) {
  const ReadAll all = read_text(
      kFormat,
      R"({"doi":"10.1000/x","titles":[{"title":"T"}],"publicationYear":2562,"registered":"2019-01-01T00:00:00Z"})");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_FALSE(all.records[0].publication.date.known());
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "bad_date");
}

TEST(DataCite, FailuresAndOddValuesDoNoHarm) {
  const ReadAll failed =
      read_text(kFormat, R"({"errors":[{"status":"404","title":"The resource does not exist."}]})");
  ASSERT_TRUE(failed.error);
  EXPECT_EQ(failed.error->slug, "remote_error");
  const ReadAll odd = read_text(
      kFormat,
      R"([{"doi":"10.1000/y","titles":{"title":"T"},"creators":"Ann","types":null,"dates":{},"container":[],
      "subjects":["plain"],"publisher":{"name":"P"}},{"doi":"10.1000/z","titles":[]},{"titles":[{"title":"U"}]}])");
  ASSERT_EQ(odd.records.size(), 1U);
  EXPECT_EQ(odd.records[0].publication.publisher, "P");
  EXPECT_EQ(odd.records[0].subjects.at(0).label, "plain");
  ASSERT_EQ(odd.problems.size(), 2U);
  EXPECT_EQ(odd.problems[0].code, "no_title");
  EXPECT_EQ(odd.problems[1].code, "no_identifier");
}

}  // namespace
}  // namespace evidence::test
