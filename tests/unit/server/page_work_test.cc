#include <map>
#include <utility>

#include "model/merge.h"
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

TEST_F(PageWork, SimilarWorksStandWithTheirReasonAndStatus) {
  Surroundings around;
  SimilarWork like;
  like.id = "w0123456789ac";
  like.title = kHostile;
  like.year = 2020;
  like.status = Status::kRetracted;
  like.headings = {"Asthma", "Child"};
  like.words = {"wheeze"};
  around.similar = SimilarResponse{"w0123456789ab", {like}, {}};
  const std::string body =
      render_work(request("/works/w0123456789ab", {}), work(), around, services_).body;
  EXPECT_TRUE(holds(body, "Similar works"));
  EXPECT_TRUE(holds(body, "/works/w0123456789ac"));
  EXPECT_TRUE(holds(body, "Retracted"));
  EXPECT_TRUE(holds(body, "Shares the headings Asthma, Child; the word wheeze"));
  EXPECT_FALSE(holds(body, "<script"));
  // None are not an error, and an error is not none.
  around.similar = SimilarResponse{};
  EXPECT_FALSE(
      holds(render_work(request("/works/w0123456789ab", {}), work(), around, services_).body,
            "Similar works"));
  around.similar = Error{ErrorCode::kTimeout, "search_timeout", "Too long.", ""};
  EXPECT_TRUE(
      holds(render_work(request("/works/w0123456789ab", {}), work(), around, services_).body,
            "could not be looked up"));
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
  bad.relations = {{RelationType::kRetractedBy, kHostile, kHostile, kHostile, {kHostile}},
                   {RelationType::kHasNewerVersion, "pmid:1", kHostile, "matched", {}}};
  bad.has_newer_version = true;
  bad.status_statements = {{Status::kRetracted, kHostile, kHostile, kHostile},
                           {Status::kRetracted, kHostile, "title", ""}};
  bad.registrations = {kHostile};
  bad.corrections = {{kHostile, kHostile, kHostile, kHostile, kHostile},
                     {"title", "", kHostile, kHostile, ""}};
  Surroundings around;
  around.related["pmid:1"] = {kHostile,      kHostile, 2020, StudyType::kNotStated,
                              Status::kNone, false};
  around.reports = {5, {around.related["pmid:1"]}};
  record.coverage = {{kHostile, kHostile, kHostile, kHostile, kHostile, kHostile, kHostile,
                      kHostile, kHostile, kHostile, kHostile}};
  bad.members = {{kHostile, kHostile}};
  bad.status = Status::kRetracted;
  const Response page = render_work(request("/works/w0123456789ab", {}), bad, around, services_);
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

// The page as words: without tags, with single spaces.
std::string words_of(const std::string& html) {
  std::string text;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') in_tag = true;
    if (!in_tag) {
      const bool space = c == '\n' || c == ' ';
      if (!space) text += c;
      if (space && !text.empty() && text.back() != ' ') text += ' ';
    }
    if (c == '>') in_tag = false;
  }
  return text;
}

Surroundings related(std::map<std::string, WorkHead> heads) { return {std::move(heads), {}}; }

TEST_F(PageWork, ARetractionLeadsToItsNotice) {
  Work retracted = work();
  retracted.status = Status::kRetracted;
  retracted.relations = {{RelationType::kRetractedBy, "pmid:7", "Notice. 2024", "stated", {}},
                         {RelationType::kHasComment, "pmid:8", "Comment. 2024", "stated", {}}};
  WorkHead notice;
  notice.id = "w0000000000zz";
  notice.title = "Retraction: Inhaled treatment";
  notice.year = 2024;
  const Response page = render_work(request("/works/w0123456789ab", {}), retracted,
                                    related({{"pmid:7", notice}}), services_);
  EXPECT_TRUE(holds(page.body, "This work has been retracted. Do not use it."));
  EXPECT_TRUE(holds(page.body, "Retracted by: <a href=\"/works/w0000000000zz\""));
  EXPECT_TRUE(holds(words_of(page.body), "Retracted by: Retraction: Inhaled treatment (2024)"));
  EXPECT_TRUE(holds(page.body, "https://pubmed.ncbi.nlm.nih.gov/8"));
}

TEST_F(PageWork, WhoStatesARetractionIsSaidInWords) {
  services_.sources.push_back({"crossref", "Crossref", "", "", "", "", false});
  Work retracted = work();
  retracted.status = Status::kRetracted;
  retracted.status_statements = {{Status::kRetracted, "pubmed", "publication_type", ""},
                                 {Status::kRetracted, "pubmed", "relation", "pmid:7"},
                                 {Status::kRetracted, "crossref", "relation", "doi:10.1234/n"},
                                 {Status::kRetracted, "openalex", "title", ""},
                                 {Status::kRetracted, "pubmed", "title", ""},
                                 {Status::kCorrected, "crossref", "notice", "doi:10.1234/e"}};
  EXPECT_EQ(who_says(retracted, Status::kRetracted, services_),
            "Retracted, according to PubMed and Crossref; its title is marked as retracted in "
            "openalex.");
  EXPECT_EQ(who_says(retracted, Status::kCorrected, services_),
            "Corrected, according to the notice itself, from Crossref.");
  EXPECT_EQ(who_says(retracted, Status::kConcern, services_), "");
  retracted.status_statements.erase(retracted.status_statements.begin(),
                                    retracted.status_statements.begin() + 3);
  retracted.status_statements.erase(retracted.status_statements.begin() + 1);
  EXPECT_EQ(who_says(retracted, Status::kRetracted, services_),
            "Retracted: its title is marked as retracted in openalex.");
  const Response page = render_work(request("/works/w0123456789ab", {}), retracted, {}, services_);
  EXPECT_TRUE(holds(page.body, "Retracted: its title is marked as retracted in openalex."));
  EXPECT_TRUE(holds(page.body, "Corrected, according to the notice itself, from Crossref."));
}

TEST_F(PageWork, ANoticeThatOnlyItsTitleConnectsIsNotMoreThanThat) {
  Work suspected = work();
  suspected.status = Status::kRetracted;
  suspected.status_statements = {{Status::kRetracted, "", "matched", "doi:10.1234/n"}};
  const Response page = render_work(request("/works/w0123456789ab", {}), suspected, {}, services_);
  EXPECT_TRUE(holds(page.body, "A notice about a work with this title was found."));
  EXPECT_TRUE(holds(page.body, "no source says so itself."));
  EXPECT_FALSE(holds(page.body, "This work has been retracted."));
  suspected.status_statements.push_back({Status::kRetracted, "pubmed", "publication_type", ""});
  const Response sure = render_work(request("/works/w0123456789ab", {}), suspected, {}, services_);
  EXPECT_TRUE(holds(sure.body, "This work has been retracted."));
}

TEST_F(PageWork, ConcernAndCorrectionAreSaidAsWhatTheyAre) {
  Work doubted = work();
  doubted.status = Status::kConcern;
  doubted.status_statements = {{Status::kConcern, "pubmed", "relation", "pmid:7"}};
  doubted.relations = {{RelationType::kHasConcern, "pmid:7", "", "stated", {"pubmed"}}};
  const std::string concern =
      words_of(render_work(request("/works/w0123456789ab", {}), doubted, {}, services_).body);
  EXPECT_TRUE(holds(concern, "Expression of concern, according to PubMed."));
  EXPECT_TRUE(holds(concern, "Concern expressed in: PMID 7"));
  EXPECT_FALSE(holds(concern, "etracted"));
  Work corrected = work();
  corrected.status = Status::kCorrected;
  corrected.relations = {{RelationType::kHasErratum, "pmid:9", "", "stated", {"pubmed"}}};
  const std::string erratum =
      words_of(render_work(request("/works/w0123456789ab", {}), corrected, {}, services_).body);
  EXPECT_TRUE(holds(erratum, "This work has been corrected."));
  EXPECT_FALSE(holds(erratum, "etracted"));
}

TEST_F(PageWork, ANoticeIsNeverCalledRetracted) {
  Record notice = work().record;
  notice.title = "Retraction: Inhaled treatment in childhood asthma";
  notice.publication_types = {"Retraction of Publication"};
  notice.relations = {{RelationType::kRetracts, "pmid:5", ""},
                      {RelationType::kRetractedBy, "pmid:5", ""}};
  const Work merged = merge("w0123456789ab", {notice});
  const Response page = render_work(request("/works/w0123456789ab", {}), merged, {}, services_);
  EXPECT_TRUE(holds(page.body, "This is a retraction notice."));
  EXPECT_FALSE(holds(page.body, "Retracted – do not use"));
  EXPECT_FALSE(holds(page.body, "has been retracted"));
  EXPECT_FALSE(holds(make_hit_json(merged), "\"retracted\":true"));
}

TEST_F(PageWork, TheNewestOfSeveralNewerVersionsIsOffered) {
  Work old = work();
  old.has_newer_version = true;
  old.relations = {
      {RelationType::kHasNewerVersion, "doi:10.1002/14651858.cd001234.pub2", "", "matched", {}},
      {RelationType::kHasNewerVersion, "doi:10.1002/14651858.cd001234.pub3", "", "matched", {}}};
  EXPECT_EQ(newest_version(old, {}), &old.relations[1]);
  WorkHead second;
  second.id = "w0000000000p2";
  second.title = "Second";
  second.year = 2015;
  second.has_newer_version = true;
  Surroundings around = related({{old.relations[0].target, second}});
  EXPECT_EQ(newest_version(old, around), &old.relations[0]) << "what can be read here comes first";
  WorkHead third = second;
  third.id = "w0000000000p3";
  third.title = "Third";
  third.has_newer_version = false;
  around.related[old.relations[1].target] = third;
  EXPECT_EQ(newest_version(old, around), &old.relations[1]);
  const Response page = render_work(request("/works/w0123456789ab", {}), old, around, services_);
  const auto banner = page.body.find("A newer version of this work exists.");
  ASSERT_NE(banner, std::string::npos);
  EXPECT_LT(page.body.find("/works/w0000000000p3"), page.body.find("/works/w0000000000p2"));
  EXPECT_TRUE(holds(page.body, "Newer version exists"));
  EXPECT_TRUE(holds(page.body, "found by comparing the two; no source states it"));
  EXPECT_EQ(newest_version(work(), {}), nullptr);
}

TEST_F(PageWork, RelationsThatLeadToOneWorkAreShownOnceAndSayWhoStatesThem) {
  Work article = work();
  article.relations = {{RelationType::kRetractedBy, "pmid:7", "Notice", "stated", {"pubmed"}},
                       {RelationType::kHasComment, "doi:10.1234/c", "", "reverse", {"pubmed"}},
                       {RelationType::kHasComment, "pmid:8", "Comment", "stated", {"pubmed"}},
                       {RelationType::kCommentsOn, "record:pubmed:99", "", "stated", {}}};
  WorkHead comment;
  comment.id = "w0000000000cc";
  comment.title = "A comment";
  comment.status = Status::kRetracted;
  const Response page =
      render_work(request("/works/w0123456789ab", {}), article,
                  related({{"doi:10.1234/c", comment}, {"pmid:8", comment}}), services_);
  const std::string text = words_of(page.body);
  EXPECT_TRUE(holds(text,
                    "Comment in: A comment Retracted – stated by the other record, from "
                    "PubMed"));
  EXPECT_EQ(text.find("Comment in:"), text.rfind("Comment in:"));
  EXPECT_TRUE(holds(text, "Retracted by: Notice – stated by PubMed"));
  EXPECT_TRUE(holds(text, "Comments on: PubMed, record 99"));
}

TEST_F(PageWork, OtherReportsOfTheTrialAreListedWithAWayToAll) {
  Work report = work();
  report.registrations = {"ISRCTN12345678", "NCT01234567"};
  WorkHead other;
  other.id = "w0000000000rr";
  other.title = "Five-year results";
  other.year = 2021;
  other.study_type = StudyType::kRandomisedTrial;
  Surroundings around;
  around.reports = {14, {other}};
  const Response page = render_work(request("/works/w0123456789ab", {}), report, around, services_);
  const std::string text = words_of(page.body);
  EXPECT_TRUE(holds(text, "Other reports of this trial (ISRCTN12345678, NCT01234567)"));
  EXPECT_TRUE(holds(text, "Five-year results (2021) – Randomised trial"));
  EXPECT_TRUE(holds(text, "and 13 more."));
  EXPECT_TRUE(holds(page.body,
                    "href=\"/search?q=registration%3AISRCTN12345678%20OR%20registration%3A"
                    "NCT01234567\""));
  EXPECT_FALSE(holds(render_work(request("/works/w0123456789ab", {}), report, {}, services_).body,
                     "this trial"));
}

TEST_F(PageWork, EveryCopyIsListedWithThePageOfItsRegistry) {
  Work copied = work();
  copied.members = {{"europepmc", "MED:12345678"}, {"pubmed", "12345678"}, {"trip", "abc"}};
  for (int i = 0; i < 12; ++i) copied.members.push_back({"zz", "k" + std::to_string(i)});
  const Response page = render_work(request("/works/w0123456789ab", {}), copied, {}, services_);
  const std::string text = words_of(page.body);
  EXPECT_TRUE(holds(text, "This work was put together from 15 records of 4 sources."));
  EXPECT_TRUE(
      holds(page.body, "PubMed, record <a href=\"https://pubmed.ncbi.nlm.nih.gov/12345678/\">") ||
      holds(page.body, "PubMed, record <a href=\"https://pubmed.ncbi.nlm.nih.gov/12345678\">"));
  EXPECT_TRUE(holds(page.body, ">MED:12345678</a>"));
  EXPECT_TRUE(holds(page.body, "trip, record <bdi>abc</bdi>"));
  EXPECT_TRUE(holds(text, "and 5 more"));
  EXPECT_TRUE(holds(text, "k11"));
}

TEST_F(PageWork, WhatWasCorrectedHereIsSaidWithWhatTheSourceSays) {
  Work mended = work();
  mended.corrections = {
      {"title", "Inhlaed treatment", "a slip of the source", "A Librarian", "2026-01-02T03:04:05Z"},
      {"publication.pages", "", "missing", "B Librarian", "2026-02-03T00:00:00Z"}};
  const std::string text =
      words_of(render_work(request("/works/w0123456789ab", {}), mended, {}, services_).body);
  EXPECT_TRUE(holds(text,
                    "Title, by A Librarian on 2 January 2026: a slip of the source. The source "
                    "says: “Inhlaed treatment”."));
  EXPECT_TRUE(holds(text,
                    "Pages, by B Librarian on 3 February 2026: missing. The "
                    "source says nothing."));
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
