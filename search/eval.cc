#include "search/eval.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace evidence {
namespace {

double discount(std::size_t rank) { return 1.0 / std::log2(static_cast<double>(rank) + 1.0); }

double discounted(const std::vector<double>& gains, std::size_t depth) {
  double sum = 0;
  for (std::size_t i = 0; i < gains.size() && i < depth; ++i) {
    if (gains[i] > 0) sum += gains[i] * discount(i + 1);
  }
  return sum;
}

}  // namespace

bool has_relevant(const std::map<std::string, int>& judged) {
  return std::any_of(judged.begin(), judged.end(), [](const auto& one) { return one.second > 0; });
}

double normalised_gain(const std::vector<double>& ranked, std::vector<double> judged,
                       std::size_t depth) {
  std::sort(judged.begin(), judged.end(), std::greater<>());
  const double best = discounted(judged, depth);
  return best > 0 ? discounted(ranked, depth) / best : 0;
}

Measures measure(const Ranking& ranking, const std::map<std::string, int>& judged) {
  Measures measures;
  std::vector<double> ideal;
  for (const auto& [document, grade] : judged) {
    if (grade > 0) ideal.push_back(grade);
  }
  if (ideal.empty()) return measures;
  const auto relevant = static_cast<double>(ideal.size());
  std::vector<double> gains;
  double precisions = 0;
  double found = 0, found10 = 0, found100 = 0, found1000 = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto judgement = judged.find(ranking[i]);
    const int grade = judgement == judged.end() ? 0 : std::max(judgement->second, 0);
    if (i < 10) gains.push_back(grade);
    if (grade == 0) continue;
    found += 1;
    precisions += found / static_cast<double>(i + 1);
    if (i < 10) found10 += 1;
    if (i < 100) found100 += 1;
    if (i < 1'000) found1000 += 1;
  }
  measures.ndcg10 = normalised_gain(gains, std::move(ideal), 10);
  measures.map = precisions / relevant;
  measures.p10 = found10 / 10.0;
  measures.recall100 = found100 / relevant;
  measures.recall1000 = found1000 / relevant;
  return measures;
}

Measures mean(const std::map<std::string, Measures>& per_topic) {
  Measures result;
  if (per_topic.empty()) return result;
  for (const MeasureName& name : kMeasures) {
    double sum = 0;
    for (const auto& [topic, one] : per_topic) sum += one.*name.value;
    result.*name.value = sum / static_cast<double>(per_topic.size());
  }
  return result;
}

}  // namespace evidence
