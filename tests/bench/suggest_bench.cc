// CPU of suggestions against a search for the same text, paired in one process:
// suggest_bench INDEX QUERIES [COUNT [EVERY]]. INDEX and QUERIES as for search_bench. Each query is
// typed letter by letter from the third on; each state is completed, the whole query is searched
// with snippets and its spelling looked at. Prints what reading words and names costs, their
// memory, the ratios, and which queries are offered another spelling. No pass or fail.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "search/index_words.h"
#include "search/searcher.h"
#include "tests/bench/collection_index.h"
#include "tests/bench/measure.h"

namespace {

using namespace evidence;
using bench::cpu_microseconds;
using bench::read_queries;

struct Sample {
  std::vector<double> numbers;
  void add(double number) { numbers.push_back(number); }
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double each : numbers) sum += each;
    return numbers.empty() ? 0 : sum / static_cast<double>(numbers.size());
  }
  [[nodiscard]] double at(double share) {
    if (numbers.empty()) return 0;
    std::sort(numbers.begin(), numbers.end());
    return numbers[std::min(numbers.size() - 1,
                            static_cast<std::size_t>(share * static_cast<double>(numbers.size())))];
  }
  void print(const char* name) {
    std::printf("%-12s mean %.1f us, median %.1f, p95 %.1f, worst %.1f\n", name, mean(), at(0.5),
                at(0.95), at(1));
  }
};

void print_reading(const std::filesystem::path& stub) {
  const StopFlag stop;
  double begin = cpu_microseconds();
  const auto words = read_words(stub, stop);
  double end = cpu_microseconds();
  if (words.ok()) {
    std::printf("words: %zu, %.1f MB, read in %.2f s of CPU\n", (*words)->lexicon.size(),
                static_cast<double>((*words)->lexicon.memory()) / 1e6, (end - begin) / 1e6);
  }
  begin = cpu_microseconds();
  const auto names = read_names(stub, Language{}, stop);
  end = cpu_microseconds();
  if (!names.ok()) return;
  const Completions& all = (*names)->completions;
  std::printf(
      "names: %zu topics, %zu headings, %zu journals, %zu authors; %.1f MB, %.2f s of CPU\n",
      all.size(SuggestionKind::kTopic), all.size(SuggestionKind::kHeading),
      all.size(SuggestionKind::kJournal), all.size(SuggestionKind::kAuthor),
      static_cast<double>(all.memory()) / 1e6, (end - begin) / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: suggest_bench INDEX QUERIES [COUNT [EVERY]]\n");
    return 2;
  }
  std::filesystem::path stub = argv[1];
  if (stub.extension() == ".jsonl") {
    stub =
        bench::build_index(stub, std::filesystem::temp_directory_path() / "evidence-bench-index");
  }
  const std::size_t wanted = argc > 3 ? static_cast<std::size_t>(std::atoi(argv[3])) : 300;
  const std::size_t every = argc > 4 ? static_cast<std::size_t>(std::atoi(argv[4])) : 1;
  print_reading(stub);
  SearcherOptions options;
  options.stub = stub;
  options.profiles["plain"] = RankingProfile{};
  Searcher searcher(std::move(options));
  (void)searcher.suggest({"warm", {}, 5});
  SearchRequest warm;
  warm.text = "wxrm";
  (void)searcher.correct(warm);

  Sample typing, searching, spelling;
  std::size_t offered = 0;
  for (const std::string& text : read_queries(argv[2], wanted, every)) {
    SearchRequest request;
    request.text = text;
    (void)searcher.search(request);  // whatever is read for the first time
    double begin = cpu_microseconds();
    const auto answer = searcher.search(request);
    double end = cpu_microseconds();
    if (!answer.ok()) continue;
    searching.add(end - begin);
    for (std::size_t letters = 3; letters <= std::min(text.size(), kMaxTyped); ++letters) {
      begin = cpu_microseconds();
      const auto names = searcher.suggest({text.substr(0, letters), {}, 5});
      end = cpu_microseconds();
      if (names.ok()) typing.add(end - begin);
    }
    begin = cpu_microseconds();
    const auto other = searcher.correct(request);
    end = cpu_microseconds();
    spelling.add(end - begin);
    if (!other.ok()) continue;
    for (const OtherSpelling& each : *other) {
      ++offered;
      std::printf("  %s -> %s (%llu)\n", text.c_str(), each.text.c_str(),
                  static_cast<unsigned long long>(each.works));
    }
  }
  std::printf("queries %zu, other spellings offered %zu\n", searching.numbers.size(), offered);
  searching.print("search");
  typing.print("completion");
  spelling.print("spelling");
  std::printf("completion / search %.3f, spelling / search %.3f\n",
              typing.mean() / searching.mean(), spelling.mean() / searching.mean());
  return 0;
}
