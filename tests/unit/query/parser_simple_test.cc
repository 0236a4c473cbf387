#include "query/parser_simple.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/source_dir.h"

namespace evidence::query {
namespace {

// One case of tests/cases/query_simple/*.txt: "query:", then "tree:" and "says:" or "error:".
struct Case {
  std::string where, query, tree, says, widened, error;
  bool has_query = false;
};

std::vector<Case> read_cases() {
  std::vector<Case> cases;
  const std::filesystem::path folder = test::source_dir() / "tests/cases/query_simple";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    Case one;
    int number = 0;
    const auto finish = [&] {
      if (one.has_query) cases.push_back(one);
      one = Case{};
    };
    for (std::string line; std::getline(file, line);) {
      ++number;
      const auto take = [&](std::string_view key, std::string& value) {
        if (!line.starts_with(key)) return false;
        value = line.substr(std::min(line.size(), key.size() + 1));
        return true;
      };
      if (line.starts_with("query:")) {
        finish();
        one.where = entry.path().filename().string() + ":" + std::to_string(number);
        one.has_query = true;
        take("query:", one.query);
      } else {
        take("tree:", one.tree) || take("says:", one.says) || take("widened:", one.widened) ||
            take("error:", one.error);
      }
    }
    finish();
  }
  return cases;
}

std::string codes_of(const ParsedQuery& parsed) {
  std::string codes;
  for (const auto* list : {&parsed.warnings, &parsed.interpretation}) {
    for (const Message& message : *list) {
      if (message.code == "stemmed") continue;
      codes += (codes.empty() ? "" : " ") + message.code;
    }
  }
  return codes;
}

TEST(ParserSimple, ReadsEveryCaseAsWrittenDown) {
  const std::vector<Case> cases = read_cases();
  ASSERT_GT(cases.size(), 60U);
  for (const Case& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.query);
    const auto parsed = parse_simple(one.query);
    if (!one.error.empty()) {
      ASSERT_FALSE(parsed.ok()) << to_text(parsed->tree);
      EXPECT_EQ(parsed.error().slug, one.error);
      continue;
    }
    ASSERT_TRUE(parsed.ok()) << parsed.error().message;
    EXPECT_EQ(to_text(parsed->tree), one.tree);
    EXPECT_EQ(codes_of(*parsed), one.says);
    if (!one.widened.empty()) {
      EXPECT_TRUE(parsed->can_widen);
      EXPECT_EQ(to_text(parsed->widened), one.widened);
    }
  }
}

TEST(ParserSimple, SaysWhichStemsItUses) {
  const auto parsed = parse_simple("asthmatic children");
  ASSERT_TRUE(parsed.ok());
  ASSERT_FALSE(parsed->interpretation.empty());
  EXPECT_EQ(parsed->interpretation.back().code, "stemmed");
  EXPECT_NE(parsed->interpretation.back().text.find("asthmatic → "), std::string::npos);
}

TEST(ParserSimple, RefusesAQueryThatIsTooLongBeforeReadingIt) {
  const auto parsed = parse_simple(std::string(10'000'000, 'a'));
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().slug, "query_too_long");
  EXPECT_EQ(parsed.error().code, ErrorCode::kTooLarge);
}

TEST(ParserSimple, RefusesBracketsNestedTooDeeply) {
  const auto parsed = parse_simple(std::string(2'000, '(') + "asthma" + std::string(2'000, ')'));
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().slug, "query_too_complex");
}

TEST(ParserSimple, RefusesMoreWordsThanTheLimit) {
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += "word" + std::string(1, static_cast<char>('a' + i % 26)) + " ";
  const auto parsed = parse_simple(text);
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().slug, "query_too_complex");
}

TEST(ParserSimple, RefusesTextThatIsNotUtf8) {
  const auto parsed = parse_simple("asthma \xFF\xFE");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().slug, "encoding_invalid");
}

TEST(ParserSimple, SurvivesEverySingleCharacterAndPairOfSpecialOnes) {
  const std::string special = "()\"*:-'&|~#$%.,;+!?/\\<>=[]{}^ \t\nAa1";
  for (const char a : special) {
    for (const char b : special) {
      for (const char c : special) {
        (void)parse_simple(std::string{a, b, c});
        (void)parse_topic(std::string{a, b, c});
      }
    }
  }
}

TEST(ParserSimple, SpansPointIntoTheTypedText) {
  const std::string typed = "asthma AND \"peak flow\"";
  const auto parsed = parse_simple(typed);
  ASSERT_TRUE(parsed.ok());
  const auto& both = std::get<And>(parsed->tree.value);
  ASSERT_EQ(both.children.size(), 2U);
  const Span span = both.children[1].span;
  EXPECT_EQ(typed.substr(span.begin, span.end - span.begin), "peak flow");
}

TEST(ParserSimple, ATopicMakesEveryWordOptional) {
  const auto parsed = parse_topic("What are the effects of calcium AND \"mucus?");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(to_text(parsed->tree),
            "(or (term any \"effects\" stem) (term any \"calcium\" stem) "
            "(term any \"mucus\" stem))");
}

TEST(Syntax, NamesGoBothWays) {
  for (const Syntax syntax : {Syntax::kSimple, Syntax::kPubmed, Syntax::kOvid, Syntax::kCql}) {
    EXPECT_EQ(syntax_by_name(syntax_name(syntax)), syntax);
  }
  EXPECT_EQ(syntax_by_name("dialog"), std::nullopt);
}

}  // namespace
}  // namespace evidence::query
