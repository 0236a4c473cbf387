// Reference values: incomplete beta and t from mpmath (30 digits) and, apart from it, by
// integrating the density; the plants from R. A. Fisher, The Design of Experiments (1935),
// section 21.
#include "search/paired.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace evidence {
namespace {

// Differences in height of 15 pairs of Zea mays, in eighths of an inch (Darwin 1876).
const std::vector<double> kPlants{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

std::vector<double> many(std::size_t count, double shift) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(std::sin(static_cast<double>(i) * 12.9898) + shift);
  }
  return values;
}

TEST(Paired, TheBetaFunctionHasItsKnownValues) {
  EXPECT_NEAR(regularised_beta(2, 3, 0.5), 0.6875, 1e-12);
  EXPECT_NEAR(regularised_beta(0.5, 0.5, 0.25), 1.0 / 3, 1e-12);
  EXPECT_NEAR(regularised_beta(24, 0.5, 0.9), 0.0252688887920037, 1e-12);
  EXPECT_NEAR(regularised_beta(5, 2, 0.1), 5.5e-5, 1e-12);
  EXPECT_EQ(regularised_beta(2, 3, 0), 0);
  EXPECT_EQ(regularised_beta(2, 3, 1), 1);
}

TEST(Paired, StudentsDistributionHasItsKnownValues) {
  EXPECT_NEAR(student_two_sided(1, 1), 0.5, 1e-12);
  EXPECT_NEAR(student_two_sided(2, 5), 0.101939478829858, 1e-12);
  EXPECT_NEAR(student_two_sided(2.228138852, 10), 0.05, 1e-9);
  EXPECT_NEAR(student_two_sided(0.5, 48), 0.61935965769308, 1e-12);
  EXPECT_NEAR(student_two_sided(-3.2, 48), 0.00243712520432053, 1e-12);
  EXPECT_NEAR(student_two_sided(1.96, 323), 0.0508552763600174, 1e-12);
  EXPECT_NEAR(student_two_sided(8, 13), 2.23616525859809e-6, 1e-12);
  EXPECT_NEAR(student_two_sided(0.001, 3), 0.999264894969461, 1e-12);
  EXPECT_EQ(student_two_sided(INFINITY, 3), 0);
}

TEST(Paired, FishersPlantsComeOutAsHeCountedThem) {
  const PairedComparison result = compare_paired(kPlants);
  EXPECT_TRUE(result.exact);
  EXPECT_EQ(result.samples, 32'768U);
  EXPECT_DOUBLE_EQ(result.randomisation_p, 1'726.0 / 32'768);  // 863 on either side
  EXPECT_NEAR(result.t, 2.14798746133112, 1e-12);
  EXPECT_NEAR(result.t_p, 0.0497029440218009, 1e-12);
  EXPECT_EQ(result.wins, 13U);
  EXPECT_EQ(result.losses, 2U);
  EXPECT_EQ(result.ties, 0U);
}

TEST(Paired, FewTopicsAreCountedByHand) {
  // Four of 32 assignments are as far from 0: all of one sign but for the small one, both ways.
  const PairedComparison result = compare_paired({0.1, 0.2, -0.05, 0.3, 0.15});
  EXPECT_DOUBLE_EQ(result.randomisation_p, 4.0 / 32);
  EXPECT_NEAR(result.t_p, 0.0728550596102557, 1e-12);
  EXPECT_NEAR(result.mean_difference, 0.14, 1e-12);
}

TEST(Paired, SamplingComesNearTheExactTest) {
  PairedOptions sampled;
  sampled.exact_up_to = 0;
  const PairedComparison result = compare_paired(kPlants, sampled);
  EXPECT_FALSE(result.exact);
  EXPECT_EQ(result.samples, 100'000U);
  EXPECT_NEAR(result.randomisation_p, 1'726.0 / 32'768, 0.003);  // over four standard errors
}

TEST(Paired, TheSameSeedGivesTheSameNumbers) {
  const PairedComparison once = compare_paired(many(50, 0.1));
  const PairedComparison again = compare_paired(many(50, 0.1));
  EXPECT_EQ(once.randomisation_p, again.randomisation_p);
  EXPECT_EQ(once.interval.low, again.interval.low);
  EXPECT_EQ(once.interval.high, again.interval.high);
  PairedOptions other;
  other.seed = 7;
  EXPECT_NEAR(compare_paired(many(50, 0.1), other).randomisation_p, once.randomisation_p, 0.01);
}

TEST(Paired, TurningTheComparisonRoundTurnsTheSigns) {
  std::vector<double> turned = kPlants;
  for (double& value : turned) value = -value;
  const PairedComparison one = compare_paired(kPlants), other = compare_paired(turned);
  EXPECT_EQ(one.randomisation_p, other.randomisation_p);
  EXPECT_EQ(one.t_p, other.t_p);
  EXPECT_EQ(one.wins, other.losses);
  EXPECT_DOUBLE_EQ(one.mean_difference, -other.mean_difference);
}

TEST(Paired, TheIntervalHoldsTheMeanAndNarrowsWithMoreTopics) {
  const PairedComparison few = compare_paired(many(20, 0.1));
  const PairedComparison more = compare_paired(many(2'000, 0.1));
  EXPECT_LT(few.interval.low, few.mean_difference);
  EXPECT_GT(few.interval.high, few.mean_difference);
  EXPECT_LT(more.interval.high - more.interval.low, few.interval.high - few.interval.low);
  // Near the normal interval: mean ± 1.96 s/√n, with s = 1/√2 of a sine.
  EXPECT_NEAR(more.interval.high - more.interval.low, 2 * 1.96 * std::sqrt(0.5 / 2'000), 0.003);
}

TEST(Paired, WhereNothingDiffersNothingIsClaimed) {
  for (const std::vector<double>& same :
       {std::vector<double>{}, std::vector<double>{0}, std::vector<double>(40, 0.0)}) {
    const PairedComparison result = compare_paired(same);
    EXPECT_EQ(result.topics, same.size());
    EXPECT_EQ(result.ties, same.size());
    EXPECT_EQ(result.randomisation_p, 1);
    EXPECT_EQ(result.t_p, 1);
    EXPECT_EQ(result.interval.low, 0);
    EXPECT_EQ(result.interval.high, 0);
  }
}

TEST(Paired, OneTopicProvesNothing) {
  const PairedComparison result = compare_paired({0.4});
  EXPECT_EQ(result.randomisation_p, 1);
  EXPECT_EQ(result.t_p, 1);
  EXPECT_EQ(result.wins, 1U);
}

TEST(Paired, TiesCountAsTopicsAndChangeNoAssignment) {
  std::vector<double> with_ties = kPlants;
  with_ties.insert(with_ties.end(), 30, 0.0);
  const PairedComparison result = compare_paired(with_ties);
  EXPECT_TRUE(result.exact);
  EXPECT_DOUBLE_EQ(result.randomisation_p, 1'726.0 / 32'768);
  EXPECT_EQ(result.ties, 30U);
  EXPECT_EQ(result.topics, 45U);
}

TEST(Paired, VeryManyTopicsAreTestedWithFewerSamples) {
  PairedOptions little;
  little.most_work = 1e6;
  const PairedComparison result = compare_paired(many(500, 0.05), little);
  EXPECT_EQ(result.samples, 2'000U);
  little.most_work = 1;
  EXPECT_EQ(compare_paired(many(500, 0.05), little).samples, kFewestSamples);
}

TEST(Paired, AClearDifferenceIsFoundAndANullOneIsNot) {
  EXPECT_LT(compare_paired(many(200, 0.4)).randomisation_p, 0.0001);
  EXPECT_GT(compare_paired(many(200, 0.0)).randomisation_p, 0.5);
}

}  // namespace
}  // namespace evidence
