#include <gtest/gtest.h>

#include "model/merge.h"
#include "model/study_type.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "crossref";

std::string list_of(const std::string& works) {
  return R"({"status":"ok","message-type":"work-list","message":{"facets":{},"total-results":9,"items":[)" +
         works + R"(],"items-per-page":20}})";
}

Record only(const std::string& work) {
  const ReadAll all = read_text(kFormat, list_of(work));
  EXPECT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record() : all.records.front();
}

bool has(const Record& record, RelationType type, const std::string& target) {
  return std::any_of(record.relations.begin(), record.relations.end(),
                     [&](const Relation& one) { return one.type == type && one.target == target; });
}

TEST(Crossref, AnArticleIsReadWhole) {
  const Record record = only(R"({
    "DOI":"10.1000/ABC.1","type":"journal-article","title":["Tea &amp; <i>milk</i>"],
    "subtitle":["A trial of ours"],"container-title":["Journal of Examples"],
    "short-container-title":["J Ex"],"volume":"12","issue":"3","page":"101-9",
    "ISSN":["2049-3630"],"publisher":"Example Press","language":"en",
    "issued":{"date-parts":[[2019,5,null]]},
    "indexed":{"date-time":"2024-01-02T03:04:05Z"},"deposited":{"date-time":"2023-01-02T03:04:05Z"},
    "author":[{"given":"Ann Beth","family":"Sample","ORCID":"http://orcid.org/0000-0002-1825-0097",
      "affiliation":[{"name":"Example Hospital"}]},{"name":"The Tea Group"}],
    "editor":[{"given":"Ed","family":"Itor"}],
    "abstract":"<jats:sec><jats:title>Aim</jats:title><jats:p>To see.</jats:p></jats:sec>",
    "license":[{"URL":"https://www.example.org/tdm","content-version":"tdm"},
      {"URL":"https://creativecommons.org/licenses/by/4.0/","content-version":"vor",
       "start":{"date-time":"2019-05-01T00:00:00Z"}}],
    "link":[{"URL":"https://www.example.org/1.pdf","content-type":"application/pdf",
      "intended-application":"syndication"},{"URL":"https://api.example.org/1","content-type":"text/xml"}],
    "clinical-trial-number":[{"clinical-trial-number":"nct01234567"}],
    "subject":["Nursing"],"reference":[{"key":"1","DOI":"10.1000/other"}]})");
  EXPECT_EQ(record.source_record_id, "10.1000/abc.1");
  EXPECT_EQ(record.title, "Tea & milk: A trial of ours");
  EXPECT_EQ(record.publication.title, "Journal of Examples");
  EXPECT_EQ(record.publication.abbreviation, "J Ex");
  EXPECT_EQ(record.publication.pages, "101-109");
  EXPECT_EQ(format_date(record.publication.date), "2019-05");
  EXPECT_EQ(record.datestamp, "2023-01-02T03:04:05Z");
  ASSERT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.contributors[0].orcid, "0000-0002-1825-0097");
  EXPECT_EQ(record.contributors[0].initials, "AB");
  EXPECT_EQ(record.contributors[0].affiliation, "Example Hospital");
  EXPECT_EQ(record.contributors[1].role, "collective");
  EXPECT_EQ(record.contributors[2].role, "editor");
  ASSERT_EQ(record.abstract.size(), 1U);
  EXPECT_EQ(record.abstract[0].label, "Aim");
  EXPECT_EQ(record.rights, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(record.open_access, OpenAccess::kOpen);
  ASSERT_EQ(record.links.size(), 2U);
  EXPECT_EQ(record.links[0].kind, "pdf");
  EXPECT_TRUE(record.links[0].open);
  EXPECT_EQ(record.links[1].url, "https://doi.org/10.1000/abc.1");
  EXPECT_EQ(record.languages, (std::vector<std::string>{"eng"}));
  EXPECT_EQ(record.identifiers.size(), 3U);  // DOI, ISSN, NCT
  EXPECT_TRUE(record.relations.empty());
  EXPECT_EQ(classify(record), StudyType::kNotStated);
}

TEST(Crossref, UpdatesAreRelationsInBothDirections) {
  const Record notice = only(
      R"({"DOI":"10.1000/notice","type":"journal-article","title":["Retraction: Tea"],
      "update-to":[{"DOI":"10.1000/TEA","type":"retraction","label":"Retraction"}]})");
  EXPECT_TRUE(has(notice, RelationType::kRetracts, "doi:10.1000/tea"));
  EXPECT_EQ(classify(notice), StudyType::kRetractionNotice);
  const Record retracted = only(
      R"({"DOI":"10.1000/tea","type":"journal-article","title":["RETRACTED: Tea"],
      "updated-by":[{"DOI":"10.1000/notice","type":"retraction"},
                    {"DOI":"10.1000/c","type":"expression_of_concern"},
                    {"DOI":"10.1000/e","type":"erratum"},{"DOI":"10.1000/v","type":"new_version"}]})");
  EXPECT_EQ(retracted.title, "RETRACTED: Tea");
  EXPECT_TRUE(has(retracted, RelationType::kRetractedBy, "doi:10.1000/notice"));
  EXPECT_TRUE(has(retracted, RelationType::kHasConcern, "doi:10.1000/c"));
  EXPECT_TRUE(has(retracted, RelationType::kHasErratum, "doi:10.1000/e"));
  EXPECT_TRUE(has(retracted, RelationType::kUpdatedBy, "doi:10.1000/v"));
  EXPECT_EQ(status_of(retracted), Status::kRetracted);
  const Record erratum =
      only(R"({"DOI":"10.1000/e","type":"journal-article","title":["Correction to Tea"],
      "update-to":[{"DOI":"10.1000/tea","type":"correction"}]})");
  EXPECT_EQ(classify(erratum), StudyType::kCorrection);
}

TEST(Crossref, AWorkThatUpdatesItselfIsItselfRetractedOrCorrected) {
  const Record record = only(R"({"DOI":"10.1000/self","type":"journal-article","title":["Milk"],
      "update-to":[{"DOI":"10.1000/SELF","type":"withdrawal","label":"Withdrawal"},
                   {"DOI":"10.1000/self","type":"new_version"}]})");
  ASSERT_EQ(record.relations.size(), 1U);
  EXPECT_EQ(record.relations[0].type, RelationType::kRetractedBy);
  EXPECT_EQ(record.relations[0].citation, "Withdrawal");
  EXPECT_NE(classify(record), StudyType::kRetractionNotice);
}

TEST(Crossref, ARetractionWithoutAUsableDoiIsStillSeen) {
  const ReadAll all = read_text(kFormat, list_of(R"({"DOI":"10.1000/x","title":["X"],
      "updated-by":[{"DOI":"lost","type":"retraction"},{"DOI":"10.1000/y","type":"new_kind"}]})"));
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(status_of(all.records[0]), Status::kRetracted);
  ASSERT_EQ(all.problems.size(), 2U);
  EXPECT_EQ(all.problems[0].code, "bad_identifier");
  EXPECT_EQ(all.problems[1].code, "unknown_update");
}

TEST(Crossref, PreprintsReviewsAndChaptersSayWhatTheyBelongTo) {
  const Record preprint = only(R"({"DOI":"10.1000/pre","type":"posted-content","subtype":"preprint",
      "title":["Pre"],"institution":[{"name":"exampleRxiv"}],
      "relation":{"is-preprint-of":[{"id-type":"doi","id":"10.1000/final","asserted-by":"subject"}]}})");
  EXPECT_EQ(classify(preprint), StudyType::kPreprint);
  EXPECT_EQ(preprint.publication.title, "exampleRxiv");
  EXPECT_TRUE(has(preprint, RelationType::kPreprintOf, "doi:10.1000/final"));
  const Record thesis =
      only(R"({"DOI":"10.1000/t","type":"posted-content","subtype":"dissertation","title":["T"]})");
  EXPECT_NE(classify(thesis), StudyType::kPreprint);
  const Record final = only(R"({"DOI":"10.1000/final","type":"journal-article","title":["F"],
      "relation":{"has-preprint":[{"id-type":"doi","id":"10.1000/pre"}],
      "has-review":{"id-type":"doi","id":"10.1000/rev"},
      "correction":[{"id-type":"doi","id":"10.1000/corr","asserted-by":"object"}],
      "is-supplemented-by":[{"id-type":"doi","id":"10.1000/s"}],"cites":[]}})");
  EXPECT_TRUE(has(final, RelationType::kHasPreprint, "doi:10.1000/pre"));
  EXPECT_TRUE(has(final, RelationType::kHasComment, "doi:10.1000/rev"));
  EXPECT_TRUE(has(final, RelationType::kHasErratum, "doi:10.1000/corr"));
  EXPECT_EQ(final.relations.size(), 3U);
  const Record chapter = only(R"({"DOI":"10.1000/b.c1","type":"book-chapter","title":["Burns"],
      "container-title":["Handbook of Examples"],"ISBN":["http://id.crossref.org/isbn/9780306406157"]})");
  EXPECT_EQ(classify(chapter), StudyType::kEbook);
  EXPECT_EQ(chapter.relations.at(0).type, RelationType::kPartOf);
  EXPECT_EQ(chapter.relations.at(0).citation, "Handbook of Examples");
}

TEST(Crossref, WorksWithoutATitleAreNamedByTheirContainerOrReported) {
  const ReadAll all = read_text(
      kFormat, list_of(R"({"DOI":"10.1000/i","type":"journal-issue","container-title":["J Ex"]},
                        {"DOI":"10.1000/n","type":"other","title":[]},
                        {"DOI":"10.1000/f.g001","type":"component"},
                        {"title":["No DOI"]})"));
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].title, "J Ex");
  ASSERT_EQ(all.problems.size(), 4U);
  EXPECT_EQ(all.problems[0].code, "title_from_container");
  EXPECT_EQ(all.problems[1].code, "no_title");
  EXPECT_EQ(all.problems[2].code, "component");
  EXPECT_EQ(all.problems[3].code, "no_identifier");
}

TEST(Crossref, DatePartsMayBePartialNullOrImpossible) {
  const auto date = [](const std::string& parts) {
    const Record record =
        only(R"({"DOI":"10.1000/d","title":["D"],"issued":{"date-parts":)" + parts + "}}");
    return format_date(record.publication.date);
  };
  EXPECT_EQ(date("[[2020]]"), "2020");
  EXPECT_EQ(date("[[2020,2]]"), "2020-02");
  EXPECT_EQ(date("[[\"2020\",\"2\",\"3\"]]"), "2020-02-03");
  EXPECT_EQ(date("[[null]]"), "");
  EXPECT_EQ(date("[[]]"), "");
  EXPECT_EQ(date("[2020,7]"), "2020-07");
  EXPECT_EQ(date("[[2020,2,31]]"), "2020-02");
  EXPECT_EQ(date("[[20201]]"), "");
}

TEST(Crossref, ValuesOfWrongTypesDoNoHarm) {
  const ReadAll all = read_text(
      kFormat, list_of(R"({"DOI":["10.1000/w"],"title":"Plain","author":"none","ISSN":"2049-3630",
      "license":{"URL":5},"link":[7,null],"relation":[],"update-to":"x","issued":"2019","page":12,
      "volume":{"a":1},"abstract":[],"language":["en"],"subject":[1,null,"S"],"editor":[[]]})"));
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].title, "Plain");
  EXPECT_EQ(all.records[0].source_record_id, "10.1000/w");
  EXPECT_EQ(all.records[0].publication.pages, "12");
}

TEST(Crossref, SingleBareAndLinedWorksAreReadAlike) {
  const std::string work = R"({"DOI":"10.1000/1","title":["One"],"type":"journal-article"})";
  const Record listed = only(work);
  for (const std::string& text :
       {work, "[" + work + "]", work + "\n",
        R"({"status":"ok","message-type":"work","message":)" + work + "}"}) {
    const ReadAll all = read_text(kFormat, text);
    EXPECT_FALSE(all.error) << text;
    ASSERT_EQ(all.records.size(), 1U) << text;
    EXPECT_EQ(all.records[0], listed);
  }
}

TEST(Crossref, FailuresAndOtherRepliesAreRefusedByName) {
  const auto error = [](const std::string& text) {
    const ReadAll all = read_text(kFormat, text);
    EXPECT_TRUE(all.records.empty());
    EXPECT_TRUE(all.error) << text;
    return all.error ? all.error->slug + ": " + all.error->message : std::string();
  };
  const std::string failure = error(
      R"({"status":"failed","message-type":"validation-failure","message":[{"type":"x","value":"2","message":"must be less"}]})");
  EXPECT_TRUE(failure.starts_with("remote_error")) << failure;
  EXPECT_NE(failure.find("must be less"), std::string::npos);
  EXPECT_TRUE(error(R"({"status":"ok","message-type":"work-agency","message":{"DOI":"10.1000/1"}})")
                  .starts_with("not_works"));
  EXPECT_TRUE(
      error(R"({"status":"ok","message-type":"member-list","message":{"items":[{"id":1}]}})")
          .starts_with("not_works"));
  EXPECT_TRUE(error("Resource not found.").starts_with("bad_json_file"));
  EXPECT_TRUE(error("<html><title>504</title></html>").starts_with("bad_json_file"));
  EXPECT_TRUE(error("").starts_with("bad_json_file"));
}

TEST(Crossref, AnEmptyListIsNoFailure) {
  const ReadAll all = read_text(kFormat, list_of(""));
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.entries, 0U);
}

}  // namespace
}  // namespace evidence::test
