// docs/connectors.md names every protocol, option and format of the registry and nothing else, and
// what it says of mapping rules and problems holds. EVIDENCE_UPDATE_DOCS=1 writes its table of
// options anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/mapping.h"
#include "connectors/registry.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = test::source_dir();
const fs::path kPage = kRoot / "docs/connectors.md";

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Part {
  std::size_t from = 0, size = 0;
};

// What stands between <!-- name --> and <!-- end of name -->.
Part part_of(const std::string& page, const std::string& name) {
  const std::string begin = "<!-- " + name + " -->\n";
  const std::size_t from = page.find(begin);
  const std::size_t to = page.find("<!-- end of " + name + " -->");
  if (from == std::string::npos || to == std::string::npos) {
    ADD_FAILURE() << kPage << " has no part " << name;
    return {};
  }
  return {from + begin.size(), to - from - begin.size()};
}

// The cells of a table's rows, without its two header lines. "\|" is a bar inside a cell.
std::vector<std::vector<std::string>> rows_of(const std::string& page, const std::string& name) {
  const Part part = part_of(page, name);
  std::istringstream lines(page.substr(part.from, part.size));
  std::vector<std::vector<std::string>> rows;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ") || ++number <= 2) continue;
    std::vector<std::string>& cells = rows.emplace_back();
    std::string cell;
    for (std::size_t i = 2; i < line.size(); ++i) {
      if (line[i] == '|' && line[i - 1] != '\\') {
        while (cell.ends_with(' ')) cell.pop_back();
        cells.push_back(cell);
        cell.clear();
        if (i + 1 < line.size() && line[i + 1] == ' ') ++i;
      } else {
        cell += line[i];
      }
    }
  }
  return rows;
}

std::vector<std::string> in_backticks(const std::string& cell) {
  std::vector<std::string> words;
  for (std::size_t open = cell.find('`'); open != std::string::npos;) {
    const std::size_t close = cell.find('`', open + 1);
    if (close == std::string::npos) break;
    words.push_back(cell.substr(open + 1, close - open - 1));
    open = cell.find('`', close + 1);
  }
  return words;
}

std::vector<std::string> first_column(const std::string& page, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& row : rows_of(page, name)) {
    for (std::string& word : in_backticks(row.front())) names.push_back(std::move(word));
  }
  return names;
}

void add_options(std::string& table, std::string_view of, std::span<const OptionInfo> options) {
  for (const OptionInfo& option : options) {
    std::string meaning(option.meaning);
    for (std::size_t bar = meaning.find('|'); bar != std::string::npos;
         bar = meaning.find('|', bar + 2)) {
      meaning.insert(bar, "\\");
    }
    table += "| `" + std::string(of) + "` | `" + std::string(option.name) + "` | " + meaning +
             (option.required ? "; required" : "") + " |\n";
  }
}

std::string option_table() {
  std::string table = "| of | option | meaning |\n| --- | --- | --- |\n";
  for (const ProtocolInfo& protocol : protocols()) {
    add_options(table, protocol.name, protocol.options);
  }
  for (const Format* format : formats()) {
    add_options(table, format->name(), format_options(format->name()));
  }
  return table;
}

TEST(ConnectorsDocument, NamesEveryProtocolOfTheRegistryAndNoOther) {
  std::vector<std::string> known;
  for (const ProtocolInfo& protocol : protocols()) known.emplace_back(protocol.name);
  EXPECT_EQ(first_column(read(kPage), "protocols"), known);
}

TEST(ConnectorsDocument, NamesEveryFormatInTheOrderInWhichTheyAreAsked) {
  std::vector<std::string> known;
  for (const Format* format : formats()) known.emplace_back(format->name());
  EXPECT_EQ(first_column(read(kPage), "formats"), known);
}

TEST(ConnectorsDocument, HoldsTheTableOfOptions) {
  std::string page = read(kPage);
  const Part part = part_of(page, "options");
  if (const char* update = std::getenv("EVIDENCE_UPDATE_DOCS"); update != nullptr) {
    page.replace(part.from, part.size, option_table());
    std::ofstream(kPage, std::ios::trunc) << page;
    return;
  }
  EXPECT_EQ(page.substr(part.from, part.size), option_table())
      << "run this test with EVIDENCE_UPDATE_DOCS=1";
}

// A table's "yes" is a rule that is taken, an empty cell one that is refused.
TEST(ConnectorsDocument, SaysWhatAMappingRuleMayDo) {
  using Action = MappingRule::Action;
  const auto taken = [](const std::string& when, Action action, const std::string& field) {
    MappingRule rule;
    rule.when = when;
    rule.test = when.empty() ? MappingRule::Test::kAlways : MappingRule::Test::kEquals;
    rule.against = "a";
    rule.action = action;
    rule.field = field;
    rule.value = field == "link"          ? "fulltext|https://example.org/"
                 : field == "subject"     ? "area:Surgery"
                 : field == "open_access" ? "yes"
                 : field == "currency"    ? "withdrawn"
                 : field == "review_due" || field == "last_reviewed" ? "2026-05-01"
                                                                     : "eng";
    return validate(rule).ok();
  };
  const auto rows = rows_of(read(kPage), "fields");
  ASSERT_GE(rows.size(), 10U);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 5U) << row.front();
    const std::string field = in_backticks(row[0]).at(0);
    EXPECT_EQ(taken(field, Action::kSet, "title"), row[1] == "yes") << field;
    EXPECT_EQ(taken("", Action::kSet, field), row[2] == "yes") << field;
    EXPECT_EQ(taken("", Action::kAdd, field), row[3] == "yes") << field;
    EXPECT_EQ(taken("", Action::kRemove, field), row[3] == "yes") << field;
  }
}

TEST(ConnectorsDocument, NamesProblemsThatTheConnectorsReport) {
  std::string sources;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "connectors")) {
    if (entry.path().extension() == ".cc") sources += read(entry.path());
  }
  const std::vector<std::string> codes = first_column(read(kPage), "problems");
  EXPECT_GE(codes.size(), 20U);
  for (const std::string& code : codes) {
    EXPECT_NE(sources.find('"' + code + '"'), std::string::npos) << code;
  }
}

}  // namespace
}  // namespace evidence
