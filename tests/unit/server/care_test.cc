// The point-of-care view, clinical categories, and why a work stands where it does.
#include "model/study_type_inference.h"
#include "server/care_view.h"
#include "server/results_view.h"
#include "server/search_url.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

class CareTest : public ServiceTest {
 protected:
  CareTest() {
    index_.replace(with_kinds(), "two");
    query::SearchFilter filter;
    filter.version = "1";
    filter.title = "Made for tests";
    filter.source = "invented for tests";
    filter.verified = true;
    filter.id = "pubmed-therapy-narrow";
    filter.citation = "A Librarian. Wheeze, narrow";
    filter.lines = {"wheeze[ti]"};
    EXPECT_TRUE(filters_.add(filter).ok());
    filter.id = "pubmed-therapy-broad";
    filter.lines = {"wheeze[ti] OR children[tiab]"};
    EXPECT_TRUE(filters_.add(filter).ok());
    services_.filters = &filters_;
  }

  static std::vector<Work> with_kinds() {
    std::vector<Work> all = works();
    for (Work& work : all) work.study_type = StudyType::kNotStated;
    for (std::size_t i = 0; i < 4; ++i) all[i].study_type = StudyType::kGuideline;
    all[2].status = Status::kRetracted;
    all[4].study_type = StudyType::kSystematicReview;
    all[5].study_type = StudyType::kMetaAnalysis;
    all[6].study_type = StudyType::kRandomisedTrial;
    all[7].study_type = StudyType::kCohort;
    all[7].record.title += " wheeze";
    all[8].study_type = StudyType::kEbook;
    all[9].study_type = StudyType::kEditorial;
    all[10].record.title = "Asthma treatment in children: a systematic review of randomised trials";
    all[10].type_finding = infer_study_type(all[10].record);
    return all;
  }

  static bool holds(const Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }
  static json::object group(const json::object& answer, std::string_view key) {
    for (const json::value& each : answer.at("groups").as_array()) {
      if (std::string_view(each.at("group").as_string()) == key) return each.as_object();
    }
    ADD_FAILURE() << "no group " << key;
    return {};
  }

  query::FilterLibrary filters_;
};

TEST_F(CareTest, EachGroupHasTheTotalOfItsOwnSearch) {
  const json::object answer = object(get("/api/v1/point-of-care?q=asthma"));
  EXPECT_EQ(answer.at("all").at("total").as_int64(), 25);
  EXPECT_EQ(answer.at("groups").as_array().size(), evidence_groups().size());
  for (const json::value& each : answer.at("groups").as_array()) {
    std::string types;
    for (const json::value& type : each.at("study_types").as_array()) {
      types += (types.empty() ? "" : ",") + std::string(type.as_string());
    }
    const json::object list = object(get("/api/v1/search?q=asthma&filter.study_type=" + types));
    EXPECT_EQ(each.at("total"), list.at("total")) << types;
    EXPECT_EQ(each.at("answer").at("total"), list.at("total")) << types;
    EXPECT_LE(each.at("answer").at("hits").as_array().size(), kGroupHits);
  }
  EXPECT_EQ(group(answer, "guidelines").at("total").as_int64(), 4);
  EXPECT_EQ(group(answer, "guidelines").at("answer").at("hits").as_array().size(), 3U);
  EXPECT_EQ(group(answer, "reviews").at("total").as_int64(), 2);
  EXPECT_EQ(group(answer, "studies").at("total").as_int64(), 2);
  EXPECT_EQ(group(answer, "topics").at("total").as_int64(), 1);
  EXPECT_EQ(group(answer, "patient_information").at("total").as_int64(), 0);
  const json::object more = object(get("/api/v1/point-of-care?q=asthma&limit=20"));
  EXPECT_EQ(group(more, "guidelines").at("answer").at("hits").as_array().size(), 4U);
  for (const char* limit : {"0", "21", "x", "1&limit=2"}) {
    EXPECT_EQ(get("/api/v1/point-of-care?q=asthma&limit=" + std::string(limit)).status, 400);
  }
  EXPECT_EQ(get("/api/v1/point-of-care?q=").status, 400);
  EXPECT_EQ(get("/api/v1/point-of-care?q=asthma&colour=red").status, 400);
}

TEST_F(CareTest, ThePageShowsEachGroupWithALinkToAllOfIt) {
  const Response page = get("/point-of-care?q=asthma");
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page,
                    "href=\"/search?q=asthma&amp;filter.study_type=guideline\">All 4 "
                    "guidelines</a>"))
      << page.body;
  EXPECT_TRUE(holds(page, "<a href=\"#guidelines\">Guidelines (4)</a>"));
  EXPECT_TRUE(holds(page, "Patient information: none"));
  EXPECT_FALSE(holds(page, "id=\"patient-information\""));
  EXPECT_TRUE(holds(page, "<a href=\"/search?q=asthma\">All results</a>"));
  EXPECT_TRUE(holds(page, "action=\"/point-of-care\""));
  EXPECT_TRUE(holds(get("/search?q=asthma"),
                    "<a href=\"/point-of-care?q=asthma\">At the point of care</a>"));
  EXPECT_EQ(get("/point-of-care").status, 200);
  EXPECT_EQ(get("/point-of-care?q=").status, 400);
  EXPECT_TRUE(holds(get("/point-of-care?q=zzzz"), "Nothing in the index matches"));
}

TEST_F(CareTest, ARetractedGuidelineCarriesItsMark) {
  const Response page = get("/point-of-care?q=%22number+3%22");
  EXPECT_TRUE(holds(page, "Guidelines (1)"));
  EXPECT_TRUE(holds(page, "Retracted – do not use"));
}

TEST_F(CareTest, ProbableTypesAreCountedApart) {
  const json::object reviews =
      group(object(get("/api/v1/point-of-care?q=asthma&limit=20")), "reviews");
  ASSERT_EQ(reviews.at("probable").as_int64(), 1);
  EXPECT_EQ(reviews.at("total").as_int64(), 2);
  for (const json::value& hit : reviews.at("answer").at("hits").as_array()) {
    EXPECT_NE(hit.at("study_type").as_string(), "not_stated");
  }
  EXPECT_TRUE(holds(get("/point-of-care?q=asthma"),
                    "1 more is probably a review, not stated by the source"));
}

TEST_F(CareTest, AllGroupsReadTheWordsAlike) {
  // One study has both words: groups without it stay empty, and are not widened.
  const json::object strict = object(get("/api/v1/point-of-care?q=asthma+wheeze"));
  EXPECT_FALSE(strict.at("all").at("interpretation").at("widened").as_bool());
  EXPECT_EQ(group(strict, "studies").at("total").as_int64(), 1);
  EXPECT_EQ(group(strict, "guidelines").at("total").as_int64(), 0);
  // No work has both: every group shows works with one of them.
  const json::object wide = object(get("/api/v1/point-of-care?q=asthma+zzzz"));
  EXPECT_TRUE(wide.at("all").at("interpretation").at("widened").as_bool());
  EXPECT_EQ(group(wide, "guidelines").at("total").as_int64(), 4);
}

TEST_F(CareTest, AGroupThatFailsSaysSo) {
  CareAnswer care;
  care.search.text = "asthma";
  care.whole.total = 7;
  for (const EvidenceGroup& each : evidence_groups()) {
    GroupAnswer answer;
    answer.group = &each;
    answer.search.text = "asthma";
    answer.search.filters = {
        {Field::kStudyType, {std::string(study_type_info(each.types[0]).key)}, false}};
    if (each.key == "reviews") {
      answer.failed = Error{ErrorCode::kTimeout, "search_timeout", "The search took too long.", ""};
    } else {
      answer.answer = SearchResponse{};
    }
    care.groups.push_back(std::move(answer));
  }
  const Request asked = request("/point-of-care?q=asthma");
  const Response page = render_care(asked, care, services_);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "Systematic reviews and meta-analyses: not searched"));
  EXPECT_TRUE(holds(page, "These could not be searched."));
  EXPECT_TRUE(holds(page, "The search took too long."));
  const auto json = parse_json(care_json(asked, care));
  ASSERT_TRUE(json.ok());
  const json::object reviews = group(json->as_object(), "reviews");
  EXPECT_TRUE(reviews.at("total").is_null());
  EXPECT_TRUE(reviews.at("answer").is_null());
  EXPECT_EQ(reviews.at("problem").at("code").as_string(), "search_timeout");
}

TEST_F(CareTest, AFilterOfTheReadersOwnLeavesGroupsOutAndSaysSo) {
  const Response page = get("/point-of-care?q=asthma&filter.study_type=guideline");
  EXPECT_TRUE(holds(page, "Guidelines (4)"));
  EXPECT_TRUE(holds(page, "Studies: left out by your filter"));
  const Response years = get("/point-of-care?q=asthma&filter.year=2001-2002");
  EXPECT_TRUE(holds(years, "Guidelines (2)"));
  EXPECT_TRUE(holds(years, "Remove filter: "));
}

TEST_F(CareTest, ACategoryIsOneClickAwayNamedAndRemovable) {
  const Response plain = get("/search?q=asthma");
  EXPECT_TRUE(holds(plain, "href=\"/search?q=asthma&amp;category=therapy&amp;scope=narrow\""));
  EXPECT_FALSE(holds(plain, "category=prognosis"));  // has no filter here
  const std::string narrowed = "q=asthma&category=therapy&scope=narrow";
  const Response page = get("/search?" + narrowed);
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "1 result<"));
  EXPECT_TRUE(holds(page, "Clinical category: Therapy, narrow"));
  EXPECT_TRUE(holds(page,
                    "Only works that pass the filter “Therapy, narrow” are shown. A "
                    "Librarian. Wheeze, narrow."));
  EXPECT_TRUE(holds(page,
                    "<a href=\"/search?q=asthma\"><span class=\"nhsuk-u-visually-hidden\">"
                    "Remove filter: </span>"));
  EXPECT_TRUE(holds(page, "name=\"category\" value=\"therapy\""));
  EXPECT_EQ(object(get("/api/v1/search?" + narrowed)).at("total").as_int64(), 1);
  EXPECT_EQ(object(get("/api/v1/search?q=asthma&category=therapy")).at("total").as_int64(), 25);
  EXPECT_EQ(object(get("/api/v1/facets/year?" + narrowed)).at("total").as_int64(), 1);
  EXPECT_EQ(group(object(get("/api/v1/point-of-care?" + narrowed)), "studies").at("total"), 1);
}

TEST_F(CareTest, AnUnknownCategoryIsAnErrorAndWithoutFiltersThereAreNoLinks) {
  EXPECT_TRUE(holds(get("/api/v1/search?q=asthma&category=cure"), "unknown-category") ||
              holds(get("/api/v1/search?q=asthma&category=cure"), "unknown_category"));
  EXPECT_EQ(get("/search?q=asthma&category=cure").status, 400);
  EXPECT_EQ(get("/search?q=asthma&category=therapy&scope=wide").status, 400);
  EXPECT_EQ(get("/search?q=asthma&scope=narrow").status, 400);
  EXPECT_EQ(get("/point-of-care?q=asthma&category=prognosis").status, 400);
  services_.filters = nullptr;
  EXPECT_FALSE(holds(get("/search?q=asthma"), "Clinical categories"));
  EXPECT_EQ(get("/search?q=asthma&category=therapy").status, 400);
}

TEST_F(CareTest, ResultsSayWhyAWorkIsWhereItIs) {
  const Response list = get("/search?q=asthma");
  EXPECT_TRUE(holds(list, "explain=1&amp;why=w"));
  EXPECT_TRUE(holds(list, ">Why is this here?<"));
  EXPECT_FALSE(holds(list, "What counted"));
  const json::object found = object(get("/api/v1/search?q=asthma"));
  const std::string id(found.at("hits").at(0).at("id").as_string());
  const Response why = get("/search?q=asthma&explain=1&why=" + id);
  EXPECT_TRUE(holds(why, "because “asthma” is in the title"));
  EXPECT_TRUE(holds(why, "What counted"));
  std::size_t open = 0;
  for (auto at = why.body.find("class=\"ev-why\" open"); at != std::string::npos;
       at = why.body.find("class=\"ev-why\" open", at + 1)) {
    ++open;
  }
  EXPECT_EQ(open, 1U);
  EXPECT_FALSE(holds(get("/search?q=asthma&sort=newest"), "Why is this here?"));
  EXPECT_TRUE(holds(get("/point-of-care?q=asthma&explain=1"), "What counted"));
}

TEST_F(CareTest, AddressesKeepTheProfileAndTheCategory) {
  SearchRequest search;
  search.text = "asthma";
  search.profile = "plain";
  search.line_filters = {{"pubmed-therapy-narrow", "x", query::Syntax::kPubmed, "", ""}};
  const SearchUrl url(search, "");
  EXPECT_EQ(url.page(2), "/search?q=asthma&category=therapy&scope=narrow&profile=plain&page=2");
  EXPECT_EQ(url.with_category("therapy", "broad"),
            "/search?q=asthma&profile=plain&category=therapy&scope=broad");
  EXPECT_EQ(url.without_line_filter("pubmed-therapy-narrow"), "/search?q=asthma&profile=plain");
  EXPECT_EQ(url.why(1, "w1"),
            "/search?q=asthma&category=therapy&scope=narrow&profile=plain&explain=1&why=w1#w1");
  const SearchUrl care(search, "", kCarePath);
  EXPECT_EQ(care.with_text("sepsis"),
            "/point-of-care?q=sepsis&category=therapy&scope=narrow&profile=plain");
  EXPECT_EQ(care.as_results(), url.self());
}

}  // namespace
}  // namespace evidence::server
