#include "query/strategy_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/text.h"
#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

ParseOptions options() {
  ParseOptions options;
  options.today = {2026, 11, 29};
  return options;
}

ParsedStrategy read(std::string_view text, std::optional<Syntax> syntax = std::nullopt) {
  auto parsed = parse_strategy(text, syntax, options());
  EXPECT_TRUE(parsed.ok());
  return parsed.ok() ? std::move(*parsed) : ParsedStrategy{};
}

std::string kind_name(LineKind kind) {
  switch (kind) {
    case LineKind::kSearch:
      return "search";
    case LineKind::kProse:
      return "prose";
    case LineKind::kCommand:
      return "command";
    default:
      return "blank";
  }
}

std::string shown(const ParsedStrategy& strategy) {
  std::string all;
  for (const StrategyLine& line : strategy.lines) {
    if (line.kind == LineKind::kBlank) continue;
    all += (all.empty() ? "" : "\n") + kind_name(line.kind) + " " + std::to_string(line.number) +
           " [" + line.label + "] " + std::to_string(line.text_line) + ":" +
           std::to_string(line.column) + (line.text.empty() ? "" : " ") + line.text;
    if (line.stated_count) all += " =" + std::to_string(*line.stated_count);
    if (line.kind == LineKind::kSearch && line.syntax != strategy.syntax) {
      all += " (" + std::string(syntax_name(line.syntax)) + ")";
    }
  }
  return all;
}

std::string said(const ParsedStrategy& strategy) {
  std::vector<Message> all = strategy.messages;
  for (const StrategyLine& line : strategy.lines) {
    all.insert(all.end(), line.parsed.messages.begin(), line.parsed.messages.end());
  }
  return codes_of(all);
}

TEST(StrategyText, ReadsEveryCaseAsWrittenDown) {
  const std::vector<SyntaxCase> cases = read_syntax_cases("strategy_text", "syntax");
  ASSERT_FALSE(cases.empty());
  std::size_t read_cases = 0;
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where);
    const ParsedStrategy strategy = read(one.value("text"));
    EXPECT_EQ(syntax_name(strategy.syntax), one.value("syntax"));
    EXPECT_EQ(shown(strategy), one.value("line"));
    EXPECT_EQ(said(strategy), one.value("says"));
    const StrategyLine* last = nullptr;
    for (const StrategyLine& line : strategy.lines) {
      if (line.kind == LineKind::kSearch) last = &line;
    }
    EXPECT_EQ(last == nullptr ? "" : to_text(last->parsed.tree), one.value("tree"));
    ++read_cases;
  }
  EXPECT_GT(read_cases, 30U);
}

TEST(StrategyText, MessagesTellLineAndColumnAlsoInJoinedLines) {
  const ParsedStrategy strategy = read("1 asthma.ti.\n2 (wheeze.zz. or\n  ä cough.yy.)\n3 1 or 9");
  ASSERT_EQ(strategy.lines.size(), 3U);
  const auto& joined = strategy.lines[1].parsed.messages;
  ASSERT_EQ(codes_of(joined), "field_unknown field_unknown");
  EXPECT_EQ(joined[0].line, 2U);
  EXPECT_EQ(joined[0].column, 10U);
  EXPECT_EQ(joined[1].line, 3U);
  EXPECT_EQ(joined[1].column, 10U);
  const auto& missing = strategy.lines[2].parsed.messages;
  ASSERT_EQ(codes_of(missing), "!reference_missing");
  EXPECT_EQ(missing[0].line, 4U);
  EXPECT_EQ(missing[0].column, 8U);
  EXPECT_FALSE(missing[0].fix.empty());
  EXPECT_FALSE(strategy.lines[2].parsed.usable);
  EXPECT_TRUE(strategy.lines[1].parsed.usable);
}

TEST(StrategyText, AChosenSyntaxIsKeptForLinesThatShowNone) {
  EXPECT_EQ(read("asthma child", Syntax::kOvid).lines[0].syntax, Syntax::kOvid);
  EXPECT_EQ(read("asthma child").lines[0].syntax, Syntax::kSimple);
}

TEST(StrategyText, RecognisesTheSyntax) {
  EXPECT_EQ(recognise_syntax("exp Asthma/\nwheeze.tw.\n1 or 2"), Syntax::kOvid);
  EXPECT_EQ(recognise_syntax("asthma[tiab] AND child[mh]"), Syntax::kPubmed);
  EXPECT_EQ(recognise_syntax("(MH \"Asthma+\") OR TI wheeze"), Syntax::kEbsco);
  EXPECT_EQ(recognise_syntax("dc.title = asthma"), Syntax::kCql);
  EXPECT_EQ(recognise_syntax("asthma in children"), Syntax::kSimple);
  EXPECT_EQ(recognise_syntax(""), Syntax::kSimple);
}

TEST(StrategyText, SoftHyphensNoBreakSpacesAndDashesAreMadePlain) {
  const ParsedStrategy strategy = read(
      "1\xC2\xA0"
      "asth\xC2\xADma.tw.\n2 meta\xE2\x80\x93"
      "analysis.tw.\n3 or/1\xE2\x80\x93"
      "2");
  ASSERT_EQ(strategy.lines.size(), 3U);
  EXPECT_EQ(to_text(strategy.lines[0].parsed.tree), "(term title+abstract \"asthma\")");
  EXPECT_EQ(to_text(strategy.lines[1].parsed.tree), "(term title+abstract \"meta-analysis\")");
  EXPECT_EQ(to_text(strategy.lines[2].parsed.tree), "(or (line 1) (line 2))");
}

TEST(StrategyText, ALineThatIsTooLongIsSaidAndTheOthersAreRead) {
  const std::string longest(200U << 10U, 'a');
  const ParsedStrategy strategy =
      read("1. asthma.ti.\n2. " + longest + ".ti.\n3. 1 not asthma.ab.");
  ASSERT_EQ(strategy.lines.size(), 3U);
  EXPECT_TRUE(strategy.lines[0].parsed.usable);
  EXPECT_EQ(codes_of(strategy.lines[1].parsed.messages), "!line_too_long");
  EXPECT_TRUE(strategy.lines[2].parsed.usable);
}

TEST(StrategyText, TooMuchTextIsRefused) {
  const auto parsed = parse_strategy(std::string(5U << 20U, 'a'), std::nullopt, options());
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().code, ErrorCode::kTooLarge);
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += "asthma.ti.\n";
  EXPECT_FALSE(parse_strategy(lines, std::nullopt, options()).ok());
}

TEST(StrategyText, FiveThousandLinesAreReadInAShortTime) {
  std::string text;
  for (int i = 1; i < 5'000; ++i) {
    text += std::to_string(i) + ". (asthma" + std::to_string(i) + " adj3 child*).ti,ab.\n";
  }
  text += "5000. or/1-4999";
  const auto begin = std::chrono::steady_clock::now();
  const ParsedStrategy strategy = read(text);
  const auto took = std::chrono::steady_clock::now() - begin;
  ASSERT_EQ(strategy.lines.size(), 5'000U);
  EXPECT_TRUE(strategy.lines.back().parsed.usable);
  EXPECT_LT(took, std::chrono::seconds(60));
}

TEST(StrategyText, HostileTextIsReadInAShortTime) {
  const std::vector<std::string> texts{
      std::string(100'000, '('),
      std::string(100'000, '['),
      std::string(100'000, '"'),
      std::string(100'000, '/'),
      std::string(100'000, '.'),
      std::string(100'000, '#'),
      std::string(1'000, '(') + "asthma" + std::string(1'000, ')') + ".ti.",
  };
  for (const char* piece :
       {"or/1-2 ", "1,", "a/b/", ".ti,ab", "exp ", "not ", "S1 ", "(1) ", "a[ti] ", "x.zz. ",
        "limit 1 to ", "adj3 ", "[a ", "(a\n", "1a\n", "or\n", "\t1", "a.ti. or "}) {
    std::string text;
    while (text.size() < 100'000) text += piece;
    const auto begin = std::chrono::steady_clock::now();
    static_cast<void>(parse_strategy(text, std::nullopt, options()));
    static_cast<void>(parse_strategy(text, Syntax::kOvid, options()));
    static_cast<void>(parse_strategy(text, Syntax::kEbsco, options()));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60)) << piece;
  }
  for (const std::string& text : texts) {
    const auto begin = std::chrono::steady_clock::now();
    static_cast<void>(parse_strategy(text, Syntax::kOvid, options()));
    static_cast<void>(parse_strategy(text, Syntax::kEbsco, options()));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60)) << text[0];
  }
}

TEST(StrategyText, ACommentIsNoSearchWhateverSignsItCites) {
  for (const Syntax syntax : {Syntax::kPubmed, Syntax::kOvid, Syntax::kEbsco, Syntax::kCql}) {
    const ParsedStrategy strategy = read(
        "1 asthma\n# Search filter: (adds randomised.ab., exp x/ and y[tiab]) (2011-12). Haynes\n"
        "2 croup\n# 3 children\n",
        syntax);
    std::string kinds;
    for (const StrategyLine& line : strategy.lines) kinds += kind_name(line.kind) + " ";
    EXPECT_TRUE(kinds.starts_with("search prose search search ")) << kinds;
    EXPECT_EQ(strategy.lines.front().text, "asthma");
  }
}

}  // namespace
}  // namespace evidence::query
