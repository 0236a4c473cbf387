// Two rankings compared over the same topics, from the differences of one measure: paired tests and
// an interval. Used by `evidence eval --against`. Pure functions; the same input and seed give the
// same numbers on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace evidence {

struct PairedOptions {
  std::uint64_t seed = 20'260'101;
  std::size_t samples = 100'000;   // of the randomisation test where it is not exact
  std::size_t resamples = 10'000;  // of the bootstrap
  std::size_t exact_up_to = 16;    // topics that differ: 2^16 assignments are all tried
  double most_work = 400'000'000;  // samples × topics; beyond it fewer samples are drawn, at least
                                   // kFewestSamples, and the result says how many
};
inline constexpr std::size_t kFewestSamples = 1'000;

struct Interval {
  double low = 0, high = 0;
};

struct PairedComparison {
  std::size_t topics = 0;
  std::size_t wins = 0, losses = 0, ties = 0;  // ties: |difference| ≤ kTie
  double mean_difference = 0;
  double randomisation_p = 1;  // two-sided; 1 where nothing differs
  bool exact = true;           // every assignment of signs was tried
  std::size_t samples = 0;     // assignments tried
  double t = 0;                // 0 where undefined (fewer than two topics, no spread)
  double t_p = 1;              // two-sided; 1 where undefined and the mean is 0, else 0
  Interval interval;           // 95 %, percentile bootstrap of the mean difference
};
inline constexpr double kTie = 1e-9;

// `differences`: first minus second, a value a topic, each finite.
PairedComparison compare_paired(const std::vector<double>& differences,
                                const PairedOptions& options = {});

// P(|T| ≥ |t|) of Student's distribution; `degrees` > 0. Absolute error below 1e-10.
double student_two_sided(double t, double degrees);

// I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1.
double regularised_beta(double a, double b, double x);

}  // namespace evidence
