// The page, the API and the command line ask the same question of the same index: one count for
// all.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/url.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

std::int64_t total_in(const std::string& text) {
  const auto value = parse_json(text);
  if (!value.ok() || !value->is_object()) return -1;
  const json::value* total = member(value->get_object(), "total");
  return total != nullptr && total->is_number() ? total->to_number<std::int64_t>() : -1;
}

// "1,284 results" of the page's heading; "No results" is 0.
std::int64_t total_on(const std::string& page) {
  const std::string mark = "ev-total\">";
  const auto at = page.find(mark);
  if (at == std::string::npos) return -1;
  std::int64_t total = 0;
  for (std::size_t i = at + mark.size(); i < page.size() && page[i] != ' ' && page[i] != '<'; ++i) {
    if (std::isdigit(static_cast<unsigned char>(page[i])) != 0) total = total * 10 + page[i] - '0';
  }
  return total;
}

TEST(SameCount, PageApiAndCommandLineAgreeOnEveryQuery) {
  const TempDir dir;
  const fs::path data = dir / "data";
  std::vector<std::string> import{"--data", data.string(), "--no-progress", "import"};
  for (const auto& file : fs::directory_iterator(test::source_dir() / "data/sample")) {
    if (file.path().extension() != ".md") import.push_back(file.path().string());
  }
  import.insert(import.end(), {"--source", "sample", "--sample"});
  ASSERT_EQ(run_evidence(import).exit_code, 0);
  ASSERT_EQ(run_evidence({"--data", data.string(), "--no-progress", "index"}).exit_code, 0);
  Server server(data);
  std::int64_t all = 0;
  for (const std::string query :
       {"sample", "asthma", "asthma children", "\"heart failure\"", "oesophag*", "title:asthma",
        "asthma OR diabetes", "diabetes NOT children", "year:2015-2020", "vitamin d nothingelse",
        "nothingmatchesthis"}) {
    SCOPED_TRACE(query);
    const std::string asked = "?q=" + percent_encode(query);
    const Outcome line = run_evidence({"--data", data.string(), "search", query, "--json"});
    const std::int64_t total = total_in(line.out);
    EXPECT_GE(total, 0) << line.err;
    EXPECT_EQ(total_in(http_get(server.port(), "/api/v1/search" + asked).body), total);
    EXPECT_EQ(total_on(http_get(server.port(), "/search" + asked).body), total);
    const std::string filtered = asked + "&filter.study_type=guideline,cohort&filter.year=2010-";
    EXPECT_EQ(total_on(http_get(server.port(), "/search" + filtered).body),
              total_in(http_get(server.port(), "/api/v1/search" + filtered).body));
    all += total;
  }
  EXPECT_GT(all, 150);
}

}  // namespace
}  // namespace evidence::test
