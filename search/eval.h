// Ranked-retrieval measures over judged topics (TREC conventions), for `evidence eval`.
#pragma once

#include <functional>
#include <istream>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace evidence {

// topic → document → grade (> 0 relevant; negative or 0 = judged not relevant).
using Judgements = std::map<std::string, std::map<std::string, int>>;
struct Topic {
  std::string id, text;
};
using Ranking = std::vector<std::string>;  // document ids, best first, each once

Result<std::vector<Topic>> read_topics(std::istream& tsv);  // qid TAB text
Result<Judgements> read_judgements(std::istream& qrels);    // qid 0 docid grade

struct Measures {
  double ndcg10 = 0;  // gain = grade, discount log2(rank + 1), ideal over all judged
  double map = 0, p10 = 0, recall100 = 0, recall1000 = 0;
};
Measures measure(const Ranking& ranking, const std::map<std::string, int>& judged);
Measures mean(
    const std::map<std::string, Measures>& per_topic);  // over topics with a relevant document

}  // namespace evidence
