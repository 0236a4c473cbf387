// What a typed word finds and what it must not find, end to end through tokenizer, index and query.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "tests/support/source_dir.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

struct Case {
  std::string query;
  std::vector<std::string> yes, no;
};

// tests/cases/search_words/*.txt: "query:", then lines "+ text found" and "- text not found".
std::vector<Case> read_cases() {
  std::vector<Case> cases;
  const std::filesystem::path folder = test::source_dir() / "tests/cases/search_words";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("query: ")) cases.push_back({line.substr(7), {}, {}});
      if (cases.empty()) continue;
      if (line.starts_with("+ ")) cases.back().yes.push_back(line.substr(2));
      if (line.starts_with("- ")) cases.back().no.push_back(line.substr(2));
    }
  }
  return cases;
}

class Words : public testing::TestWithParam<Backend> {};

TEST_P(Words, FindWhatTheyMeanAndNothingElse) {
  const std::vector<Case> cases = read_cases();
  ASSERT_GT(cases.size(), 30U);
  std::vector<Work> works;
  for (const Case& one : cases) {
    for (const auto* list : {&one.yes, &one.no}) {
      for (const std::string& text : *list) {
        works.push_back(make_work(static_cast<int>(works.size()) + 1, "A study", text));
      }
    }
  }
  const SearchIndex index(works, GetParam());
  Searcher searcher(options_for(index.stub()));
  int number = 0;
  for (const Case& one : cases) {
    SCOPED_TRACE(one.query);
    SearchRequest request;
    request.text = one.query;
    request.match = Match::kAll;
    request.limit = kMaxLimit;
    const auto response = searcher.search(request);
    ASSERT_TRUE(response.ok()) << response.error().message;
    EXPECT_TRUE(response->total_exact);
    std::set<std::string> found;
    for (const Hit& hit : response->hits) found.insert(hit.id);
    for (const std::string& text : one.yes) {
      EXPECT_TRUE(found.contains(make_work(++number, "").id)) << "must find: " << text;
    }
    for (const std::string& text : one.no) {
      EXPECT_FALSE(found.contains(make_work(++number, "").id)) << "must not find: " << text;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, Words,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& made) { return backend_name(made.param); });

}  // namespace
}  // namespace evidence::test
