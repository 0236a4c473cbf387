#include "search/clinical_eval.h"

#include <algorithm>
#include <set>

#include "search/eval.h"

namespace evidence {
namespace {

constexpr std::size_t kTop = 3, kScreen = 5, kDepth = 10;

const std::map<std::string, int>& grades_of(const Judgements& judgements,
                                            const std::string& topic) {
  static const std::map<std::string, int> kNone;
  const auto found = judgements.find(topic);
  return found == judgements.end() ? kNone : found->second;
}

int grade_of(const std::map<std::string, int>& grades, const std::string& id) {
  const auto found = grades.find(id);
  return found == grades.end() ? 0 : std::max(found->second, 0);
}

// One topic's judgements, asked of a work as a whole.
class Assessor {
 public:
  Assessor(const std::string& topic, const ClinicalJudgements& judged, int answers_from)
      : topic_(grades_of(judged.topic, topic)),
        evidence_(grades_of(judged.evidence, topic)),
        kinds_(judged.kinds),
        answers_from_(std::max(answers_from, 1)) {}

  [[nodiscard]] bool is_judged(const std::vector<std::string>& work) const {
    return std::any_of(work.begin(), work.end(),
                       [this](const std::string& id) { return topic_.contains(id); });
  }
  [[nodiscard]] bool is_related(const std::vector<std::string>& work) const {
    return std::any_of(work.begin(), work.end(),
                       [this](const std::string& id) { return grade_of(topic_, id) > 0; });
  }
  [[nodiscard]] bool answers(const std::vector<std::string>& work) const {
    return std::any_of(work.begin(), work.end(), [this](const std::string& id) {
      return grade_of(topic_, id) >= answers_from_;
    });
  }
  [[nodiscard]] bool is_guideline(const std::vector<std::string>& work) const {
    return std::any_of(work.begin(), work.end(), [this](const std::string& id) {
      const auto kind = kinds_.find(id);
      return kind != kinds_.end() && kind->second == JudgedKind::kGuideline;
    });
  }
  [[nodiscard]] bool is_evidence(const std::vector<std::string>& work) const {
    return std::any_of(work.begin(), work.end(),
                       [this](const std::string& id) { return kinds_.contains(id); });
  }
  [[nodiscard]] double gain(const std::vector<std::string>& work) const {
    double best = 0;
    for (const std::string& id : work) {
      best = std::max(best, grade_of(topic_, id) * (1.0 + grade_of(evidence_, id)));
    }
    return best;
  }
  [[nodiscard]] bool evidence_exists() const {
    return std::any_of(topic_.begin(), topic_.end(), [this](const auto& one) {
      return one.second >= answers_from_ && kinds_.contains(one.first);
    });
  }
  [[nodiscard]] const std::map<std::string, int>& judged() const { return topic_; }

 private:
  const std::map<std::string, int>& topic_;
  const std::map<std::string, int>& evidence_;
  const Kinds& kinds_;
  int answers_from_;
};

// Records that the index holds as one work are one thing to find, also for the ideal ranking.
double combined(const RankedWorks& works, const Assessor& assessor) {
  std::vector<double> ranked, ideal;
  std::set<std::string> seen;
  for (const std::vector<std::string>& work : works) {
    const double gain = assessor.gain(work);
    ranked.push_back(gain);
    ideal.push_back(gain);
    seen.insert(work.begin(), work.end());
  }
  for (const auto& [id, grade] : assessor.judged()) {
    if (grade > 0 && !seen.contains(id)) ideal.push_back(assessor.gain({id}));
  }
  return normalised_gain(ranked, std::move(ideal), kDepth);
}

}  // namespace

ClinicalMeasures measure_clinical(const RankedWorks& works, const std::string& topic,
                                  const ClinicalJudgements& judged, int answers_from) {
  const Assessor assessor(topic, judged, answers_from);
  ClinicalMeasures measures;
  measures.evidence_exists = assessor.evidence_exists();
  for (std::size_t i = 0; i < works.size(); ++i) {
    if (measures.first_evidence == 0 && assessor.is_evidence(works[i]) &&
        assessor.answers(works[i])) {
      measures.first_evidence = i + 1;
    }
    if (i < kScreen && assessor.is_guideline(works[i]) && !assessor.is_related(works[i])) {
      ++measures.off_topic_guidelines;
      if (!assessor.is_judged(works[i])) ++measures.unjudged_guidelines;
    }
  }
  measures.evidence_in_first3 = measures.first_evidence != 0 && measures.first_evidence <= kTop;
  measures.combined_ndcg10 = combined(works, assessor);
  return measures;
}

ClinicalSummary summarise(const std::map<std::string, ClinicalMeasures>& per_topic) {
  ClinicalSummary summary;
  summary.topics = per_topic.size();
  double gain = 0;
  for (const auto& [topic, one] : per_topic) {
    if (one.evidence_exists) {
      ++summary.with_evidence;
      if (one.evidence_in_first3) ++summary.found_in_first3;
    }
    summary.off_topic_guidelines += one.off_topic_guidelines;
    summary.unjudged_guidelines += one.unjudged_guidelines;
    if (one.off_topic_guidelines > 0) ++summary.topics_with_off_topic;
    gain += one.combined_ndcg10;
  }
  if (!per_topic.empty()) summary.combined_ndcg10 = gain / static_cast<double>(per_topic.size());
  return summary;
}

}  // namespace evidence
