#include "query/lint.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

std::vector<Message> lint_text(std::string_view text, std::optional<Syntax> syntax) {
  ParseOptions options;
  options.today = {2026, 11, 29};
  const auto strategy = parse_strategy(text, syntax, options);
  EXPECT_TRUE(strategy.ok());
  return strategy.ok() ? lint(*strategy) : std::vector<Message>{};
}

TEST(Lint, SaysWhatEveryCaseExpects) {
  const std::vector<SyntaxCase> cases = read_syntax_cases("lint", "syntax");
  ASSERT_GT(cases.size(), 40U);
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where + ":\n" + one.value("text"));
    std::string said;
    for (const Message& message :
         lint_text(one.value("text"), syntax_by_name(one.value("syntax")))) {
      const char* severity = message.severity == Severity::kError     ? "error"
                             : message.severity == Severity::kWarning ? "warning"
                                                                      : "info";
      said += (said.empty() ? "" : "\n") + std::string(severity) + " " + message.code + " " +
              std::to_string(message.line) + ":" + std::to_string(message.column);
      EXPECT_FALSE(message.text.empty());
      if (message.severity != Severity::kInfo) {
        EXPECT_FALSE(message.fix.empty()) << message.code;
      }
    }
    EXPECT_EQ(said, one.value("says"));
  }
}

TEST(Lint, FiveThousandTermsAreComparedInAShortTime) {
  std::string text = "(";
  for (int i = 0; i < 4'900; ++i) {
    text += (i > 0 ? " or " : "") + std::string(i % 3 == 0 ? "word*" : "word") + std::to_string(i) +
            (i % 2 == 0 ? " disease" : "");
  }
  text += ").ti,ab.";
  const auto begin = std::chrono::steady_clock::now();
  static_cast<void>(lint_text(text, Syntax::kOvid));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace evidence::query
