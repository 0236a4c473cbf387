// How good similar works are: similar_bench COLLECTION… (folders with docs.jsonl and qrels.txt).
// For each document that is judged relevant to some query: the share of its ten similar works that
// are relevant to the same query, against asking for the words of its title alone. Prints both, and
// the CPU of one look-up.
#include <time.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "search/index_reader.h"
#include "search/reader_state.h"
#include "search/similar.h"
#include "tests/bench/collection_index.h"
#include "tests/bench/measure.h"

namespace {

using namespace evidence;
using bench::cpu_microseconds;

struct Figures {
  double shared = 0;  // of the ten works, summed over documents
  double any = 0;     // documents with at least one
  double cpu = 0;
};

using Queries = std::map<std::string, std::set<std::string>>;  // document → queries it answers

Queries read_judgements(const std::filesystem::path& path) {
  Queries queries;
  std::ifstream file(path);
  std::string query, zero, document;
  double grade = 0;
  while (file >> query >> zero >> document >> grade) {
    if (grade > 0) queries[document].insert(query);
  }
  return queries;
}

bool share_a_query(const std::set<std::string>& one, const Queries& all,
                   const std::string& document) {
  const auto found = all.find(document);
  if (found == all.end()) return false;
  for (const std::string& query : found->second) {
    if (one.contains(query)) return true;
  }
  return false;
}

Figures measure(const IndexReader::State& state, const Queries& judged,
                const std::map<std::string, WorkId>& ids,
                const std::map<WorkId, std::string>& names, const SimilarWeights& weights) {
  Figures figures;
  std::size_t asked = 0;
  for (const auto& [document, queries] : judged) {
    const auto id = ids.find(document);
    if (id == ids.end()) continue;
    const double begin = cpu_microseconds();
    const auto similar =
        find_similar(state, id->second, 10, std::chrono::steady_clock::time_point::max(), weights);
    figures.cpu += cpu_microseconds() - begin;
    if (!similar.ok()) continue;
    ++asked;
    std::size_t shared = 0;
    for (const SimilarWork& work : similar->works) {
      shared += share_a_query(queries, judged, names.at(work.id)) ? 1 : 0;
    }
    figures.shared += static_cast<double>(shared) / 10;
    figures.any += shared > 0 ? 1 : 0;
  }
  const double count = static_cast<double>(std::max<std::size_t>(asked, 1));
  return {figures.shared / count, figures.any / count, figures.cpu / count};
}

void print(const char* name, const Figures& figures) {
  std::printf("  %-28s share of ten %.4f, at least one %.4f, %.0f us of CPU\n", name,
              figures.shared, figures.any, figures.cpu);
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::filesystem::path folder = argv[i];
    const std::filesystem::path place =
        std::filesystem::temp_directory_path() / ("evidence-similar-" + folder.filename().string());
    const auto stub = bench::build_index(folder / "docs.jsonl", place);
    std::map<std::string, WorkId> ids;
    std::map<WorkId, std::string> names;
    std::ifstream documents(folder / "docs.jsonl");
    std::uint64_t number = 0;
    for (std::string line; std::getline(documents, line);) {
      const auto value = parse_json(line);
      if (!value.ok() || !value->is_object()) continue;
      const std::string name = string_member(value->get_object(), "id");
      const WorkId id = bench::work_id(++number);
      ids.emplace(name, id);
      names.emplace(id, name);
    }
    const auto reader = IndexReader::open(stub);
    if (!reader.ok()) {
      std::fprintf(stderr, "%s\n", reader.error().message.c_str());
      return 2;
    }
    const Queries judged = read_judgements(folder / "qrels.txt");
    const auto run = [&](const char* name, const SimilarWeights& weights) {
      print(name, measure((*reader)->state(), judged, ids, names, weights));
    };
    std::printf("%s: %zu documents, %zu judged\n", folder.filename().c_str(), ids.size(),
                judged.size());
    SimilarWeights title_only;
    title_only.title_only = true;
    run("words of the title", title_only);
    SimilarWeights no_headings;
    no_headings.headings = 0;
    run("without headings", no_headings);
    run("as shipped", {});
    for (const double title : {1.0, 1.5, 3.0}) {
      SimilarWeights weights;
      weights.title = title;
      run(("title " + std::to_string(title)).c_str(), weights);
    }
    for (const double heading : {0.5, 2.0, 3.0}) {
      SimilarWeights weights;
      weights.heading = heading;
      run(("headings " + std::to_string(heading)).c_str(), weights);
    }
    for (const std::size_t words : {15U, 50U}) {
      SimilarWeights weights;
      weights.words = words;
      run(("words " + std::to_string(words)).c_str(), weights);
    }
  }
  return 0;
}
