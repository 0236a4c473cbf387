// What a clinician sees on the first screen, measured: does a guideline or a systematic review that
// answers stand at the top, and does none that does not answer? For `evidence eval`. Pure
// functions.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "search/judgements.h"

namespace evidence {

// Works, best first, each with the ids of its records. A work counts as its best record.
using RankedWorks = std::vector<std::vector<std::string>>;

struct ClinicalJudgements {
  Judgements topic;     // how well a record answers
  Judgements evidence;  // how good and current its evidence is; may be empty
  Kinds kinds;          // may be empty
};

struct ClinicalMeasures {
  bool evidence_exists = false;    // a guideline or review is judged to answer
  std::size_t first_evidence = 0;  // the rank of the first such; 0 = not found
  bool evidence_in_first3 = false;
  std::size_t off_topic_guidelines = 0;  // in the first 5: judged off the topic, or not judged
  std::size_t unjudged_guidelines = 0;   // of those, not judged
  // nDCG@10 of the gain topicality × (1 + evidence).
  double combined_ndcg10 = 0;
};

// `answers_from`: the grade of topicality from which a record answers, at least 1.
ClinicalMeasures measure_clinical(const RankedWorks& works, const std::string& topic,
                                  const ClinicalJudgements& judged, int answers_from = 1);

struct ClinicalSummary {
  std::size_t topics = 0;
  std::size_t with_evidence = 0;  // topics where evidence exists
  std::size_t found_in_first3 = 0;
  std::size_t off_topic_guidelines = 0, topics_with_off_topic = 0, unjudged_guidelines = 0;
  double combined_ndcg10 = 0;
};
ClinicalSummary summarise(const std::map<std::string, ClinicalMeasures>& per_topic);

}  // namespace evidence
