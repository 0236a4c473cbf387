#include "connectors/format/onix.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "model/study_type.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "onix";

std::string message(std::string_view products) {
  return "<?xml version=\"1.0\"?><!DOCTYPE ONIXMessage SYSTEM "
         "\"http://www.editeur.org/onix/2.1/reference/onix-international.dtd\"><ONIXMessage>"
         "<Header><FromCompany>A Press</FromCompany></Header>" +
         std::string(products) + "</ONIXMessage>";
}

const std::string kBook21 = R"(<Product datestamp="20200102T1030Z">
  <RecordReference>org.example.1</RecordReference><NotificationType>03</NotificationType>
  <ProductIdentifier><ProductIDType>02</ProductIDType><IDValue>0306406152</IDValue></ProductIdentifier>
  <ProductIdentifier><ProductIDType>03</ProductIDType><IDValue>9780306406157</IDValue></ProductIdentifier>
  <ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>ABC</IDValue></ProductIdentifier>
  <ProductForm>DG</ProductForm>
  <Series><TitleOfSeries>Organs</TitleOfSeries><NumberWithinSeries>3</NumberWithinSeries></Series>
  <Title><TitleType>01</TitleType><TitlePrefix>The</TitlePrefix>
    <TitleWithoutPrefix>Lung &amp;amp; the R&eacute;sum&eacute;</TitleWithoutPrefix><Subtitle>a guide</Subtitle></Title>
  <Contributor><SequenceNumber>2</SequenceNumber><ContributorRole>B01</ContributorRole><PersonNameInverted>Roe, Richard</PersonNameInverted></Contributor>
  <Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>A01</ContributorRole><NamesBeforeKey>Jane</NamesBeforeKey><KeyNames>Doe</KeyNames></Contributor>
  <EditionNumber>2</EditionNumber><Language><LanguageRole>01</LanguageRole><LanguageCode>eng</LanguageCode></Language>
  <NumberOfPages>345</NumberOfPages><BICMainSubject>MJL</BICMainSubject>
  <Subject><SubjectSchemeIdentifier>20</SubjectSchemeIdentifier><SubjectHeadingText>lung; breath</SubjectHeadingText></Subject>
  <Subject><SubjectSchemeIdentifier>05</SubjectSchemeIdentifier><SubjectCode>D001249</SubjectCode><SubjectHeadingText>Asthma</SubjectHeadingText></Subject>
  <OtherText><TextTypeCode>02</TextTypeCode><Text>Short.</Text></OtherText>
  <OtherText><TextTypeCode>01</TextTypeCode><Text textformat="02">&lt;p&gt;All about &lt;em&gt;lungs&lt;/em&gt;.&lt;/p&gt;&lt;p&gt;And air&ndash;ways.&lt;/p&gt;</Text></OtherText>
  <OtherText><TextTypeCode>04</TextTypeCode><Text><ul><li>Causes</li><li>Care</li></ul></Text></OtherText>
  <Website><WebsiteRole>02</WebsiteRole><WebsiteLink>www.example.org/lung</WebsiteLink></Website>
  <Imprint><ImprintName>Imprint</ImprintName></Imprint>
  <Publisher><PublishingRole>01</PublishingRole><PublisherName>A Press</PublisherName></Publisher>
  <PublicationDate>20190304</PublicationDate>
  <RelatedProduct><RelationCode>13</RelationCode><ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9780804429573</IDValue></ProductIdentifier></RelatedProduct>
  </Product>)";

const std::string kBook30 =
    R"(<Product><RecordReference>r2</RecordReference><NotificationType>03</NotificationType>
  <ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9780306406157</IDValue></ProductIdentifier>
  <ProductIdentifier><ProductIDType>06</ProductIDType><IDValue>10.1000/book</IDValue></ProductIdentifier>
  <DescriptiveDetail><ProductForm>EC</ProductForm>
    <EpubLicense><EpubLicenseName>CC BY</EpubLicenseName><EpubLicenseExpression><EpubLicenseExpressionType>01</EpubLicenseExpressionType><EpubLicenseExpressionLink>https://creativecommons.org/licenses/by/4.0/</EpubLicenseExpressionLink></EpubLicenseExpression></EpubLicense>
    <Collection><CollectionIdentifier><CollectionIDType>02</CollectionIDType><IDValue>12345679</IDValue></CollectionIdentifier>
      <TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>02</TitleElementLevel><TitleText>Organs</TitleText></TitleElement></TitleDetail></Collection>
    <TitleDetail><TitleType>01</TitleType>
      <TitleElement><TitleElementLevel>02</TitleElementLevel><TitleText>Organs</TitleText></TitleElement>
      <TitleElement><TitleElementLevel>01</TitleElementLevel><NoPrefix/><TitleWithoutPrefix>Lungs</TitleWithoutPrefix></TitleElement></TitleDetail>
    <TitleDetail><TitleType>03</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>Lungen</TitleText></TitleElement></TitleDetail>
    <Contributor><ContributorRole>A01</ContributorRole><NameIdentifier><NameIDType>21</NameIDType><IDValue>0000000218250097</IDValue></NameIdentifier><PersonName>Jane Doe</PersonName></Contributor>
    <Contributor><ContributorRole>A01</ContributorRole><CorporateName>The Lung Group</CorporateName></Contributor>
    <EditionStatement>Second edition</EditionStatement>
    <Language><LanguageRole>01</LanguageRole><LanguageCode>eng</LanguageCode></Language>
    <Extent><ExtentType>00</ExtentType><ExtentValue>200</ExtentValue><ExtentUnit>03</ExtentUnit></Extent>
    <Subject><MainSubject/><SubjectSchemeIdentifier>93</SubjectSchemeIdentifier><SubjectCode>MJL</SubjectCode></Subject>
  </DescriptiveDetail>
  <CollateralDetail><TextContent><TextType>03</TextType><ContentAudience>00</ContentAudience><Text textformat="05"><p>About <b>lungs</b> &amp; air.</p></Text></TextContent></CollateralDetail>
  <ContentDetail>
    <ContentItem><LevelSequenceNumber>1</LevelSequenceNumber><TextItem><TextItemType>03</TextItemType><TextItemIdentifier><TextItemIDType>06</TextItemIDType><IDValue>10.1000/book.c1</IDValue></TextItemIdentifier><PageRun><FirstPageNumber>1</FirstPageNumber><LastPageNumber>20</LastPageNumber></PageRun></TextItem>
      <ComponentTypeName>Chapter</ComponentTypeName><ComponentNumber>1</ComponentNumber>
      <TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>04</TitleElementLevel><TitleText>Causes</TitleText></TitleElement></TitleDetail>
      <Contributor><ContributorRole>A01</ContributorRole><PersonNameInverted>Roe, Richard</PersonNameInverted></Contributor></ContentItem>
    <ContentItem><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>04</TitleElementLevel><TitleText>Care</TitleText></TitleElement></TitleDetail></ContentItem>
  </ContentDetail>
  <PublishingDetail><Publisher><PublishingRole>01</PublishingRole><PublisherName>A Press</PublisherName><Website><WebsiteRole>29</WebsiteRole><WebsiteLink>https://example.org/full</WebsiteLink></Website></Publisher>
    <PublishingDate><PublishingDateRole>11</PublishingDateRole><Date>2001</Date></PublishingDate>
    <PublishingDate><PublishingDateRole>01</PublishingDateRole><Date dateformat="01">202005</Date></PublishingDate></PublishingDetail>
  <RelatedMaterial><RelatedProduct><ProductRelationCode>03</ProductRelationCode><ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9780804429573</IDValue></ProductIdentifier></RelatedProduct></RelatedMaterial>
  </Product>)";

TEST(Onix, ReadsAProductOfVersion21) {
  const std::string text = message(kBook21);
  EXPECT_TRUE(format_by_name(kFormat)->recognises(text, "x.xml"));
  const ReadAll all = read_text(kFormat, text);
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 1U);
  const Record& r = all.records[0];
  EXPECT_EQ(r.source_record_id, "org.example.1");
  EXPECT_EQ(r.datestamp, "2020-01-02");
  EXPECT_EQ(r.title, "The Lung & the R\xc3\xa9sum\xc3\xa9: a guide");
  EXPECT_EQ(classify(r), StudyType::kEbook);
  ASSERT_EQ(r.contributors.size(), 2U);
  EXPECT_EQ(r.contributors[0].family, "Doe");
  EXPECT_EQ(r.contributors[1].role, "editor");
  ASSERT_EQ(r.identifiers.size(), 2U);
  EXPECT_EQ(r.identifiers[0].value(), "9780306406157");
  EXPECT_EQ(r.identifiers[1].value(), "9780804429573");
  EXPECT_EQ(r.publication.title, "Organs");
  EXPECT_EQ(r.publication.volume, "3");
  EXPECT_EQ(r.publication.edition, "2");
  EXPECT_EQ(r.publication.pages, "345 pages");
  EXPECT_EQ(r.publication.publisher, "A Press");
  EXPECT_EQ(format_date(r.publication.date), "2019-03-04");
  ASSERT_EQ(r.abstract.size(), 1U);
  EXPECT_EQ(r.abstract[0].text, "All about lungs. And air\xe2\x80\x93ways.");
  EXPECT_EQ(r.table_of_contents, "Causes\nCare");
  ASSERT_EQ(r.subjects.size(), 4U);
  EXPECT_EQ(r.subjects[0].scheme, "bic");
  EXPECT_EQ(r.subjects[1].label, "lung");
  EXPECT_EQ(r.subjects[3].id, "D001249");
  ASSERT_EQ(r.links.size(), 1U);
  EXPECT_EQ(r.links[0].url, "http://www.example.org/lung");
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "bad_identifier");
}

TEST(Onix, ReadsAProductOfVersion30) {
  const ReadAll all = read_text(kFormat, message(kBook30));
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_TRUE(all.problems.empty());
  const Record& r = all.records[0];
  EXPECT_EQ(r.title, "Lungs");
  EXPECT_EQ(r.original_title, "Lungen");
  EXPECT_EQ(r.publication.title, "Organs");
  EXPECT_EQ(r.publication.edition, "Second edition");
  EXPECT_EQ(r.publication.pages, "200 pages");
  EXPECT_EQ(format_date(r.publication.date), "2020-05");
  EXPECT_EQ(r.abstract.at(0).text, "About lungs & air.");
  ASSERT_EQ(r.contributors.size(), 2U);
  EXPECT_EQ(r.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(r.contributors[1].role, "collective");
  EXPECT_EQ(r.open_access, OpenAccess::kOpen);
  EXPECT_EQ(r.rights, "CC BY https://creativecommons.org/licenses/by/4.0/");
  ASSERT_EQ(r.links.size(), 1U);
  EXPECT_EQ(r.links[0].kind, "fulltext");
  EXPECT_TRUE(r.links[0].open);
  ASSERT_EQ(r.relations.size(), 2U);
  EXPECT_EQ(r.relations[0].target, "issn:1234-5679");
  EXPECT_EQ(r.relations[1].type, RelationType::kUpdates);
  EXPECT_EQ(r.table_of_contents, "Chapter 1 Causes / Richard Roe\nCare");
}

TEST(Onix, ContentItemsBecomeChaptersWhereAskedFor) {
  const ParsedEntry entry = OnixFormat(Chapters::kRecords).parse({kBook30, "product 1"});
  ASSERT_EQ(entry.records.size(), 3U);
  const Record& causes = entry.records[1];
  EXPECT_EQ(causes.source_record_id, "r2#1");
  EXPECT_EQ(causes.publication.title, "Lungs");
  EXPECT_EQ(causes.publication.pages, "1-20");
  ASSERT_EQ(causes.identifiers.size(), 1U);
  EXPECT_EQ(causes.identifiers[0].value(), "10.1000/book.c1");
  EXPECT_EQ(causes.links.at(0).url, "https://doi.org/10.1000/book.c1");
  EXPECT_EQ(causes.relations.at(0).target, "isbn:9780306406157");
  EXPECT_EQ(causes.contributors.at(0).family, "Roe");
  EXPECT_EQ(entry.records[2].links.at(0).kind, "title");
}

TEST(Onix, ReadsShortTags) {
  const std::string text =
      "<ONIXmessage release=\"3.0\"><header/><product><a001>s1</a001><a002>03</a002>"
      "<productidentifier><b221>15</b221><b244>9780306406157</b244></productidentifier>"
      "<descriptivedetail><b012>BB</b012><titledetail><b202>01</b202><titleelement>"
      "<x409>01</x409><b203>Lungs</b203></titleelement></titledetail><contributor><b035>A01</b035>"
      "<b036>Jane Doe</b036></contributor></descriptivedetail><collateraldetail><textcontent>"
      "<x426>03</x426><d104 textformat=\"05\"><p>About.</p></d104></textcontent>"
      "</collateraldetail><publishingdetail><publishingdate><x448>01</x448><b306>2020</b306>"
      "</publishingdate></publishingdetail></product>"
      "<product><a001>s2</a001><a002>05</a002></product></ONIXmessage>";
  const ReadAll all = read_text(kFormat, text);
  ASSERT_FALSE(all.error);
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[0].title, "Lungs");
  EXPECT_EQ(all.records[0].contributors.at(0).family, "Doe");
  EXPECT_EQ(all.records[0].abstract.at(0).text, "About.");
  EXPECT_EQ(all.records[0].publication.date.year, 2020);
  EXPECT_TRUE(all.records[1].deleted);
  EXPECT_EQ(all.records[1].source_record_id, "s2");
}

TEST(Onix, SaysWhatAProductLacks) {
  const ReadAll all = read_text(
      kFormat,
      message("<Product><RecordReference>a</RecordReference></Product><Product><Title>"
              "<TitleText>T</TitleText></Title></Product><Product><RecordReference>b"
              "</RecordReference><Title><TitleText>T</TitleText></Title>"
              "<PublicationDate>soon</PublicationDate></Product><Product><bad></Product>"));
  EXPECT_EQ(all.records.size(), 1U);
  std::vector<std::string> codes;
  for (const EntryProblem& problem : all.problems) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"no_title", "no_identifier", "bad_date", "bad_xml"}));
}

TEST(Onix, ReadsUtf16) {
  std::string wide = "\xff\xfe";
  for (const char c : message(kBook21)) wide += {c, '\0'};
  const auto bytes = memory_source(wide);
  const auto text = utf8_source(*bytes);
  EXPECT_EQ(read_source(kFormat, *text).records.size(), 1U);
}

TEST(Onix, DamageCutsAndFlipsLoseOnlyWhatTheyTouch) {
  const std::string text = message(kBook21 + kBook30 + kBook21);
  const std::size_t first_end = text.find("</Product>") + 10;
  cut_everywhere(text, 97, text.size() - 14, [first_end](const std::string& part) {
    const ReadAll all = read_text(kFormat, part);
    EXPECT_TRUE(all.error) << part.size();
    EXPECT_EQ(all.records.size() >= 1, part.size() >= first_end) << part.size();
  });
  spoil_bytes(text, 500, 3,
              [](const std::string& damaged) { expect_round_trip(read_text(kFormat, damaged)); });
}

}  // namespace
}  // namespace evidence::test
