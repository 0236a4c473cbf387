// Measures ranking profiles on judged collections: tune_ranking DATA SCRATCH < profiles.
// Each line of standard input is one profile: "k1=1.2 b=0.75 any=1 title=0.6 heading=0.3 bonus=0".
// Prints nDCG@10 and MAP for each collection and their mean.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "search/eval.h"
#include "search/searcher.h"
#include "tests/bench/collection_index.h"

namespace {

using namespace evidence;

struct Collection {
  std::string name;
  std::filesystem::path stub;
  std::vector<Topic> topics;
  Judgements judgements;
};

RankingProfile read_profile(const std::string& line) {
  RankingProfile profile;
  std::istringstream words(line);
  std::string word;
  while (words >> word) {
    const std::size_t at = word.find('=');
    if (at == std::string::npos) continue;
    const std::string name = word.substr(0, at);
    const double value = std::stod(word.substr(at + 1));
    if (name == "k1")
      profile.k1 = value;
    else if (name == "b")
      profile.b = value;
    else if (name == "k3")
      profile.k3 = value;
    else if (name == "any")
      profile.any_weight = value;
    else if (name == "bonus")
      profile.phrase_bonus = value;
    else if (const auto field = field_by_name(name))
      profile.field_weights[*field] = value;
  }
  return profile;
}

Measures run(const Collection& collection, const RankingProfile& profile) {
  SearcherOptions options;
  options.stub = collection.stub;
  options.profiles["plain"] = profile;
  Searcher searcher(std::move(options));
  std::map<std::string, Measures> per_topic;
  for (const Topic& topic : collection.topics) {
    const auto judged = collection.judgements.find(topic.id);
    bool any = false;
    if (judged != collection.judgements.end()) {
      for (const auto& [id, grade] : judged->second) any = any || grade > 0;
    }
    if (!any) continue;
    SearchRequest request;
    request.text = topic.text;
    request.match = Match::kAny;
    request.limit = kMaxLimit;
    request.snippets = false;
    request.members = true;
    const auto response = searcher.search(request);
    Ranking ranking;
    if (response.ok()) {
      for (const Hit& hit : response->hits) {
        ranking.push_back(hit.members.empty() ? hit.id : hit.members.front().source_record_id);
      }
    } else {
      std::fprintf(stderr, "%s: %s\n", topic.id.c_str(), response.error().message.c_str());
    }
    per_topic[topic.id] = measure(ranking, judged->second);
  }
  return mean(per_topic);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: tune_ranking DATA SCRATCH < profiles\n");
    return 2;
  }
  std::vector<Collection> collections;
  for (const char* name : {"cfc-odd", "nfcorpus-dev", "cohen"}) {
    const std::filesystem::path folder = std::filesystem::path(argv[1]) / "collections" / name;
    Collection collection;
    collection.name = name;
    collection.stub =
        bench::build_index(folder / "docs.jsonl", std::filesystem::path(argv[2]) / name);
    std::ifstream topics(folder / "queries.tsv");
    std::ifstream qrels(folder / "qrels.txt");
    auto read = read_topics(topics);
    auto judged = read_judgements(qrels);
    if (!read.ok() || !judged.ok()) return 2;
    collection.topics = std::move(read).value();
    collection.judgements = std::move(judged).value();
    collections.push_back(std::move(collection));
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.empty()) continue;
    const RankingProfile profile = read_profile(line);
    double sum = 0;
    for (const Collection& collection : collections) {
      const Measures measures = run(collection, profile);
      sum += measures.ndcg10;
      std::printf("%s %.4f/%.4f r100 %.3f  ", collection.name.c_str(), measures.ndcg10,
                  measures.map, measures.recall100);
    }
    std::printf("mean %.4f  | %s\n", sum / 3, line.c_str());
    std::fflush(stdout);
  }
  return 0;
}
