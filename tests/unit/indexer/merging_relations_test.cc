// What merging makes of notices, relatives and corrections.
#include "tests/unit/indexer/merging_world.h"

namespace evidence {
namespace {

using test::article;
using test::must;
using test::Texts;
using test::World;

const char* const kNotice =
    R"({"title":"Retraction of an article","pmid":"99","pubtypes":["Retraction of Publication"],)"
    R"("journal":"Trop Med","relations":[{"type":"retracts","target":"pmid:11"}]})";

TEST(Merging, ANoticeReachesItsArticleWhicheverComesFirst) {
  for (const bool notice_first : {true, false}) {
    World world;
    if (notice_first) world.put("pubmed:99", kNotice);
    world.run();
    world.put("pubmed:11", article(1, R"("pmid":"11")"));
    world.put("crossref:11", article(1));
    world.run();
    const ChangeSequence before = world.last();
    if (!notice_first) {
      world.put("pubmed:99", kNotice);
      world.run();
      EXPECT_TRUE(world.changed_after(before).contains(world.work("pubmed:11")));
    }
    const Work work = world.load(world.work("crossref:11"));
    EXPECT_EQ(work.members.size(), 2U);
    EXPECT_EQ(work.status, Status::kRetracted);
    ASSERT_EQ(work.status_statements.size(), 1U);
    EXPECT_EQ(work.status_statements[0].how, "notice");
    EXPECT_EQ(work.status_statements[0].notice, "pmid:99");
    ASSERT_EQ(work.relations.size(), 1U);
    EXPECT_EQ(work.relations[0].type, RelationType::kRetractedBy);
    EXPECT_EQ(work.relations[0].origin, "reverse");
    EXPECT_EQ(world.load(world.work("pubmed:99")).status, Status::kNone);
  }
}

// A journal's number stands in each of its articles, a registry's in each report of a trial.
TEST(Merging, WhatNamesAJournalOrATrialNamesNoneOfItsArticles) {
  World world;
  world.put("pubmed:11", article(1, R"("pmid":"11","issn":"2049-3630","nct":"NCT01234567")"));
  world.put("list:1", R"({"title":"Tropical Medicine","issn":"2049-3630","pubtypes":["journal"]})");
  world.put("ct:1", R"({"title":"A trial","nct":"NCT01234567","pubtypes":["Trial Registration"]})");
  // So many that they would leave no room for the notice.
  for (int n = 0; n < 250; ++n) {
    world.put("marc:" + std::to_string(n),
              R"({"title":"Volume )" + std::to_string(n) + R"( of it","pubtypes":["Book"],)" +
                  R"("relations":[{"type":"part_of","target":"issn:2049-3630"},)" +
                  R"({"type":"report_of","target":"nct:NCT01234567"}]})");
  }
  world.put("pubmed:99", kNotice);
  world.run();
  const Work work = world.load(world.work("pubmed:11"));
  EXPECT_EQ(work.status, Status::kRetracted);
  ASSERT_EQ(work.relations.size(), 2U);
  EXPECT_EQ(work.relations[0].target, "pmid:99");
  // Its own number leads to the trial; what names the trial is no report of the article.
  EXPECT_EQ(work.relations[1].type, RelationType::kReportOf);
  EXPECT_EQ(work.relations[1].target, "record:ct:1");
  const Work journal = world.load(world.work("list:1"));
  ASSERT_FALSE(journal.relations.empty());
  EXPECT_EQ(journal.relations[0].type, RelationType::kHasPart);
  const Work trial = world.load(world.work("ct:1"));
  ASSERT_FALSE(trial.relations.empty());
  EXPECT_EQ(trial.relations[0].type, RelationType::kHasReport);
}

TEST(Merging, AWorkChangesWhenWhatNamesItChangesOrGoes) {
  World world;
  world.put("pubmed:11", article(1, R"("pmid":"11")"));
  world.put("pubmed:12", article(2, R"("pmid":"12")"));
  world.put("pubmed:99", kNotice);
  world.run();
  const WorkId first = world.work("pubmed:11");
  const WorkId second = world.work("pubmed:12");
  // Another title only.
  ChangeSequence before = world.last();
  std::string line = kNotice;
  line.replace(line.find("of an article"), 13, "of a paper it was");
  world.put("pubmed:99", line);
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(first));
  EXPECT_FALSE(world.changed_after(before).contains(second));
  EXPECT_NE(world.load(first).relations[0].citation.find("of a paper"), std::string::npos);
  // It names another article.
  before = world.last();
  line.replace(line.find("pmid:11"), 7, "pmid:12");
  world.put("pubmed:99", line);
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(first));
  EXPECT_TRUE(world.changed_after(before).contains(second));
  EXPECT_EQ(world.load(first).status, Status::kNone);
  EXPECT_EQ(world.load(second).status, Status::kRetracted);
  before = world.last();
  world.remove("pubmed:99");
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(second));
  EXPECT_EQ(world.load(second).status, Status::kNone);
  EXPECT_TRUE(world.load(second).relations.empty());
}

TEST(Merging, NearRelativesAreLinkedBothWaysAndFollowChanges) {
  World world;
  const std::string preprint =
      R"({"title":"Masks and colds in day care: a cluster trial","authors":["Ito R"],"year":2020,)"
      R"("doi":"10.1101/2020.05.01.20012345"})";
  world.put("crossref:pre", preprint);
  world.put("pubmed:1",
            R"({"title":"Masks and colds in day care: a cluster trial","authors":["Ito R"],)"
            R"("year":2020,"journal":"Child Health","volume":"2","pages":"33-40","pmid":"11"})");
  world.run();
  const WorkId article_work = world.work("pubmed:1");
  const WorkId preprint_work = world.work("crossref:pre");
  ASSERT_NE(article_work, preprint_work);
  Work work = world.load(article_work);
  ASSERT_EQ(work.relations.size(), 1U);
  EXPECT_EQ(work.relations[0].type, RelationType::kHasPreprint);
  EXPECT_EQ(work.relations[0].target, "doi:10.1101/2020.05.01.20012345");
  EXPECT_EQ(work.relations[0].origin, "matched");
  work = world.load(preprint_work);
  ASSERT_EQ(work.relations.size(), 1U);
  EXPECT_EQ(work.relations[0].type, RelationType::kPreprintOf);
  EXPECT_EQ(work.relations[0].target, "pmid:11");
  ChangeSequence before = world.last();
  world.put("crossref:pre", R"({"title":"Nothing like it any more at all","authors":["Ito R"],)"
                            R"("year":2020,"doi":"10.1101/2020.05.01.20012345"})");
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(article_work));
  EXPECT_TRUE(world.load(article_work).relations.empty());
  world.put("crossref:pre", preprint);
  world.run();
  EXPECT_EQ(world.load(article_work).relations.size(), 1U);
  before = world.last();
  world.remove("crossref:pre");
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(article_work));
  EXPECT_TRUE(world.load(article_work).relations.empty());
}

// What a relation needs may go with the rules: the index must hear of it.
TEST(Merging, RelativesThatOtherRulesNoLongerFindAreNoted) {
  World world;
  const std::string chapter =
      R"({"title":"Hernia repair","isbn":"9780306406157","pubtypes":["book-chapter"]})";
  const std::string book =
      R"({"title":"Manual of rural surgery","isbn":"9780306406157","pubtypes":["book"]})";
  world.put("marc:book", book);
  world.put("marc:chapter", chapter);
  world.run();
  const WorkId of_book = world.work("marc:book");
  const WorkId of_chapter = world.work("marc:chapter");
  ASSERT_EQ(world.load(of_book).relations.size(), 1U);
  MatchRules rules;
  rules.by_identifier = false;
  world.use(rules);
  const ChangeSequence before = world.last();
  world.run();
  EXPECT_TRUE(world.load(of_book).relations.empty());
  EXPECT_TRUE(world.changed_after(before).contains(of_book));
  EXPECT_TRUE(world.changed_after(before).contains(of_chapter));
}

TEST(Merging, CorrectionsSurviveAHarvestAndFollowTheirRecord) {
  World world;
  world.put("pubmed:1", article(1));
  world.put("crossref:1", article(1));
  world.run();
  const WorkId work = world.work("pubmed:1");
  Correction correction;
  correction.field = "title";
  correction.value = "As it is printed";
  correction.reason = "seen";
  correction.author = "A. Librarian";
  must(world.merging().correct(world.number("crossref:1"), correction));
  EXPECT_EQ(world.load(work).record.title, "As it is printed");
  world.put("crossref:1", article(1, R"("issue":"2")"));
  world.put("pubmed:1", article(1, R"("issue":"2")"));
  world.run();
  EXPECT_EQ(world.load(work).record.title, "As it is printed");
  EXPECT_EQ(world.load(work).corrections.size(), 1U);
  // Un-merged, it goes with the record that it was made of.
  world.decide("pubmed:1", "crossref:1", false);
  world.run();
  EXPECT_NE(world.work("crossref:1"), world.work("pubmed:1"));
  EXPECT_NE(world.load(world.work("pubmed:1")).record.title, "As it is printed");
  EXPECT_EQ(world.load(world.work("crossref:1")).record.title, "As it is printed");
}

}  // namespace
}  // namespace evidence
