// Runs the topics of a judged collection through the searcher and measures what comes. Used by
// cmd_eval.cc. Nothing of a ranking is kept once it is measured.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/output_file.h"
#include "search/clinical_eval.h"
#include "search/eval.h"
#include "search/searcher.h"

namespace evidence::app {

struct EvalInputs {
  std::vector<Topic> topics;
  ClinicalJudgements judged;  // `topic` are the judgements of the measures
  bool clinical = false;      // measure_clinical() as well
  int answers_from = 1;
};

struct ProfileResult {
  std::string profile;
  std::map<std::string, Measures> measures;  // of topics with something relevant
  std::map<std::string, ClinicalMeasures> clinical;
  std::size_t not_judged = 0;           // topics without a judgement
  std::size_t unjudged_in_first10 = 0;  // documents, over all topics that have a judgement
  std::size_t without_relevant = 0;     // topics of which nothing judged is relevant
};

// `run`: where the ranking is written in TREC's form, or null. Fails with kCancelled when
// interrupted, else as the search does, naming the topic.
Result<ProfileResult> run_profile(Context& context, Searcher& searcher, const EvalInputs& inputs,
                                  const std::string& profile, Match match, OutputFile* run);

}  // namespace evidence::app
