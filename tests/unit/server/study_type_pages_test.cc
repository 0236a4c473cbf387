// How pages show what is stated, what was inferred, and whether a guideline still holds.
#include <map>

#include "server/pages.h"
#include "server/results_view.h"
#include "server/work_view.h"
#include "tests/unit/server/page_fixture.h"

namespace evidence::server {
namespace {

bool holds(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

class ReadSources final : public SourceRegistry {
 public:
  Result<std::vector<SourceState>> states() override { return states_; }
  Result<std::vector<ProblemCount>> problems(const std::string& /*source*/) override {
    return std::vector<ProblemCount>{};
  }
  std::vector<SourceState> states_;
};

class StudyTypePages : public PageTest {
 protected:
  Response results(const std::vector<Work>& works, SearchRequest asked = search("x"),
                   std::vector<Facet> facets = {}) {
    std::vector<Hit> hits;
    for (const Work& work : works) hits.push_back(hit_of(work));
    SearchResponse found = answer(std::move(hits));
    found.facets = std::move(facets);
    return render_results(request("/search", {{"q", "x"}}), asked, found, services_);
  }
  Response page_of(const Work& work) {
    return render_work(request("/works/" + work.id, {}), work, {}, services_);
  }
  static Work untyped() {
    Work untyped = work();
    untyped.record.publication_types = {"Journal Article"};
    untyped.study_type = StudyType::kNotStated;
    untyped.type_finding = {StudyType::kRandomisedTrial, TypeBasis::kTitle,
                            "randomised controlled trial", "title_randomised_trial"};
    return untyped;
  }
  static Work guideline(Currency currency) {
    Work guideline = work();
    guideline.record.publication_types = {"Practice Guideline"};
    guideline.study_type = StudyType::kGuideline;
    guideline.record.currency = std::move(currency);
    return guideline;
  }
  void source_read(std::int64_t days_ago) {
    SourceState& state = registry_.states_.emplace_back();
    state.source.id = "pubmed";
    state.source.name = "PubMed";
    state.source.last_success = "2026-11-20T03:00:00Z";
    state.age_seconds = days_ago * 86'400 + 5;
    services_.registry = &registry_;
  }

  ReadSources registry_;
};

TEST_F(StudyTypePages, AnInferredTypeLooksOtherThanAStatedOneAndSaysWhy) {
  const std::string inferred = results({untyped()}).body;
  EXPECT_TRUE(holds(inferred, "ev-tag--probable"));
  EXPECT_TRUE(holds(inferred, "Probably a randomised trial – not stated by the source"));
  EXPECT_TRUE(holds(inferred, "<details class=\"ev-type\"><summary>"));
  EXPECT_TRUE(holds(inferred, "Compares treatments given to groups that were chosen by chance."));
  EXPECT_TRUE(holds(inferred,
                    "“randomised controlled trial” stands in the title; the source does "
                    "not state a type."));
  const std::string stated = results({work()}).body;
  EXPECT_FALSE(holds(stated, "ev-tag--probable"));
  EXPECT_FALSE(holds(stated, "Probably"));
  EXPECT_TRUE(holds(stated, "<details class=\"ev-type\"><summary>"));

  const std::string page = page_of(untyped()).body;
  EXPECT_TRUE(holds(page, "What “Probably a randomised trial” means"));
  EXPECT_TRUE(holds(page, "stands in the title; the source does not state a type."));
  EXPECT_TRUE(holds(page_of(work()).body, "What “Randomised trial” means"));
}

TEST_F(StudyTypePages, FiltersNameProbableTypesAndExplainKinds) {
  Facet stated;
  stated.field = Field::kStudyType;
  stated.values = {{"cohort", "", 2, false}};
  Facet probable;
  probable.field = Field::kProbableType;
  probable.values = {{"randomised_trial", "", 3, false}};
  const std::string page = results({work()}, search("x"), {stated, probable}).body;
  EXPECT_TRUE(holds(page, "name=\"filter.probable_type\""));
  EXPECT_TRUE(holds(page, "Probably a randomised trial <span class=\"ev-count\">"));
  EXPECT_TRUE(holds(page, "Probable evidence type, not stated by the source"));
  EXPECT_TRUE(holds(page, "<dt>Cohort study</dt><dd>Follows groups of people over time"));
}

TEST_F(StudyTypePages, AGuidelineSaysWhatItsSourceSaysAndNeverMore) {
  source_read(9);
  const std::string unknown = results({guideline({})}).body;
  EXPECT_TRUE(
      holds(unknown, "Review date not supplied by the source; last checked 20 November 2026."));
  EXPECT_FALSE(holds(unknown, "Current according to"));
  EXPECT_FALSE(holds(unknown, "was last read"));
  const std::string passed = results({guideline({.review_due = {2019, 5, 0}})}).body;
  EXPECT_TRUE(holds(passed, "nhsuk-tag--orange\">Review date passed"));
  EXPECT_TRUE(holds(passed, "PubMed said that it would be reviewed by May 2019"));
  const Work withdrawn = guideline({.stated = CurrencyStatement::kWithdrawn});
  EXPECT_TRUE(holds(results({withdrawn}).body, "nhsuk-tag--red\">Withdrawn"));
  EXPECT_TRUE(holds(page_of(withdrawn).body, "Withdrawn, according to PubMed; last checked"));
  EXPECT_FALSE(holds(results({work()}).body, "Review date"));
}

TEST_F(StudyTypePages, ASourceThatWasNotReadForLongWarns) {
  source_read(91);
  EXPECT_TRUE(holds(results({guideline({})}).body, "PubMed was last read 91 days ago"));
  EXPECT_TRUE(holds(page_of(guideline({})).body, "PubMed was last read 91 days ago"));
  services_.site.guideline_warn_days = 120;
  EXPECT_FALSE(holds(results({guideline({})}).body, "was last read"));
}

TEST_F(StudyTypePages, PreprintsCanBeLeftOutAndLeadToWhatWasPublished) {
  Work preprint = work();
  preprint.record.publication_types = {"Preprint"};
  preprint.study_type = StudyType::kPreprint;
  Facet types;
  types.field = Field::kStudyType;
  types.values = {{"preprint", "", 1, false}};
  const std::string alone = results({preprint}, search("x"), {types}).body;
  EXPECT_TRUE(holds(alone, "Preprint – not peer reviewed"));
  EXPECT_TRUE(holds(alone, "name=\"choose.study_type.preprint\""));
  EXPECT_FALSE(holds(alone, "A published version of this preprint is known"));
  preprint.relations = {{RelationType::kPreprintOf, "doi:10.5555/x", "", "stated", {"crossref"}}};
  EXPECT_TRUE(holds(results({preprint}).body, "A published version of this preprint is known"));

  SearchRequest without = search("x");
  without.filters = {{Field::kStudyType, {"preprint"}, true}};
  const std::string used = results({work()}, without).body;
  EXPECT_TRUE(holds(used, "<option value=\"without\" selected>"));
  EXPECT_TRUE(holds(used, "Not: Preprint"));
}

}  // namespace
}  // namespace evidence::server
