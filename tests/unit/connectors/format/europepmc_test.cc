#include <gtest/gtest.h>

#include "model/merge.h"
#include "model/study_type.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "europepmc";

std::string list_of(const std::string& results) {
  return R"({"version":"6.9","hitCount":2,"nextCursorMark":"AoE=","request":{"resultType":"core"},)"
         R"("resultList":{"result":[)" +
         results + "]}}";
}

Record only(const std::string& result) {
  const ReadAll all = read_text(kFormat, list_of(result));
  EXPECT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record() : all.records.front();
}

TEST(EuropePmc, ACoreResultIsReadWhole) {
  const Record record = only(R"({
    "id":"12345","source":"MED","pmid":"12345","pmcid":"PMC77","doi":"10.1000/TEA",
    "title":"Tea <i>and</i> milk.","abstractText":"<h4>Aim</h4>To see.<h4>Results</h4>Seen.",
    "authorList":{"author":[{"fullName":"Sample AB","firstName":"Ann B","lastName":"Sample",
      "initials":"AB","authorId":{"type":"ORCID","value":"0000-0002-1825-0097"},
      "authorAffiliationDetailsList":{"authorAffiliation":[{"affiliation":"Example Hospital."}]}},
      {"collectiveName":"The Tea Group"}]},
    "journalInfo":{"issue":"2","volume":"7","monthOfPublication":5,"yearOfPublication":2020,
      "journal":{"title":"Journal of Examples","isoabbreviation":"J Ex","issn":"2049-3630"}},
    "electronicPublicationDate":"2020-06-02","pageInfo":"101-9","language":"eng",
    "pubTypeList":{"pubType":["Randomized Controlled Trial","Journal Article"]},
    "meshHeadingList":{"meshHeading":[{"majorTopic_YN":"N","descriptorName":"Tea","meshQualifierList":
      {"meshQualifier":[{"qualifierName":"adverse effects","majorTopic_YN":"Y"}]}},
      {"majorTopic_YN":"N","descriptorName":"Humans"}]},
    "keywordList":{"keyword":["hot drinks"]},
    "fullTextUrlList":{"fullTextUrl":[
      {"availabilityCode":"S","documentStyle":"doi","site":"DOI","url":"https://doi.org/10.1000/TEA"},
      {"availabilityCode":"F","documentStyle":"doi","site":"DOI","url":"https://doi.org/10.1000/TEA"},
      {"availabilityCode":"OA","documentStyle":"html","site":"Europe_PMC","url":"https://europepmc.example.org/PMC77"},
      {"availabilityCode":"OA","documentStyle":"pdf","site":"Europe_PMC","url":"https://europepmc.example.org/PMC77.pdf"}]},
    "isOpenAccess":"Y","inEPMC":"Y","inPMC":"N","license":"cc by",
    "commentCorrectionList":{"commentCorrection":[
      {"id":"999","source":"MED","reference":"J Ex. 2021;8:1.","type":"Retraction in"},
      {"id":"PPR5","source":"PPR","reference":"Pre. doi: 10.1000/pre.","type":"Preprint in"},
      {"id":"1","source":"MED","type":"Cites"},{"id":"2","source":"MED","type":"Odd relation"}]},
    "dateOfRevision":"2021-02-03","firstIndexDate":"2020-06-03"})");
  EXPECT_EQ(record.source_record_id, "MED:12345");
  EXPECT_EQ(record.title, "Tea and milk.");
  EXPECT_EQ(record.datestamp, "2021-02-03");
  ASSERT_EQ(record.abstract.size(), 2U);
  EXPECT_EQ(record.abstract[1], (AbstractSection{"Results", "Seen."}));
  ASSERT_EQ(record.contributors.size(), 2U);
  EXPECT_EQ(record.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(record.contributors[0].affiliation, "Example Hospital.");
  EXPECT_EQ(record.contributors[1].role, "collective");
  EXPECT_EQ(format_date(record.publication.date), "2020-05");
  EXPECT_EQ(record.publication.pages, "101-109");
  EXPECT_EQ(classify(record), StudyType::kRandomisedTrial);
  ASSERT_EQ(record.subjects.size(), 3U);
  EXPECT_EQ(record.subjects[0].qualifier, "adverse effects");
  EXPECT_TRUE(record.subjects[0].major);
  EXPECT_EQ(record.subjects[2].scheme, "keyword");
  ASSERT_EQ(record.links.size(), 3U);
  EXPECT_EQ(record.links[0].kind, "repository");
  EXPECT_EQ(record.links[1].kind, "pdf");
  EXPECT_EQ(record.links[2].kind, "publisher");
  EXPECT_TRUE(record.links[2].open);
  EXPECT_EQ(record.open_access, OpenAccess::kOpen);
  EXPECT_EQ(record.rights, "cc by");
  ASSERT_EQ(record.relations.size(), 2U);
  EXPECT_EQ(record.relations[0].target, "pmid:999");
  EXPECT_EQ(record.relations[1].type, RelationType::kHasPreprint);
  EXPECT_EQ(record.relations[1].target, "doi:10.1000/pre");
  EXPECT_EQ(status_of(record), Status::kRetracted);
}

constexpr const char* kLite =
    R"({"id":"PPR5","source":"PPR","doi":"10.1000/pre","title":"Pre","authorString":"Sample A, Tea BC.",
    "pubYear":"2022","pubType":"preprint","bookOrReportDetails":{"publisher":"exampleRxiv"},
    "isOpenAccess":"N","inEPMC":"N","inPMC":"N","versionNumber":2,"firstIndexDate":"2022-03-02",
    "firstPublicationDate":"2022-03-01"})";

TEST(EuropePmc, ALiteResultOfAPreprintIsOne) {
  const Record record = only(kLite);
  EXPECT_EQ(record.source_record_id, "PPR:PPR5");
  EXPECT_EQ(classify(record), StudyType::kPreprint);
  EXPECT_EQ(record.publication.title, "exampleRxiv");
  EXPECT_EQ(record.publication.edition, "Version 2");
  EXPECT_EQ(format_date(record.publication.date), "2022-03-01");
  EXPECT_EQ(record.datestamp, "2022-03-02");
  ASSERT_EQ(record.contributors.size(), 2U);
  EXPECT_EQ(record.contributors[1].family, "Tea");
  EXPECT_EQ(record.open_access, OpenAccess::kUnknown);
}

TEST(EuropePmc, XmlGivesTheSameRecordAsJson) {
  const ReadAll xml = read_text(
      kFormat,
      "<?xml version=\"1.0\"?><responseWrapper><version>6.9</version><hitCount>1</hitCount>"
      "<resultList><result><id>PPR5</id><source>PPR</source><doi>10.1000/pre</doi><title>Pre</"
      "title>"
      "<authorString>Sample A, Tea BC.</authorString><pubYear>2022</pubYear><pubType>preprint"
      "</pubType><bookOrReportDetails><publisher>exampleRxiv</publisher></bookOrReportDetails>"
      "<isOpenAccess>N</isOpenAccess><inEPMC>N</inEPMC><inPMC>N</inPMC><versionNumber>2"
      "</versionNumber><firstIndexDate>2022-03-02</firstIndexDate><firstPublicationDate>2022-03-01"
      "</firstPublicationDate></result></resultList></responseWrapper>");
  EXPECT_FALSE(xml.error);
  ASSERT_EQ(xml.records.size(), 1U);
  EXPECT_EQ(xml.records[0], only(kLite));
}

TEST(EuropePmc, AManuscriptUnderEmbargoIsNotOpen) {
  const Record record = only(
      R"({"id":"1","source":"MED","pmid":"1","pmcid":"PMC9","title":"T","inEPMC":"N","inPMC":"N","isOpenAccess":"N"})");
  EXPECT_TRUE(record.links.empty());
  EXPECT_EQ(record.open_access, OpenAccess::kUnknown);
  EXPECT_EQ(record.identifiers.size(), 2U);
}

TEST(EuropePmc, ListsOfTypesAndIssnsInOneStringAreTakenApart) {
  const Record record = only(
      R"({"id":"1","source":"MED","title":"T","pubType":"review; clinical trial, phase i; journal article",
      "journalIssn":"2049-3630; 0378-5955; ","journalTitle":"J Ex"})");
  EXPECT_EQ(record.publication_types.size(), 3U);
  EXPECT_EQ(record.publication_types[1], "clinical trial, phase i");
  EXPECT_EQ(record.identifiers.size(), 2U);
}

TEST(EuropePmc, EmptyPagesAreFineAndOtherRepliesAreNot) {
  EXPECT_FALSE(read_text(kFormat, R"({"hitCount":0,"resultList":{"result":[]}})").error);
  EXPECT_FALSE(read_text(kFormat,
                         "<responseWrapper><hitCount>0</hitCount><resultList/>"
                         "</responseWrapper>")
                   .error);
  EXPECT_TRUE(read_text(kFormat, R"({"hitCount":5,"request":{}})").error);
  const ReadAll ids = read_text(
      kFormat,
      R"({"hitCount":1,"request":{"resultType":"idlist"},"resultList":{"result":[{"id":"1","source":"MED"}]}})");
  ASSERT_TRUE(ids.error);
  EXPECT_EQ(ids.error->slug, "ids_only");
  const ReadAll failed = read_text(kFormat, R"({"errCode":404,"errMsg":"No such thing"})");
  ASSERT_TRUE(failed.error);
  EXPECT_EQ(failed.error->slug, "remote_error");
  EXPECT_TRUE(read_text(kFormat, "<html><body>Busy</body></html>").error);
  for (const char* tiny : {"", "x", "{", "<", "[", "\xEF\xBB", "\xEF\xBB\xBF", "  "}) {
    EXPECT_TRUE(read_text(kFormat, tiny).error) << tiny;
  }
}

TEST(EuropePmc, OddValuesDoNoHarm) {
  const ReadAll all =
      read_text(kFormat, list_of(R"({"id":7,"source":"MED","title":["T"],"pmid":7,"authorList":[],
      "journalInfo":null,"meshHeadingList":{"meshHeading":{"descriptorName":"Tea"}},"language":"??",
      "keywordList":"k","fullTextUrlList":{"fullTextUrl":[{"url":"javascript:x"}]}},
      {"title":"no id"},{"id":"2","source":"MED"},17)"));
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].source_record_id, "MED:7");
  EXPECT_EQ(all.records[0].subjects.size(), 1U);
  std::vector<std::string> codes;
  for (const EntryProblem& problem : all.problems) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"unknown_language", "bad_link", "no_identifier",
                                             "no_title", "damaged_entry"}));
}

}  // namespace
}  // namespace evidence::test
