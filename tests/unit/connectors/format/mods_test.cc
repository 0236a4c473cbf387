#include <gtest/gtest.h>

#include "model/study_type.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "mods";

std::string collection(std::string_view records) {
  return "<?xml version=\"1.0\"?><modsCollection xmlns=\"http://www.loc.gov/mods/v3\">" +
         std::string(records) + "</modsCollection>";
}

Record one(std::string_view inside) {
  const ReadAll all = read_text(
      kFormat,
      collection("<mods>" + std::string(inside) +
                 "<recordInfo><recordIdentifier>m1</recordIdentifier></recordInfo></mods>"));
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record{} : all.records[0];
}

const std::string kArticle = R"(<mods>
  <titleInfo><nonSort>The</nonSort><title>care of lungs</title><subTitle>a trial</subTitle></titleInfo>
  <titleInfo type="abbreviated"><title>Care</title></titleInfo>
  <name type="personal"><namePart type="family">Doe</namePart><namePart type="given">Jane A.</namePart>
    <role><roleTerm type="code" authority="marcrelator">aut</roleTerm></role>
    <nameIdentifier type="orcid">https://orcid.org/0000-0002-1825-0097</nameIdentifier>
    <affiliation>Example Hospital</affiliation></name>
  <name type="personal"><namePart>Roe, Richard, 1950-</namePart><role><roleTerm type="text">Editor</roleTerm></role></name>
  <name type="corporate"><namePart>Example University</namePart><role><roleTerm type="code">dgg</roleTerm></role></name>
  <genre>article</genre>
  <originInfo><publisher>A Press</publisher><dateIssued>about 2019</dateIssued>
    <dateIssued encoding="w3cdtf" keyDate="yes">2019-05</dateIssued></originInfo>
  <language><languageTerm type="text">English</languageTerm><languageTerm type="code" authority="iso639-2b">eng</languageTerm></language>
  <abstract>About lungs.</abstract><abstract displayLabel="Methods">We counted.</abstract>
  <subject authority="mesh" valueURI="http://id.nlm.nih.gov/mesh/D001249"><topic>Asthma</topic><topic>therapy</topic></subject>
  <subject authority="lcsh"><topic>Lungs</topic><geographic>Leeds</geographic></subject>
  <subject><topic>breath</topic><topic>air</topic></subject>
  <classification authority="ddc">616.2</classification>
  <identifier type="doi">10.1000/lung</identifier>
  <identifier type="isbn" invalid="yes">123</identifier>
  <identifier type="isbn">123</identifier>
  <relatedItem type="host"><titleInfo><title>Annals of Lungs</title></titleInfo>
    <titleInfo type="abbreviated"><title>Ann Lungs</title></titleInfo>
    <identifier type="issn">1234-5679</identifier>
    <part><detail type="volume"><number>4</number></detail><detail type="issue"><number>2</number></detail>
      <extent unit="pages"><start>101</start><end>109</end></extent><date>2019</date></part></relatedItem>
  <location><url access="preview">https://example.org/small</url>
    <url usage="primary display" access="object in context">https://example.org/lung</url></location>
  <accessCondition type="use and reproduction">https://creativecommons.org/licenses/by/4.0/</accessCondition>
  <recordInfo><recordIdentifier source="XX">77</recordIdentifier>
    <recordChangeDate encoding="iso8601">20200102</recordChangeDate></recordInfo></mods>)";

TEST(Mods, ReadsAnArticle) {
  const ReadAll all = read_text(kFormat, collection(kArticle));
  ASSERT_FALSE(all.error);
  ASSERT_EQ(all.records.size(), 1U);
  const Record& r = all.records[0];
  EXPECT_EQ(r.source_record_id, "XX:77");
  EXPECT_EQ(r.datestamp, "2020-01-02");
  EXPECT_EQ(r.title, "The care of lungs: a trial");
  ASSERT_EQ(r.contributors.size(), 2U);
  EXPECT_EQ(r.contributors[0].family, "Doe");
  EXPECT_EQ(r.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(r.contributors[0].affiliation, "Example Hospital");
  EXPECT_EQ(r.contributors[1].role, "editor");
  EXPECT_EQ(r.publication_types, (std::vector<std::string>{"article", "Journal Article"}));
  EXPECT_EQ(format_date(r.publication.date), "2019-05");
  EXPECT_EQ(r.publication.title, "Annals of Lungs");
  EXPECT_EQ(r.publication.abbreviation, "Ann Lungs");
  EXPECT_EQ(r.publication.volume, "4");
  EXPECT_EQ(r.publication.issue, "2");
  EXPECT_EQ(r.publication.pages, "101-109");
  EXPECT_EQ(r.publication.publisher, "A Press");
  EXPECT_EQ(r.languages, std::vector<std::string>{"eng"});
  ASSERT_EQ(r.abstract.size(), 2U);
  EXPECT_EQ(r.abstract[1].label, "Methods");
  ASSERT_EQ(r.subjects.size(), 5U);
  EXPECT_EQ(r.subjects[0].id, "D001249");
  EXPECT_EQ(r.subjects[0].qualifier, "therapy");
  EXPECT_EQ(r.subjects[1].label, "Lungs -- Leeds");
  EXPECT_EQ(r.subjects[2].scheme, "keyword");
  EXPECT_EQ(r.subjects[4].scheme, "ddc");
  ASSERT_EQ(r.relations.size(), 1U);
  EXPECT_EQ(r.relations[0].target, "issn:1234-5679");
  ASSERT_EQ(r.links.size(), 2U);
  EXPECT_EQ(r.links[0].url, "https://example.org/lung");
  EXPECT_EQ(r.links[0].kind, "repository");
  EXPECT_EQ(r.links[1].kind, "related");
  EXPECT_EQ(r.open_access, OpenAccess::kOpen);
  EXPECT_EQ(r.rights, "https://creativecommons.org/licenses/by/4.0/");
  ASSERT_EQ(all.problems.size(), 1U);  // the ISBN that is none and is not said to be wrong
  EXPECT_EQ(all.problems[0].code, "bad_identifier");
}

TEST(Mods, ReadsAPrefixInsideAnEnvelope) {
  const std::string text =
      "<OAI-PMH><ListRecords><record><metadata><m:mods xmlns:m=\"http://www.loc.gov/mods/v3\">"
      "<m:titleInfo><m:title>One</m:title></m:titleInfo><m:identifier "
      "type=\"hdl\">1/2</m:identifier>"
      "</m:mods></metadata></record></ListRecords></OAI-PMH>";
  EXPECT_TRUE(format_by_name(kFormat)->recognises(text, "x.xml"));
  const ReadAll all = read_text(kFormat, text);
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].title, "One");
  EXPECT_EQ(all.records[0].source_record_id, "1/2");
}

TEST(Mods, TitlesInOtherLanguagesAndScripts) {
  const Record translated = one(
      "<titleInfo lang=\"ger\"><title>Das Lungenbuch</title></titleInfo>"
      "<titleInfo type=\"translated\" lang=\"eng\"><title>The book of lungs</title></titleInfo>");
  EXPECT_EQ(translated.title, "The book of lungs");
  EXPECT_EQ(translated.original_title, "Das Lungenbuch");
  const Record script =
      one("<titleInfo altRepGroup=\"1\"><title>Hai</title></titleInfo>"
          "<titleInfo altRepGroup=\"1\" script=\"Jpan\"><title>\xe8\x82\xba</title></titleInfo>");
  EXPECT_EQ(script.title, "Hai");
  EXPECT_EQ(script.original_title, "\xe8\x82\xba");
}

TEST(Mods, BooksHaveContentsSeriesAndParts) {
  const Record r =
      one("<titleInfo><title>Lungs</title><partNumber>Part 2</partNumber></titleInfo>"
          "<genre authority=\"marcgt\">book</genre>"
          "<originInfo><dateIssued encoding=\"marc\">2011</dateIssued><edition>2nd ed.</edition>"
          "</originInfo><tableOfContents>Causes -- Care</tableOfContents>"
          "<relatedItem type=\"series\"><titleInfo><title>Organs</title></titleInfo></relatedItem>"
          "<relatedItem type=\"otherFormat\"><identifier type=\"isbn\">9780306406157</identifier>"
          "</relatedItem><identifier type=\"oclc\">123</identifier>");
  EXPECT_EQ(r.title, "Lungs. Part 2");
  EXPECT_EQ(classify(r), StudyType::kEbook);
  EXPECT_EQ(r.table_of_contents, "Causes\nCare");
  EXPECT_EQ(r.publication.title, "Organs");
  EXPECT_EQ(r.publication.date.year, 2011);
  ASSERT_EQ(r.identifiers.size(), 2U);
  EXPECT_EQ(r.identifiers[0].value(), "9780306406157");
  EXPECT_EQ(r.identifiers[1].value(), "(OCoLC)123");
}

TEST(Mods, DamageCutsAndFlipsLoseOnlyWhatTheyTouch) {
  const std::string text = collection(kArticle + "<mods><titleInfo></mods>" + kArticle);
  EXPECT_EQ(read_text(kFormat, text).records.size(), 2U);
  const std::size_t first_end = text.find("</mods>") + 7;
  cut_everywhere(text, 97, text.size() - 17, [first_end](const std::string& part) {
    const ReadAll all = read_text(kFormat, part);
    EXPECT_TRUE(all.error) << part.size();
    EXPECT_EQ(all.records.size() >= 1, part.size() >= first_end) << part.size();
  });
  spoil_bytes(text, 500, 3,
              [](const std::string& damaged) { expect_round_trip(read_text(kFormat, damaged)); });
}

}  // namespace
}  // namespace evidence::test
