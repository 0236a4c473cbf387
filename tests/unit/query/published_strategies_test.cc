// The published strategies of the shared test data: how many are read without an error, which are
// not and why, and that what is written reads back. Their text is not kept in the project.
// GCC 12 with sanitizers takes <regex> for uninitialised.
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <string>

#include "base/json.h"
#include "base/text.h"
#include "query/lint.h"
#include "query/strategy_text.h"
#include "query/write.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

struct Published {
  std::string id;
  std::string query;
  Syntax syntax = Syntax::kOvid;
};

std::vector<Published> published(const std::filesystem::path& folder) {
  std::vector<Published> all;
  std::ifstream file(folder / "strategies.jsonl");
  for (std::string row; std::getline(file, row);) {
    const json::object object = json::parse(row).as_object();
    Published one;
    one.id = std::string(object.at("id").as_string());
    one.query = std::string(object.at("query").as_string());
    one.syntax = syntax_by_name(std::string(object.at("syntax").as_string())).value();
    all.push_back(std::move(one));
  }
  return all;
}

ParseOptions options() {
  ParseOptions options;
  options.today = {2026, 11, 29};
  return options;
}

// Why a strategy does not count as read, one reason a line; "" where it does.
std::string faults(const ParsedStrategy& strategy) {
  std::string all;
  for (const StrategyLine& line : strategy.lines) {
    for (const Message& message : line.parsed.messages) {
      if (message.severity != Severity::kError) continue;
      all += "    line " + std::to_string(message.line) + ", column " +
             std::to_string(message.column) + ": " + message.code + ": " + message.text + "\n";
    }
    // Read as plain text or as prose although it holds syntax; told by other means than the
    // parser's.
    static const std::regex kOvid(
        R"((\.(ti|ab|tw|mp|sh|pt|fs|kf|af|hw|ot|nm)(, ?[a-z]{2})*\.)|([a-z]/( |$|\)))|(\badj[0-9]))",
        std::regex::icase);
    static const std::regex kPubmed(R"(\[ ?(mesh|mh|tiab|tw|pt|ti|sh|title)[^\]=]*\])",
                                    std::regex::icase);
    static const std::regex kOperator(R"( (AND|OR|NOT) )");
    static const std::regex kInTree(
        R"(("exp [^"]*")|("[^"]*\.(ti|ab|tw|mp|sh|pt)[,."][^"]*)|(\badj[0-9])|([a-z]/")|(\[tiab\])|(\[mesh))",
        std::regex::icase);
    if (line.text.size() > 20'000) continue;  // std::regex recurses
    const bool ovid = std::regex_search(line.text, kOvid);
    const bool pubmed = std::regex_search(line.text, kPubmed);
    const std::string where = "    line " + std::to_string(line.text_line);
    if (line.kind == LineKind::kProse &&
        (ovid || pubmed || std::regex_search(line.text, kOperator))) {
      all += where + ": prose with syntax\n";
    }
    if (line.kind != LineKind::kSearch) continue;
    if ((pubmed && line.syntax != Syntax::kPubmed && line.syntax != Syntax::kOvid) ||
        (ovid && !pubmed && line.syntax != Syntax::kOvid)) {
      all += where + ": read in another syntax than it is written in\n";
    }
    if (std::regex_search(to_text(line.parsed.tree), kInTree)) {
      all += where + ": syntax was read as plain text\n";
    }
  }
  return all;
}

TEST(PublishedStrategies, AtLeastNinetySevenInAHundredAreReadWithoutAnError) {
  EVIDENCE_NEED_SHARED_DATA(folder);
  for (const bool chosen : {true, false}) {
    std::size_t total = 0;
    std::size_t failed = 0;
    std::string reasons;
    for (const Published& one : published(folder)) {
      ++total;
      const auto strategy =
          parse_strategy(one.query, chosen ? std::optional(one.syntax) : std::nullopt, options());
      ASSERT_TRUE(strategy.ok()) << one.id;
      if (const std::string fault = faults(*strategy); !fault.empty()) {
        ++failed;
        reasons += "  " + one.id + "\n" + fault;
      }
    }
    ASSERT_EQ(total, 241U);
    std::cout << (chosen ? "Syntax chosen: " : "Syntax recognised: ") << total - failed << " of "
              << total << " without an error; with errors:\n"
              << reasons;
    EXPECT_GE((total - failed) * 100, total * 97);
  }
}

TEST(PublishedStrategies, EveryErrorHasItsPlaceAndAFix) {
  EVIDENCE_NEED_SHARED_DATA(folder);
  std::size_t messages = 0;
  for (const Published& one : published(folder)) {
    const auto strategy = parse_strategy(one.query, one.syntax, options());
    ASSERT_TRUE(strategy.ok());
    for (const Message& message : lint(*strategy)) {
      ++messages;
      EXPECT_FALSE(message.text.empty()) << one.id << " " << message.code;
      if (message.severity != Severity::kError) continue;
      EXPECT_GE(message.line, 1U) << one.id << " " << message.code;
      EXPECT_GE(message.column, 1U) << one.id << " " << message.code;
      EXPECT_FALSE(message.fix.empty()) << one.id << " " << message.code;
    }
  }
  EXPECT_GT(messages, 1'000U);
}

TEST(PublishedStrategies, WrittenAndReadAgainEveryLineIsTheSame) {
  EVIDENCE_NEED_SHARED_DATA(folder);
  std::map<std::string_view, std::size_t> lines;
  for (const Published& one : published(folder)) {
    const auto strategy = parse_strategy(one.query, one.syntax, options());
    ASSERT_TRUE(strategy.ok());
    for (const StrategyLine& line : strategy->lines) {
      if (line.kind != LineKind::kSearch || !line.parsed.usable) continue;
      const Written written = write(line.syntax, line.parsed.tree);
      const ParsedLine back = parse_line(line.syntax, written.text, options());
      EXPECT_EQ(to_text(back.tree), to_text(line.parsed.tree))
          << one.id << " line " << line.text_line << ": " << line.text << "\n"
          << written.text;
      ++lines[syntax_name(line.syntax)];
    }
  }
  EXPECT_GT(lines["ovid"], 5'000U);
  EXPECT_GT(lines["pubmed"], 100U);
}

TEST(PublishedStrategies, WrittenForEbscoEveryOvidLineIsReadAgainOrItsLossesAreListed) {
  EVIDENCE_NEED_SHARED_DATA(folder);
  std::size_t same = 0;
  std::size_t lossy = 0;
  for (const Published& one : published(folder)) {
    if (one.syntax != Syntax::kOvid) continue;
    const auto strategy = parse_strategy(one.query, one.syntax, options());
    ASSERT_TRUE(strategy.ok());
    for (const StrategyLine& line : strategy->lines) {
      if (line.kind != LineKind::kSearch || !line.parsed.usable) continue;
      const Written written = write_ebsco(line.parsed.tree);
      const ParsedLine back = parse_ebsco(written.text, options());
      EXPECT_TRUE(back.usable || !written.losses.empty()) << one.id << ": " << line.text << "\n"
                                                          << written.text;
      written.losses.empty() ? ++same : ++lossy;
    }
  }
  EXPECT_GT(same, 3'000U);
  std::cout << same << " Ovid lines without a loss, " << lossy << " with one\n";
}

TEST(PublishedStrategies, TreesOfOvidLinesAreAsCheckedByHand) {
  EVIDENCE_NEED_SHARED_DATA(folder);
  std::map<std::string, Published> by_id;
  for (Published& one : published(folder)) by_id[one.id] = one;
  std::size_t checked = 0;
  std::map<std::string, std::size_t> strategies;
  for (const SyntaxCase& one : read_syntax_cases("query_ovid_strategies", "id")) {
    SCOPED_TRACE(one.where + ": " + one.value("id") + " " + one.value("number"));
    ASSERT_TRUE(by_id.contains(one.value("id")));
    const auto strategy = parse_strategy(by_id[one.value("id")].query, Syntax::kOvid, options());
    ASSERT_TRUE(strategy.ok());
    for (const StrategyLine& line : strategy->lines) {
      if (line.kind != LineKind::kSearch || std::to_string(line.number) != one.value("number")) {
        continue;
      }
      EXPECT_EQ(to_text(line.parsed.tree), one.value("tree")) << line.text;
      ++checked;
      ++strategies[one.value("id")];
    }
  }
  EXPECT_GT(checked, 70U);
  EXPECT_GE(strategies.size(), 20U);
}

}  // namespace
}  // namespace evidence::query
