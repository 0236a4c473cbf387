// What the fields of MARC 21 become, whatever a record was written in.
#include <gtest/gtest.h>

#include "connectors/format/marc.h"
#include "connectors/registry.h"
#include "model/study_type.h"
#include "tests/unit/connectors/format/marc_support.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

Record one(MarcFields fields, const std::string& kind = "nam a") {
  fields.insert(fields.begin(), {"001", "r1"});
  const ReadAll all = read_text("marc", marc_record(fields, kind));
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record{} : all.records[0];
}

ParsedEntry parsed(MarcFields fields, Chapters chapters) {
  fields.insert(fields.begin(), {"001", "r1"});
  return MarcFormat(chapters).parse({marc_record(fields), "record 1"});
}

const std::pair<std::string, std::string> kTitle{"245", "00$aHandbook of lungs"};

TEST(MarcFields, ContentsBasicAndEnhancedAreOneChapterALine) {
  EXPECT_EQ(one({kTitle, {"505", "0 $a1. Causes -- 2. COVID--19 -- 3. Care."}}).table_of_contents,
            "1. Causes\n2. COVID--19\n3. Care");
  EXPECT_EQ(one({kTitle, {"505", "0 $aCauses--Care--Cure"}}).table_of_contents,
            "Causes\nCare\nCure");
  EXPECT_EQ(one({kTitle,
                 {"505",
                  "00$g1.$tCauses /$rJane Doe --$g2.$tCare /$rJohn Smith and Ann Lee "
                  "--$tCure$g(p. 40-52)."}})
                .table_of_contents,
            "1. Causes / Jane Doe\n2. Care / John Smith and Ann Lee\nCure (p. 40-52)");
  EXPECT_EQ(
      one({kTitle, {"505", "0 $aMachine generated contents note: One -- Two"}}).table_of_contents,
      "One\nTwo");
}

TEST(MarcFields, ChaptersBecomeRecordsOnlyWhereAskedFor) {
  const MarcFields fields{
      {"020", "  $a9780306406157"},
      kTitle,
      {"505", "00$tCauses /$rJane Doe --$uhttps://example.org/c2$tCare /$rJohn Smith --$tCure"},
      {"505", "0 $aAn appendix -- An index"},
      {"856", "40$uhttps://example.org/book"}};
  EXPECT_EQ(parsed(fields, Chapters::kContents).records.size(), 1U);
  const ParsedEntry entry = parsed(fields, Chapters::kRecords);
  ASSERT_EQ(entry.records.size(), 4U);
  const Record& causes = entry.records[1];
  EXPECT_EQ(causes.source_record_id, "r1#1");
  EXPECT_EQ(causes.title, "Causes");
  EXPECT_EQ(causes.publication.title, "Handbook of lungs");
  EXPECT_TRUE(causes.identifiers.empty());
  ASSERT_EQ(causes.relations.size(), 1U);
  EXPECT_EQ(causes.relations[0].type, RelationType::kPartOf);
  EXPECT_EQ(causes.relations[0].target, "isbn:9780306406157");
  ASSERT_EQ(causes.contributors.size(), 1U);
  EXPECT_EQ(causes.contributors[0].family, "Doe");
  ASSERT_EQ(causes.links.size(), 1U);
  EXPECT_EQ(causes.links[0].url, "https://example.org/book");
  EXPECT_EQ(causes.links[0].kind, "title");
  EXPECT_EQ(classify(causes), StudyType::kEbook);
  const Record& care = entry.records[2];
  EXPECT_EQ(care.source_record_id, "r1#2");
  ASSERT_EQ(care.links.size(), 1U);
  EXPECT_EQ(care.links[0].url, "https://example.org/c2");
  EXPECT_EQ(care.links[0].kind, "fulltext");
}

TEST(MarcFields, TheSourceFileSaysWhetherChaptersAreRecords) {
  SourceConfig source;
  source.id = "books";
  source.protocol = "file";
  source.format = "marc";
  source.options["chapters"] = {"records"};
  EXPECT_TRUE(findings_in(source).empty());
  const auto format = make_format(source);
  ASSERT_TRUE(format.ok());
  const std::string bytes = marc_record({{"001", "b"}, kTitle, {"505", "00$tCauses --$tCare"}});
  EXPECT_EQ((*format)->parse({bytes, ""}).records.size(), 3U);
  source.options["chapters"] = {"topics"};
  EXPECT_EQ(findings_in(source).size(), 1U);
}

TEST(MarcFields, AComponentPartCitesItsHost) {
  const Record article = one({{"245", "00$aA trial of lungs"},
                              {"773",
                               "0 $tAnnals of Lungs$gVol. 24, no. 9 (Sept. 1993), p. 235-48"
                               "$x1234-5679$q24:9<235"}},
                             "nab a");
  EXPECT_EQ(article.publication.title, "Annals of Lungs");
  EXPECT_EQ(article.publication.volume, "24");
  EXPECT_EQ(article.publication.issue, "9");
  EXPECT_EQ(article.publication.pages, "235-248");
  EXPECT_EQ(article.publication.date.year, 1993);
  ASSERT_EQ(article.relations.size(), 1U);
  EXPECT_EQ(article.relations[0].target, "issn:1234-5679");
  EXPECT_EQ(article.publication_types[0], "Journal Article");

  const Record chapter = one(
      {{"245", "00$aCauses"}, {"773", "0 $tHandbook of lungs$z9780306406157$gS. 12-19"}}, "naa a");
  EXPECT_EQ(chapter.publication.pages, "12-19");
  EXPECT_EQ(chapter.relations[0].target, "isbn:9780306406157");
  EXPECT_EQ(chapter.publication_types[0], "Book Chapter");

  // A book bought in a package is no chapter of the package.
  const Record book = one({kTitle, {"773", "0 $tExample ebooks"}});
  EXPECT_EQ(book.publication.title, "");
  EXPECT_EQ(book.relations[0].citation, "Example ebooks");
}

TEST(MarcFields, LinksSayWhatTheyLeadTo) {
  const Record r =
      one({kTitle,
           {"856", "40$uhttps://example.org/read$zOpen access"},
           {"856", "40$uhttps://example.org/whole.pdf"},
           {"856", "41$3Table of contents$uhttps://example.org/toc"},
           {"856", "40$uhttps://example.org/cover.JPG"},
           {"856", "42$uhttps://example.org/about"},
           {"856", "40$uhttps://login.example.org/login?url=https://doi.org/10.1000/x"}});
  ASSERT_EQ(r.links.size(), 6U);
  EXPECT_EQ(r.links[0].kind, "fulltext");
  EXPECT_TRUE(r.links[0].open);
  EXPECT_EQ(r.links[1].kind, "pdf");
  EXPECT_EQ(r.links[2].kind, "related");
  EXPECT_EQ(r.links[3].kind, "related");
  EXPECT_EQ(r.links[4].kind, "related");
  EXPECT_EQ(r.open_access, OpenAccess::kOpen);
  ASSERT_EQ(r.identifiers.size(), 1U);
  EXPECT_EQ(r.identifiers[0].value(), "10.1000/x");
}

TEST(MarcFields, TermsOfUseSayWhoMayRead) {
  EXPECT_EQ(one({kTitle, {"506", "0 $aOpen access$fUnrestricted online access$2star"}}).open_access,
            OpenAccess::kOpen);
  const Record closed =
      one({kTitle, {"506", "1 $aAccess limited to subscribers of the free access plan."}});
  EXPECT_EQ(closed.open_access, OpenAccess::kUnknown);
  EXPECT_EQ(closed.rights, "Access limited to subscribers of the free access plan.");
  const Record licensed = one({kTitle,
                               {"506", "0 $aFor all"},
                               {"540", "  $aCC BY$uhttps://creativecommons.org/licenses/by/4.0/"}});
  EXPECT_EQ(licensed.open_access, OpenAccess::kOpen);
  EXPECT_EQ(licensed.rights, "CC BY https://creativecommons.org/licenses/by/4.0/");
}

TEST(MarcFields, TheOwnScriptIsTheOriginalTitle) {
  const Record r =
      one({{"245", "10$6880-01$aNihon no hai"},
           {"880", "10$6245-01/$1$a\xe6\x97\xa5\xe6\x9c\xac\xe3\x81\xae\xe8\x82\xba /$cX"},
           {"880", "1 $6700-00$a\xe5\xb1\xb1\xe7\x94\xb0"}});
  EXPECT_EQ(r.title, "Nihon no hai");
  EXPECT_EQ(r.original_title, "\xe6\x97\xa5\xe6\x9c\xac\xe3\x81\xae\xe8\x82\xba");
  ASSERT_EQ(r.contributors.size(), 1U);
  EXPECT_EQ(one({{"880", "10$6245-01/$1$aOwn"}}).title, "Own");
  EXPECT_EQ(one({{"240", "10$aDas Lungenbuch.$lEnglish"}, kTitle}).original_title,
            "Das Lungenbuch");
}

TEST(MarcFields, NumbersAreNormalAndBadOnesAreNoted) {
  const Record r = one({{"008", "190101s2019    enk     o     000 0 eng d"},
                        {"020", "  $a9780306406157 (ebook)$z080442957X"},
                        {"024", "7 $a10.1000/abc$2doi"},
                        {"035", "  $a(OCoLC)ocm00012345"},
                        kTitle});
  std::string all;
  for (const Identifier& identifier : r.identifiers) all += identifier.value() + " ";
  EXPECT_EQ(all, "10.1000/abc 9780306406157 9780804429573 (OCoLC)12345 ");
}

TEST(MarcFields, LanguagesDatesSubjectsAndSeries) {
  const Record r = one({{"008", "190101e20190304enk     o     000 0 eng d"},
                        {"041", "1 $aengfre$hger"},
                        {"082", "04$a616.2/38$223"},
                        kTitle,
                        {"264", " 1$bA Press$c2019."},
                        {"490", "1 $aLungs today ;$v4$x1234-5679"},
                        {"521", "  $aFor nurses."},
                        {"520", "  $aA summary."},
                        {"520", "3 $aAn abstract."},
                        {"600", "10$aDoe, Jane,$d1900-1980."},
                        {"650", " 7$aLung$zFrance$2fast$0(OCoLC)fst01"},
                        {"650", "12$aAsthma$xtherapy$0http://id.nlm.nih.gov/mesh/D001249Q000628"}});
  EXPECT_EQ(r.languages, (std::vector<std::string>{"eng", "fre"}));
  EXPECT_EQ(format_date(r.publication.date), "2019-03-04");
  EXPECT_EQ(r.publication.title, "Lungs today");
  EXPECT_EQ(r.publication.volume, "4");
  ASSERT_EQ(r.abstract.size(), 2U);
  EXPECT_EQ(r.abstract[0].text, "An abstract.");
  ASSERT_EQ(r.subjects.size(), 5U);
  EXPECT_EQ(r.subjects[0].scheme, "ddc");
  EXPECT_EQ(r.subjects[0].label, "616.238");
  EXPECT_EQ(r.subjects[1].scheme, "audience");
  EXPECT_EQ(r.subjects[3].label, "Lung -- France");
  EXPECT_EQ(r.subjects[3].scheme, "fast");
  EXPECT_EQ(r.subjects[4].id, "D001249");
  EXPECT_EQ(r.subjects[4].qualifier, "therapy");
  EXPECT_TRUE(r.subjects[4].major);
}

TEST(MarcFields, ARecordWithoutANumberHasALastingOne) {
  const auto id_of = [](const MarcFields& fields) {
    return read_text("marc", marc_record(fields)).records.at(0).source_record_id;
  };
  EXPECT_EQ(id_of({{"020", "  $a0306406152"}, kTitle}), "isbn:9780306406157");
  EXPECT_EQ(id_of({{"024", "7 $a10.1000/A$2doi"}, kTitle}), "doi:10.1000/a");
  EXPECT_EQ(id_of({{"035", "  $a(XX)9"}, kTitle}), "(XX)9");
  EXPECT_EQ(id_of({kTitle}), id_of({kTitle}));
  EXPECT_TRUE(id_of({kTitle}).starts_with("marc:"));
}

}  // namespace
}  // namespace evidence::test
