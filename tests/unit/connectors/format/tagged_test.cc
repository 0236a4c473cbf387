// The smaller dialects: ISI, Refer, Ovid, EndNote XML.
#include <gtest/gtest.h>

#include "connectors/format/ovid_parts.h"
#include "connectors/format/reference_text.h"
#include "model/language.h"
#include "tests/unit/connectors/format/reference_support.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

const std::string kIsi =
    "FN Invented Export\nVR 1.0\nPT J\nAU Example, AB\n   Sample, C\nAF Example, Ann B.\n"
    "   Sample, Carl\nTI A trial of\n   nothing\nSO JOURNAL OF INVENTED RESULTS\nDT Article; "
    "Proceedings Paper\nDE one thing; another\n   thing\nWC Medicine, General; Nursing\n"
    "PD JUN 14\nPY 2006\nVL 18\nBP 53\nEP 61\nDI 10.5555/isi\nJI J. Invent. Res.\n"
    "UT WOS:000000000000001\nER\n\nPT J\nTI Second\nUT MEDLINE:12345678\nER\n\nEF\n";

TEST(Isi, ReadsReferences) {
  const ReadAll all = read_text("isi", kIsi);
  ASSERT_FALSE(all.error);
  EXPECT_EQ(codes_of(all), "");
  ASSERT_EQ(all.records.size(), 2U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.source_record_id, "WOS:000000000000001");
  EXPECT_EQ(record.title, "A trial of nothing");
  ASSERT_EQ(record.contributors.size(), 2U);
  EXPECT_EQ(record.contributors[0].given, "Ann B.");
  EXPECT_EQ(subjects_of(record),
            "wos-category:Medicine, General wos-category:Nursing keyword:one thing "
            "keyword:another thing");
  EXPECT_EQ(format_date(record.publication.date), "2006-06-14");
  EXPECT_EQ(record.publication_types,
            (std::vector<std::string>{"Journal Article", "Article", "Proceedings Paper"}));
  EXPECT_EQ(all.records[1].source_record_id, "12345678");
  break_everywhere("isi", kIsi);
}

const std::string kRefer =
    "%0 Journal Article\n%A Example, Ann\n%A Sample, Carl\n%T A title\nthat goes on\n%J A "
    "Journal\n%D 2010\n%8 May 3\n%V 2\n%N 1\n%P 3-9\n%@ 0959-8138\n%R 10.5555/refer\n%K one\ntwo\n"
    "%X Text.\n\nMore text.\n%U https://example.org/r\n%~ Invented Index\n\n"
    "%0 Book Section\n%T Chapter\n%B Book\n%E Editor, Eve\n";

TEST(Refer, ReadsReferences) {
  const ReadAll all = read_text("refer", kRefer);
  ASSERT_FALSE(all.error);
  EXPECT_EQ(codes_of(all), "");
  ASSERT_EQ(all.records.size(), 2U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.title, "A title that goes on");
  EXPECT_EQ(format_date(record.publication.date), "2010-05-03");
  EXPECT_EQ(record.abstract.at(0).text, "Text. More text.");
  EXPECT_EQ(subjects_of(record), "database:Invented Index keyword:one keyword:two");
  EXPECT_EQ(identifiers_of(record), "doi:10.5555/refer issn:0959-8138");
  EXPECT_EQ(all.records[1].publication.title, "Book");
  EXPECT_EQ(all.records[1].publication_types, std::vector<std::string>{"Book Chapter"});
  EXPECT_EQ(read_text("refer", "%T One\n%D 1990\n\n%T Two\n").records.size(), 2U);
  break_everywhere("refer", kRefer);
}

const std::string kOvid =
    "<1>\nAccession Number\n  00001111-200001000-00001.\nAuthor\n  Example, Ann B. MD *;  Sample, "
    "MA;  Third, Tom 1, 2\nTitle\n  A trial of nothing.[Review]\nSource\n  J Invent Res.   "
    "8(6):1048-64, September 2015.\nAbstract\n  Text.\nLanguage\n  English.\nDocument Type\n  "
    "Article:  PDF Only.\nISSN\n  0959-8138\nDOI Number\n  10.5555/ovid\n\n"
    "<2>\nVN  - Ovid Technologies\nDB  - Ovid MEDLINE(R)\nUI  - 12345678\nTI  - Second\n"
    "SO  - J Invent Res.  2(1):3-9, 2010 Feb 6.\nMH  - *Asthma/dt [Drug Therapy]\n";

TEST(Ovid, ReadsLongAndShortFields) {
  const ReadAll all = read_text("ovid", kOvid);
  ASSERT_FALSE(all.error);
  EXPECT_EQ(codes_of(all), "");
  ASSERT_EQ(all.records.size(), 2U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.source_record_id, "00001111-200001000-00001");
  EXPECT_EQ(record.title, "A trial of nothing.");
  EXPECT_EQ(record.publication_types, (std::vector<std::string>{"Review", "Article"}));
  ASSERT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.contributors[0].family, "Example");
  EXPECT_EQ(record.contributors[1].initials, "MA");
  EXPECT_EQ(record.contributors[2].family, "Third");
  EXPECT_EQ(record.publication.title, "J Invent Res");
  EXPECT_EQ(record.publication.pages, "1048-1064");
  EXPECT_EQ(format_date(record.publication.date), "2015-09");
  EXPECT_EQ(all.records[1].source_record_id, "12345678");
  EXPECT_EQ(identifiers_of(all.records[1]), "pmid:12345678");
  EXPECT_EQ(subjects_of(all.records[1]), "database:Ovid MEDLINE(R) mesh:*Asthma/drug therapy");
  EXPECT_EQ(format_date(all.records[1].publication.date), "2010-02-06");
  break_everywhere("ovid", kOvid);
}

TEST(Ovid, TakesSourceLinesApart) {
  const auto show = [](const char* text) {
    const OvidSource s = ovid_source(text);
    return s.journal + "|" + s.volume + "|" + s.issue + "|" + s.pages + "|" + s.date;
  };
  EXPECT_EQ(show("Long Title.   28:103-106, April 2015."), "Long Title|28||103-106|April 2015");
  EXPECT_EQ(show("Long Title. Vol 28(2) April 2015, 103-106."),
            "Long Title|28|2|103-106|April 2015");
  EXPECT_EQ(show("Lung Journal. 45 (6) (pp 1-10), 2015. Date of Publication: 01 Jun 2015."),
            "Lung Journal|45|6|1-10|2015");
  EXPECT_EQ(show("Editor(2015). Long Title. (pp. 103-106) X pp. Address: Publisher"),
            "Long Title|||103-106|2015");
  EXPECT_EQ(show("(2014). Titel 58 pp. Test: TestPublisher."), "Titel||||2014");
  EXPECT_EQ(show("Journal of Nothing. "), "Journal of Nothing||||");
}

const std::string kEndnote =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><records><record><database name=\"My.enl\">My"
    "</database><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>"
    "<style face=\"normal\">Example, Ann B.</style></author><author>World Invented Organization,"
    "</author></authors></contributors><titles><title><style>A </style><style face=\"italic\">very"
    "</style><style> small trial</style></title><secondary-title>J Invent Res</secondary-title>"
    "</titles><periodical><full-title>Journal of Invented Results</full-title></periodical>"
    "<pages>101-9</pages><volume>1</volume><number>2</number><keywords><keyword>*Asthma/drug "
    "therapy</keyword></keywords><dates><year>2019</year><pub-dates><date>Sep 18</date></pub-dates>"
    "</dates><isbn>0959-8138 (Print)&#xD;1756-1833</isbn><accession-num>12345678</accession-num>"
    "<electronic-resource-num>10.5555/en</electronic-resource-num><remote-database-provider>NLM"
    "</remote-database-provider><urls><related-urls><url>https://example.org/e</url></related-urls>"
    "<pdf-urls><url>internal-pdf://1/a b.pdf</url></pdf-urls></urls></record>"
    "<record><ref-type name=\"Generic\">13</ref-type><titles><title>Second</title></titles>"
    "</record></records></xml>";

TEST(EndnoteXml, ReadsRecords) {
  const ReadAll all = read_text("endnote-xml", kEndnote);
  ASSERT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(codes_of(all), "");
  ASSERT_EQ(all.records.size(), 2U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.title, "A very small trial");
  EXPECT_EQ(record.source_record_id, "12345678");
  EXPECT_EQ(identifiers_of(record), "doi:10.5555/en pmid:12345678 issn:0959-8138 issn:1756-1833");
  EXPECT_EQ(record.publication.title, "Journal of Invented Results");
  EXPECT_EQ(record.publication.abbreviation, "J Invent Res");
  EXPECT_EQ(format_date(record.publication.date), "2019-09-18");
  EXPECT_EQ(record.contributors.at(1).role, "collective");
  EXPECT_EQ(subjects_of(record), "database:NLM mesh:*Asthma/drug therapy");
  EXPECT_EQ(record.links.at(0).url, "https://example.org/e");
  EXPECT_TRUE(all.records[1].publication_types.empty());
  EXPECT_TRUE(read_text("endnote-xml", kEndnote.substr(0, kEndnote.size() - 30)).error);
  EXPECT_TRUE(read_text("endnote-xml", "<html></html>").error);
  break_everywhere("endnote-xml", kEndnote);
}

TEST(ReferenceText, DatesInManyForms) {
  const auto date = [](const char* text) { return format_date(reference_date(text)); };
  EXPECT_EQ(date("2019/05/03/spring"), "2019-05-03");
  EXPECT_EQ(date("2019/08//"), "2019-08");
  EXPECT_EQ(date("2015/october"), "2015-10");
  EXPECT_EQ(date("MAY 2024"), "2024-05");
  EXPECT_EQ(date("04 2006"), "2006-04");
  EXPECT_EQ(date("2006 May-Jun"), "2006-05");
  EXPECT_EQ(date("15 March 2015"), "2015-03-15");
  EXPECT_EQ(date("20150315"), "2015-03-15");
  EXPECT_EQ(date("2013/02/15/received"), "");
  EXPECT_EQ(date("///"), "");
  EXPECT_EQ(date("99"), "");
  EXPECT_EQ(format_date(reference_date("JUN 14", 2006)), "2006-06-14");
}

TEST(ReferenceText, OnlyARealLabelCutsAnAbstract) {
  EXPECT_EQ(abstract_sections("Background: a. Results: b. DNA: c.").size(), 2U);
  EXPECT_EQ(abstract_sections("In short: nothing. Results: b.").size(), 1U);
  EXPECT_EQ(abstract_sections("MATERIALS AND METHODS: a. WHAT WE FOUND: b.").size(), 2U);
}

TEST(LanguageCodes, NamesAndCodesOfAllKinds) {
  EXPECT_EQ(language_code("English"), "eng");
  EXPECT_EQ(language_code("en-GB"), "eng");
  EXPECT_EQ(language_code("deu"), "ger");
  EXPECT_EQ(language_code("Eng."), "eng");
  EXPECT_EQ(language_code("Klingonish"), "");
}

}  // namespace
}  // namespace evidence::test
