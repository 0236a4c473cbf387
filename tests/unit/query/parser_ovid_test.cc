#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "query/parse.h"
#include "query/search_fields.h"
#include "query/write.h"
#include "tests/unit/query/small_vocabulary.h"
#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

ParseOptions options() {
  ParseOptions options;
  options.today = {2026, 11, 29};
  return options;
}

ParsedLine read(std::string_view text) { return parse_ovid(text, options()); }

TEST(Ovid, ReadsEveryCaseAsWrittenDown) {
  const std::vector<SyntaxCase> cases = read_syntax_cases("query_ovid", "query");
  ASSERT_GT(cases.size(), 200U);
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.value("query"));
    const ParsedLine line = read(one.value("query"));
    EXPECT_EQ(to_text(line.tree), one.value("tree"));
    EXPECT_EQ(codes_of(line.messages), one.value("says"));
    expect_sound(line, one.value("query"));
  }
}

TEST(Ovid, WrittenAndReadAgainEveryCaseIsTheSame) {
  std::size_t written_lines = 0;
  for (const SyntaxCase& one : read_syntax_cases("query_ovid", "query")) {
    const ParsedLine line = read(one.value("query"));
    if (!line.usable) continue;
    const Written written = write_ovid(line.tree);
    SCOPED_TRACE(one.where + ": " + one.value("query") + " → " + written.text);
    EXPECT_EQ(to_text(read(written.text).tree), to_text(line.tree));
    ++written_lines;
  }
  EXPECT_GT(written_lines, 150U);
}

TEST(Ovid, EveryFieldCodeIsReadAndNearestOnesAreSaid) {
  for (const FieldCode& code : ovid_codes()) {
    const std::string value = code.kind == CodeKind::kDate       ? "2015"
                              : code.kind == CodeKind::kLanguage ? "english"
                                                                 : "12345678";
    const ParsedLine line = read(value + "." + std::string(code.code) + ".");
    EXPECT_TRUE(line.usable) << code.code;
    const bool said = codes_of(line.messages).find("field_nearest") != std::string::npos;
    EXPECT_EQ(said, !code.nearest.empty()) << code.code;
  }
}

TEST(Ovid, AVocabularyTellsWhichHeadingsHoldAnOperator) {
  ParseOptions with = options();
  with.vocabulary = &small_vocabulary();
  const std::string label = "Sensitivity and Specificity";
  EXPECT_EQ(to_text(parse_ovid(label + "/", with).tree), "(heading mesh \"" + label + "\")");
}

TEST(Ovid, MixedOperatorsAreFlaggedWithTheBracketsThatWereMeant) {
  const ParsedLine line = read("1 or 2 and 3");
  ASSERT_EQ(codes_of(line.messages), "mixed_operators");
  EXPECT_EQ(line.messages[0].fix, "(1 or 2) and 3");
  EXPECT_EQ(line.messages[0].severity, Severity::kWarning);
}

TEST(Ovid, SpansPointIntoTheTextAsTyped) {
  const std::string typed = "“ä”.ti. or copd.zz.";
  const ParsedLine line = read(typed);
  ASSERT_EQ(codes_of(line.messages), "smart_quotes field_unknown");
  const Span span = line.messages[1].span;
  EXPECT_EQ(typed.substr(span.begin, span.end - span.begin), ".zz.");
  EXPECT_EQ(line.messages[1].column, 16U);
  const auto& children = std::get<Or>(line.tree.value).children;
  EXPECT_EQ(typed.substr(children[1].span.begin, 4), "copd");
}

TEST(Ovid, WithoutAStrategyNumbersAreText) {
  ParseOptions alone = options();
  alone.line_references = false;
  EXPECT_EQ(to_text(parse_ovid("1 and 2", alone).tree), "(and (term any \"1\") (term any \"2\"))");
  EXPECT_EQ(codes_of(parse_ovid("or/1-4", alone).messages), "!reference_outside");
}

TEST(Ovid, ADateThatDependsOnTodayNeedsIt) {
  EXPECT_EQ(codes_of(parse_ovid("limit 1 to last 5 years", {}).messages), "!today_unknown");
}

TEST(Ovid, AThousandBracketsAreOnePreciseMessage) {
  const std::string typed = std::string(1'000, '(') + "asthma" + std::string(1'000, ')') + ".ti.";
  const ParsedLine line = read(typed);
  EXPECT_FALSE(line.usable);
  EXPECT_EQ(codes_of(line.messages), "!too_deep");
  expect_sound(line, typed);
  const std::string fine = std::string(190, '(') + "asthma" + std::string(190, ')') + ".ti.";
  EXPECT_TRUE(read(fine).usable);
}

TEST(Ovid, OperatorsThatAlternateForEverAreBounded) {
  std::string typed = "a1.ti.";
  for (int i = 0; i < 2'000; ++i) typed += i % 2 == 0 ? " or b1.ti." : " and c1.ti.";
  const ParsedLine line = read(typed);
  EXPECT_EQ(codes_of(line.messages), "!too_deep");
  expect_sound(line, typed);
}

TEST(Ovid, TooManyTermsAreBounded) {
  std::string typed = "asthma";
  for (int i = 0; i < 5'001; ++i) typed += " or copd";
  EXPECT_EQ(codes_of(read(typed).messages), "!too_many_terms");
  EXPECT_EQ(codes_of(read("(" + std::string(100, '(') + typed).messages), "!too_many_terms");
}

TEST(Ovid, ALineThatIsTooLongIsSaid) {
  EXPECT_EQ(codes_of(read(std::string(200'000, 'a')).messages), "!line_too_long");
}

TEST(Ovid, GroupsWithAndBesideProximityDoNotMultiply) {
  std::string typed = "(a1 and b1)";
  for (int i = 0; i < 12; ++i) typed += " adj3 (c1 and d1 and e1)";
  const ParsedLine line = read(typed + ".ti.");
  EXPECT_FALSE(line.usable);
  EXPECT_NE(codes_of(line.messages).find("!bad_proximity"), std::string::npos);
}

TEST(OvidWriter, ListsEveryLoss) {
  const auto losses = [](Node node) { return codes_of(write_ovid(node).losses); };
  EXPECT_EQ(losses({Term{Field::kTitle, "asthma", true}, {}}), "lossy_stem");
  EXPECT_EQ(losses({Plain{"heart attack"}, {}}), "lossy_mapping");
  EXPECT_EQ(losses({Exact{Field::kStudyType, "rct"}, {}}), "lossy_value");
  EXPECT_EQ(losses({Range{Slot::kDate, "2015", "2020"}, {}}), "lossy_range");
  EXPECT_EQ(losses({Term{Field::kLastAuthor, "smith"}, {}}), "lossy_field");
  EXPECT_EQ(losses({MatchAll{}, {}}), "lossy_all");
  EXPECT_EQ(losses({MatchNothing{}, {}}), "lossy_nothing");
  Near near{Field::kTitle, {}, 3, true};
  near.operands.push_back({Term{Field::kTitle, "a1"}, {}});
  near.operands.push_back({Term{Field::kTitle, "b1"}, {}});
  EXPECT_EQ(losses({near, {}}), "lossy_order");
  EXPECT_EQ(write_ovid({near, {}}).text, "(a1 adj4 b1).ti.");
}

}  // namespace
}  // namespace evidence::query
