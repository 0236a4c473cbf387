// Later stages of ranking on small indexes: what they reorder, that explanations add up, and that
// pages fit together.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "model/study_type.h"
#include "query/parser_simple.h"
#include "search/feedback.h"
#include "search/standing.h"
#include "search/weighted_stems.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

Work typed_work(int number, std::string title, std::string type, int year,
                std::string abstract = "") {
  Work work = make_work(number, std::move(title), std::move(abstract));
  work.record.publication_types = {std::move(type)};
  work.record.publication.date.year = year;
  work.study_type = classify(work.record);
  return work;
}

std::vector<Work> library() {
  std::vector<Work> works;
  works.push_back(typed_work(1, "Asthma in adults: a case report", "Case Reports", 2020,
                             "A patient with asthma and wheeze."));
  works.push_back(typed_work(2, "Asthma: diagnosis and management", "Practice Guideline", 2021,
                             "Recommendations for asthma in adults and children with wheeze."));
  works.push_back(typed_work(3, "Inhaled steroids for asthma", "Randomized Controlled Trial", 2001,
                             "Children with asthma were given inhaled steroids or placebo."));
  works.push_back(typed_work(4, "Wheeze and inhaled steroids in children", "Systematic Review",
                             2019, "Inhaled steroids lessen wheeze."));
  works.push_back(typed_work(5, "Management of gout", "Practice Guideline", 2022,
                             "Gout is common. Asthma is mentioned once, among many words about "
                             "uric acid, joints, colchicine, allopurinol, diet and beer."));
  works.push_back(typed_work(6, "Knitting", "Editorial", 2022, "Wool and needles."));
  works.push_back(typed_work(7, "Care of adults with hay fever in general practice",
                             "Practice Guideline", 2023,
                             "Recommendations. When pollen counts are high, windows should be kept "
                             "shut, and adults should begin their treatment two weeks before."));
  // So many others that words about asthma are rare enough to tell anything.
  for (int i = 0; i < 120; ++i) {
    works.push_back(typed_work(300 + i, "Pattern for a scarf", "Editorial", 2000, "Wool."));
  }
  for (int i = 0; i < 40; ++i) {
    works.push_back(typed_work(100 + i, "Asthma and pollen in region " + std::to_string(i),
                               "Journal Article", 1990 + i % 30, "People were asked."));
  }
  return works;
}

RankingProfile topical() {
  RankingProfile profile;
  profile.name = "topical";
  profile.b = 0.3;
  profile.field_weights = {{Field::kTitle, 0.4}};
  profile.depth = 20;
  profile.words = 0.6;
  profile.feedback = {5, 20, 0.5, true, 0.2, 0.5};
  return profile;
}

RankingProfile clinical() {
  RankingProfile profile = topical();
  profile.name = "clinical";
  profile.standing.evidence = 0.5;
  profile.standing.recency = 0.1;
  profile.standing.topical = 0.8;
  profile.standing.candidates = 10;
  return profile;
}

// With all that looks beyond the words.
RankingProfile learned() {
  RankingProfile profile = topical();
  profile.name = "learned";
  profile.coverage = 0.7;
  profile.feedback.power = 3;
  profile.meaning = {0.1, 0.2, 5, 0.4, 5, 0.5};
  return profile;
}

// The words alone, and what is taken from works that lack one.
RankingProfile covering(double coverage) {
  RankingProfile profile = topical();
  profile.name = "covering";
  profile.feedback = {};
  profile.coverage = coverage;
  return profile;
}

// Evidence before anything else.
RankingProfile evident() {
  RankingProfile profile = clinical();
  profile.standing.evidence = 9;
  profile.standing.topical = 0;
  return profile;
}

class StagedRankingOn : public testing::TestWithParam<Backend> {
 protected:
  StagedRankingOn() : index_(library(), GetParam()) {
    index_.learn_vectors();
    SearcherOptions options = options_for(index_.stub());
    options.profiles["topical"] = topical();
    options.profiles["clinical"] = clinical();
    options.profiles["evident"] = evident();
    options.profiles["learned"] = learned();
    options.profiles["lacking"] = covering(0);
    options.profiles["covering"] = covering(1);
    options.today = [] { return PartialDate{2026, 11, 29}; };
    searcher_ = std::make_unique<Searcher>(std::move(options));
  }
  SearchResponse ask(const std::string& text, const std::string& profile, std::size_t offset = 0,
                     std::size_t limit = 10, Match match = Match::kAuto) {
    SearchRequest request;
    request.text = text;
    request.profile = profile;
    request.offset = offset;
    request.limit = limit;
    request.match = match;
    request.explain = true;
    Result<SearchResponse> response = searcher_->search(request);
    EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
    return response.ok() ? std::move(response).value() : SearchResponse{};
  }
  SearchIndex index_;
  std::unique_ptr<Searcher> searcher_;
};

TEST_P(StagedRankingOn, FactorsAddUpToTheScore) {
  for (const char* profile : {"topical", "clinical", "learned", "covering"}) {
    for (const Match match : {Match::kAuto, Match::kAny}) {
      const SearchResponse response = ask("asthma wheeze", profile, 0, 10, match);
      ASSERT_FALSE(response.hits.empty());
      for (const Hit& hit : response.hits) {
        double sum = 0;
        for (const FactorExplained& factor : hit.factors) sum += factor.score;
        EXPECT_NEAR(sum, hit.score, 1e-6) << profile << ' ' << hit.id;
      }
    }
  }
}

TEST_P(StagedRankingOn, PagesFitTogetherBeyondTheDepth) {
  const SearchResponse whole = ask("asthma", "clinical", 0, 100);
  ASSERT_EQ(whole.total, 44U);
  ASSERT_EQ(whole.hits.size(), 44U);
  std::vector<std::string> paged;
  for (std::size_t offset = 0; offset < 50; offset += 7) {
    for (const Hit& hit : ask("asthma", "clinical", offset, 7).hits) paged.push_back(hit.id);
  }
  ASSERT_EQ(paged.size(), whole.hits.size());
  for (std::size_t i = 0; i < paged.size(); ++i) EXPECT_EQ(paged[i], whole.hits[i].id) << i;
  EXPECT_EQ(std::set<std::string>(paged.begin(), paged.end()).size(), 44U);
  for (std::size_t i = 1; i < whole.hits.size(); ++i) {
    EXPECT_LE(whole.hits[i].score, whole.hits[i - 1].score + 1e-12) << i;
  }
}

TEST_P(StagedRankingOn, AGuidelineAboutTheWordsStandsFirstAndOneThatMentionsThemDoesNot) {
  const SearchResponse response = ask("asthma", "clinical");
  ASSERT_GE(response.hits.size(), 5U);
  EXPECT_EQ(response.hits.front().id, make_work(2, "").id);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NE(response.hits[i].id, make_work(5, "").id);
  bool named = false;
  for (const FactorExplained& factor : response.hits.front().factors) {
    named = named || factor.term.find("evidence level 1") != std::string::npos;
  }
  EXPECT_TRUE(named);
}

// The words put it behind more works than the pool of the later stages holds.
TEST_P(StagedRankingOn, AGuidelineThatTheWordsPutTooDeepIsLookedAtWhateverThePage) {
  const WorkId deep = make_work(7, "").id;
  const auto place = [&deep](const SearchResponse& response) {
    for (std::size_t i = 0; i < response.hits.size(); ++i) {
      if (response.hits[i].id == deep) return i;
    }
    return std::size_t{1'000};
  };
  ASSERT_GT(place(ask("pollen", "plain", 0, 100)), clinical().depth);
  EXPECT_LT(place(ask("pollen", "evident", 0, 10)), 10U);
  EXPECT_EQ(place(ask("pollen", "evident", 0, 10)), place(ask("pollen", "evident", 0, 100)));
}

TEST_P(StagedRankingOn, EvidenceChangesOnlyTheOrder) {
  const SearchResponse plain = ask("asthma", "plain", 0, 100);
  const SearchResponse ranked = ask("asthma", "clinical", 0, 100);
  EXPECT_EQ(plain.total, ranked.total);
  std::set<std::string> before, after;
  for (const Hit& hit : plain.hits) before.insert(hit.id);
  for (const Hit& hit : ranked.hits) after.insert(hit.id);
  EXPECT_EQ(before, after);
}

TEST_P(StagedRankingOn, WithOptionalWordsWorksWithTheBestWorksWordsJoinAndAreCounted) {
  const SearchResponse response = ask("inhaled", "topical", 0, 1'000, Match::kAny);
  std::set<std::string> ids;
  for (const Hit& hit : response.hits) ids.insert(hit.id);
  // Remote shards are never widened.
  EXPECT_EQ(ids.contains(make_work(2, "").id), GetParam() != Backend::kTwoServers)
      << "shares children, asthma and wheeze only";
  EXPECT_FALSE(ids.contains(make_work(6, "").id)) << "shares nothing";
  EXPECT_EQ(response.total, response.hits.size());
  bool said = false;
  for (const query::Message& message : response.interpretation) {
    said = said || message.code == "related_words";
  }
  EXPECT_TRUE(said);
}

double score_of(const SearchResponse& response, const WorkId& work) {
  for (const Hit& hit : response.hits) {
    if (hit.id == work) return hit.score;
  }
  return 0;
}

TEST_P(StagedRankingOn, AWorkLosesByTheRarityOfTheWordsThatItLacks) {
  const WorkId both = make_work(3, "").id;
  const WorkId one = make_work(1, "").id;
  const auto share = [&](const std::string& text, const std::string& profile) {
    const SearchResponse response = ask(text, profile, 0, 10, Match::kAny);
    EXPECT_GT(score_of(response, both), 0) << profile;
    return score_of(response, one) / score_of(response, both);
  };
  const auto rarity = [](double works) {
    return std::log((167 - works + 0.5) / (works + 0.5) + 1);
  };
  // 44 works have the one word, 2 the other.
  const double had = rarity(44) / (rarity(44) + rarity(2));
  const double expected = GetParam() == Backend::kTwoServers ? 1 : had;
  EXPECT_NEAR(share("asthma inhaled", "covering"), expected * share("asthma inhaled", "lacking"),
              1e-9);
  // A word that no work has takes nothing from any.
  EXPECT_NEAR(share("asthma unheardof", "covering"), share("asthma unheardof", "lacking"), 1e-9);
}

TEST_P(StagedRankingOn, WorksThatResembleEachOtherGain) {
  const SearchResponse response = ask("asthma wheeze", "learned", 0, 10, Match::kAny);
  bool lent = false;
  for (const Hit& hit : response.hits) {
    for (const FactorExplained& factor : hit.factors) {
      if (factor.kind != FactorKind::kNeighbours) continue;
      lent = true;
      EXPECT_GT(factor.score, 0);
      EXPECT_LE(factor.score, 0.5 * response.hits.front().score);
    }
  }
  EXPECT_EQ(lent, GetParam() != Backend::kTwoServers) << "vectors are not asked of remote shards";
}

TEST_P(StagedRankingOn, OtherOrdersHaveOneStage) {
  SearchRequest request;
  request.text = "asthma";
  request.profile = "clinical";
  request.sort = Sort::kDateDescending;
  const auto response = searcher_->search(request);
  ASSERT_TRUE(response.ok());
  for (const query::Message& message : response->interpretation) {
    EXPECT_NE(message.code, "related_words");
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, StagedRankingOn,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& each) { return backend_name(each.param); });

TEST(StandingShares, AreBoundedAndFallWithAgeAndDistance) {
  StandingRules rules;
  rules.evidence = 0.5;
  rules.recency = 0.2;
  rules.half_life = 10;
  rules.topical = 0.5;
  const StandingShares best = standing_shares(rules, {1, 2026}, 2026, 1);
  EXPECT_DOUBLE_EQ(best.evidence, 0.5);
  EXPECT_DOUBLE_EQ(best.age, 0.2);
  EXPECT_DOUBLE_EQ(standing_shares(rules, {1, 2016}, 2026, 1).age, 0.1);
  EXPECT_LT(standing_shares(rules, {1, 2026}, 2026, 0.25).evidence, 0.25 * 0.5 + 1e-9);
  EXPECT_DOUBLE_EQ(standing_shares(rules, {0, 0}, 2026, 1).evidence, 0);
  EXPECT_DOUBLE_EQ(standing_shares(rules, {0, 0}, 2026, 1).age, 0);
  EXPECT_DOUBLE_EQ(standing_shares(rules, {7, 3000}, 2026, 1).age, 0.2);
  EXPECT_DOUBLE_EQ(standing_shares(rules, {-1, 2020}, 0, 1).evidence, 0);
}

TEST(WeightedStems, KnowWhatIsAskedForAndNotWhatIsTakenAway) {
  const auto parsed = query::parse_simple("asthma NOT (children OR smoking) author:jones");
  ASSERT_TRUE(parsed.ok());
  const WeightedStems stems = stems_of(parsed->tree);
  EXPECT_EQ(stems.size(), 1U);
  EXPECT_TRUE(stems.contains("asthma"));
}

TEST(WeightedStems, SynonymsAreWholeNamesThatDoNotRepeatTheTypedWords) {
  TermLists lists;
  lists.synonyms = {{"heart attack", "myocardial infarction", "acute heart attack"},
                    {"smoke", "tobacco smoke"}};
  const TermIndex index(lists);
  const std::vector<Synonym> synonyms = synonyms_of("smoke and heart attack", index);
  ASSERT_EQ(synonyms.size(), 1U);
  EXPECT_EQ(synonyms[0].stems.size(), 2U);
  EXPECT_DOUBLE_EQ(synonyms[0].weight, 1);
}

}  // namespace
}  // namespace evidence::test
