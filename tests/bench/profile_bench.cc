// CPU of the search box with each ranking profile against `plain`, the same queries in one process:
//   profile_bench INDEX CONFIG.toml QUERIES [COUNT [EVERY [ROUNDS]]]
// INDEX and QUERIES as for search_bench; the profiles and the word lists are those of the
// configuration. Ten works with snippets, the exact total, no facets. Of each query the best of the
// rounds counts, the profiles taken in turn; the first round reads posting lists into memory.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "app/config.h"
#include "search/searcher.h"
#include "tests/bench/measure.h"

namespace {

using namespace evidence;
using bench::cpu_microseconds;
using bench::mean;
using bench::quantile;
using bench::read_queries;

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "profile_bench INDEX CONFIG.toml QUERIES [COUNT [EVERY [ROUNDS]]]\n");
    return 2;
  }
  const auto number = [&](int place, std::size_t otherwise) {
    return argc > place ? static_cast<std::size_t>(std::atoi(argv[place])) : otherwise;
  };
  auto config = app::load_config(argv[2], app::process_environment());
  if (!config.ok()) {
    std::fprintf(stderr, "%s\n", config.error().message.c_str());
    return 2;
  }
  const TermIndex lists(config->term_lists);
  SearcherOptions options;
  options.stub = argv[1];
  options.profiles = config->profiles;
  options.language.lists = &lists;
  options.today = [] { return PartialDate{2026, 11, 30}; };
  Searcher searcher(std::move(options));

  std::map<std::string, std::vector<double>> times;
  std::size_t failed = 0;
  for (const std::string& text : read_queries(argv[3], number(4, 300), number(5, 1))) {
    std::map<std::string, double> best;
    for (std::size_t round = 0; round < number(6, 5); ++round) {
      for (const auto& [name, profile] : config->profiles) {
        SearchRequest request;
        request.text = text;
        request.profile = name;
        const double begin = cpu_microseconds();
        const auto response = searcher.search(request);
        const double took = cpu_microseconds() - begin;
        if (!response.ok()) {
          ++failed;
          continue;
        }
        const auto [known, first] = best.emplace(name, took);
        if (!first) known->second = std::min(known->second, took);
      }
    }
    for (const auto& [name, took] : best) times[name].push_back(took);
  }
  const double plain = mean(times["plain"]);
  for (const auto& [name, each] : times) {
    std::printf("%-10s mean %8.0f us, median %8.0f, p95 %8.0f, %.3f of plain\n", name.c_str(),
                mean(each), quantile(each, 0.5), quantile(each, 0.95), mean(each) / plain);
  }
  std::printf("queries %zu, failed searches %zu\n", times["plain"].size(), failed);
  return 0;
}
