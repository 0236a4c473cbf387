#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "base/encoding.h"
#include "model/study_type.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence {
namespace {

using test::read_text;
using test::ReadAll;
using testing::ElementsAre;
using testing::HasSubstr;

std::string article(const std::string& meta, const std::string& attributes = "",
                    const std::string& rest = "") {
  return "<article article-type=\"research-article\" xml:lang=\"en\" " + attributes +
         "><front><journal-meta><journal-id journal-id-type=\"nlm-ta\">J Made Up</journal-id>"
         "<journal-title-group><journal-title>Journal of Made-up Trials</journal-title>"
         "</journal-title-group><issn pub-type=\"ppub\">1234-5679</issn>"
         "<publisher><publisher-name>Example Press</publisher-name></publisher></journal-meta>"
         "<article-meta><article-id pub-id-type=\"doi\">10.9999/made.1</article-id>" +
         meta + "</article-meta></front>" + rest + "</article>";
}

Record only(const ReadAll& all) {
  EXPECT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record{} : all.records.front();
}

std::vector<std::string> values(const Record& record) {
  std::vector<std::string> out;
  for (const Identifier& one : record.identifiers) {
    out.push_back(std::string(scheme_name(one.scheme())) + ":" + one.value());
  }
  return out;
}

TEST(Jats, ReadsWhatAnArticleIsAndWhereItAppeared) {
  const ReadAll all = read_text(
      "jats",
      "<?xml version=\"1.0\"?>\n<!DOCTYPE article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal "
      "Archiving DTD v1.0 20120330//EN\" \"JATS-archivearticle1.dtd\">\n" +
          article(
              "<article-id pub-id-type=\"pmc\">7654321</article-id>"
              "<article-id pub-id-type=\"pmid\">87654321</article-id>"
              "<article-categories><subj-group subj-group-type=\"heading\"><subject>Randomized "
              "Controlled Trial</subject></subj-group></article-categories>"
              "<title-group><article-title>Honey for <italic>imagined</italic> coughs<xref "
              "ref-type=\"fn\">*</xref></article-title><subtitle>a trial</subtitle></title-group>"
              "<pub-date pub-type=\"collection\"><year>2021</year></pub-date>"
              "<pub-date "
              "pub-type=\"epub\"><day>3</day><month>Feb</month><year>2021</year></pub-date>"
              "<pub-date pub-type=\"pmc-release\"><year>2020</year></pub-date>"
              "<volume>12</volume><issue>3</issue><fpage>101</fpage><lpage>9</lpage>"
              "<permissions><license license-type=\"open-access\" "
              "xlink:href=\"https://creativecommons.org/licenses/by/4.0/\"><license-p>Free."
              "</license-p></license></permissions>"
              "<self-uri xlink:href=\"made-12-101.pdf\"/>"
              "<self-uri xlink:href=\"https://example.org/12/101\"/>"));
  const Record record = only(all);
  EXPECT_TRUE(all.problems.empty());
  EXPECT_EQ(record.source_record_id, "PMC7654321");
  EXPECT_THAT(values(record), ElementsAre("doi:10.9999/made.1", "pmid:87654321", "pmcid:PMC7654321",
                                          "issn:1234-5679"));
  EXPECT_EQ(record.title, "Honey for imagined coughs: a trial");
  EXPECT_EQ(record.publication.title, "Journal of Made-up Trials");
  EXPECT_EQ(record.publication.abbreviation, "J Made Up");
  EXPECT_EQ(record.publication.publisher, "Example Press");
  EXPECT_EQ(format_date(record.publication.date), "2021-02-03");
  EXPECT_EQ(record.publication.pages, "101-109");
  EXPECT_EQ(record.rights, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(record.open_access, OpenAccess::kOpen);
  EXPECT_THAT(record.languages, ElementsAre("eng"));
  EXPECT_THAT(record.publication_types,
              ElementsAre("Journal Article", "Randomized Controlled Trial"));
  EXPECT_EQ(classify(record), StudyType::kRandomisedTrial);
  ASSERT_FALSE(record.links.empty());
  EXPECT_EQ(record.links.front().url, "https://example.org/12/101");
}

TEST(Jats, PeopleHaveAffiliationsOrcidsAndGroupsHaveMembers) {
  const Record record = only(read_text(
      "jats",
      article("<contrib-group><contrib contrib-type=\"author\"><contrib-id "
              "contrib-id-type=\"orcid\">https://orcid.org/0000-0002-1825-0097</contrib-id>"
              "<name><surname>Made</surname><given-names>Ann B</given-names></name>"
              "<xref ref-type=\"aff\" rid=\"a2\"><sup>2</sup></xref></contrib>"
              "<contrib contrib-type=\"author\"><collab>The Honey Group<contrib-group>"
              "<contrib><name><surname>Bee</surname><given-names>C</given-names></name></contrib>"
              "</contrib-group></collab></contrib>"
              "<contrib contrib-type=\"reviewer\"><name><surname>Hidden</surname></name></contrib>"
              "</contrib-group><aff id=\"a1\">Elsewhere</aff>"
              "<aff id=\"a2\"><label>2</label>Example University , Leeds</aff>")));
  ASSERT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.contributors[0].family, "Made");
  EXPECT_EQ(record.contributors[0].given, "Ann B");
  EXPECT_EQ(record.contributors[0].initials, "AB");
  EXPECT_EQ(record.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(record.contributors[0].affiliation, "Example University, Leeds");
  EXPECT_EQ(record.contributors[1].family, "The Honey Group");
  EXPECT_EQ(record.contributors[1].role, "collective");
  EXPECT_EQ(record.contributors[2].family, "Bee");
  EXPECT_EQ(record.contributors[2].role, "investigator");
}

TEST(Jats, AbstractsKeepTheirSectionsAndFormulasStandOnce) {
  const Record record = only(read_text(
      "jats",
      article(
          "<abstract><title>Abstract</title><sec><title>Background:</title><p>Why <inline-formula>"
          "<alternatives><tex-math>\\documentclass{m}\\begin{document}$$x^2$$\\end{document}"
          "</tex-math><mml:math><mml:mi>x</mml:mi></mml:math><inline-graphic xlink:href=\"g\"/>"
          "</alternatives></inline-formula>?</p></sec>"
          "<sec><title>Trial registration</title><p>ClinicalTrials.gov NCT 01234567.</p></sec>"
          "</abstract><abstract abstract-type=\"plain-language-summary\"><title>In short</title>"
          "<p>Honey was sweet.</p></abstract>"
          "<abstract abstract-type=\"graphical\"><p><graphic/>Picture words</p></abstract>")));
  ASSERT_EQ(record.abstract.size(), 3U);
  EXPECT_EQ(record.abstract[0].label, "Background");
  EXPECT_EQ(record.abstract[0].text, "Why x?");
  EXPECT_EQ(record.abstract[1].label, "Trial registration");
  EXPECT_EQ(record.abstract[2].label, "In short");
  EXPECT_THAT(values(record), testing::Contains("nct:NCT01234567"));
}

TEST(Jats, ANoticePointsAtTheArticleItIsAbout) {
  std::string text = article(
      "<title-group><article-title>Correction: honey</article-title></title-group>"
      "<related-article related-article-type=\"corrected-article\" ext-link-type=\"doi\" "
      "xlink:href=\"10.9999/made.0\" vol=\"2\" page=\"7\"/>"
      "<related-article related-article-type=\"companion\" ext-link-type=\"doi\" "
      "xlink:href=\"10.9999/made.5\"/>"
      "<related-article related-article-type=\"strange\" xlink:href=\"x\"/>"
      "<abstract><sec><title>Trial registration</title><p>NCT01234567</p></sec></abstract>");
  text.replace(text.find("research-article"), 16, "correction");
  const ReadAll all = read_text("jats", text);
  const Record record = only(all);
  ASSERT_EQ(record.relations.size(), 1U);
  EXPECT_EQ(record.relations[0].type, RelationType::kErratumFor);
  EXPECT_EQ(record.relations[0].target, "doi:10.9999/made.0");
  EXPECT_EQ(classify(record), StudyType::kCorrection);
  EXPECT_THAT(values(record), testing::Not(testing::Contains("nct:NCT01234567")));
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "unknown_relation");
}

TEST(Jats, ATranslatedTitleStandsFirstAndTheOriginalIsKept) {
  std::string text = article(
      "<title-group><article-title>Miel</article-title><trans-title-group xml:lang=\"en\">"
      "<trans-title>Honey</trans-title></trans-title-group></title-group>"
      "<abstract><p>Sucré.</p></abstract><trans-abstract xml:lang=\"en\"><p>Sweet.</p>"
      "</trans-abstract>");
  text.replace(text.find("xml:lang=\"en\""), 13, "xml:lang=\"fr\"");
  const Record record = only(read_text("jats", text));
  EXPECT_EQ(record.title, "Honey");
  EXPECT_EQ(record.original_title, "Miel");
  ASSERT_EQ(record.abstract.size(), 2U);
  EXPECT_EQ(record.abstract[0].text, "Sweet.");
  EXPECT_EQ(record.abstract[1].label, "Original language");
}

TEST(Jats, AFullTextOfAnySizeIsPassedOver) {
  std::string body = "<body><sec><p>";
  while (body.size() < (20U << 20U)) body += "words <italic>and</italic> <xref>more</xref> words ";
  body +=
      "</p></sec></body><back><ref-list><ref/></ref-list></back><sub-article><front-stub>"
      "<title-group><article-title>Not this</article-title></title-group></front-stub>"
      "<body/></sub-article>";
  const ReadAll all = read_text(
      "jats",
      "<articles>" +
          article("<title-group><article-title>First</article-title></title-group>", "", body) +
          article("<article-id pub-id-type=\"pmc\">12</article-id><title-group>"
                  "<article-title>Second</article-title></title-group>") +
          "</articles>");
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[0].title, "First");
  EXPECT_EQ(all.records[1].title, "Second");
  EXPECT_TRUE(all.problems.empty());
}

TEST(Jats, PositionsAreThoseOfTheFile) {
  const std::string first = article("", "", "<body><p>" + std::string(5'000, 'x') + "</p></body>");
  const std::unique_ptr<ByteSource> source = memory_source("<articles>" + first + article(""));
  const auto reader = format_by_name("jats")->open(*source);
  ASSERT_TRUE(reader->next()->has_value());
  const auto second = reader->next();
  ASSERT_TRUE(second.ok() && second->has_value());
  EXPECT_EQ((**second).raw.position, "article 2 at byte " + std::to_string(10 + first.size()));
}

TEST(Jats, AChapterKnowsItsBook) {
  const Record record = only(read_text(
      "jats",
      "<book-part-wrapper xml:lang=\"en\"><book-meta><book-id book-id-type=\"doi\">10.9999/book"
      "</book-id><book-title-group><book-title>Emergencies Imagined</book-title></book-title-group>"
      "<isbn>9780000000002</isbn><publisher><publisher-name>Example Press</publisher-name>"
      "</publisher></book-meta><book-part book-part-type=\"chapter\" id=\"ch3\"><book-part-meta>"
      "<book-part-id book-part-id-type=\"doi\">10.9999/book.3</book-part-id><title-group>"
      "<title>Bee stings</title></title-group><fpage>30</fpage><lpage>39</lpage></book-part-meta>"
      "<body><p>No.</p></body></book-part></book-part-wrapper>"));
  EXPECT_EQ(record.title, "Bee stings");
  EXPECT_EQ(record.publication.title, "Emergencies Imagined");
  EXPECT_EQ(record.publication.pages, "30-39");
  EXPECT_EQ(record.source_record_id, "10.9999/book.3");
  EXPECT_EQ(classify(record), StudyType::kEbook);
  ASSERT_EQ(record.relations.size(), 2U);
  EXPECT_EQ(record.relations[0].type, RelationType::kPartOf);
}

TEST(Jats, OtherFilesAreRefusedAndArticlesWithoutAnyNumberReported) {
  EXPECT_TRUE(read_text("jats", "<html><body>Log in</body></html>").error);
  EXPECT_TRUE(read_text("jats", "").error);
  EXPECT_TRUE(read_text("jats", "<rss><channel/></rss>").error);
  const ReadAll all = read_text("jats", "<article><front/></article>");
  EXPECT_TRUE(all.records.empty());
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "no_identifier");
}

TEST(Jats, RecognisesArticlesByTheirDoctypeOrRoot) {
  const Format& jats = *format_by_name("jats");
  EXPECT_TRUE(jats.recognises("<article article-type=\"letter\">", "x.xml"));
  EXPECT_TRUE(jats.recognises("<article ", "x.nxml"));
  EXPECT_FALSE(jats.recognises("<!DOCTYPE html><html><article class=\"front\">", "x.html"));
  EXPECT_FALSE(jats.recognises("<PubmedArticleSet>", "x.xml"));
}

TEST(Jats, CutOrSpoiltAnywhereItEndsAndKeepsWhatIsGood) {
  const std::string good =
      "<articles>" + article("<abstract><p>Sweet.</p></abstract>", "", "<body><p>Long</p></body>") +
      article("<article-id pub-id-type=\"pmc\">12</article-id>") + "</articles>";
  test::cut_everywhere(good, 7, good.size(), [](const std::string& part) {
    const ReadAll all = read_text("jats", part);
    EXPECT_LE(all.records.size(), 2U);
    EXPECT_TRUE(all.error) << part.size();
  });
  test::spoil_bytes(good, 300, 8, [](const std::string& spoilt) {
    bool repaired = false;
    EXPECT_LE(read_text("jats", utf8_text(spoilt, repaired)).records.size(), 3U);
  });
  test::DripSource drip(good, 1);
  EXPECT_EQ(test::read_source("jats", drip).records.size(), 2U);
}

struct Seen {
  std::size_t files = 0, records = 0, failed = 0;
  std::map<std::string, int> problems, study_types;
};

void read_folder(const std::filesystem::path& folder, Seen& seen) {
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".xml" && file.path().extension() != ".nxml") continue;
    ++seen.files;
    const ReadAll all = read_text("jats", test::file_bytes(file.path()));
    seen.records += all.records.size();
    seen.failed += all.error ? 1 : 0;
    for (const EntryProblem& problem : all.problems) {
      if (seen.problems[problem.code]++ < 3) {
        std::cout << file.path().filename() << " " << problem.code << " " << problem.reason << "\n";
      }
    }
    for (const Record& record : all.records) {
      ++seen.study_types[std::string(study_type_info(classify(record)).key)];
      EXPECT_FALSE(record.title.empty() && record.abstract.empty()) << file.path();
      EXPECT_FALSE(record.publication.title.empty()) << file.path();
      EXPECT_TRUE(record.publication.date.known()) << file.path();
    }
  }
}

TEST(JatsShared, EveryRecordedFullTextIsRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Seen seen;
  read_folder(data / "fixtures" / "jats" / "oa_nxml", seen);
  EXPECT_EQ(seen.files, 27U);
  EXPECT_EQ(seen.records, 27U);
  EXPECT_EQ(seen.failed, 0U);
}

// Cut at every 97th byte of its beginning, and with bytes changed: no crash, no endless reading,
// and never more records than there are.
void spoil(const char* format, const std::string& whole) {
  const std::size_t most = read_text(format, whole).records.size();
  test::cut_everywhere(whole, 97, 30'000, [format, most](const std::string& part) {
    EXPECT_LE(read_text(format, part).records.size(), most);
  });
  test::spoil_bytes(whole, 40, 20, [format, most](const std::string& spoilt) {
    bool repaired = false;
    const ReadAll all = read_text(format, utf8_text(spoilt, repaired));
    EXPECT_LE(all.records.size(), most + 20);
  });
}

TEST(JatsShared, RecordedArticlesCutOrSpoiltEnd) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::filesystem::path folder = data / "fixtures" / "jats" / "oa_nxml";
  for (const char* name : {"PMC10000000.xml", "PMC5000000.xml", "PMC10500000.xml", "mds526.nxml"}) {
    spoil("jats", test::file_bytes(folder / name));
  }
}

TEST(JatsShared, EveryRecordedFrontMatterIsRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const test::TempDir directory;
  const std::string command = "tar -xJf '" +
                              (data / "fixtures" / "jats" / "rct_front_4470.tar.xz").string() +
                              "' -C '" + directory.path().string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  Seen seen;
  read_folder(directory.path(), seen);
  for (const auto& [code, count] : seen.problems) std::cout << code << ": " << count << "\n";
  for (const auto& [type, count] : seen.study_types) std::cout << type << ": " << count << "\n";
  EXPECT_EQ(seen.files, 4'470U);
  EXPECT_EQ(seen.records, 4'470U);
  EXPECT_EQ(seen.failed, 0U);
}

}  // namespace
}  // namespace evidence
