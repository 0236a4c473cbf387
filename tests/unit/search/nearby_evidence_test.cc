// Guidelines and reviews that lack one of the words typed into the search box.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/study_type.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

Work typed_work(int number, std::string title, std::string type, std::string abstract = "") {
  Work work = make_work(number, std::move(title), std::move(abstract));
  work.record.publication_types = {std::move(type)};
  work.record.publication.date.year = 2000 + number % 20;
  work.study_type = classify(work.record);
  return work;
}

constexpr int kLacksOne = 1, kLacksTwo = 2, kRetracted = 3, kTrial = 4, kReviewWithAll = 5;

std::vector<Work> library() {
  std::vector<Work> works;
  works.push_back(typed_work(kLacksOne, "Poisoning with paracetamol: use of the antidote",
                             "Practice Guideline", "Give the antidote for paracetamol at once."));
  works.push_back(typed_work(kLacksTwo, "Antidote stocks of hospitals", "Practice Guideline",
                             "Which antidote to keep."));
  works.push_back(typed_work(kRetracted, "Paracetamol and its antidote", "Systematic Review",
                             "Paracetamol and the antidote."));
  works.back().status = Status::kRetracted;
  works.push_back(typed_work(kTrial, "Antidote after paracetamol overdose",
                             "Randomized Controlled Trial", "Overdose was treated."));
  works.push_back(typed_work(kReviewWithAll,
                             "Paracetamol overdose and antidote: a review of trials",
                             "Systematic Review", "Overdose."));
  for (int i = 0; i < 60; ++i) {
    works.push_back(
        typed_work(100 + i, "Overdose of something else", "Journal Article", "Counted."));
    works.push_back(typed_work(300 + i, "Pattern for a scarf", "Editorial", "Wool."));
  }
  return works;
}

class NearbyEvidence : public testing::Test {
 protected:
  NearbyEvidence() : index_(library(), Backend::kTwoShards) {
    SearcherOptions options = options_for(index_.stub());
    RankingProfile profile;
    profile.name = "clinical";
    profile.depth = 20;
    profile.feedback = {5, 20, 0.5, true, 0.2, 0.5};
    profile.standing.evidence = 1;
    profile.standing.candidates = 10;
    options.profiles["words"] = profile;
    profile.standing.nearby = 10;
    profile.standing.most = 0.7;
    options.profiles["clinical"] = profile;
    profile.standing.nearby = 1;  // one review has all the words
    options.profiles["sated"] = profile;
    options.today = [] { return PartialDate{2026, 11, 29}; };
    searcher_ = std::make_unique<Searcher>(std::move(options));
    request_.text = "paracetamol overdose antidote";
    request_.profile = "clinical";
  }
  SearchResponse ask() {
    Result<SearchResponse> response = searcher_->search(request_);
    EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
    return response.ok() ? std::move(response).value() : SearchResponse{};
  }
  static bool has(const SearchResponse& response, int number) {
    return std::any_of(response.hits.begin(), response.hits.end(),
                       [number](const Hit& hit) { return hit.id == make_work(number, "").id; });
  }
  static bool noted(const SearchResponse& response) {
    return std::any_of(response.interpretation.begin(), response.interpretation.end(),
                       [](const query::Message& each) { return each.code == "nearby_evidence"; });
  }
  SearchIndex index_;
  std::unique_ptr<Searcher> searcher_;
  SearchRequest request_;
};

TEST_F(NearbyEvidence, AGuidelineWithMostOfTheWordsJoinsAndIsCounted) {
  request_.explain = true;
  const SearchResponse response = ask();
  EXPECT_EQ(response.total, 3U);
  EXPECT_EQ(response.hits.size(), 3U);
  EXPECT_TRUE(has(response, kLacksOne));
  EXPECT_FALSE(has(response, kLacksTwo)) << "has too few of the words";
  EXPECT_FALSE(has(response, kRetracted));
  EXPECT_TRUE(noted(response));
  EXPECT_FALSE(response.widened);
  for (const Hit& hit : response.hits) {
    double sum = 0;
    for (const FactorExplained& factor : hit.factors) sum += factor.score;
    EXPECT_NEAR(sum, hit.score, 1e-6) << hit.id;
  }
}

TEST_F(NearbyEvidence, NoneJoinsWhereEnoughHaveAllTheWords) {
  request_.profile = "sated";
  const SearchResponse response = ask();
  EXPECT_EQ(response.total, 2U);
  EXPECT_FALSE(noted(response));
}

TEST_F(NearbyEvidence, IsTheSameInEveryOrderAndOnEveryPage) {
  for (const Sort sort : {Sort::kRelevance, Sort::kDateDescending, Sort::kTitle}) {
    request_.sort = sort;
    const SearchResponse response = ask();
    EXPECT_EQ(response.total, 3U);
    EXPECT_TRUE(has(response, kLacksOne));
  }
  request_.sort = Sort::kRelevance;
  request_.limit = 1;
  std::size_t found = 0;
  for (request_.offset = 0; request_.offset < 4; ++request_.offset) found += ask().hits.size();
  EXPECT_EQ(found, 3U);
  request_.limit = request_.offset = 0;
  EXPECT_EQ(ask().total, 3U);
}

TEST_F(NearbyEvidence, AFacetsCountIsTheTotalOfItsFilter) {
  request_.facets = {Field::kStudyType, Field::kYear};
  const SearchResponse whole = ask();
  request_.facets.clear();
  for (const Facet& facet : whole.facets) {
    ASSERT_FALSE(facet.values.empty());
    for (const FacetValue& value : facet.values) {
      request_.filters = {{facet.field, {value.value}, false}};
      EXPECT_EQ(ask().total, value.count) << value.value;
    }
  }
}

TEST_F(NearbyEvidence, IsNotedOnlyWhereItPassesTheFilters) {
  request_.filters = {{Field::kStudyType, {"randomised_trial"}, false}};
  const SearchResponse response = ask();
  EXPECT_EQ(response.total, 1U);
  EXPECT_FALSE(noted(response));
}

TEST_F(NearbyEvidence, StaysOutWhereEveryWordIsDemanded) {
  request_.match = Match::kAll;
  EXPECT_EQ(ask().total, 2U);
  request_.match = Match::kAuto;
  for (const char* text :
       {"paracetamol AND overdose AND antidote", "paracetamol \"overdose antidote\"",
        "paracetamol antidote ti:overdose"}) {
    request_.text = text;
    EXPECT_FALSE(noted(ask())) << text;
  }
  request_.text = "paracetamol overdose antidote";
  request_.profile = "words";
  EXPECT_EQ(ask().total, 2U);
}

TEST_F(NearbyEvidence, WhereNothingHasAllWordsTheSearchIsWidenedAsBefore) {
  request_.text = "paracetamol antidote scarf";
  const SearchResponse response = ask();
  EXPECT_TRUE(response.widened);
  request_.falls_back = false;
  EXPECT_EQ(ask().total, 0U);
}

}  // namespace
}  // namespace evidence::test
