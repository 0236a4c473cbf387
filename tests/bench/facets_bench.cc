// CPU of a ranked top ten with exact total and all facets against the bare top ten of Xapian, the
// same parsed query, in one process:
//   facets_bench INDEX QUERIES [--count N] [--every N] [--rounds N] [--write FILE] [--results FILE]
// QUERIES has one query a line, or "kind TAB query". Their words alone are searched, all of them
// where some work has them all, else any. --write FILE gives what was searched ("words TAB AND"),
// for other engines to run; --results FILE one line a query: bare, whole, and the number of works.
//   bare     Enquire and get_mset(0, 10) by relevance, nothing else
//   whole    building, sets, the same top ten with our order of ties, total, eight facets
//   request  Searcher::search: the same, parsed, and the works read with snippets
// Of each query the best of the rounds counts, taken in turn; "first" is the first round of all,
// when no posting list was in memory as a set.
#include <time.h>
#include <xapian.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "query/parser_simple.h"
#include "search/searcher.h"
#include "search/tree_search.h"
#include "tests/bench/measure.h"

namespace {

using namespace evidence;
using bench::cpu_microseconds;
using bench::mean;
using bench::quantile;

struct Arguments {
  std::string index, queries, write, results;
  std::size_t count = 300, every = 1;
  int rounds = 5;
};

bool read_arguments(int argc, char** argv, Arguments& arguments) {
  if (argc < 3) return false;
  arguments.index = argv[1];
  arguments.queries = argv[2];
  for (int i = 3; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--count") {
      arguments.count = static_cast<std::size_t>(std::atoi(value.c_str()));
    } else if (name == "--every") {
      arguments.every = static_cast<std::size_t>(std::max(1, std::atoi(value.c_str())));
    } else if (name == "--rounds") {
      arguments.rounds = std::max(1, std::atoi(value.c_str()));
    } else if (name == "--write") {
      arguments.write = value;
    } else if (name == "--results") {
      arguments.results = value;
    } else {
      return false;
    }
  }
  return true;
}

// Words alone, in small letters: other engines have no operators and no acronyms.
std::vector<std::string> plain_queries(const Arguments& arguments) {
  std::vector<std::string> queries;
  for (const std::string& query :
       bench::read_queries(arguments.queries, arguments.count, arguments.every)) {
    std::string words;
    for (const char c : query) {
      const auto byte = static_cast<unsigned char>(c);
      words += byte < 0x80 && std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : ' ';
    }
    if (words.find_first_not_of(' ') != std::string::npos) queries.push_back(std::move(words));
  }
  return queries;
}

struct Measured {
  std::string words;
  bool all = true;
  double bare = 1e12, whole = 1e12, request = 1e12, first = 0;
  std::uint64_t total = 0;
};

class Bench {
 public:
  Bench(const Arguments& arguments, IndexReader& reader, SearcherOptions options)
      : arguments_(arguments),
        state_(reader.state()),
        options_(options),
        sets_({options.set_cache_bytes, options.column_bytes}),
        searcher_(std::move(options)) {
    for (const FacetField& facet : facet_fields()) request_.facets.push_back(facet.field);
  }

  void read_columns() {
    double all = 0;
    for (const FacetField& facet : facet_fields()) {
      const double begin = cpu_microseconds();
      const auto column = sets_.column(state_.database, facet);
      const double took = (cpu_microseconds() - begin) / 1e3;
      all += took;
      std::printf("column %-13s %7zu values, %6.1f MB, read in %6.0f ms\n",
                  std::string(field_info(facet.field).name).c_str(), column ? column->size() : 0,
                  column ? static_cast<double>(column->memory()) / 1e6 : 0, took);
    }
    std::printf("columns: %.1f MB, %.0f ms of CPU once a commit\n",
                static_cast<double>(sets_.column_memory()) / 1e6, all);
  }

  bool measure(Measured& measured, int round) {
    auto parsed = query::parse_topic(measured.words);
    if (!measured.all || !parsed.ok()) {
      if (!parsed.ok()) return false;
    } else {
      parsed = query::parse_simple(measured.words);
      if (!parsed.ok()) return false;
    }
    request_.text = measured.words;
    request_.match = measured.all ? Match::kAll : Match::kAny;
    const RankingProfile& profile = options_.profiles.at("plain");
    const QueryOptions query_options{&profile, 1'000, false};
    const auto built = build_query(parsed->tree, state_.database, query_options);
    if (!built.ok()) return false;

    const double begin = cpu_microseconds();
    Xapian::Enquire enquire(state_.database);
    enquire.set_weighting_scheme(weight_of(profile));
    enquire.set_query(built->query);
    const Xapian::MSet top = enquire.get_mset(0, 10);
    const double bare = cpu_microseconds();
    static const std::vector<query::Node> no_lines;
    TreeSearch search(state_, sets_, options_, request_, profile, no_lines);
    const auto found = search.find(parsed->tree);
    const double whole = cpu_microseconds();
    if (!found.ok()) return false;
    if (found->matches.works.size() != top.size())
      std::printf("differs: %s\n", measured.words.c_str());
    measured.total = found->matches.total;
    measured.bare = std::min(measured.bare, bare - begin);
    measured.whole = std::min(measured.whole, whole - bare);
    if (round == 0) measured.first = whole - bare;
    const double start = cpu_microseconds();
    const auto response = searcher_.search(request_);
    measured.request = std::min(measured.request, cpu_microseconds() - start);
    return response.ok() && response->total == measured.total;
  }

  [[nodiscard]] std::size_t set_memory() const { return sets_.memory(); }

 private:
  const Arguments& arguments_;
  const IndexReader::State& state_;
  const SearcherOptions options_;
  SnapshotSets sets_;
  Searcher searcher_;
  SearchRequest request_;
};

void print(const char* name, const std::vector<Measured>& list, int mode) {
  std::vector<double> bare, whole, request, first, works;
  for (const Measured& each : list) {
    if (mode >= 0 && each.all != (mode == 1)) continue;
    bare.push_back(each.bare);
    whole.push_back(each.whole);
    request.push_back(each.request);
    first.push_back(each.first);
    works.push_back(static_cast<double>(each.total));
  }
  const auto line = [&](const char* what, const std::vector<double>& sample) {
    std::printf("  %-8s mean %7.0f us, median %6.0f, p99 %7.0f, %.3f of bare\n", what, mean(sample),
                quantile(sample, 0.5), quantile(sample, 0.99), mean(sample) / mean(bare));
  };
  std::printf("%s: %zu queries, %.0f works in the mean, %.0f in the median\n", name, bare.size(),
              mean(works), quantile(works, 0.5));
  if (bare.empty()) return;
  line("bare", bare);
  line("whole", whole);
  line("request", request);
  line("first", first);
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!read_arguments(argc, argv, arguments)) {
    std::fprintf(stderr,
                 "usage: facets_bench INDEX QUERIES [--count N] [--every N] [--rounds N] "
                 "[--write FILE] [--results FILE]\n");
    return 2;
  }
  auto reader = IndexReader::open(arguments.index);
  if (!reader.ok()) {
    std::fprintf(stderr, "%s\n", reader.error().message.c_str());
    return 2;
  }
  SearcherOptions options;
  options.stub = arguments.index;
  RankingProfile profile;
  profile.b = 0.3;
  profile.field_weights = {{Field::kTitle, 0.2}};
  options.profiles["plain"] = profile;
  Bench bench(arguments, **reader, options);
  bench.read_columns();

  std::vector<Measured> list;
  for (const std::string& words : plain_queries(arguments)) list.push_back({words});
  // All words where some work has them all, else any of them: what the search box does.
  Bench choosing(arguments, **reader, options);
  for (Measured& each : list) {
    choosing.measure(each, 1);
    each = {each.words, each.total > 0};
  }
  std::size_t failed = 0;
  for (int round = 0; round < arguments.rounds; ++round) {
    for (Measured& each : list) failed += bench.measure(each, round) ? 0 : 1;
  }
  std::printf("works %llu, failed %zu, sets %.1f MB\n",
              static_cast<unsigned long long>((*reader)->document_count()), failed,
              static_cast<double>(bench.set_memory()) / 1e6);
  print("all", list, -1);
  print("AND", list, 1);
  print("OR", list, 0);
  if (!arguments.write.empty()) {
    std::ofstream file(arguments.write);
    for (const Measured& each : list)
      file << each.words << '\t' << (each.all ? "AND" : "OR") << '\n';
  }
  if (!arguments.results.empty()) {
    std::ofstream file(arguments.results);
    for (const Measured& each : list) {
      file << each.bare << '\t' << each.whole << '\t' << each.request << '\t' << each.total << '\n';
    }
  }
  return failed == 0 ? 0 : 1;
}
