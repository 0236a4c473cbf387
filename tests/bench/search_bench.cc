// CPU of a whole search request against the bare Xapian query that it runs, paired in one process:
// search_bench INDEX QUERIES [COUNT [EVERY]]. INDEX is a stub or index directory, or a .jsonl file
// that is indexed first (in a folder below TMPDIR). QUERIES has one query a line, or
// "kind TAB query"; COUNT of them are taken, one out of EVERY. "match" is get_mset alone, "bare"
// also reads the data of the works shown, as any program that shows them must. Prints the ratios
// and the added microseconds of both.
#include <time.h>
#include <xapian.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "query/parser_simple.h"
#include "search/match.h"
#include "search/searcher.h"
#include "tests/bench/collection_index.h"
#include "tests/bench/measure.h"

namespace {

using namespace evidence;
using bench::cpu_microseconds;
using bench::read_queries;

double median(std::vector<double> numbers) {
  if (numbers.empty()) return 0;
  std::sort(numbers.begin(), numbers.end());
  return numbers[numbers.size() / 2];
}

using Sample = std::vector<double>;  // microseconds of each query

double mean(const Sample& sample) {
  double sum = 0;
  for (const double each : sample) sum += each;
  return sum / static_cast<double>(std::max<std::size_t>(sample.size(), 1));
}

void print_against(const char* name, const Sample& base, const Sample& full) {
  Sample extra, over;
  for (std::size_t i = 0; i < full.size(); ++i) {
    extra.push_back(full[i] - base[i]);
    over.push_back(full[i] - 1.10 * base[i]);
  }
  const auto within = std::count_if(over.begin(), over.end(), [](double us) { return us <= 60; });
  std::printf("%s: mean %.0f us, median %.0f us\n", name, mean(base), median(base));
  std::printf("  request / this %.3f, extra mean %.0f us, median %.0f us\n",
              mean(full) / std::max(mean(base), 1e-9), mean(extra), median(extra));
  std::printf(
      "  over 1.10 x this: mean %.0f us, median %.0f us (at most 60 wanted); %.0f %% within\n",
      mean(over), median(over),
      100.0 * static_cast<double>(within) /
          static_cast<double>(std::max<std::size_t>(over.size(), 1)));
}

RankingProfile profile_of_bench() {
  RankingProfile profile;
  profile.b = 0.3;
  profile.field_weights = {{Field::kTitle, 0.2}};
  return profile;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: search_bench INDEX QUERIES [COUNT]\n");
    return 2;
  }
  std::filesystem::path stub = argv[1];
  if (stub.extension() == ".jsonl") {
    stub =
        bench::build_index(stub, std::filesystem::temp_directory_path() / "evidence-bench-index");
  }
  const std::size_t wanted = argc > 3 ? static_cast<std::size_t>(std::atoi(argv[3])) : 300;
  const std::size_t every = argc > 4 ? static_cast<std::size_t>(std::atoi(argv[4])) : 1;
  const std::vector<std::string> queries = read_queries(argv[2], wanted, every);
  const RankingProfile profile = profile_of_bench();
  SearcherOptions options;
  options.stub = stub;
  options.profiles["plain"] = profile;
  Searcher searcher(std::move(options));
  auto reader = IndexReader::open(stub);
  if (!reader.ok()) {
    std::fprintf(stderr, "%s\n", reader.error().message.c_str());
    return 2;
  }
  const IndexReader::State& state = (*reader)->state();

  Sample match, bare, full;
  std::size_t failed = 0;
  for (const std::string& text : queries) {
    SearchRequest request;
    request.text = text;
    const auto parsed = query::parse_simple(text);
    if (!parsed.ok()) {
      ++failed;
      continue;
    }
    const QueryOptions query_options{&profile, 1'000, false};
    double best_match = 1e12, best_bare = 1e12, best_full = 1e12;
    bool good = true;
    for (int round = 0; round < 5 && good; ++round) {  // the best of five, taken in turn
      // The same trees that the searcher runs, so that the widened search is in both.
      std::vector<Xapian::Query> runs;
      const auto built = build_query(parsed->tree, state.database, query_options);
      if (!built.ok()) {
        good = false;
        break;
      }
      runs.push_back(built->query);
      const double begin = cpu_microseconds();
      double matched = begin;
      std::size_t bytes = 0;
      for (std::size_t i = 0; i < runs.size(); ++i) {
        Xapian::Enquire enquire(state.database);
        enquire.set_weighting_scheme(weight_of(profile));
        enquire.set_query(runs[i]);
        set_order(enquire, request.sort);
        const auto all = static_cast<Xapian::doccount>(state.documents);
        const Xapian::MSet matches = enquire.get_mset(0, 10, all);
        matched = cpu_microseconds();
        for (auto hit = matches.begin(); hit != matches.end(); ++hit) {
          bytes += hit.get_document().get_data().size();
        }
        if (i == 0 && matches.get_matches_estimated() == 0 && parsed->can_widen) {
          runs.push_back(build_query(parsed->widened, state.database, query_options)->query);
        }
      }
      const double start = cpu_microseconds();
      const auto response = searcher.search(request);
      const double end = cpu_microseconds();
      good = response.ok() && (bytes > 0) == !response->hits.empty();
      best_match = std::min(best_match, matched - begin);
      best_bare = std::min(best_bare, start - begin);
      best_full = std::min(best_full, end - start);
    }
    if (!good) {
      ++failed;
      continue;
    }
    match.push_back(best_match);
    bare.push_back(best_bare);
    full.push_back(best_full);
  }
  std::printf("queries %zu, failed %zu, works %llu\n", full.size(), failed,
              static_cast<unsigned long long>(state.documents));
  std::printf("request: mean %.0f us, median %.0f us\n", mean(full), median(full));
  print_against("match (get_mset)", match, full);
  print_against("bare (get_mset and the data of the works shown)", bare, full);
  return 0;
}
