#include "tests/unit/query/syntax_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "tests/support/source_dir.h"

namespace evidence::query {

std::vector<SyntaxCase> read_syntax_cases(const std::string& topic, const std::string& first) {
  const std::filesystem::path folder = test::source_dir() / "tests/cases" / topic;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<SyntaxCase> cases;
  for (const std::filesystem::path& path : files) {
    std::ifstream file(path);
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      const std::size_t colon = line.find(':');
      if (line.starts_with("# ") || colon == std::string::npos) continue;
      const std::string key = line.substr(0, colon);
      if (key == first) {
        cases.push_back({path.filename().string() + ":" + std::to_string(number), {}});
      }
      if (cases.empty()) continue;
      std::string& value = cases.back().values[key];
      if (!value.empty()) value += "\n";
      value += line.substr(std::min(line.size(), colon + 2));
    }
  }
  return cases;
}

std::string codes_of(const std::vector<Message>& messages) {
  std::string codes;
  for (const Message& message : messages) {
    codes += (codes.empty() ? "" : " ") +
             std::string(message.severity == Severity::kError ? "!" : "") + message.code;
  }
  return codes;
}

void expect_sound(const ParsedLine& line, std::string_view typed) {
  bool error = false;
  for (const Message& message : line.messages) {
    error = error || message.severity == Severity::kError;
    EXPECT_LE(message.span.begin, message.span.end) << message.code;
    EXPECT_LE(message.span.end, typed.size()) << message.code;
    EXPECT_GE(message.column, 1U) << message.code;
    EXPECT_FALSE(message.text.empty()) << message.code;
    EXPECT_TRUE(is_valid_utf8(message.text)) << message.code;
    EXPECT_TRUE(is_valid_utf8(message.fix)) << message.code;
    if (message.severity == Severity::kError) {
      EXPECT_FALSE(message.fix.empty()) << message.code;
    }
  }
  EXPECT_EQ(line.usable, !error);
  const Limits limits = ParseOptions().limits;
  EXPECT_LE(depth(line.tree), limits.max_depth);
  EXPECT_LE(leaf_count(line.tree), limits.max_leaves);
}

}  // namespace evidence::query
