#include "query/translate.h"

#include <gtest/gtest.h>

#include "query/parser_simple.h"
#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

ParseOptions options() {
  ParseOptions options;
  options.today = {2026, 11, 29};
  return options;
}

TEST(Translate, SaysOfEveryCaseWhatIsLostAndWhatOnlyLooksTheSame) {
  const std::vector<SyntaxCase> cases = read_syntax_cases("translate", "from");
  ASSERT_GT(cases.size(), 60U);
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.value("before"));
    const auto from = syntax_by_name(one.value("from"));
    const auto to = syntax_by_name(one.value("to"));
    ASSERT_TRUE(from && to);
    const ParsedLine parsed = parse_line(*from, one.value("before"), options());
    const TranslatedLine line = translate_line(*from, one.value("before"), parsed, *to);
    EXPECT_EQ(line.after, one.value("after"));
    EXPECT_EQ(codes_of(line.losses), one.value("losses"));
    EXPECT_EQ(codes_of(line.notes), one.value("notes"));
  }
}

// Without a loss the meaning is the same: read in the other syntax and brought back, the tree is
// the one of the beginning.
TEST(Translate, WithoutALossTheWayBackGivesTheSameTree) {
  std::size_t count = 0;
  for (const SyntaxCase& one : read_syntax_cases("translate", "from")) {
    // "written out": the same meaning in another form, as "a b" of a adj b.
    if (one.has("written out") || !one.value("losses").empty() || one.value("to") == "simple" ||
        one.value("to") == "ebsco" || one.value("from") == "simple") {
      continue;
    }
    SCOPED_TRACE(one.where + ": " + one.value("before"));
    const Syntax from = *syntax_by_name(one.value("from"));
    const Syntax to = *syntax_by_name(one.value("to"));
    const ParsedLine parsed = parse_line(from, one.value("before"), options());
    const ParsedLine there = parse_line(to, one.value("after"), options());
    EXPECT_TRUE(there.usable);
    const ParsedLine back = parse_line(from, write(from, there.tree).text, options());
    EXPECT_EQ(to_text(back.tree), to_text(parsed.tree)) << one.value("after");
    ++count;
  }
  EXPECT_GT(count, 20U);
}

TEST(Translate, KeepsTheLinesOfAWholeStrategy) {
  const auto strategy = parse_strategy(
      "1. exp Asthma/\n2. (wheez$ adj3 child$).ti,ab.\n3. 1 and 2\n4. limit 3 to yr=\"2010 "
      "-Current\"\n",
      Syntax::kOvid, options());
  ASSERT_TRUE(strategy.ok());
  const Translation translation = translate(*strategy, Syntax::kPubmed);
  EXPECT_EQ(translation.from, Syntax::kOvid);
  std::vector<unsigned> numbers;
  for (const TranslatedLine& line : translation.lines) {
    if (line.kind == LineKind::kSearch) numbers.push_back(line.number);
  }
  EXPECT_EQ(numbers, (std::vector<unsigned>{1, 2, 3, 4}));
  const TranslatedLine& second = translation.lines[1];
  EXPECT_EQ(second.before, "(wheez$ adj3 child$).ti,ab.");
  EXPECT_EQ(second.after, "(wheez*[tiab] AND child*[tiab])");
  ASSERT_FALSE(second.losses.empty());
  for (const Message& loss : second.losses) {
    EXPECT_EQ(loss.line, 2U);
    EXPECT_GE(loss.column, 4U);  // behind "2. "
  }
  EXPECT_GT(translation.losses, 0U);
  EXPECT_GT(translation.notes, 0U);
  const std::string text = translation_text(translation);
  EXPECT_NE(text.find("#1 \"Asthma\"[mh]\n"), std::string::npos) << text;
  EXPECT_NE(text.find("#3 #1 AND #2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("#4 #3 AND 2010:3000[dp]\n"), std::string::npos) << text;
}

TEST(Translate, ALineWithAnErrorIsNotTranslatedAndTheOthersAre) {
  const auto strategy =
      parse_strategy("#1 asthma[ti]\n#2 (copd[ti]\n#3 #1 OR #2\n", Syntax::kPubmed, options());
  ASSERT_TRUE(strategy.ok());
  bool met = false;
  const Translation translation = translate(*strategy, Syntax::kOvid);
  for (const TranslatedLine& line : translation.lines) {
    if (line.number == 1) {
      EXPECT_EQ(line.after, "asthma.ti.");
    }
    for (const Message& loss : line.losses) met = met || loss.code == "lossy_not_translated";
  }
  EXPECT_TRUE(met);
}

TEST(Translate, NamesLinesAsTheSyntaxDoes) {
  EXPECT_EQ(line_label(Syntax::kPubmed, 3), "#3");
  EXPECT_EQ(line_label(Syntax::kOvid, 3), "3");
  EXPECT_EQ(line_label(Syntax::kEbsco, 3), "S3");
}

TEST(WriteSimple, WhatTheSearchBoxSaysIsWrittenAsItWasTyped) {
  for (const char* text :
       {"asthma", "asthma children", "(asthma OR copd) AND child", "asthma NOT copd", "NOT copd",
        "\"peak flow\"", "title:asthma", "title:\"peak flow\"", "asthm*", "year:2015",
        "language:eng", "pmid:17170002", "subject:\"breast neoplasms\""}) {
    const auto parsed = parse_simple(text);
    ASSERT_TRUE(parsed.ok()) << text;
    const Written written = write_simple(parsed->tree);
    EXPECT_EQ(codes_of(written.losses), "") << text;
    const auto again = parse_simple(written.text);
    ASSERT_TRUE(again.ok()) << written.text;
    EXPECT_EQ(to_text(again->tree), to_text(parsed->tree)) << written.text;
  }
}

TEST(ParseLine, KnowsEverySyntax) {
  EXPECT_EQ(to_text(parse_line(Syntax::kSimple, "asthma", {}).tree), "(term any \"asthma\" stem)");
  EXPECT_EQ(to_text(parse_line(Syntax::kPubmed, "asthma[ti]", {}).tree), "(term title \"asthma\")");
  EXPECT_EQ(to_text(parse_line(Syntax::kOvid, "asthma.ti.", {}).tree), "(term title \"asthma\")");
  EXPECT_EQ(to_text(parse_line(Syntax::kEbsco, "TI asthma", {}).tree), "(term title \"asthma\")");
  EXPECT_EQ(to_text(parse_line(Syntax::kCql, "dc.title = asthma", {}).tree),
            "(term title \"asthma\")");
  const ParsedLine empty = parse_line(Syntax::kSimple, "", {});
  EXPECT_FALSE(empty.usable);
  EXPECT_EQ(codes_of(empty.messages), "!query_empty");
}

TEST(ParseLine, ListsTheLinesThatAreReferredTo) {
  EXPECT_EQ(references_of(parse_pubmed("(#7 OR #3) AND #7 AND asthma[ti]", {}).tree),
            (std::vector<unsigned>{3, 7}));
}

}  // namespace
}  // namespace evidence::query
