// Ranked-retrieval measures over judged topics (TREC conventions), for `evidence eval`.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "search/judgements.h"

namespace evidence {

using Ranking = std::vector<std::string>;  // document ids, best first, each once

struct Measures {
  double ndcg10 = 0;  // gain = grade, discount log2(rank + 1), ideal over all judged
  double map = 0, p10 = 0, recall100 = 0, recall1000 = 0;
};

// The measures by name, as they are printed and compared.
struct MeasureName {
  std::string_view key;    // in JSON
  std::string_view label;  // in text
  double Measures::*value;
};
inline constexpr std::array<MeasureName, 5> kMeasures{{
    {"ndcg@10", "nDCG@10", &Measures::ndcg10},
    {"map", "MAP", &Measures::map},
    {"p@10", "P@10", &Measures::p10},
    {"recall@100", "recall@100", &Measures::recall100},
    {"recall@1000", "recall@1000", &Measures::recall1000},
}};

bool has_relevant(const std::map<std::string, int>& judged);

// All 0 where nothing judged is relevant: such a topic says nothing and is left out of means.
Measures measure(const Ranking& ranking, const std::map<std::string, int>& judged);
Measures mean(const std::map<std::string, Measures>& per_topic);

// nDCG at `depth` of gains in order of rank, against those of everything judged in any order; only
// gains > 0 count. 0 where there is none.
double normalised_gain(const std::vector<double>& ranked, std::vector<double> judged,
                       std::size_t depth);

}  // namespace evidence
