#include "model/clustering.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "tests/unit/model/match_records.h"

namespace evidence {
namespace {

using test::record_of_line;

// Records by letter, pairs and decisions between them.
struct Scene {
  std::vector<ClusterRecord> records;
  std::vector<ClusterPair> pairs;
  std::vector<ClusterDecision> decisions;

  std::size_t add(const std::string& line = "{}") {
    const std::string key(1, static_cast<char>('a' + records.size()));
    records.push_back({static_cast<std::int64_t>(records.size()), "source", key,
                       profile_of(record_of_line(line))});
    return records.size() - 1;
  }
  void decide(std::size_t a, std::size_t b, bool same) {
    decisions.push_back({a, b, same, static_cast<std::int64_t>(decisions.size()) + 1});
  }
};

// "ab|c": each cluster's letters, clusters by their first.
std::string told(const std::vector<ClusterRecord>& records,
                 const std::vector<std::size_t>& numbers) {
  std::map<std::size_t, std::set<std::string>> clusters;
  for (std::size_t i = 0; i < records.size(); ++i) clusters[numbers[i]].insert(records[i].key);
  std::set<std::string> texts;
  for (const auto& [number, keys] : clusters) {
    std::string text;
    for (const std::string& key : keys) text += key;
    texts.insert(text);
  }
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "|") + text;
  return out;
}

// The same scene with everything in another order, pairs turned round too.
std::string told_shuffled(const Scene& scene, std::mt19937& random) {
  std::vector<std::size_t> order(scene.records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), random);
  std::vector<std::size_t> place(order.size());
  Scene other;
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    other.records.push_back(scene.records[order[i]]);
  }
  for (ClusterPair pair : scene.pairs) {
    pair.a = place[pair.a];
    pair.b = place[pair.b];
    if (random() % 2 == 0) std::swap(pair.a, pair.b);
    other.pairs.push_back(pair);
  }
  for (ClusterDecision decision : scene.decisions) {
    decision.a = place[decision.a];
    decision.b = place[decision.b];
    if (random() % 2 == 0) std::swap(decision.a, decision.b);
    other.decisions.push_back(decision);
  }
  std::shuffle(other.pairs.begin(), other.pairs.end(), random);
  std::shuffle(other.decisions.begin(), other.decisions.end(), random);
  const auto numbers = cluster(other.records, other.pairs, other.decisions);
  return told(other.records, numbers);
}

void expect_clusters(const Scene& scene, const std::string& expected) {
  EXPECT_EQ(told(scene.records, cluster(scene.records, scene.pairs, scene.decisions)), expected);
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    ASSERT_EQ(told_shuffled(scene, random), expected) << "seed " << seed;
  }
}

TEST(Clustering, NothingAndOneRecordAreAsTheyAre) {
  EXPECT_TRUE(cluster({}, {}, {}).empty());
  Scene scene;
  scene.add();
  EXPECT_EQ(cluster(scene.records, {}, {}), (std::vector<std::size_t>{0}));
}

TEST(Clustering, NumbersFollowTheFirstRecordOfEachCluster) {
  Scene scene;
  for (int i = 0; i < 4; ++i) scene.add();
  scene.records[0].key = "z";
  scene.pairs = {{0, 2, 1}};
  // In order of keys: b (1), c (2) with z (0), d (3).
  EXPECT_EQ(cluster(scene.records, scene.pairs, {}), (std::vector<std::size_t>{1, 0, 1, 2}));
}

TEST(Clustering, WhatHangsTogetherIsOne) {
  Scene scene;
  for (int i = 0; i < 6; ++i) scene.add();
  scene.pairs = {{0, 1, 1}, {1, 2, 0.9}, {3, 4, 0.8}};
  expect_clusters(scene, "abc|de|f");
}

TEST(Clustering, AVetoKeepsTwoApartAndTheStrongerPairWins) {
  Scene scene;
  const std::size_t one = scene.add(R"({"pmid":"11","title":"Iron for women"})");
  const std::size_t two = scene.add(R"({"pmid":"12","title":"Iron for women"})");
  const std::size_t bridge = scene.add(R"({"title":"Iron for women"})");
  scene.pairs = {{one, bridge, 0.8}, {two, bridge, 0.9}};
  expect_clusters(scene, "a|bc");
  scene.pairs = {{one, bridge, 0.9}, {two, bridge, 0.8}};
  expect_clusters(scene, "ac|b");
  // Equal pairs: by the order of source and key, always the same.
  scene.pairs = {{one, bridge, 0.9}, {two, bridge, 0.9}};
  expect_clusters(scene, "ac|b");
}

TEST(Clustering, ARecordWithoutPlaceJoinsNoTwoArticles) {
  Scene scene;
  const std::size_t one = scene.add(
      R"({"title":"Annual report of the asthma clinic","year":2001,"volume":"3","pages":"100"})");
  const std::size_t two = scene.add(
      R"({"title":"Annual report of the asthma clinic","year":2005,"volume":"7","pages":"250"})");
  const std::size_t bridge = scene.add(R"({"title":"Annual report of the asthma clinic"})");
  scene.pairs = {{one, bridge, 0.9}, {two, bridge, 0.8}};
  expect_clusters(scene, "ac|b");
}

TEST(Clustering, APersonSaysMoreThanAVeto) {
  Scene scene;
  const std::size_t one = scene.add(R"({"pmid":"11","title":"Iron for women"})");
  const std::size_t two = scene.add(R"({"pmid":"12","title":"Iron for women"})");
  expect_clusters(scene, "a|b");
  scene.decide(one, two, true);
  expect_clusters(scene, "ab");
}

TEST(Clustering, APersonKeepsApartWhateverLiesBetween) {
  Scene scene;
  for (int i = 0; i < 4; ++i) scene.add();
  scene.pairs = {{0, 1, 1}, {1, 2, 0.9}, {2, 3, 0.8}};
  expect_clusters(scene, "abcd");
  scene.decide(0, 3, false);
  expect_clusters(scene, "abc|d");
  scene.decide(0, 1, false);
  expect_clusters(scene, "a|bcd");
}

TEST(Clustering, TheNewestOfContradictingDecisionsWins) {
  Scene scene;
  for (int i = 0; i < 3; ++i) scene.add();
  scene.decide(0, 1, true);
  scene.decide(0, 1, false);
  expect_clusters(scene, "a|b|c");
  scene.decide(0, 1, true);
  expect_clusters(scene, "ab|c");
  // a and c are apart, b goes with the one that was said last.
  scene.decide(0, 2, false);
  scene.decide(1, 2, true);
  expect_clusters(scene, "a|bc");
}

TEST(Clustering, IsTheSameInEveryOrder) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    Scene scene;
    const std::vector<test::MatchCase> cases = test::read_match_cases();
    for (int i = 0; i < 20; ++i) {
      const test::MatchCase& one = cases[random() % cases.size()];
      Record record = random() % 2 == 0 ? one.a : one.b;
      if (random() % 3 == 0) record.publication.volume.clear();
      if (random() % 3 == 0) record.publication.issue = std::to_string(random() % 3);
      if (random() % 4 == 0) record.publication.abbreviation = "Trop Med";
      if (random() % 2 == 0) record.publication_types.clear();
      scene.add();
      scene.records.back().profile = profile_of(record);
    }
    for (int i = 0; i < 40; ++i) {
      const std::size_t a = random() % scene.records.size();
      const std::size_t b = random() % scene.records.size();
      if (a == b) continue;
      scene.pairs.push_back({a, b, static_cast<double>(random() % 5) / 5});
    }
    for (int i = 0; i < 6; ++i) {
      const std::size_t a = random() % scene.records.size();
      const std::size_t b = random() % scene.records.size();
      if (a != b) scene.decide(a, b, random() % 2 == 0);
    }
    const std::string expected =
        told(scene.records, cluster(scene.records, scene.pairs, scene.decisions));
    for (int round = 0; round < 10; ++round) {
      ASSERT_EQ(told_shuffled(scene, random), expected) << "seed " << seed;
    }
  }
}

// Whatever is drawn: no cluster holds a pair that a veto keeps apart, unless a person joined it.
TEST(Clustering, NoClusterHoldsTwoThatAVetoKeepsApart) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    std::mt19937 random(seed);
    Scene scene;
    for (int i = 0; i < 12; ++i) {
      const std::string pmid = std::to_string(11 + random() % 3);
      scene.add(random() % 2 == 0 ? "{\"title\":\"Iron for women\",\"pmid\":\"" + pmid + "\"}"
                                  : R"({"title":"Iron for women"})");
    }
    for (std::size_t a = 0; a < scene.records.size(); ++a) {
      for (std::size_t b = a + 1; b < scene.records.size(); ++b) {
        scene.pairs.push_back({a, b, static_cast<double>(random() % 100) / 100});
      }
    }
    const auto numbers = cluster(scene.records, scene.pairs, {});
    for (std::size_t a = 0; a < numbers.size(); ++a) {
      for (std::size_t b = 0; b < numbers.size(); ++b) {
        const MatchProfile& one = scene.records[a].profile;
        const MatchProfile& two = scene.records[b].profile;
        if (numbers[a] != numbers[b]) continue;
        EXPECT_EQ(veto_of(one, two, compare(one, two)), "");
      }
    }
  }
}

// Two records alike in all but what settles whether kinds may stand together.
TEST(Clustering, RecordsThatDifferInLittleAreStillComparedEachByItself) {
  Scene scene;
  const std::string place = R"("year":2001,"volume":"3","pages":"100","pubtypes":["book"]})";
  const std::size_t book = scene.add(
      R"({"title":"Report of the asthma clinic","journal":"Zeta","abbreviation":"Clin Rep",)" +
      place);
  const std::size_t other =
      scene.add(R"({"title":"Report of the asthma clinic","journal":"Zeta",)" + place);
  const std::size_t article = scene.add(
      R"({"title":"Report of the asthma clinic","journal":"Clinical Reports","year":2002,)"
      R"("volume":"3","pages":"100"})");
  const auto veto = [&scene](std::size_t a, std::size_t b) {
    const MatchProfile& one = scene.records[a].profile;
    const MatchProfile& two = scene.records[b].profile;
    return veto_of(one, two, compare(one, two));
  };
  ASSERT_EQ(veto(book, article), "");
  ASSERT_EQ(veto(other, article), "two kinds");
  scene.pairs = {{book, other, 0.9}, {book, article, 0.8}};
  expect_clusters(scene, "ab|c");
}

}  // namespace
}  // namespace evidence
