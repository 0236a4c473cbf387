// Exact counts of every kind of line, against an evaluation that only reads the works.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "query/parse.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/unit/search/counting_library.h"
#include "tests/unit/search/search_index.h"
#include "tests/unit/search/slow_evaluation.h"

namespace evidence::test {
namespace {

struct Case {
  std::string file;  // one form of search a file
  query::Syntax syntax;
  std::string text;
};

// Lines "pubmed<TAB>query"; '#' begins a comment.
std::vector<Case> read_cases() {
  std::vector<Case> cases;
  const std::filesystem::path folder = test::source_dir() / "tests/cases/strategy_counts";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const std::size_t tab = line.find('\t');
      if (line.empty() || line.front() == '#' || tab == std::string::npos) continue;
      const auto syntax = query::syntax_by_name(line.substr(0, tab));
      EXPECT_TRUE(syntax) << line;
      if (syntax) cases.push_back({entry.path().stem().string(), *syntax, line.substr(tab + 1)});
    }
  }
  return cases;
}

query::ParsedStrategy strategy_of(const std::vector<Case>& cases,
                                  const query::ParseOptions& options) {
  query::ParsedStrategy strategy;
  unsigned number = 0;
  for (const Case& each : cases) {
    query::StrategyLine line;
    line.number = ++number;
    line.text = each.text;
    line.syntax = each.syntax;
    line.text_line = number;
    line.column = 1;
    line.parsed = query::parse_line(each.syntax, each.text, options);
    strategy.lines.push_back(std::move(line));
  }
  return strategy;
}

class StrategyCounts : public testing::TestWithParam<Backend> {};

TEST_P(StrategyCounts, EqualThoseOfAPlainReadingOfEveryWork) {
  const std::vector<Work> works = counting_library();
  std::vector<SlowWork> slow;
  for (const Work& work : works) slow.emplace_back(work, counting_slow_vocabulary());
  const SearchIndex index(works, GetParam());
  SearcherOptions options = options_for(index.stub());
  options.language.vocabulary = &counting_vocabulary();
  options.today = [] { return PartialDate{2026, 11, 29}; };
  Searcher searcher(options);

  std::vector<Case> cases = read_cases();
  ASSERT_GE(cases.size(), 200U);
  // Servers answer one position list a round trip: a part of the cases is enough there.
  if (GetParam() == Backend::kTwoServers) cases.resize(60);
  StrategyRequest request;
  request.strategy = strategy_of(cases, searcher.parse_options());
  request.mapping = false;
  request.works = true;
  const Result<StrategyRun> run = searcher.run_strategy(request);
  ASSERT_TRUE(run.ok()) << run.error().message;
  ASSERT_EQ(run->lines.size(), cases.size());

  std::size_t with_hits = 0;
  std::map<std::string, int> hits_by_form;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const LineRun& line = run->lines[i];
    ASSERT_TRUE(line.counted) << cases[i].text << ": "
                              << (line.messages.empty() ? "" : line.messages.back().text);
    std::vector<WorkId> expected;
    for (std::size_t w = 0; w < works.size(); ++w) {
      const bool pubmed = cases[i].syntax == query::Syntax::kPubmed;
      if (slow[w].matches(request.strategy.lines[i].parsed.tree, pubmed)) {
        expected.push_back(works[w].id);
      }
    }
    std::vector<WorkId> found;
    for (const std::uint32_t at : run->sets[i].numbers()) found.push_back(run->works[at]);
    EXPECT_EQ(line.count, expected.size()) << cases[i].file << ": " << cases[i].text << "\n"
                                           << line.tree;
    EXPECT_EQ(found, expected) << cases[i].text;
    with_hits += expected.empty() ? 0 : 1;
    hits_by_form[cases[i].file] += expected.empty() ? 0 : 1;
  }
  if (GetParam() == Backend::kTwoServers) return;
  EXPECT_GE(with_hits, 150U);
  for (const auto& [form, hits] : hits_by_form) EXPECT_GE(hits, 5) << form;
}

INSTANTIATE_TEST_SUITE_P(Backends, StrategyCounts,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& tested) { return backend_name(tested.param); });

}  // namespace
}  // namespace evidence::test
