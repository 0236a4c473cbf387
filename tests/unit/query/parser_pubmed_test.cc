#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "query/parse.h"
#include "query/write.h"
#include "tests/support/sanitized.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/query/small_vocabulary.h"
#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

ParseOptions options() {
  ParseOptions options;
  options.today = {2026, 11, 29};
  return options;
}

ParsedLine read(std::string_view text) { return parse_pubmed(text, options()); }

const Message* find(const ParsedLine& line, std::string_view code) {
  for (const Message& message : line.messages) {
    if (message.code == code) return &message;
  }
  return nullptr;
}

TEST(Pubmed, ReadsEveryCaseAsWrittenDown) {
  const std::vector<SyntaxCase> cases = read_syntax_cases("query_pubmed", "query");
  ASSERT_GT(cases.size(), 300U);
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.value("query"));
    ParseOptions with = options();
    if (one.has("vocabulary")) with.vocabulary = &small_vocabulary();
    const ParsedLine line = parse_pubmed(one.value("query"), with);
    EXPECT_EQ(to_text(line.tree), one.value("tree"));
    EXPECT_EQ(codes_of(line.messages), one.value("says"));
    expect_sound(line, one.value("query"));
  }
}

TEST(Pubmed, WrittenAndReadAgainEveryCaseIsTheSame) {
  for (const SyntaxCase& one : read_syntax_cases("query_pubmed", "query")) {
    SCOPED_TRACE(one.where + ": " + one.value("query"));
    ParseOptions with = options();
    if (one.has("vocabulary")) with.vocabulary = &small_vocabulary();
    const ParsedLine line = parse_pubmed(one.value("query"), with);
    const Written written = write_pubmed(line.tree);
    if (!written.losses.empty()) continue;
    EXPECT_EQ(to_text(parse_pubmed(written.text, with).tree), to_text(line.tree)) << written.text;
  }
}

TEST(Pubmed, SpansAndColumnsPointIntoTheTypedText) {
  const std::string typed = "ä[ti] AND “heart attack[ti";
  const ParsedLine line = read(typed);
  const Message* tag = find(line, "unbalanced_tag");
  ASSERT_NE(tag, nullptr);
  EXPECT_EQ(typed.substr(tag->span.begin, tag->span.end - tag->span.begin), "[");
  EXPECT_EQ(tag->column, 24U);
  const ParsedLine both = read("asthma[ti] AND \"peak flow\"[ti]");
  const auto& children = std::get<And>(both.tree.value).children;
  EXPECT_EQ(children[1].span, (Span{15, 26}));
}

TEST(Pubmed, AnErrorMakesTheLineUnusableAndTheRestIsStillRead) {
  const ParsedLine line = read("asthma[ti] AND copd[titel] OR (child[ti]");
  EXPECT_FALSE(line.usable);
  EXPECT_EQ(codes_of(line.messages), "left_to_right !unknown_tag !unbalanced_bracket");
  EXPECT_EQ(find(line, "unknown_tag")->fix, "Did you mean [ti]?");
  EXPECT_EQ(to_text(line.tree),
            "(or (and (term title \"asthma\") (plain \"copd\")) (term title \"child\"))");
}

TEST(Pubmed, ADateThatDependsOnTodayNeedsIt) {
  EXPECT_EQ(codes_of(parse_pubmed("\"last 30 days\"[dp]", {}).messages), "!today_unknown");
  ParseOptions leap;
  leap.today = {2024, 3, 1};
  EXPECT_EQ(to_text(parse_pubmed("\"last 1 day\"[edat]", leap).tree),
            "(range entered \"20240229\" \"\")");
  leap.today = {2024, 2, 29};
  EXPECT_EQ(to_text(parse_pubmed("\"last 1 year\"[edat]", leap).tree),
            "(range entered \"20230228\" \"\")");
  EXPECT_EQ(codes_of(parse_pubmed("\"last 99999 years\"[dp]", leap).messages), "!date_invalid");
}

TEST(Pubmed, WithoutAStrategyNumbersAreText) {
  ParseOptions alone = options();
  alone.line_references = false;
  const std::string all = "any+author+journal+publisher+affiliation";
  EXPECT_EQ(to_text(parse_pubmed("1 AND 2", alone).tree),
            "(and (term " + all + " \"1\") (term " + all + " \"2\"))");
  EXPECT_EQ(to_text(parse_pubmed("#1", alone).tree), "(term " + all + " \"1\")");
}

TEST(Pubmed, AThousandBracketsAreOnePreciseMessage) {
  for (const char* inner : {"asthma[ti]", "(a1[ti] OR b1[ti]) AND c1[ti]"}) {
    const std::string typed =
        std::string(1'000, '(') + inner + std::string(1'000, ')') + " AND copd[ti]";
    const ParsedLine line = read(typed);
    EXPECT_FALSE(line.usable);
    EXPECT_EQ(codes_of(line.messages).substr(0, 18), "!nested_too_deeply");
    expect_sound(line, typed);
    EXPECT_NE(to_text(line.tree).find("copd"), std::string::npos);
  }
  const std::string open = std::string(1'000, '(') + "asthma[ti]";
  const ParsedLine unclosed = read(open);
  EXPECT_FALSE(unclosed.usable);
  EXPECT_EQ(to_text(unclosed.tree), "(term title \"asthma\")");
  EXPECT_LE(unclosed.messages.size(), 201U);
  EXPECT_EQ(unclosed.messages.back().code, "more_messages");
}

TEST(Pubmed, TwoHundredBracketsAreFine) {
  const std::string typed = std::string(200, '(') + "asthma[ti]" + std::string(200, ')');
  EXPECT_TRUE(read(typed).usable);
}

TEST(Pubmed, OperatorsThatAlternateForEverAreBounded) {
  std::string typed = "a1[ti]";
  for (int i = 0; i < 2'000; ++i) typed += i % 2 == 0 ? " OR b1[ti]" : " AND c1[ti]";
  const ParsedLine line = read(typed);
  EXPECT_FALSE(line.usable);
  EXPECT_NE(find(line, "nested_too_deeply"), nullptr);
  expect_sound(line, typed);
}

TEST(Pubmed, TooManyTermsAreBounded) {
  std::string typed = "a1[ti]";
  for (int i = 0; i < 5'001; ++i) typed += " OR b[ti]";
  const ParsedLine line = read(typed);
  EXPECT_EQ(codes_of(line.messages), "!query_too_complex");
  expect_sound(line, typed);
}

TEST(Pubmed, ALineThatIsTooLongOrNotUtf8IsSaid) {
  EXPECT_EQ(codes_of(read(std::string(200'000, 'a')).messages), "!query_too_long");
  EXPECT_EQ(codes_of(read("asthma \xFF\xFE").messages), "!encoding_invalid");
}

// Each of these would take minutes if anything were read again for every word.
TEST(Pubmed, AHundredThousandBytesOfAnythingAreReadAtOnce) {
  ParseOptions with = options();
  with.vocabulary = &small_vocabulary();
  const auto repeated = [](std::string_view part) {
    std::string text;
    while (text.size() + part.size() <= (test::kSanitized ? 20'000 : 100'000)) text += part;
    return text;
  };
  for (const char* part :
       {"a and ",   "\"",           "a\"",   "[",          "[ti",
        "a[x]",     "a[x]b",        "(a)",   "((a",        ")",
        "a/b ",     "a/th ",        "* ",    "a*",         "#1 ",
        "1 ",       "12345 ",       "a-b ",  "a:b ",       "1998:2004 ",
        "“",        "a or b and ",  "& ",    "not ",       "a[ti] ",
        "(a[mh]",   "\"a\"[ti:~3]", "last ", "and b[mh] ", "wounds and injuries ",
        "a\xC2\xA0"}) {
    SCOPED_TRACE(part);
    const std::string typed = repeated(part);
    const auto begin = std::chrono::steady_clock::now();
    const ParsedLine line = parse_pubmed(typed, with);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took.count(), 60.0);
    expect_sound(line, typed);
  }
}

TEST(Pubmed, SurvivesEveryThreeSpecialCharacters) {
  const std::string special = "()[]\"*:/#&|~-,'. \tAa1";
  for (const char a : special) {
    for (const char b : special) {
      for (const char c : special) {
        for (const char* tail : {"", "[ti]", "[mh]", "[dp]", "[au]", "[sb]"}) {
          const std::string typed = std::string{a, b, c} + tail;
          const ParsedLine line = read(typed);
          ASSERT_EQ(line.usable, codes_of(line.messages).find('!') == std::string::npos) << typed;
          (void)write_pubmed(line.tree);
        }
      }
    }
  }
}

// Every line of the published strategies in PubMed's syntax.
class PubmedStrategies : public testing::Test {
 protected:
  static std::map<std::string, std::vector<std::string>> lines(const std::filesystem::path& data) {
    std::map<std::string, std::vector<std::string>> strategies;
    std::ifstream file(data / "strategies.jsonl");
    for (std::string text; std::getline(file, text);) {
      const auto parsed = json::parse(text);
      const json::object& one = parsed.as_object();
      if (one.at("syntax").as_string() != "pubmed") continue;
      const std::string query(one.at("query").as_string());
      std::vector<std::string>& list = strategies[std::string(one.at("id").as_string())];
      for (const std::string_view line : split(query, '\n')) list.emplace_back(line);
    }
    return strategies;
  }
};

TEST_F(PubmedStrategies, WrittenAndReadAgainEveryLineIsTheSame) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t count = 0;
  for (const auto& [id, list] : lines(data)) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      SCOPED_TRACE(id + " line " + std::to_string(i + 1));
      const ParsedLine line = read(list[i]);
      expect_sound(line, list[i]);
      const Written written = write_pubmed(line.tree);
      if (std::holds_alternative<MatchNothing>(line.tree.value)) continue;
      EXPECT_EQ(codes_of(written.losses), "");
      EXPECT_EQ(to_text(read(written.text).tree), to_text(line.tree)) << written.text;
      ++count;
    }
  }
  EXPECT_GT(count, 90U);
}

TEST_F(PubmedStrategies, TwentyLinesHaveTheTreesThatWereCheckedByHand) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto strategies = lines(data);
  const std::vector<SyntaxCase> cases = read_syntax_cases("query_pubmed_strategies", "id");
  ASSERT_GE(cases.size(), 20U);
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.value("id") + " line " + one.value("line"));
    const auto found = strategies.find(one.value("id"));
    ASSERT_NE(found, strategies.end());
    const std::size_t number = std::stoul(one.value("line"));
    ASSERT_LE(number, found->second.size());
    const ParsedLine line = read(found->second[number - 1]);
    EXPECT_EQ(to_text(line.tree), one.value("tree"));
    EXPECT_EQ(codes_of(line.messages), one.value("says"));
  }
}

}  // namespace
}  // namespace evidence::query
