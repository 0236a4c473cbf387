#include "search/paired.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace evidence {
namespace {

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

void count_signs(const std::vector<double>& differences, PairedComparison& result) {
  for (const double difference : differences) {
    if (difference > kTie) {
      ++result.wins;
    } else if (difference < -kTie) {
      ++result.losses;
    } else {
      ++result.ties;
    }
  }
}

// As far from zero as what was seen, but for rounding.
bool as_extreme(double sum, double seen) {
  return std::fabs(sum) >= std::fabs(seen) - 1e-12 * (1 + std::fabs(seen));
}

// Each subset of signs turned once, by a Gray code: one sign changes from step to step. The sums
// are made anew from time to time so that rounding does not add up.
double exact_p(const std::vector<double>& values, std::size_t& tried) {
  const double seen = sum_of(values);
  tried = std::size_t{1} << values.size();
  std::vector<double> turned = values;
  double sum = seen;
  std::size_t extreme = 1;  // the assignment that was seen
  for (std::size_t step = 1; step < tried; ++step) {
    std::size_t bit = 0;
    while (((step >> bit) & 1U) == 0) ++bit;
    sum -= 2 * turned[bit];
    turned[bit] = -turned[bit];
    if (step % 1'024 == 0) sum = sum_of(turned);
    if (as_extreme(sum, seen)) ++extreme;
  }
  return static_cast<double>(extreme) / static_cast<double>(tried);
}

double sampled_p(const std::vector<double>& values, std::size_t samples, std::mt19937_64& random) {
  const double seen = sum_of(values);
  std::size_t extreme = 0;
  for (std::size_t sample = 0; sample < samples; ++sample) {
    double sum = 0;
    std::uint64_t signs = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i % 64 == 0) signs = random();
      sum += (signs & 1U) != 0 ? values[i] : -values[i];
      signs >>= 1U;
    }
    if (as_extreme(sum, seen)) ++extreme;
  }
  // What was seen counts as one of the assignments: p is never 0.
  return static_cast<double>(extreme + 1) / static_cast<double>(samples + 1);
}

std::size_t affordable(std::size_t samples, std::size_t topics, double most_work) {
  const double limit = most_work / static_cast<double>(std::max<std::size_t>(topics, 1));
  if (static_cast<double>(samples) <= limit) return samples;
  return std::max(kFewestSamples, static_cast<std::size_t>(limit));
}

void test_by_randomisation(const std::vector<double>& differences, const PairedOptions& options,
                           std::mt19937_64& random, PairedComparison& result) {
  // Ties are the same under either sign.
  std::vector<double> values;
  for (const double difference : differences) {
    if (std::fabs(difference) > kTie) values.push_back(difference);
  }
  if (values.empty()) {
    result.samples = 1;
    return;
  }
  constexpr std::size_t kMostExact = 24;
  result.exact = values.size() <= std::min(options.exact_up_to, kMostExact);
  if (result.exact) {
    result.randomisation_p = exact_p(values, result.samples);
    return;
  }
  result.samples = affordable(options.samples, values.size(), options.most_work);
  result.randomisation_p = sampled_p(values, result.samples, random);
}

void test_by_student(const std::vector<double>& differences, PairedComparison& result) {
  const auto count = static_cast<double>(differences.size());
  double squares = 0;
  for (const double difference : differences) {
    squares += (difference - result.mean_difference) * (difference - result.mean_difference);
  }
  const bool differs = std::fabs(result.mean_difference) > kTie;
  if (differences.size() < 2 || squares <= count * kTie * kTie) {
    // One topic tells nothing of the spread; equal differences have none.
    result.t_p = differs && differences.size() >= 2 ? 0 : 1;
    return;
  }
  const double error = std::sqrt(squares / (count - 1) / count);
  result.t = result.mean_difference / error;
  result.t_p = student_two_sided(result.t, count - 1);
}

// The value below which the given share lies, between neighbours by distance.
double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = at - static_cast<double>(below);
  return sorted[below] * (1 - part) + sorted[above] * part;
}

Interval bootstrap(const std::vector<double>& differences, const PairedOptions& options,
                   std::mt19937_64& random) {
  const std::size_t resamples =
      affordable(options.resamples, differences.size(), options.most_work);
  std::vector<double> means;
  means.reserve(resamples);
  for (std::size_t sample = 0; sample < resamples; ++sample) {
    double sum = 0;
    for (std::size_t i = 0; i < differences.size(); ++i) {
      sum += differences[random() % differences.size()];
    }
    means.push_back(sum / static_cast<double>(differences.size()));
  }
  std::sort(means.begin(), means.end());
  return {quantile(means, 0.025), quantile(means, 0.975)};
}

}  // namespace

PairedComparison compare_paired(const std::vector<double>& differences,
                                const PairedOptions& options) {
  PairedComparison result;
  result.topics = differences.size();
  if (differences.empty()) return result;
  std::mt19937_64 random(options.seed);  // its sequence is given by the standard
  count_signs(differences, result);
  result.mean_difference = sum_of(differences) / static_cast<double>(differences.size());
  test_by_randomisation(differences, options, random, result);
  test_by_student(differences, result);
  result.interval = bootstrap(differences, options, random);
  return result;
}

}  // namespace evidence
