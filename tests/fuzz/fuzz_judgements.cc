// Topics, judgements and kinds of a judged collection on any bytes: no crash, ids valid UTF-8
// within their limits, grades within theirs, and measures between 0 and 1.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "base/text.h"
#include "search/clinical_eval.h"
#include "search/eval.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void require_id(const std::string& id) {
  require(!id.empty() && id.size() <= evidence::kMaxJudgedId && evidence::is_valid_utf8(id));
}

void require_share(double value) { require(value >= 0 && value <= 1 + 1e-9); }

void check(const evidence::Judgements& judgements, const evidence::Kinds& kinds) {
  const evidence::ClinicalJudgements clinical{judgements, judgements, kinds};
  for (const auto& [topic, judged] : judgements) {
    require_id(topic);
    evidence::Ranking ranking;
    evidence::RankedWorks works;
    for (const auto& [document, grade] : judged) {
      require_id(document);
      require(grade >= -evidence::kMaxGrade && grade <= evidence::kMaxGrade);
      ranking.push_back(document);
      works.push_back({document});
    }
    const evidence::Measures measures = evidence::measure(ranking, judged);
    for (const evidence::MeasureName& name : evidence::kMeasures) {
      require_share(measures.*name.value);
    }
    require_share(evidence::measure_clinical(works, topic, clinical).combined_ndcg10);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::istringstream topics_text(text), judgements_text(text), kinds_text(text);
  const auto topics = evidence::read_topics(topics_text);
  if (topics.ok()) {
    for (const evidence::Topic& topic : *topics) {
      require_id(topic.id);
      require(!topic.text.empty() && evidence::is_valid_utf8(topic.text));
    }
  }
  const auto kinds = evidence::read_kinds(kinds_text);
  const auto judgements = evidence::read_judgements(judgements_text);
  if (judgements.ok()) check(*judgements, kinds.ok() ? *kinds : evidence::Kinds{});
  return 0;
}
