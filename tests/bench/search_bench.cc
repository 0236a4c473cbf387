// CPU of a whole search request against the bare Xapian query that it runs, paired in one process:
// search_bench INDEX QUERIES [COUNT]. INDEX is a stub or index directory, or a .jsonl file that is
// indexed first (beside it, in SCRATCH given by TMPDIR). QUERIES has one query a line, or
// "kind TAB query". Prints the ratio and the added microseconds.
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

namespace {

using namespace evidence;

double cpu_microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double median(std::vector<double> numbers) {
  if (numbers.empty()) return 0;
  std::sort(numbers.begin(), numbers.end());
  return numbers[numbers.size() / 2];
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
  std::vector<std::string> queries;
  std::ifstream file(argv[2]);
  const std::size_t wanted = argc > 3 ? static_cast<std::size_t>(std::atoi(argv[3])) : 300;
  for (std::string line; std::getline(file, line) && queries.size() < wanted;) {
    const std::size_t tab = line.find('\t');
    queries.push_back(tab == std::string::npos ? line : line.substr(tab + 1));
  }
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

  double bare_sum = 0, full_sum = 0;
  std::vector<double> bare_all, added;
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
    double bare = 1e12, full = 1e12;
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
      for (std::size_t i = 0; i < runs.size(); ++i) {
        Xapian::Enquire enquire(state.database);
        enquire.set_weighting_scheme(weight_of(profile));
        enquire.set_query(runs[i]);
        set_order(enquire, request.sort);
        const auto all = static_cast<Xapian::doccount>(state.documents);
        const Xapian::MSet matches = enquire.get_mset(0, 10, all);
        if (i == 0 && matches.get_matches_estimated() == 0 && parsed->can_widen) {
          runs.push_back(build_query(parsed->widened, state.database, query_options)->query);
        }
      }
      bare = std::min(bare, cpu_microseconds() - begin);
      const double start = cpu_microseconds();
      const auto response = searcher.search(request);
      full = std::min(full, cpu_microseconds() - start);
      good = response.ok();
    }
    if (!good) {
      ++failed;
      continue;
    }
    bare_sum += bare;
    full_sum += full;
    bare_all.push_back(bare);
    added.push_back(full - 1.10 * bare);
  }
  const auto count = static_cast<double>(std::max<std::size_t>(added.size(), 1));
  std::printf("queries %zu, failed %zu, works %llu\n", added.size(), failed,
              static_cast<unsigned long long>(state.documents));
  std::printf("bare    mean %.0f us, median %.0f us\n", bare_sum / count, median(bare_all));
  std::printf("request mean %.0f us, ratio %.3f\n", full_sum / count, full_sum / bare_sum);
  std::printf("over 1.10 x bare: mean %.0f us, median %.0f us (at most 60 wanted)\n",
              (full_sum - 1.10 * bare_sum) / count, median(added));
  return 0;
}
