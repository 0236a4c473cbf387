#include <gtest/gtest.h>

#include "tests/unit/connectors/format/reference_support.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "ris";

const std::string kArticle =
    "TY  - JOUR\r\n"
    "AU  - Example, Ann B.\r\n"
    "AU  - van der Sample, C.\r\n"
    "AU  - World Invented Organization,\r\n"
    "TI  - A trial of <i>nothing</i> &amp; more\r\n"
    "T2  - Journal of Invented Results\r\n"
    "J2  - J Invent Res\r\n"
    "PY  - 2019\r\n"
    "DA  - 2019/05/03/spring\r\n"
    "VL  - 12\r\nIS  - 3\r\nSP  - 101\r\nEP  - 9\r\n"
    "SN  - 0959-8138 (Print) 1756-1833\r\n"
    "DO  - https://doi.org/10.5555/Invented.1\r\n"
    "UR  - https://example.org/a, internal-pdf://1/a file.pdf\r\n"
    "AB  - BACKGROUND: Nobody knew. METHODS: We looked.\r\n"
    "   Conclusions: Nothing.\r\n"
    "KW  - *Asthma/dt [Drug Therapy]\r\n"
    "KW  - one; two\r\nthree\r\n"
    "LA  - English\r\n"
    "DB  - Invented Index\r\n"
    "M3  - Review\r\n"
    "AN  - II:0001\r\n"
    "ER  - \r\n";

TEST(Ris, ReadsEveryPartOfAnArticle) {
  const ReadAll all = read_text(kFormat, "\xEF\xBB\xBF" + kArticle);
  ASSERT_FALSE(all.error);
  EXPECT_TRUE(all.problems.empty()) << all.problems[0].reason;
  ASSERT_EQ(all.records.size(), 1U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.source_record_id, "II:0001");
  EXPECT_EQ(record.title, "A trial of nothing & more");
  EXPECT_EQ(record.publication_types, (std::vector<std::string>{"Journal Article", "Review"}));
  ASSERT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.contributors[0].family, "Example");
  EXPECT_EQ(record.contributors[0].initials, "AB");
  EXPECT_EQ(record.contributors[1].family, "van der Sample");
  EXPECT_EQ(record.contributors[2].role, "collective");
  EXPECT_EQ(record.publication.title, "Journal of Invented Results");
  EXPECT_EQ(record.publication.abbreviation, "J Invent Res");
  EXPECT_EQ(record.publication.pages, "101-109");
  EXPECT_EQ(format_date(record.publication.date), "2019-05-03");
  EXPECT_EQ(identifiers_of(record),
            "doi:10.5555/invented.1 issn:0959-8138 issn:1756-1833 local:II:0001");
  ASSERT_EQ(record.abstract.size(), 3U);
  EXPECT_EQ(record.abstract[1].label, "METHODS");
  EXPECT_EQ(record.abstract[2].text, "Nothing.");
  EXPECT_EQ(subjects_of(record),
            "database:Invented Index mesh:*Asthma/drug therapy keyword:one keyword:two "
            "keyword:three");
  EXPECT_EQ(record.languages, std::vector<std::string>{"eng"});
  ASSERT_FALSE(record.links.empty());
  EXPECT_EQ(record.links[0].url, "https://example.org/a");
}

TEST(Ris, LineEndsOfAnyKindGiveTheSameRecord) {
  const ReadAll crlf = read_text(kFormat, kArticle);
  for (const char* end : {"\n", "\r"}) {
    std::string text = kArticle;
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos; ++at) {
      text.replace(at, 2, end);
    }
    const ReadAll other = read_text(kFormat, text);
    ASSERT_EQ(other.records.size(), 1U);
    EXPECT_EQ(other.records[0], crlf.records[0]);
  }
  for (std::size_t step : {1U, 7U}) {
    DripSource drip(kArticle, step);
    const ReadAll other = read_source(kFormat, drip);
    ASSERT_EQ(other.records.size(), 1U);
    EXPECT_EQ(other.records[0], crlf.records[0]);
  }
}

TEST(Ris, TakesLooseTagsAndLeavesLookAlikesInTheText) {
  const ReadAll all = read_text(kFormat,
                                "ty - JOUR\nTI\t- Loose\nAB  - About\nIL - 6 and\n"
                                "In - vitro\nER -\n");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].title, "Loose");
  EXPECT_EQ(all.records[0].abstract.at(0).text, "About IL - 6 and In - vitro");
}

TEST(Ris, AMissingEndOrBeginningIsNotedAndTheReferenceKept) {
  const ReadAll all = read_text(kFormat,
                                "TY  - JOUR\nTI  - First\nTY  - BOOK\nTI  - Second\nER  - \n"
                                "TI  - Third\nPY  - 2001\nER  - \n");
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_EQ(codes_of(all), "missing_end:1 missing_start:1 ");
  EXPECT_EQ(all.records[1].publication_types, std::vector<std::string>{"Book"});
  EXPECT_EQ(all.problems[0].position, "reference 1 at line 1");
}

TEST(Ris, WhatTheFilesEndCutsOffIsDamagedWhereOthersWereClosed) {
  const ReadAll cut = read_text(kFormat, "TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Tw");
  EXPECT_EQ(cut.records.size(), 1U);
  EXPECT_EQ(codes_of(cut), "damaged_entry:1 ");
  const ReadAll never = read_text(kFormat, "TY  - JOUR\nTI  - One\n");
  EXPECT_EQ(never.records.size(), 1U);
}

TEST(Ris, TextBetweenReferencesIsReportedAndBlankLinesInValuesAreNot) {
  const ReadAll all = read_text(kFormat,
                                "Exported for you\n\nTY  - JOUR\nTI  - One\nAB  - First\n\nsecond\n"
                                "ER  - \n\nPage 2\n\nTY  - JOUR\nTI  - Two\nER  - \n");
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[0].abstract.at(0).text, "First second");
  EXPECT_EQ(codes_of(all), "stray_text:1 ");
}

TEST(Ris, NumbersStandInManyTags) {
  const ReadAll all = read_text(
      kFormat,
      "TY  - JOUR\nTI  - One\nU1  - 12345678[pmid]\nC2  - PMC7654321\nM3  - doi: 10.5555/m3\nER  "
      "-\n"
      "TY  - JOUR\nTI  - Two\nDB  - Scopus\nC2  - 12345679\nER  -\n"
      "TY  - JOUR\nTI  - Three\nDP  - NLM\nAN  - 12345670\nET  - 2020/01/02\nPY  - 2020\nER  -\n"
      "TY  - JOUR\nTI  - Four\nN1  - Accession Number: 99; Publication Type: Article\nER  -\n"
      "TY  - CHAP\nTI  - Five\nT2  - The Book\nA2  - Editor, Eve\nSN  - 978-0-306-40615-7\nER  -\n"
      "TY  - JOUR\nTI  - Six\nUR  - https://pubmed.ncbi.nlm.nih.gov/12345671/\nDO  - DOI 1\nER  "
      "-\n");
  ASSERT_EQ(all.records.size(), 6U);
  EXPECT_EQ(identifiers_of(all.records[0]), "doi:10.5555/m3 pmid:12345678 pmcid:PMC7654321");
  EXPECT_EQ(all.records[0].source_record_id, "12345678");
  EXPECT_EQ(identifiers_of(all.records[1]), "pmid:12345679");
  EXPECT_EQ(identifiers_of(all.records[2]), "pmid:12345670");
  EXPECT_EQ(format_date(all.records[2].publication.date), "2020-01-02");
  EXPECT_EQ(all.records[3].source_record_id, "99");
  EXPECT_EQ(identifiers_of(all.records[4]), "isbn:9780306406157");
  EXPECT_EQ(all.records[4].contributors.at(0).role, "editor");
  EXPECT_EQ(all.records[4].publication.title, "The Book");
  EXPECT_EQ(identifiers_of(all.records[5]), "pmid:12345671");
  EXPECT_EQ(codes_of(all), "bad_identifier:1 ");
}

TEST(Ris, TheDerivedKeyIsTheSameWhateverTheToolWrote) {
  const ReadAll all = read_text(kFormat,
                                "TY  - JOUR\nTI  - Caf\xC3\xA9: a study.\nAU  - Smith, John\n"
                                "PY  - 2001\nT2  - The Journal\nID  - 7\nER  -\n"
                                "TY  - JOUR\nT1  - CAFE - A Study\nA1  - Smith, J.\n"
                                "Y1  - 2001/03//\nJF  - The journal\nID  - 9\nER  -\n");
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_TRUE(all.records[0].source_record_id.starts_with("ref:"));
  EXPECT_EQ(all.records[0].source_record_id, all.records[1].source_record_id);
}

TEST(Ris, OtherFilesAreErrorsAndKnowThemselvesNot) {
  for (const char* text : {"", "  \n \n", "<!DOCTYPE html><html>TY  - JOUR", "nothing\nof it\n"}) {
    const ReadAll all = read_text(kFormat, text);
    ASSERT_TRUE(all.error) << text;
    EXPECT_EQ(all.error->code, ErrorCode::kBadContent);
    EXPECT_TRUE(all.records.empty());
  }
  EXPECT_FALSE(format_by_name(kFormat)->recognises("PMID- 1\n", "a.txt"));
  EXPECT_TRUE(format_by_name(kFormat)->recognises("Provider: X\r\n\r\nTY  - JOUR\r\n", "a.txt"));
}

TEST(Ris, CutsAndChangedBytesKeepTheOtherReferences) {
  break_everywhere(kFormat, kArticle + "\r\n" + kArticle);
}

}  // namespace
}  // namespace evidence::test
