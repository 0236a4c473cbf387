// What two records are to each other, and which records are one work, does not depend on which of
// them came first.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/clustering.h"
#include "model/match.h"

namespace evidence {
namespace {

Record article(const std::string& title, const std::vector<std::string>& families) {
  Record record;
  record.title = title;
  for (const std::string& family : families) {
    record.contributors.push_back({family, "", "", "author", "", ""});
  }
  record.publication.date.year = 2001;
  return record;
}

Record of_type(Record record, const std::string& type) {
  record.publication_types = {type};
  return record;
}

constexpr const char* kTitle = "Inhalers lent to schools in winter";

TEST(MatchSymmetry, ListsOfAuthorsOfTheSameLengthAreComparedBothWays) {
  const MatchProfile twice = profile_of(article(kTitle, {"Wang", "Wang", "Wang"}));
  const MatchProfile others = profile_of(article(kTitle, {"Wang", "Hansen", "Okafor"}));
  EXPECT_EQ(compare(twice, others).authors, compare(others, twice).authors);
  EXPECT_LT(compare(twice, others).authors, 0.5);
  EXPECT_EQ(decide(twice, others, {}).rule, decide(others, twice, {}).rule);
  EXPECT_EQ(decide(twice, others, {}).verdict, decide(others, twice, {}).verdict);
}

TEST(MatchSymmetry, TitlesOfTheSameLengthAreLookedForInEachOther) {
  const MatchProfile one = profile_of(article("aaccabbab cough", {}));
  const MatchProfile two = profile_of(article("acbcbacbb cough", {}));
  ASSERT_EQ(one.title.size(), two.title.size());
  EXPECT_EQ(compare(one, two).contained, compare(two, one).contained);
}

TEST(MatchSymmetry, TheEarlierOfTwoRelativesNamesTheLaterFromEitherSide) {
  const auto profile = [](const char* type) {
    return profile_of(of_type(article(kTitle, {"Wang", "Hansen"}), type));
  };
  const MatchProfile protocol = profile("Clinical Trial Protocol");
  const MatchProfile abstract = profile("Meeting Abstract");
  const MatchProfile preprint = profile("Preprint");
  const auto expect_relation = [](const MatchProfile& a, const MatchProfile& b, RelationType type) {
    EXPECT_EQ(decide(a, b, {}).verdict, Verdict::kLinked);
    EXPECT_EQ(relation_name(decide(a, b, {}).relation), relation_name(type));
    EXPECT_EQ(relation_name(decide(b, a, {}).relation), relation_name(reverse_of(type)));
  };
  expect_relation(protocol, abstract, RelationType::kProtocolOf);
  expect_relation(protocol, preprint, RelationType::kProtocolOf);
  expect_relation(abstract, preprint, RelationType::kConferenceAbstractOf);
}

TEST(MatchSymmetry, ATitleInTwoLanguagesCountsWhicheverRecordIsAskedFirst) {
  const auto record = [](const char* key, const char* title, const char* original,
                         const char* place) {
    Record made = article(title, {"Wang"});
    made.original_title = original;
    made.publication.volume = place;
    made.publication.pages = std::string(place) + "1-99";
    ClusterRecord out;
    out.source = "test";
    out.key = key;
    out.profile = profile_of(made);
    return out;
  };
  const ClusterRecord with = record("a", "Inhalateurs dans les écoles", kTitle, "12");
  const ClusterRecord without = record("b", "Inhalateurs dans les écoles", "", "12");
  const ClusterRecord elsewhere = record("c", kTitle, "", "34");
  const std::vector<std::size_t> one =
      cluster({with, without, elsewhere}, {{0, 1, 0.9}, {0, 2, 0.8}}, {});
  const std::vector<std::size_t> two =
      cluster({without, with, elsewhere}, {{0, 1, 0.9}, {1, 2, 0.8}}, {});
  EXPECT_EQ(one[0] == one[2], two[1] == two[2]);
  EXPECT_EQ(one[0], one[1]);
}

}  // namespace
}  // namespace evidence
