#include "base/sentences.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "base/text.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

constexpr std::string_view kMark = "\xE2\x80\x96";  // ‖

std::string marked(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (const SentenceSpan& span : sentences_in(text)) {
    if (!out.empty()) out += kMark;
    out += text.substr(at, span.end - at);
    at = span.end;
  }
  return out + std::string(text.substr(at));
}

TEST(Sentences, EndWhereEveryCaseSays) {
  std::size_t cases = 0;
  const std::filesystem::path folder = test::source_dir() / "tests/cases/sentences";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (line.empty() || line[0] == '#') continue;
      std::string text = line;
      for (std::size_t at = 0; (at = text.find(kMark, at)) != std::string::npos;) {
        text.erase(at, kMark.size());
      }
      EXPECT_EQ(marked(text), line) << entry.path().filename();
      ++cases;
    }
  }
  EXPECT_GE(cases, 80U);
}

TEST(Sentences, AreTheWholeTextWhateverItIs) {
  std::mt19937 random(7);
  const std::string letters = "aA.?! \n()[]\"'1,-\xCE\xB1\xE3\x80\x82";
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += letters[random() % letters.size()];
    std::size_t at = 0;
    for (const SentenceSpan& span : sentences_in(text)) {
      ASSERT_LE(at, span.begin);
      ASSERT_LT(span.begin, span.end);
      ASSERT_LE(span.end, text.size());
      EXPECT_EQ(text.substr(at, span.begin - at).find_first_not_of(" \t\n"), std::string::npos);
      at = span.end;
    }
    EXPECT_EQ(text.substr(at).find_first_not_of(" \t\n"), std::string::npos);
  }
  EXPECT_TRUE(sentences_in("").empty());
  EXPECT_EQ(sentences_in(std::string(200'000, '(')).size(), 1U);
}

}  // namespace
}  // namespace evidence
