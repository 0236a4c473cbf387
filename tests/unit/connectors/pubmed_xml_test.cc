#include <gtest/gtest.h>

#include <string>

#include "model/study_type.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "pubmed-xml";

std::string article(int pmid, std::string_view inner = "<ArticleTitle>A title.</ArticleTitle>") {
  return "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">" +
         std::to_string(pmid) + "</PMID><Article>" + std::string(inner) +
         "</Article></MedlineCitation></PubmedArticle>\n";
}

std::string set_of(std::string_view inner) {
  return "<?xml version=\"1.0\"?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD\" "
         "\"https://dtd.nlm.nih.gov/x.dtd\">\n<PubmedArticleSet>\n" +
         std::string(inner) + "</PubmedArticleSet>\n";
}

Record one(std::string_view entry) {
  ReadAll all = read_text(kFormat, set_of(entry));
  EXPECT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record{} : all.records.front();
}

TEST(PubmedXml, ReadsTheFieldsOfAnArticle) {
  const Record r = one(R"(<PubmedArticle><MedlineCitation>
    <PMID Version="1">123</PMID>
    <DateRevised><Year>2020</Year><Month>03</Month><Day>04</Day></DateRevised>
    <Article><Journal><ISSN IssnType="Print">0959-8138</ISSN>
      <JournalIssue><Volume>7</Volume><Issue>2</Issue>
        <PubDate><Year>2019</Year><Month>Apr</Month></PubDate></JournalIssue>
      <Title>A journal</Title><ISOAbbreviation>A J</ISOAbbreviation></Journal>
    <ArticleTitle>[CO<sub>2</sub> and <i>E. coli</i> &lt; 5].</ArticleTitle>
    <Pagination><MedlinePgn>101-9</MedlinePgn></Pagination>
    <ELocationID EIdType="doi" ValidYN="Y">10.1000/ABC</ELocationID>
    <ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>
    <Abstract><AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see.</AbstractText>
      <AbstractText Label="RESULT">Seen.</AbstractText>
      <CopyrightInformation>Copyright A.</CopyrightInformation></Abstract>
    <AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Smith</LastName>
        <ForeName>John A</ForeName><Initials>JA</Initials>
        <Identifier Source="ORCID">http://orcid.org/0000-0002-1825-0097</Identifier>
        <AffiliationInfo><Affiliation>Leeds, UK.</Affiliation></AffiliationInfo></Author>
      <Author ValidYN="N"><LastName>Wrong</LastName></Author>
      <Author><CollectiveName>The Group</CollectiveName></Author></AuthorList>
    <Language>ger</Language>
    <DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>
      <AccessionNumberList><AccessionNumber>NCT01234567</AccessionNumber></AccessionNumberList>
      </DataBank></DataBankList>
    <PublicationTypeList><PublicationType UI="D016449">Randomized Controlled Trial</PublicationType>
      </PublicationTypeList>
    <VernacularTitle>Kohlendioxid.</VernacularTitle></Article>
    <MedlineJournalInfo><MedlineTA>A J</MedlineTA><ISSNLinking>0140-6736</ISSNLinking>
      </MedlineJournalInfo>
    <ChemicalList><Chemical><RegistryNumber>0</RegistryNumber>
      <NameOfSubstance UI="C000001">substance</NameOfSubstance></Chemical></ChemicalList>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="RetractionIn"><RefSource>A J. 2020</RefSource>
        <PMID Version="1">456</PMID></CommentsCorrections>
      <CommentsCorrections RefType="ErratumIn"><RefSource>A J. doi: 10.1000/err.</RefSource>
        </CommentsCorrections>
      <CommentsCorrections RefType="Cites"><RefSource>Other</RefSource></CommentsCorrections>
      </CommentsCorrectionsList>
    <MeshHeadingList><MeshHeading><DescriptorName UI="D001249" MajorTopicYN="N">Asthma
      </DescriptorName><QualifierName UI="Q000188" MajorTopicYN="Y">drug therapy</QualifierName>
      <QualifierName UI="Q000235" MajorTopicYN="N">genetics</QualifierName></MeshHeading>
      <MeshHeading><DescriptorName UI="D006801" MajorTopicYN="N">Humans</DescriptorName>
      </MeshHeading></MeshHeadingList>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">wheeze</Keyword></KeywordList>
    </MedlineCitation><PubmedData><ArticleIdList>
      <ArticleId IdType="pubmed">123</ArticleId><ArticleId IdType="doi">10.1000/abc</ArticleId>
      <ArticleId IdType="pmc">PMC99</ArticleId></ArticleIdList>
      <ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/cited</ArticleId>
      </ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>)");
  EXPECT_EQ(r.source_record_id, "123");
  EXPECT_EQ(r.datestamp, "2020-03-04");
  EXPECT_EQ(r.title, "CO2 and E. coli < 5.");
  EXPECT_EQ(r.original_title, "Kohlendioxid.");
  ASSERT_EQ(r.abstract.size(), 2U);
  EXPECT_EQ(r.abstract[0].label, "AIM");
  EXPECT_EQ(r.rights, "Copyright A.");
  ASSERT_EQ(r.contributors.size(), 2U);
  EXPECT_EQ(r.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(r.contributors[0].affiliation, "Leeds, UK.");
  EXPECT_EQ(r.contributors[1].role, "collective");
  EXPECT_EQ(r.publication.pages, "101-109");
  EXPECT_EQ(r.publication.date, (PartialDate{2019, 4, 0}));
  EXPECT_EQ(r.languages, std::vector<std::string>{"ger"});
  std::string identifiers;
  for (const Identifier& identifier : r.identifiers) identifiers += identifier.value() + " ";
  EXPECT_EQ(identifiers, "10.1000/abc 123 PMC99 0140-6736 0959-8138 NCT01234567 ");
  ASSERT_EQ(r.subjects.size(), 5U);
  EXPECT_EQ(r.subjects[0].label, "Asthma");
  EXPECT_TRUE(r.subjects[0].major);
  EXPECT_FALSE(r.subjects[1].major);
  EXPECT_EQ(r.subjects[3].scheme, "mesh-supplementary");
  EXPECT_EQ(r.subjects[4].scheme, "keyword");
  ASSERT_EQ(r.relations.size(), 2U);
  EXPECT_EQ(r.relations[0].type, RelationType::kRetractedBy);
  EXPECT_EQ(r.relations[0].target, "pmid:456");
  EXPECT_EQ(r.relations[1].target, "doi:10.1000/err");
  ASSERT_EQ(r.links.size(), 2U);
  EXPECT_EQ(r.links[0].kind, "publisher");
  EXPECT_TRUE(r.links[1].open);
  EXPECT_EQ(r.open_access, OpenAccess::kOpen);
}

TEST(PubmedXml, ReadsDatesAsTheyAreGiven) {
  const auto date = [](const std::string& inner) {
    const Record r = one(article(1, "<Journal><JournalIssue><PubDate>" + inner +
                                        "</PubDate></JournalIssue></Journal>"
                                        "<ArticleDate><Year>2018</Year><Month>11</Month>"
                                        "<Day>5</Day></ArticleDate>"));
    return format_date(r.publication.date);
  };
  EXPECT_EQ(date("<Year>2019</Year><Month>Apr</Month><Day>02</Day>"), "2019-04-02");
  EXPECT_EQ(date("<Year>2018</Year>"), "2018-11-05");
  EXPECT_EQ(date("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>"), "1998-12");
  EXPECT_EQ(date(""), "2018-11-05");
}

TEST(PubmedXml, TakesAnOtherAbstractOnlyWhereThereIsNone) {
  const std::string other =
      "<OtherAbstract Type=\"plain-language-summary\"><AbstractText>Plain."
      "</AbstractText></OtherAbstract>";
  const auto with = [&](const std::string& own) {
    return one(
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T"
        "</ArticleTitle>" +
        own + "</Article>" + other + "</MedlineCitation></PubmedArticle>");
  };
  ASSERT_EQ(with("").abstract.size(), 1U);
  EXPECT_EQ(with("").abstract[0].text, "Plain.");
  const Record own = with("<Abstract><AbstractText>Own.</AbstractText></Abstract>");
  ASSERT_EQ(own.abstract.size(), 1U);
  EXPECT_EQ(own.abstract[0].text, "Own.");
}

TEST(PubmedXml, ReadsABookChapterWithItsContents) {
  const Record r = one(R"(<PubmedBookArticle><BookDocument><PMID Version="1">77</PMID>
    <ArticleIdList><ArticleId IdType="bookaccession">NBK123</ArticleId></ArticleIdList>
    <Book><Publisher><PublisherName>A press</PublisherName></Publisher>
      <BookTitle book="b">The book</BookTitle><PubDate><Year>2002</Year></PubDate>
      <Isbn>9780306406157</Isbn><Edition>2nd</Edition></Book>
    <ArticleTitle>The chapter</ArticleTitle><Language>eng</Language>
    <PublicationType UI="D016454">Review</PublicationType>
    <Sections><Section><SectionTitle>One</SectionTitle><Section><SectionTitle>Inner</SectionTitle>
      </Section></Section><Section><SectionTitle>Two</SectionTitle></Section></Sections>
    <ContributionDate><Year>2018</Year><Month>9</Month></ContributionDate></BookDocument>
    <PubmedBookData/></PubmedBookArticle>)");
  EXPECT_EQ(r.title, "The chapter");
  EXPECT_EQ(r.publication.title, "The book");
  EXPECT_EQ(r.publication.edition, "2nd");
  EXPECT_EQ(format_date(r.publication.date), "2018-09");
  EXPECT_EQ(r.table_of_contents, "One\n  Inner\nTwo");
  EXPECT_EQ(classify(r), StudyType::kEbook);
  EXPECT_EQ(r.open_access, OpenAccess::kOpen);
  ASSERT_EQ(r.relations.size(), 1U);
  EXPECT_EQ(r.relations[0].type, RelationType::kPartOf);
}

TEST(PubmedXml, DeletionsBecomeTombstones) {
  const ReadAll all = read_text(
      kFormat, set_of(article(1) + "<DeleteCitation><PMID Version=\"1\">5</PMID><PMID>6</PMID>"
                                   "<PMID>x</PMID></DeleteCitation>"));
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_EQ(all.deleted(), 2U);
  EXPECT_EQ(all.records[1].source_record_id, "5");
  EXPECT_EQ(all.problems.size(), 1U);
}

TEST(PubmedXml, KeepsReadingPastADamagedArticle) {
  for (const std::string& bad : std::vector<std::string>{
           "<PubmedArticle><MedlineCitation><PMID>2</PMID></PubmedArticle>\n",
           "<PubmedArticle><MedlineCitation><PMID>2</PMID>\n",
           "<PubmedArticle><MedlineCitation><PMID>2</PMID><A & "
           "B></MedlineCitation></PubmedArticle>",
           "<PubmedArticle", "<PubmedArticle><![CDATA[ </PubmedArticle>",
           "<PubmedArticle><!-- open </PubmedArticle>", "<PubmedArticle/>",
           "<PubmedArticle><MedlineCitation/></PubmedArticle>",
           "<Article><MedlineCitation><PMID>2</PMID></MedlineCitation></Article>",
           "</PubmedArticle>", "<<<>>>", "&#0;", "</MedlineCitation>"}) {
    const ReadAll all = read_text(kFormat, set_of(article(1) + bad + article(3) + article(4)));
    std::string found;
    for (const Record& r : all.records) found += r.source_record_id + " ";
    // An unclosed CDATA or comment may swallow up to its own end, never the article before it.
    EXPECT_TRUE(found == "1 3 4 " || bad.find("<!") != std::string::npos) << bad << ": " << found;
    EXPECT_TRUE(found.starts_with("1 ")) << bad;
  }
}

TEST(PubmedXml, AnArticleWithoutPmidIsAProblemWithItsPosition) {
  const ReadAll all =
      read_text(kFormat, set_of(article(1) + "<PubmedArticle><MedlineCitation><Article>"
                                             "<ArticleTitle>Lost</ArticleTitle></Article>"
                                             "</MedlineCitation></PubmedArticle>"));
  ASSERT_EQ(all.records.size(), 1U);
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "no_identifier");
  EXPECT_TRUE(all.problems[0].position.starts_with("article 2 at byte "))
      << all.problems[0].position;
}

TEST(PubmedXml, RespectsCommentsCdataAttributesAndWhiteSpace) {
  const ReadAll all = read_text(
      kFormat,
      set_of(
          "<!-- <PubmedArticle> --><PubmedArticle ><MedlineCitation\nOwner=\"NLM\"><PMID>1</PMID>"
          "<Article><ArticleTitle><![CDATA[Of </PubmedArticle> & co]]></ArticleTitle>"
          "<!-- </PubmedArticle> --></Article></MedlineCitation></PubmedArticle\n>" +
          article(2)));
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[0].title, "Of </PubmedArticle> & co");
}

TEST(PubmedXml, ReadsMedlineCitationSetsOfOldFiles) {
  const ReadAll all =
      read_text(kFormat,
                "<MedlineCitationSet><MedlineCitation><PMID>1</PMID></MedlineCitation>"
                "<MedlineCitation><PMID>2</PMID></MedlineCitation></MedlineCitationSet>");
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.records.size(), 2U);
}

TEST(PubmedXml, AServicesErrorIsAnError) {
  for (const char* text :
       {"<?xml version=\"1.0\"?><eFetchResult><ERROR>Too many</ERROR></eFetchResult>",
        "<eSummaryResult>\n\t<ERROR>Too many</ERROR></eSummaryResult>", "<ERROR>Too many</ERROR>",
        "<PubmedArticleSet><ERROR>Too many</ERROR></PubmedArticleSet>"}) {
    const ReadAll all = read_text(kFormat, text);
    ASSERT_TRUE(all.error) << text;
    EXPECT_EQ(all.error->code, ErrorCode::kUpstream) << text;
    EXPECT_NE(all.error->message.find("Too many"), std::string::npos);
  }
}

TEST(PubmedXml, WhatIsNoPubmedXmlIsAnErrorNotAnEmptyFile) {
  for (const char* text :
       {"", "   ", "hello", "<html><body>Busy</body></html>", "{\"a\":1}",
        "<eSearchResult><Count>5</Count></eSearchResult>", "<PubmedArticleSet>", "<!DOCTYPE",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><PubmedArticleSet></PubmedArticleSet>", "<?xml", "<!--",
        "\x1f\x8b"}) {
    const ReadAll all = read_text(kFormat, text);
    ASSERT_TRUE(all.error) << text;
    EXPECT_EQ(all.error->code, ErrorCode::kBadContent) << text;
  }
  EXPECT_FALSE(read_text(kFormat, "<PubmedArticleSet></PubmedArticleSet>").error);
  EXPECT_FALSE(read_text(kFormat, "<PubmedArticleSet/>").error);
}

TEST(PubmedXml, ATruncatedFileKeepsEveryArticleBeforeTheCut) {
  std::string text = set_of(article(1) + article(2) + "<!-- note -->" + article(3));
  const std::size_t ends[] = {text.find("</PubmedArticle>") + 16,
                              text.find("</PubmedArticle>", text.find(">2<")) + 16,
                              text.find("</PubmedArticle>", text.find(">3<")) + 16};
  const std::size_t root_end = text.find("</PubmedArticleSet>") + 18;
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const ReadAll all = read_text(kFormat, text.substr(0, cut));
    const auto whole = static_cast<std::size_t>(
        std::count_if(std::begin(ends), std::end(ends), [cut](std::size_t e) { return e <= cut; }));
    EXPECT_EQ(all.records.size(), whole) << cut;
    EXPECT_EQ(all.error.has_value(), cut < root_end) << cut;
  }
}

TEST(PubmedXml, ReadsTheSameWhateverThePiecesAre) {
  const std::string text = set_of("<!-- a --><?pi?>" + article(1) + article(2));
  for (std::size_t step = 1; step < 40; ++step) {
    DripSource source(text, step);
    const ReadAll all = read_source(kFormat, source);
    EXPECT_FALSE(all.error);
    EXPECT_EQ(all.records.size(), 2U) << step;
  }
}

TEST(PubmedXml, AnArticleOverTheLimitIsPassedOver) {
  const std::string huge(17U << 20U, 'x');
  const ReadAll all = read_text(
      kFormat,
      set_of(article(1) + article(2, "<ArticleTitle>" + huge + "</ArticleTitle>") + article(3)));
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.records.size(), 2U);
  ASSERT_FALSE(all.problems.empty());
  EXPECT_EQ(all.problems[0].code, "damaged_entry");
}

TEST(PubmedXml, FlippedBytesNeverCrashNorInventRecords) {
  const std::string text = set_of(article(1) + article(2) + article(3));
  for (int changes = 1; changes <= 4; ++changes) {
    spoil_bytes(text, 1'250, changes, [](const std::string& damaged) {
      const ReadAll all = read_text(kFormat, damaged);
      EXPECT_LE(all.records.size(), 3U);
      expect_round_trip(all);
    });
  }
}

}  // namespace
}  // namespace evidence::test
