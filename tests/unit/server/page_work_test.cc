#include "server/pages.h"
#include "server/work_facts.h"
#include "server/work_view.h"
#include "tests/unit/server/page_fixture.h"

namespace evidence::server {
namespace {

using PageWork = PageTest;

constexpr const char* kHostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'";

bool holds(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

TEST_F(PageWork, HostileTextInEveryFieldStaysText) {
  Work bad = work();
  Record& record = bad.record;
  record.title = record.original_title = kHostile;
  record.source = record.source_record_id = kHostile;
  record.abstract = {{kHostile, kHostile}};
  record.contributors = {{kHostile, kHostile, kHostile, kHostile, kHostile, kHostile}};
  record.publication = {kHostile, kHostile, kHostile, kHostile, kHostile, kHostile, kHostile, {}};
  record.publication_types = {kHostile};
  record.subjects = {{kHostile, kHostile, kHostile, kHostile, kHostile, true}};
  record.languages = {kHostile};
  record.links = {{"javascript:alert(1)", kHostile, true}};
  record.rights = kHostile;
  record.datestamp = kHostile;
  record.table_of_contents = kHostile;
  record.truncated = {kHostile};
  record.relations = {{RelationType::kRetractedBy, kHostile, kHostile}};
  record.coverage = {{kHostile, kHostile, kHostile, kHostile, kHostile, kHostile, kHostile,
                      kHostile, kHostile, kHostile, kHostile}};
  bad.members = {{kHostile, kHostile}};
  bad.status = Status::kRetracted;
  const Response page = render_work(request("/works/w0123456789ab", {}), bad, {}, services_);
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(holds(page.body, "<script"));
  EXPECT_FALSE(holds(page.body, "<img"));
  EXPECT_FALSE(holds(page.body, "javascript:"));
}

TEST_F(PageWork, FiveHundredAuthorsAreFoldedAfterTwenty) {
  Work crowded = work();
  crowded.record.contributors.assign(500, {"Smith", "Ann", "A", "author", "", ""});
  const Response page = render_work(request("/works/w0123456789ab", {}), crowded, {}, services_);
  EXPECT_TRUE(holds(page.body, "and 480 more"));
  EXPECT_LT(page.body.size(), 60'000U);
}

TEST_F(PageWork, ANameOfTenThousandCharactersIsCut) {
  Work long_name = work();
  long_name.record.contributors = {{std::string(10'000, 'n'), "", "", "author", "", ""}};
  const Response page = render_work(request("/works/w0123456789ab", {}), long_name, {}, services_);
  EXPECT_LT(page.body.size(), 20'000U);
}

TEST_F(PageWork, WhatIsNoSubjectStandsUnderANameOfItsOwn) {
  Work one = work();
  one.record.subjects = {{"keyword", "", "Tubes", "", "", false},
                         {"synonym", "", "Feeding line", "", "", false},
                         {"source-grade", "", "Q7", "", "", false},
                         {"product", "", "Example Manual", "", "", false}};
  const Response page = render_work(request("/works/w0123456789ab", {}), one, {}, services_);
  const std::size_t headings = page.body.find("Subject headings");
  ASSERT_NE(headings, std::string::npos);
  const std::string list = page.body.substr(headings, page.body.find("</ul>", headings) - headings);
  EXPECT_TRUE(holds(list, "Tubes"));
  for (const char* other : {"Feeding line", "Q7", "Example Manual"}) {
    EXPECT_FALSE(holds(list, other)) << other;
    EXPECT_TRUE(holds(page.body, other)) << other;
  }
  EXPECT_TRUE(holds(page.body, "Also called"));
  EXPECT_TRUE(holds(page.body, "own letters"));
  one.record.subjects.erase(one.record.subjects.begin());
  EXPECT_FALSE(holds(render_work(request("/works/w0123456789ab", {}), one, {}, services_).body,
                     "Subject headings"));
}

TEST_F(PageWork, AMissingTitleIsSaid) {
  Work untitled = work();
  untitled.record.title.clear();
  const Response page = render_work(request("/works/w0123456789ab", {}), untitled, {}, services_);
  EXPECT_TRUE(holds(page.body, "[No title given]</h1>"));
}

TEST_F(PageWork, RightToLeftTextKeepsItsDirection) {
  Work arabic = work();
  arabic.record.original_title = "علاج الربو";
  arabic.record.languages = {"ara"};
  const Response page = render_work(request("/works/w0123456789ab", {}), arabic, {}, services_);
  EXPECT_TRUE(holds(page.body, "<p dir=\"auto\" lang=\"ar\">علاج الربو</p>"));
}

TEST_F(PageWork, ARetractionLeadsToItsNotice) {
  Work retracted = work();
  retracted.status = Status::kRetracted;
  retracted.record.relations = {{RelationType::kRetractedBy, "pmid:7", "Notice. 2024"},
                                {RelationType::kHasComment, "pmid:8", "Comment. 2024"}};
  const Response page = render_work(request("/works/w0123456789ab", {}), retracted,
                                    {{"pmid:7", "w0000000000zz"}}, services_);
  EXPECT_TRUE(holds(page.body, "This work has been retracted. Do not use it."));
  EXPECT_TRUE(holds(page.body, "Retracted by: <a href=\"/works/w0000000000zz\""));
  EXPECT_TRUE(holds(page.body, "https://pubmed.ncbi.nlm.nih.gov/8"));
}

TEST_F(PageWork, ReferenceManagersFindTheirTags) {
  services_.site.base_url = "https://evidence.example.org";
  const Response page = render_work(request("/works/w0123456789ab", {}), work(), {}, services_);
  EXPECT_TRUE(holds(page.body, "<meta name=\"citation_title\" content=\"Inhaled treatment"));
  EXPECT_TRUE(holds(page.body, "<meta name=\"citation_author\" content=\"Smith, Ann B\">"));
  EXPECT_TRUE(holds(page.body, "<meta name=\"citation_publication_date\" content=\"2023/04/05\">"));
  EXPECT_TRUE(holds(page.body,
                    "<link rel=\"canonical\" "
                    "href=\"https://evidence.example.org/works/w0123456789ab\">"));
}

TEST_F(PageWork, AnIndexThatIsNotThereIsAnErrorPageNotAnEmptyOne) {
  Request asked = request("/works/w0123456789ab", {});
  asked.path_parameters["id"] = "w0123456789ab";
  EXPECT_EQ(page_work(asked, services_).status, 503);
  asked.path_parameters["id"] = "../etc/passwd";
  EXPECT_EQ(page_work(asked, services_).status, 404);
}

TEST(WorkFacts, CoverageReadsAsASentence) {
  Coverage coverage;
  coverage.first_date = "1995-01";
  coverage.first_volume = "1";
  coverage.embargo = "P1Y";
  coverage.depth = "fulltext";
  EXPECT_EQ(coverage_sentence(coverage),
            "From January 1995, volume 1 to today. The newest year is not available. Full text.");
  coverage.embargo = "R6M";
  EXPECT_TRUE(holds(coverage_sentence(coverage), "Only the newest 6 months are available."));
  coverage.embargo = "R1Y;P6M";
  EXPECT_TRUE(holds(coverage_sentence(coverage), "Embargo: R1Y;P6M."));
  EXPECT_EQ(coverage_sentence({}), "Coverage not stated.");
}

TEST(WorkFacts, CitationLeavesNoStrayMarks) {
  Publication publication;
  EXPECT_EQ(citation_rest(publication), "");
  publication.pages = "5-9";
  EXPECT_EQ(citation_rest(publication), "5-9.");
  publication.volume = "3";
  EXPECT_EQ(citation_rest(publication), "3: 5-9.");
  publication.date = {2020, 0, 0};
  EXPECT_EQ(citation_rest(publication), "2020; 3: 5-9.");
  publication.pages = "1 online resource (120 pages)";
  publication.edition = "2nd edition.";
  EXPECT_EQ(citation_rest(publication), "2020; 3. 2nd edition. 1 online resource (120 pages).");
}

}  // namespace
}  // namespace evidence::server
