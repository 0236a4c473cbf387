// docs/features.md names a test for everything that it says of the product. This holds it to that:
// a test that it names exists, every feature and every refusal names one, and no feature stands
// twice.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "tests/support/source_dir.h"
#include "tests/unit/structure/source_tree.h"

namespace evidence::structure {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// "Suite.Name" for each TEST, TEST_F and TEST_P(Suite, Name) of a C++ source.
void add_tests_of(const std::string& source, std::set<std::string>& tests) {
  const std::string text = without_comments_and_literals(source);
  for (std::size_t at = text.find("TEST"); at != std::string::npos;
       at = text.find("TEST", at + 1)) {
    if (at > 0 && is_word(text[at - 1])) continue;
    std::size_t open = at + 4;
    if (text.compare(open, 2, "_F") == 0 || text.compare(open, 2, "_P") == 0) open += 2;
    if (open >= text.size() || text[open] != '(') continue;
    const std::size_t close = text.find(')', open);
    if (close == std::string::npos) return;
    std::string name;
    for (const char c : text.substr(open + 1, close - open - 1)) {
      if (is_word(c)) name += c;
      if (c == ',') name += '.';
    }
    tests.insert(name);
  }
}

// The title of each test("…") of a browser test: what stands between the first pair of quotes; a
// title with ${…} is known by what stands before that.
void add_titles_of(const std::string& text, std::set<std::string>& titles) {
  for (std::size_t at = text.find("test("); at != std::string::npos;
       at = text.find("test(", at + 1)) {
    if ((at > 0 && is_word(text[at - 1])) || at + 6 >= text.size()) continue;
    const char quote = text[at + 5];
    if (quote != '"' && quote != '`') continue;
    std::string title = text.substr(at + 6, text.find(quote, at + 6) - at - 6);
    title.resize(std::min(title.size(), title.find("${")));
    while (title.ends_with(' ')) title.pop_back();
    titles.insert(title);
  }
}

struct Known {
  std::set<std::string> tests;   // "Road.WrongUsageIsExplained"
  std::set<std::string> titles;  // of browser tests
};

Known known_tests() {
  Known known;
  for (const SourceFile& file : read_sources(true)) {
    if (file.path.starts_with("tests/") && file.path.ends_with("_test.cc")) {
      add_tests_of(file.text, known.tests);
    }
  }
  for (const auto& entry : fs::directory_iterator(test::source_dir() / "tests/browser")) {
    if (entry.path().extension() == ".mjs") add_titles_of(read(entry.path()), known.titles);
  }
  for (const auto& entry : fs::directory_iterator(test::source_dir() / "tests/fuzz")) {
    if (entry.path().extension() == ".cc")
      known.tests.insert("Fuzz." + entry.path().stem().string());
  }
  return known;
}

// What a line has in backticks.
std::vector<std::string> in_backticks(const std::string& line) {
  std::vector<std::string> found;
  for (std::size_t open = line.find('`'); open != std::string::npos;) {
    const std::size_t close = line.find('`', open + 1);
    if (close == std::string::npos) break;
    found.push_back(line.substr(open + 1, close - open - 1));
    open = line.find('`', close + 1);
  }
  return found;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');) cells.push_back(cell);
  while (!cells.empty() && cells.back().find_first_not_of(" \t\r") == std::string::npos) {
    cells.pop_back();
  }
  return cells;
}

// "Suite.Name": two words that begin with a capital and a dot; no file has such a name.
bool names_a_test(const std::string& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == text.size()) return false;
  const bool words =
      std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '.'; });
  return words && std::isupper(static_cast<unsigned char>(text.front())) != 0 &&
         text.find('.', dot + 1) == std::string::npos;
}

// What is wrong with the page, a line each. The last cell of a table's row holds its tests: names
// in backticks, titles of browser tests and files below tests/ in backticks too.
std::vector<std::string> faults(const std::string& page, const Known& known) {
  std::vector<std::string> found;
  std::set<std::string> ids;
  std::istringstream lines(page);
  int number = 0;
  bool in_table = false;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto report = [&](const std::string& what) {
      found.push_back("docs/features.md:" + std::to_string(number) + ": " + what);
    };
    if (!line.starts_with("|")) {
      in_table = false;
      for (const std::string& name : in_backticks(line)) {
        if (names_a_test(name) && !known.tests.contains(name)) report("there is no test " + name);
      }
      continue;
    }
    if (!in_table || line.starts_with("| ---")) {  // the heading and the line below it
      in_table = true;
      continue;
    }
    const std::vector<std::string> cells = cells_of(line);
    if (!ids.insert(cells.front()).second) report(cells.front() + "stands twice");
    bool shown = false;
    for (const std::string& name : in_backticks(cells.back())) {
      if (known.tests.contains(name) || known.titles.contains(name)) {
        shown = true;
      } else if (!name.starts_with("tests/")) {
        report("there is no test " + name);
      } else if (!fs::exists(test::source_dir() / name)) {
        report("there is no file " + name);
      }
    }
    if (!shown) report("no test shows this row");
  }
  return found;
}

TEST(FeaturesDocument, NamesATestThatExistsForEveryRow) {
  const Known known = known_tests();
  ASSERT_GT(known.tests.size(), 200U);
  ASSERT_GT(known.titles.size(), 10U);
  const std::string page = read(test::source_dir() / "docs/features.md");
  ASSERT_FALSE(page.empty());
  for (const std::string& fault : faults(page, known)) ADD_FAILURE() << fault;
}

TEST(FeaturesDocument, IsNotBelievedBlindly) {
  Known known;
  add_tests_of(
      "TEST(Road, Leads) {}\nTEST_F(Shop,\n     Sells) {}\nTEST_P(Page, Turns) {}\n"
      "// TEST(Road, Ends)\n",
      known.tests);
  EXPECT_EQ(known.tests, (std::set<std::string>{"Road.Leads", "Shop.Sells", "Page.Turns"}));
  add_titles_of("test(\"a page opens\", async () => {});\n  test(`wide ${n} pixels`, f);\n",
                known.titles);
  EXPECT_EQ(known.titles, (std::set<std::string>{"a page opens", "wide"}));
  const std::string head = "| id | what | tests |\n| --- | --- | --- |\n";
  EXPECT_TRUE(faults(head + "| S01 | a | `Road.Leads`, `a page opens` |\n", known).empty());
  EXPECT_EQ(faults(head + "| S01 | a | `Road.Ends` |\n", known).size(), 2U);
  EXPECT_EQ(faults(head + "| S01 | a | it works |\n", known).size(), 1U);
  EXPECT_EQ(faults(head + "| S01 | a | `tests/nowhere.tsv`, `Road.Leads` |\n", known).size(), 1U);
  EXPECT_EQ(faults(head + "| S01 | a | `Road.Leads` |\n| S01 | b | `Shop.Sells` |\n", known).size(),
            1U);
  EXPECT_EQ(faults("Also `Road.Ends`, `page.tpl` and `docs/store.md`.\n", known).size(), 1U);
}

}  // namespace
}  // namespace evidence::structure
