#include <gtest/gtest.h>

#include "tests/unit/connectors/format/reference_support.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "nbib";

const std::string kArticle =
    "\nPMID- 12345678\nOWN - NLM\nSTAT- MEDLINE\nDCOM- 20200102\nLR  - 20210304\n"
    "IS  - 1756-1833 (Electronic)\nVI  - 12\nIP  - 3\nDP  - 2019 Oct\n"
    "TI  - [A trial of nothing in people who have\n      nothing].\n"
    "PG  - 101-9\nLID - 10.5555/invented.2 [doi]\n"
    "AB  - BACKGROUND: Nobody knew. METHODS: We\n      looked.\n"
    "FAU - Example, Ann B\nAU  - Example AB\nAUID- ORCID: 0000-0002-1825-0097\nAD  - A house.\n"
    "FAU - Committee, Carl\nAU  - Committee C\nCN  - Invented Study Group\nLA  - eng\n"
    "SI  - ClinicalTrials.gov/NCT01234567\n"
    "PT  - Randomized Controlled Trial\nTA  - J Invent Res\nJT  - Journal of invented results\n"
    "RN  - 0 (Placebos (Sugar))\nMH  - Asthma/drug therapy/*prevention & control\nMH  - *Humans\n"
    "OT  - *nothing\nPMC - PMC7654321\n"
    "EIN - J Invent Res. 2020;1:2. PMID: 12345679\nRIN - J Invent Res. 2021;1:2\n"
    "SO  - J Invent Res. 2019.\n";

TEST(Nbib, ReadsEveryPartOfAnArticle) {
  const ReadAll all = read_text(kFormat, kArticle);
  ASSERT_FALSE(all.error);
  EXPECT_TRUE(all.problems.empty()) << all.problems[0].reason;
  ASSERT_EQ(all.records.size(), 1U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.source_record_id, "12345678");
  EXPECT_EQ(record.datestamp, "2021-03-04");
  EXPECT_EQ(record.title, "A trial of nothing in people who have nothing.");
  EXPECT_EQ(identifiers_of(record),
            "doi:10.5555/invented.2 pmid:12345678 pmcid:PMC7654321 issn:1756-1833 "
            "nct:NCT01234567");
  ASSERT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.contributors[0].given, "Ann B");
  EXPECT_EQ(record.contributors[0].initials, "AB");
  EXPECT_EQ(record.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(record.contributors[0].affiliation, "A house.");
  EXPECT_EQ(record.contributors[1].role, "author");
  EXPECT_EQ(record.contributors[2].role, "collective");
  EXPECT_EQ(subjects_of(record),
            "mesh-supplementary:Placebos (Sugar) mesh:Asthma/drug therapy "
            "mesh:*Asthma/prevention & control mesh:*Humans keyword:*nothing");
  ASSERT_EQ(record.abstract.size(), 2U);
  EXPECT_EQ(record.abstract[1].text, "We looked.");
  ASSERT_EQ(record.relations.size(), 2U);
  EXPECT_EQ(record.relations[0].type, RelationType::kHasErratum);
  EXPECT_EQ(record.relations[0].target, "pmid:12345679");
  EXPECT_EQ(record.relations[1].type, RelationType::kRetractedBy);
  EXPECT_EQ(record.publication.pages, "101-109");
  EXPECT_EQ(record.publication.abbreviation, "J Invent Res");
  EXPECT_EQ(format_date(record.publication.date), "2019-10");
  EXPECT_EQ(record.open_access, OpenAccess::kOpen);
}

TEST(Nbib, ReferencesAreCutAtBlankLinesAndAtNumbers) {
  const ReadAll all = read_text(kFormat,
                                "PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n\nA page\n\n"
                                "PMID-3\nTI  -Three\n\nOWN - NLM\nTI  - Four\n");
  ASSERT_EQ(all.records.size(), 4U);
  EXPECT_EQ(all.records[2].source_record_id, "3");
  EXPECT_EQ(all.records[2].title, "Three");
  EXPECT_TRUE(all.records[3].source_record_id.starts_with("ref:"));
  EXPECT_EQ(codes_of(all), "stray_text:1 ");
}

TEST(Nbib, WhatIsNoReferenceIsAnError) {
  for (const char* text : {"", "<html><body>PMID- 1", "Nothing found\n"}) {
    EXPECT_TRUE(read_text(kFormat, text).error) << text;
  }
}

TEST(Nbib, CutsAndChangedBytesKeepTheOtherReferences) {
  break_everywhere(kFormat, kArticle + kArticle);
}

}  // namespace
}  // namespace evidence::test
