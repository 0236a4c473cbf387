// What words of the best works score, read from the works' own words.
#include "search/feedback.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "search/match.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

std::vector<Work> asthma_works() {
  std::vector<Work> works;
  for (int i = 1; i <= 90; ++i) {
    std::string abstract = "Wool and needles.";
    for (int times = 0; times < i % 5; ++times) abstract += " Asthma attacks were counted.";
    for (int times = 0; times < i % 7; ++times) abstract += " Children wheezed, it was said.";
    if (i % 11 == 0) abstract += " Salbutamol.";
    works.push_back(make_work(i, i % 3 == 0 ? "Asthma" : "A pattern for a scarf", abstract));
  }
  return works;
}

TEST(ScoresOfStems, AreThoseOfAMatchByXapian) {
  for (const Backend backend : {Backend::kLocal, Backend::kTwoShards}) {
    const SearchIndex index(asthma_works(), backend);
    Xapian::Database database(index.shard(0).string());
    if (backend == Backend::kTwoShards) {
      database.add_database(Xapian::Database(index.shard(1).string()));
    }
    RankingProfile profile;
    profile.b = 0.4;
    const WeightedStems stems{{"asthma", 0.5},    {"wheez", 0.25}, {"salbutamol", 0.2},
                              {"unheardof", 0.1}, {"wool", 0.05},  {"child", 0.3}};
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(weight_of(profile));
    enquire.set_query(query_of(stems, 1));
    const Xapian::MSet found = enquire.get_mset(0, 200);
    ASSERT_EQ(found.size(), 90U);
    std::vector<Xapian::docid> works;
    for (auto match = found.begin(); match != found.end(); ++match) works.push_back(*match);
    const std::vector<double> scores = scores_of(stems, works, profile, database);
    ASSERT_EQ(scores.size(), works.size());
    std::size_t place = 0;
    for (auto match = found.begin(); match != found.end(); ++match, ++place) {
      EXPECT_NEAR(scores[place], match.get_weight(), 1e-9) << *match;
    }
    EXPECT_GT(scores.front(), 1.5 * scores.back());
  }
}

TEST(ScoresOfStems, AreNothingWhereNoneStands) {
  const SearchIndex index(asthma_works(), Backend::kLocal);
  const Xapian::Database database(index.shard(0).string());
  EXPECT_EQ(scores_of({{"unheardof", 1}}, {1, 2}, RankingProfile{}, database),
            (std::vector<double>{0, 0}));
  EXPECT_TRUE(scores_of({{"asthma", 1}}, {}, RankingProfile{}, database).empty());
}

}  // namespace
}  // namespace evidence::test
