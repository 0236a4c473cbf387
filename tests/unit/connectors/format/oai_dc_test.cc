#include <gtest/gtest.h>

#include <algorithm>

#include "connectors/format/dc_values.h"
#include "model/study_type.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "oai_dc";

std::string dc(std::string_view statements) {
  return "<?xml version=\"1.0\"?><oai_dc:dc "
         "xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
         "xmlns:dcterms=\"http://purl.org/dc/terms/\">" +
         std::string(statements) + "</oai_dc:dc>";
}

ReadAll read(std::string_view statements) { return read_text(kFormat, dc(statements)); }

Record record_of(std::string_view statements) {
  const ReadAll all = read("<dc:title>A trial of tea</dc:title>" + std::string(statements));
  EXPECT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record{} : all.records.front();
}

std::vector<std::string> codes_of(std::string_view statements) {
  std::vector<std::string> codes;
  for (const auto& p : read("<dc:title>T</dc:title>" + std::string(statements)).problems) {
    codes.push_back(p.code);
  }
  return codes;
}

std::vector<std::string> identifiers_of(const Record& record) {
  std::vector<std::string> all;
  for (const Identifier& one : record.identifiers) {
    all.push_back(std::string(scheme_name(one.scheme())) + ":" + one.value());
  }
  return all;
}

using Strings = std::vector<std::string>;

TEST(OaiDc, ReadsAnArticleOfARepository) {
  const ReadAll all = read(R"(
    <dc:title>Tea &amp;amp; &lt;i&gt;asthma&lt;/i&gt;</dc:title>
    <dc:creator>Doe, Jane A. [https://orcid.org/0000-0002-1825-0097]</dc:creator>
    <dc:creator>Roe, R</dc:creator>
    <dc:contributor>University of Nowhere. Department of Tea</dc:contributor>
    <dc:date>2022-02-24T20:08:20Z</dc:date><dc:date>2019-05</dc:date>
    <dc:date>info:eu-repo/date/embargoEnd/2021-01-01</dc:date>
    <dc:identifier>1234-5679</dc:identifier>
    <dc:identifier>https://hdl.example.org/1/2</dc:identifier>
    <dc:identifier>https://repository.example.org/1/2.pdf</dc:identifier>
    <dc:relation>https://doi.org/10.1000/ABC</dc:relation>
    <dc:relation>Journal of Tea</dc:relation>
    <dc:type>info:eu-repo/semantics/article</dc:type>
    <dc:type>info:eu-repo/semantics/publishedVersion</dc:type>
    <dc:language>en-GB</dc:language>
    <dc:description>Peer reviewed</dc:description>
    <dc:description>&lt;p&gt;BACKGROUND: Tea is drunk. RESULTS: It helps (p &lt; 0.05).&lt;/p&gt;</dc:description>
    <dc:subject>MeSH::Asthma</dc:subject><dc:subject>tea; infusions</dc:subject>
    <dc:publisher>Tea Press</dc:publisher>
    <dc:rights>info:eu-repo/semantics/openAccess</dc:rights>
    <dc:rights>Some words</dc:rights>
    <dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>
    <dc:format>application/pdf</dc:format>)");
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 1U);
  for (const EntryProblem& p : all.problems) ADD_FAILURE() << p.code << ": " << p.reason;
  const Record& r = all.records[0];
  EXPECT_EQ(r.source_record_id, "10.1000/abc");
  EXPECT_EQ(r.title, "Tea & asthma");
  ASSERT_EQ(r.contributors.size(), 3U);
  EXPECT_EQ(r.contributors[0].family, "Doe");
  EXPECT_EQ(r.contributors[0].given, "Jane A.");
  EXPECT_EQ(r.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(r.contributors[2].role, "collective");
  EXPECT_EQ(format_date(r.publication.date), "2019-05");
  EXPECT_EQ(identifiers_of(r), (Strings{"doi:10.1000/abc", "issn:1234-5679"}));
  EXPECT_EQ(r.publication.title, "Journal of Tea");
  EXPECT_EQ(r.publication.publisher, "Tea Press");
  EXPECT_EQ(r.publication_types, Strings{"Journal Article"});
  EXPECT_EQ(r.languages, Strings{"eng"});
  ASSERT_EQ(r.abstract.size(), 2U);
  EXPECT_EQ(r.abstract[0].label, "BACKGROUND");
  EXPECT_EQ(r.abstract[1].text, "It helps (p < 0.05).");
  ASSERT_EQ(r.subjects.size(), 3U);
  EXPECT_EQ(r.subjects[0].scheme, "mesh");
  EXPECT_EQ(r.subjects[0].label, "Asthma");
  EXPECT_EQ(r.subjects[2].label, "infusions");
  EXPECT_EQ(r.rights, "https://creativecommons.org/licenses/by/4.0/; Some words");
  EXPECT_EQ(r.open_access, OpenAccess::kOpen);
  ASSERT_EQ(r.links.size(), 3U);
  EXPECT_EQ(r.links[0].kind, "repository");
  EXPECT_TRUE(r.links[0].open);
  EXPECT_EQ(r.links[1].kind, "pdf");
  EXPECT_EQ(r.links[2].url, "https://doi.org/10.1000/abc");
}

TEST(OaiDc, TheEnglishTitleLeadsWhereLanguagesAreMarked) {
  const ReadAll all = read(
      "<dc:title xml:lang=\"es\">El té</dc:title><dc:title xml:lang=\"en\">Tea</dc:title>"
      "<dc:title xml:lang=\"fr\">Le thé</dc:title>");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].title, "Tea");
  EXPECT_EQ(all.records[0].original_title, "El té");
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "extra_title");
}

TEST(OaiDc, ARecordWithoutATitleIsAProblem) {
  const ReadAll all = read("<dc:identifier>https://example.org/1</dc:identifier>");
  EXPECT_TRUE(all.records.empty());
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "no_title");
}

TEST(OaiDc, IdentifiersOfAllFormsAreKnown) {
  EXPECT_EQ(identifiers_of(record_of("<dc:identifier>doi: 10.1000/x</dc:identifier>"
                                     "<dc:identifier>PMID: 12345</dc:identifier>"
                                     "<dc:identifier>https://www.ncbi.nlm.nih.gov/pmc/articles/"
                                     "PMC99/</dc:identifier>"
                                     "<dc:identifier>urn:ISSN:1234-5679</dc:identifier>"
                                     "<dc:identifier>ISBN: 978-0-306-40615-7</dc:identifier>"
                                     "<dc:identifier>info:eu-repo/semantics/altIdentifier/pmid/777"
                                     "</dc:identifier>")),
            (Strings{"doi:10.1000/x", "pmid:12345", "pmid:777", "pmcid:PMC99", "issn:1234-5679",
                     "isbn:9780306406157"}));
}

TEST(OaiDc, WrongNumbersAreProblemsAndTheRecordStays) {
  EXPECT_EQ(codes_of("<dc:identifier>1234-5678</dc:identifier>"
                     "<dc:identifier>javascript:alert(1)</dc:identifier>"
                     "<dc:language>Klingon</dc:language><dc:date>1950s</dc:date>"),
            (Strings{"bad_identifier", "unknown_language", "bad_date", "not_understood"}));
}

TEST(OaiDc, CitationsSayWhereTheArticleStands) {
  const Record ojs = record_of(
      "<dc:source>Journal of Tea; Vol. 12 No. 3 (2015): May; 45-67</dc:source>"
      "<dc:source>1234-5679</dc:source>");
  EXPECT_EQ(ojs.publication.title, "Journal of Tea");
  EXPECT_EQ(ojs.publication.volume, "12");
  EXPECT_EQ(ojs.publication.issue, "3");
  EXPECT_EQ(ojs.publication.pages, "45-67");
  EXPECT_EQ(ojs.publication.date.year, 2015);
  const Record dspace = record_of(
      "<dc:identifier>Doe J, Roe R. A trial of tea. Journal of Tea. 2015;12(3):e45. "
      "doi:10.1000/x.</dc:identifier>");
  EXPECT_EQ(dspace.publication.title, "Journal of Tea");
  EXPECT_EQ(dspace.publication.volume, "12");
  EXPECT_EQ(dspace.publication.pages, "e45");
  EXPECT_EQ(identifiers_of(dspace), Strings{"doi:10.1000/x"});
}

TEST(OaiDc, NamesAndAffiliationsInOneStatementAreTakenApart) {
  const Record record = record_of(
      "<dc:creator>Doe, Jane; University of Nowhere</dc:creator>"
      "<dc:creator>Roe, R; Poe, P</dc:creator><dc:creator>The Tea Trial Group</dc:creator>");
  ASSERT_EQ(record.contributors.size(), 4U);
  EXPECT_EQ(record.contributors[0].affiliation, "University of Nowhere");
  EXPECT_EQ(record.contributors[2].family, "Poe");
  EXPECT_EQ(record.contributors[3].role, "collective");
}

TEST(OaiDc, EmbargoesAndFarYearsAreNoPublicationDates) {
  EXPECT_EQ(record_of("<dc:date>9999-01-01</dc:date><dc:date>2001</dc:date>").publication.date.year,
            2001);
  EXPECT_FALSE(record_of("<dc:date>9999-01-01</dc:date>").publication.date.known());
  EXPECT_EQ(format_date(record_of("<dc:date>2015-01-01T00:00:00Z</dc:date>").publication.date),
            "2015-01-01");
  EXPECT_EQ(record_of("<dc:date>c2003</dc:date>").publication.date.year, 2003);
}

TEST(OaiDc, ClosedCopiesAreClosedWhateverTheLicence) {
  EXPECT_EQ(record_of("<dc:rights>info:eu-repo/semantics/embargoedAccess</dc:rights>"
                      "<dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>")
                .open_access,
            OpenAccess::kClosed);
  EXPECT_EQ(record_of("<dc:rights>All rights reserved</dc:rights>").open_access,
            OpenAccess::kUnknown);
}

TEST(OaiDc, QualifiedTermsAreRead) {
  const ReadAll all = read_text(
      kFormat,
      "<qdc:qualifieddc xmlns:qdc=\"http://dspace.org/qualifieddc/\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\">"
      "<dc:title>Tea</dc:title><dcterms:abstract>Short.</dcterms:abstract>"
      "<dcterms:issued>2010-05</dcterms:issued><dcterms:created>2001</dcterms:created>"
      "<dcterms:isPartOf>Journal of Tea</dcterms:isPartOf>"
      "<dcterms:isReplacedBy>https://doi.org/10.1000/new</dcterms:isReplacedBy>"
      "<dcterms:references>https://doi.org/10.1000/cited</dcterms:references>"
      "<dcterms:tableOfContents>1. Leaves</dcterms:tableOfContents></qdc:qualifieddc>");
  ASSERT_EQ(all.records.size(), 1U);
  const Record& r = all.records[0];
  EXPECT_EQ(r.abstract.at(0).text, "Short.");
  EXPECT_EQ(format_date(r.publication.date), "2010-05");
  EXPECT_EQ(r.publication.title, "Journal of Tea");
  EXPECT_TRUE(r.identifiers.empty());
  ASSERT_EQ(r.relations.size(), 1U);
  EXPECT_EQ(r.relations[0].type, RelationType::kUpdatedBy);
  EXPECT_EQ(r.relations[0].target, "doi:10.1000/new");
  EXPECT_EQ(r.table_of_contents, "1. Leaves");
}

TEST(OaiDc, DspacesOwnFieldsAreRead) {
  const ReadAll all = read_text(
      kFormat,
      "<dim:dim xmlns:dim=\"http://www.dspace.org/xmlns/dspace/dim\">"
      "<dim:field mdschema=\"dc\" element=\"title\">Tea</dim:field>"
      "<dim:field mdschema=\"dc\" element=\"contributor\" qualifier=\"author\">Doe, J</dim:field>"
      "<dim:field mdschema=\"dc\" element=\"date\" qualifier=\"accessioned\">2020-01-01T10:00:00Z"
      "</dim:field><dim:field mdschema=\"dc\" element=\"date\" "
      "qualifier=\"issued\">2018</dim:field>"
      "<dim:field mdschema=\"dc\" element=\"subject\" qualifier=\"mesh\">Asthma</dim:field>"
      "<dim:field mdschema=\"local\" element=\"title\">Not this</dim:field></dim:dim>");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].title, "Tea");
  EXPECT_EQ(all.records[0].contributors.at(0).role, "author");
  EXPECT_EQ(all.records[0].publication.date.year, 2018);
  EXPECT_EQ(all.records[0].subjects.at(0).scheme, "mesh");
}

TEST(OaiDc, TheKeyStaysTheSameWithoutAnyIdentifier) {
  const Record one = record_of("<dc:creator>Doe, J</dc:creator>");
  const Record two = record_of("<dc:subject>new</dc:subject><dc:creator>Doe, J</dc:creator>");
  EXPECT_TRUE(one.source_record_id.starts_with("dc:"));
  EXPECT_EQ(one.source_record_id, two.source_record_id);
}

TEST(OaiDc, TypesSpeakToPeopleAndStudyTypes) {
  EXPECT_EQ(dc_type("http://purl.org/coar/resource_type/c_816b"), "Preprint");
  EXPECT_EQ(dc_type("http://purl.org/coar/resource_type/c_999"), "");
  EXPECT_EQ(dc_type("http://purl.org/eprint/type/JournalArticle"), "Journal Article");
  EXPECT_EQ(dc_type("info:eu-repo/semantics/doctoralThesis"), "Doctoral Thesis");
  EXPECT_EQ(dc_type("doc-type:article"), "Journal Article");
  EXPECT_EQ(dc_type("http://purl.org/dc/dcmitype/StillImage"), "Still Image");
  EXPECT_EQ(dc_type("NonPeerReviewed"), "");
  EXPECT_EQ(dc_type("Systematic Review"), "Systematic Review");
  EXPECT_EQ(classify(record_of("<dc:type>info:eu-repo/semantics/preprint</dc:type>")),
            StudyType::kPreprint);
  EXPECT_EQ(record_of("<dc:type>Article</dc:type>").publication_types,
            (Strings{"Article", "Journal Article"}));
}

TEST(OaiDc, DatesInAllForms) {
  const auto text = [](std::string_view raw) { return format_date(dc_date(raw).date); };
  EXPECT_EQ(text("2003"), "2003");
  EXPECT_EQ(text("[2003?]"), "2003");
  EXPECT_EQ(text("©2003"), "2003");
  EXPECT_EQ(text("20030415"), "2003-04-15");
  EXPECT_EQ(text("03/2003"), "2003-03");
  EXPECT_EQ(text("15 March 2003"), "2003-03-15");
  EXPECT_EQ(text("2011-03-26 19:16:19"), "2011-03-26");
  EXPECT_EQ(text("info:eu-repo/date/publicationDate/2016-02-01"), "2016-02-01");
  for (const char* raw : {"", "1950s", "n.d.", "20031545", "info:eu-repo/date/embargoEnd/2016"}) {
    EXPECT_EQ(text(raw), "") << raw;
  }
}

TEST(OaiDc, CitationsInAllForms) {
  struct Case {
    const char* text;
    const char* wanted;  // journal|volume|issue|pages|year
  };
  for (const Case& one : {
           Case{"Journal of Tea 12(3): 45-67 (2015)", "Journal of Tea|12|3|45-67|2015"},
           Case{"Journal of Tea, Vol 5, Iss 2, Pp 129-134 (2017)",
                "Journal of Tea|5|2|129-134|2017"},
           Case{"BMT. 2015;350:h1234", "BMT|350||h1234|2015"},
           Case{"Tea Letters, vol. 8, no. 5, e63478, 2013", "Tea Letters|8|5|e63478|2013"},
           Case{"Journal of Tea; Vol 3 (2001); 10–12", "Journal of Tea|3||10–12|2001"},
       }) {
    const auto found = dc_citation(one.text, "");
    ASSERT_TRUE(found) << one.text;
    const std::string text = found->journal + "|" + found->volume + "|" + found->issue + "|" +
                             found->pages + "|" + format_date(found->date);
    EXPECT_EQ(text, one.wanted);
  }
  for (const char* text :
       {"", "Journal of Tea", "2015", "A study of 45 people in 2015", "()", "12("}) {
    EXPECT_FALSE(dc_citation(text, "")) << text;
  }
}

}  // namespace
}  // namespace evidence::test
