#include "app/eval_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace evidence::app {
namespace {

std::string fixed(double value, int decimals = 4) {
  std::string text(64, '\0');
  const int size = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

std::string signed_fixed(double value) {
  const std::string text = fixed(value);
  return value < 0 || text == "-0.0000" ? text : "+" + text;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string p_text(double p) { return p < 0.0001 ? "< .0001" : fixed(p); }

json::object measures_json(const Measures& measures) {
  json::object object;
  for (const MeasureName& name : kMeasures) object[name.key] = measures.*name.value;
  return object;
}

json::object clinical_json(const ClinicalMeasures& one) {
  json::object object;
  object["evidence_exists"] = one.evidence_exists;
  object["first_evidence"] = one.first_evidence;
  object["evidence_in_first3"] = one.evidence_in_first3;
  object["off_topic_guidelines@5"] = one.off_topic_guidelines;
  object["unjudged_guidelines@5"] = one.unjudged_guidelines;
  object["combined_ndcg@10"] = one.combined_ndcg10;
  return object;
}

json::object summary_json(const std::map<std::string, ClinicalMeasures>& per_topic) {
  const ClinicalSummary summary = summarise(per_topic);
  json::object object;
  object["queries"] = summary.topics;
  object["with_evidence"] = summary.with_evidence;
  object["evidence_in_first3"] = summary.found_in_first3;
  object["off_topic_guidelines@5"] = summary.off_topic_guidelines;
  object["queries_with_off_topic_guideline"] = summary.topics_with_off_topic;
  object["unjudged_guidelines@5"] = summary.unjudged_guidelines;
  object["combined_ndcg@10"] = summary.combined_ndcg10;
  json::object details;
  for (const auto& [id, one] : per_topic) details[id] = clinical_json(one);
  object["per_query"] = std::move(details);
  return object;
}

std::string measures_line(const Measures& measures) {
  std::string line;
  for (const MeasureName& name : kMeasures) {
    line += std::string(name.label) + ' ' + fixed(measures.*name.value) + "   ";
  }
  return line;
}

std::string clinical_line(const std::map<std::string, ClinicalMeasures>& per_topic) {
  const ClinicalSummary summary = summarise(per_topic);
  return "guideline or review in the first 3: " + std::to_string(summary.found_in_first3) + " of " +
         std::to_string(summary.with_evidence) +
         " queries that have one   off-topic guidelines in the first 5: " +
         std::to_string(summary.off_topic_guidelines) + " (" +
         std::to_string(summary.topics_with_off_topic) + " queries, " +
         std::to_string(summary.unjudged_guidelines) + " not judged)   combined nDCG@10 " +
         fixed(summary.combined_ndcg10);
}

std::string left_out(const ProfileResult& result) {
  std::string text;
  if (result.without_relevant > 0) {
    text += "\nleft out: " + std::to_string(result.without_relevant) +
            " queries of which nothing judged is relevant";
  }
  if (result.not_judged > 0) {
    text += "\nleft out: " + std::to_string(result.not_judged) + " queries without a judgement";
  }
  return text;
}

std::string clinical_columns(const ClinicalMeasures& one) {
  const std::string place = !one.evidence_exists ? "no guideline or review"
                            : one.first_evidence == 0
                                ? "guideline or review not found"
                                : "guideline or review at " + std::to_string(one.first_evidence);
  std::string text = padded(place, 32) + "combined nDCG@10 " + fixed(one.combined_ndcg10);
  if (one.off_topic_guidelines > 0) {
    text += "   off-topic guidelines " + std::to_string(one.off_topic_guidelines);
  }
  return text;
}

// The values of one measure that both profiles have, topic by topic.
using TopicValues = std::map<std::string, double>;

MeasureComparison compare(std::string key, std::string label, const TopicValues& first,
                          const TopicValues& second) {
  MeasureComparison result;
  result.key = std::move(key);
  result.label = std::move(label);
  std::vector<double> differences;
  for (const auto& [topic, value] : first) {
    const auto other = second.find(topic);
    if (other == second.end()) continue;
    result.first += value;
    result.second += other->second;
    differences.push_back(value - other->second);
    result.differences[topic] = differences.back();
  }
  if (!differences.empty()) {
    result.first /= static_cast<double>(differences.size());
    result.second /= static_cast<double>(differences.size());
  }
  result.paired = compare_paired(differences);
  return result;
}

TopicValues values_of(const ProfileResult& result, double Measures::*value) {
  TopicValues values;
  for (const auto& [topic, one] : result.measures) values[topic] = one.*value;
  return values;
}

template <class Value>
TopicValues clinical_values(const ProfileResult& result, bool only_with_evidence, Value value) {
  TopicValues values;
  for (const auto& [topic, one] : result.clinical) {
    if (only_with_evidence && !one.evidence_exists) continue;
    values[topic] = value(one);
  }
  return values;
}

void compare_clinical(const ProfileResult& first, const ProfileResult& second,
                      std::vector<MeasureComparison>& comparisons) {
  const auto in_first3 = [](const ClinicalMeasures& one) {
    return one.evidence_in_first3 ? 1.0 : 0.0;
  };
  const auto combined = [](const ClinicalMeasures& one) { return one.combined_ndcg10; };
  const auto off_topic = [](const ClinicalMeasures& one) {
    return static_cast<double>(one.off_topic_guidelines);
  };
  comparisons.push_back(compare("evidence_in_first3", "evidence in 3",
                                clinical_values(first, true, in_first3),
                                clinical_values(second, true, in_first3)));
  comparisons.push_back(compare("off_topic_guidelines@5", "off-topic in 5",
                                clinical_values(first, false, off_topic),
                                clinical_values(second, false, off_topic)));
  comparisons.push_back(compare("combined_ndcg@10", "combined nDCG@10",
                                clinical_values(first, false, combined),
                                clinical_values(second, false, combined)));
}

json::object paired_json(const MeasureComparison& one) {
  json::object object;
  object["mean"] = one.first;
  object["against_mean"] = one.second;
  object["mean_difference"] = one.paired.mean_difference;
  object["interval95"] = json::array{one.paired.interval.low, one.paired.interval.high};
  object["p_randomisation"] = one.paired.randomisation_p;
  object["exact"] = one.paired.exact;
  object["samples"] = one.paired.samples;
  object["t"] = one.paired.t;
  object["p_t"] = one.paired.t_p;
  object["wins"] = one.paired.wins;
  object["losses"] = one.paired.losses;
  object["ties"] = one.paired.ties;
  object["queries"] = one.paired.topics;
  json::object details;
  for (const auto& [topic, difference] : one.differences) details[topic] = difference;
  object["per_query"] = std::move(details);
  return object;
}

std::string comparison_row(const MeasureComparison& one) {
  const PairedComparison& paired = one.paired;
  return padded(one.label, 18) + padded(fixed(one.first), 9) + padded(fixed(one.second), 9) +
         padded(signed_fixed(paired.mean_difference), 10) +
         padded('[' + signed_fixed(paired.interval.low) + ", " +
                    signed_fixed(paired.interval.high) + ']',
                21) +
         padded(p_text(paired.randomisation_p) + (paired.exact ? " exact" : ""), 16) +
         padded(p_text(paired.t_p), 10) + std::to_string(paired.wins) + '/' +
         std::to_string(paired.losses) + '/' + std::to_string(paired.ties);
}

std::string difference_rows(const std::vector<MeasureComparison>& comparisons) {
  std::map<std::string, std::string> rows;
  for (const MeasureComparison& one : comparisons) {
    for (const auto& [topic, difference] : one.differences) {
      if (std::fabs(difference) <= kTie) continue;
      rows[topic] += "   " + one.label + ' ' + signed_fixed(difference);
    }
  }
  std::string text = "differences by query (those not listed are the same):";
  for (const auto& [topic, row] : rows) text += '\n' + padded(topic, 10) + row;
  return text;
}

}  // namespace

std::vector<MeasureComparison> compare_profiles(const ProfileResult& first,
                                                const ProfileResult& second, bool clinical) {
  std::vector<MeasureComparison> comparisons;
  comparisons.reserve(std::size(kMeasures));
  for (const MeasureName& name : kMeasures) {
    comparisons.push_back(compare(std::string(name.key), std::string(name.label),
                                  values_of(first, name.value), values_of(second, name.value)));
  }
  if (clinical) compare_clinical(first, second, comparisons);
  return comparisons;
}

json::object eval_json(const ProfileResult& result, bool clinical) {
  json::object object = measures_json(mean(result.measures));
  object["profile"] = result.profile;
  object["queries"] = result.measures.size();
  object["queries_without_relevant"] = result.without_relevant;
  object["queries_not_judged"] = result.not_judged;
  object["unjudged_in_first10"] = result.unjudged_in_first10;
  json::object details;
  for (const auto& [id, measures] : result.measures) details[id] = measures_json(measures);
  object["per_query"] = std::move(details);
  if (clinical) object["clinical"] = summary_json(result.clinical);
  return object;
}

json::object comparison_json(const ProfileResult& second, bool clinical,
                             const std::vector<MeasureComparison>& comparisons) {
  json::object object = eval_json(second, clinical);
  json::object measures;
  for (const MeasureComparison& one : comparisons) measures[one.key] = paired_json(one);
  object["comparison"] = std::move(measures);
  return object;
}

std::string eval_text(const ProfileResult& result, bool clinical, bool per_query) {
  std::string text;
  if (per_query) {
    for (const auto& [id, measures] : result.measures) {
      text += padded(id, 10) + measures_line(measures) + '\n';
    }
    for (const auto& [id, one] : result.clinical) {
      text += padded(id, 10) + clinical_columns(one) + '\n';
    }
  }
  text += measures_line(mean(result.measures)) + '(' + std::to_string(result.measures.size()) +
          " queries)";
  if (clinical) {
    text += '\n' + clinical_line(result.clinical) +
            "\nnot judged among the first 10: " + std::to_string(result.unjudged_in_first10) +
            " records";
  }
  return text + left_out(result);
}

std::string comparison_text(const ProfileResult& first, const ProfileResult& second,
                            const std::vector<MeasureComparison>& comparisons, bool clinical,
                            bool per_query) {
  std::string text = first.profile + ": " + eval_text(first, clinical, false) + '\n' +
                     second.profile + ": " + eval_text(second, clinical, false) + "\n\n" +
                     padded("", 18) + padded(first.profile.substr(0, 8), 9) +
                     padded(second.profile.substr(0, 8), 9) + padded("mean diff", 10) +
                     padded("95 % interval", 21) + padded("p randomised", 16) +
                     padded("p (t)", 10) + "wins/losses/ties";
  for (const MeasureComparison& one : comparisons) text += '\n' + comparison_row(one);
  if (per_query) text += "\n\n" + difference_rows(comparisons);
  return text;
}

}  // namespace evidence::app
