#include "query/pico.h"

#include <gtest/gtest.h>

#include "query/strategy_text.h"

namespace evidence::query {
namespace {

PicoStrategy built(const PicoBoxes& boxes) {
  auto strategy = build_pico(boxes);
  EXPECT_TRUE(strategy.ok()) << (strategy.ok() ? "" : strategy.error().message);
  return strategy.ok() ? std::move(*strategy) : PicoStrategy{};
}

std::string population(const std::string& typed) {
  const PicoStrategy strategy = built({typed, "", "", ""});
  return strategy.parts.empty() ? "" : strategy.parts.front().search;
}

std::vector<std::string> codes(const PicoStrategy& strategy) {
  std::vector<std::string> all;
  for (const Message& note : strategy.notes) all.push_back(note.code);
  return all;
}

TEST(Pico, MakesALineOfEachBoxAndCombinesThem) {
  const PicoStrategy strategy =
      built({"heart failure OR cardiac failure", "exercise\r\nwalking", "", "quality of life"});
  EXPECT_EQ(pico_text(strategy, 0),
            "#1 (heart failure OR cardiac failure)\n"
            "#2 (exercise OR walking)\n"
            "#3 (quality of life)\n"
            "#4 #1 AND #2 AND #3\n");
  EXPECT_EQ(strategy.steps.front().whole,
            "(heart failure OR cardiac failure) AND (exercise OR walking) AND (quality of life)");
  EXPECT_TRUE(strategy.notes.empty());
}

TEST(Pico, DropsOutcomeThenComparisonAndNothingElse) {
  const PicoStrategy strategy = built({"adults", "aspirin", "placebo", "stroke"});
  ASSERT_EQ(strategy.steps.size(), 3U);
  EXPECT_EQ(strategy.steps[0].search, "#1 AND #2 AND #3 AND #4");
  EXPECT_EQ(strategy.steps[1].search, "#1 AND #2 AND #3");
  EXPECT_EQ(strategy.steps[1].dropped, std::vector{PicoElement::kOutcome});
  EXPECT_EQ(strategy.steps[2].search, "#1 AND #2");
  EXPECT_EQ(strategy.steps[2].dropped,
            (std::vector{PicoElement::kOutcome, PicoElement::kComparison}));
  EXPECT_EQ(strategy.steps[2].line, 7U);
  EXPECT_EQ(built({"adults", "aspirin", "", ""}).steps.size(), 1U);
}

TEST(Pico, NeverDropsTheLastPart) {
  EXPECT_EQ(built({"", "", "", "stroke"}).steps.size(), 1U);
  const PicoStrategy two = built({"", "", "placebo", "stroke"});
  ASSERT_EQ(two.steps.size(), 2U);
  EXPECT_EQ(two.steps[1].search, "#1");
  EXPECT_EQ(two.steps[1].whole, "(placebo)");
}

TEST(Pico, ReadsOrInAnyCaseAndLineEndsAndDropsWhatStandsTwice) {
  EXPECT_EQ(population("child or Children OR  child\n\nADOLESCENT"),
            "(child OR Children OR ADOLESCENT)");
  EXPECT_EQ(population("OR OR\nfor orthosis OR"), "(for orthosis)");
}

TEST(Pico, KeepsQuotedPhrasesAndTruncation) {
  EXPECT_EQ(population("“heart attack” OR infarct*"), "(\"heart attack\" OR infarct*)");
  EXPECT_EQ(population("\"this or that\""), "(\"this or that\")");
  EXPECT_EQ(population("can*"), "(can)");
  EXPECT_EQ(population("3 or 12"), "(\"3\" OR \"12\")");  // no lines
}

TEST(Pico, LeavesOutSignsThatCouldChangeOtherBoxesAndSaysSo) {
  const PicoStrategy strategy = built({"asthma) OR (copd[ti] NOT #2", "x", "", ""});
  EXPECT_EQ(strategy.parts.front().search, "(asthma OR \"copd ti not 2\")");
  EXPECT_EQ(codes(strategy),
            (std::vector<std::string>{"pico_signs_left_out", "pico_kept_together"}));
  EXPECT_EQ(codes(built({"aspirin, clopidogrel", "", "", ""})),
            std::vector<std::string>{"pico_comma"});
}

TEST(Pico, WhateverIsTypedReadsBackAsTheSameLines) {
  for (const char* typed : {"type 2 diabetes",
                            "covid 19",
                            "12 (3)",
                            "3",
                            "#4",
                            "use medl",
                            "limit 1 to english",
                            "signs and symptoms",
                            "AND",
                            "not",
                            "1 or 2",
                            "S3",
                            "exp asthma/",
                            "vitamin-D - x",
                            "Ménière's disease",
                            "β-blocker",
                            "and/or",
                            "NOT\nAND\nOR",
                            "\"",
                            "\"\"",
                            "asthma 1,234",
                            "results: 500",
                            "Search filter",
                            "....",
                            "a.ti.",
                            "x\ty",
                            "[",
                            "](",
                            "* asthma*"}) {
    SCOPED_TRACE(typed);
    const auto strategy = build_pico({typed, "nursing care", "", "pain"});
    ASSERT_TRUE(strategy.ok());
    const std::size_t last = strategy->steps.size() - 1;
    auto read = parse_strategy(pico_text(*strategy, last), Syntax::kPubmed, {});
    ASSERT_TRUE(read.ok());
    std::erase_if(read->lines,
                  [](const StrategyLine& line) { return line.kind == LineKind::kBlank; });
    ASSERT_EQ(read->lines.size(), strategy->parts.size() + strategy->steps.size());
    for (std::size_t i = 0; i < read->lines.size(); ++i) {
      const StrategyLine& line = read->lines[i];
      EXPECT_EQ(line.kind, LineKind::kSearch);
      EXPECT_EQ(line.number, i + 1);
      EXPECT_FALSE(line.stated_count.has_value());
      EXPECT_TRUE(line.parsed.usable) << line.text;
      const bool part = i < strategy->parts.size();
      EXPECT_EQ(line.text, part ? strategy->parts[i].search
                                : strategy->steps[i - strategy->parts.size()].search);
      EXPECT_EQ(references_of(line.parsed.tree).empty(), part) << to_text(line.parsed.tree);
    }
  }
}

TEST(Pico, RefusesNothingAndTooMuch) {
  EXPECT_EQ(build_pico({" \n", "OR", "()", "."}).error().slug, "pico_empty");
  EXPECT_EQ(build_pico({std::string(kMaxPicoBoxBytes + 1, 'a'), "", "", ""}).error().slug,
            "pico_too_long");
  EXPECT_EQ(build_pico({"", std::string(300, 'a'), "", ""}).error().slug, "pico_too_long");
  std::string many;
  for (int i = 0; i < 60; ++i) many += "word" + std::to_string(i) + "\n";
  EXPECT_EQ(build_pico({"", "", many, ""}).error().slug, "pico_too_many_phrases");
}

TEST(Pico, ChoosesTheFirstStepThatFindsEnough) {
  EXPECT_EQ(choose_pico_step({25, 80, 900}), 0U);
  EXPECT_EQ(choose_pico_step({3, 25, 900}), 1U);
  EXPECT_EQ(choose_pico_step({3, 4, 19}), 2U);
  EXPECT_EQ(choose_pico_step({3, 3, 3}), 0U);
  EXPECT_EQ(choose_pico_step({std::nullopt, 30}), 1U);
  EXPECT_EQ(choose_pico_step({0, 0}), 0U);
  EXPECT_EQ(choose_pico_step({}), 0U);
}

}  // namespace
}  // namespace evidence::query
