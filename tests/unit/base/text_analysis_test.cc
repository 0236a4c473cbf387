// The tokenizer, folding, spelling and stemming against tests/cases/text_analysis/.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <set>

#include "base/stem.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

std::vector<std::vector<std::string>> read_cases(const std::string& name, std::size_t columns) {
  std::ifstream file(test::source_dir().string() + "/tests/cases/text_analysis/" + name);
  EXPECT_TRUE(file) << name;
  std::vector<std::vector<std::string>> rows;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row;
    for (const auto cell : split(line, '\t')) row.emplace_back(cell);
    EXPECT_EQ(row.size(), columns) << line;
    if (row.size() == columns) rows.push_back(row);
  }
  EXPECT_GT(rows.size(), 10U);
  return rows;
}

std::string written(const std::vector<Token>& tokens) {
  std::string out;
  for (const Token& token : tokens) {
    if (!out.empty()) out += ' ';
    out += join(token.parts, "+");
    if (!token.joined.empty()) out += '=' + token.joined;
    if (token.acronym) out += '!';
  }
  return out;
}

// What the index knows of a text: see indexer/document_builder.h.
struct IndexedText {
  std::map<std::size_t, std::multimap<std::string, std::size_t>> at;  // position → term, length
  std::set<std::string> terms;
  std::set<std::string> stems;
  std::set<std::string> acronyms;
  std::size_t length = 0;

  explicit IndexedText(std::string_view text) {
    for (const Token& token : tokenize(text)) {
      std::size_t position = length;
      for (const std::string& part : token.parts) {
        at[position++].emplace(part, 1);
        terms.insert(part);
        stems.insert(token.acronym ? part : stem(part));
      }
      if (!token.joined.empty()) {
        at[length].emplace(token.joined, token.parts.size());
        terms.insert(token.joined);
        stems.insert(stem(token.joined));
      }
      if (token.acronym) acronyms.insert(token.parts[0]);
      length = position;
    }
  }

  // Where reading `words` from `position` on ends; npos where they do not stand there.
  [[nodiscard]] std::size_t after(const std::vector<std::string>& words,
                                  std::size_t position) const {
    for (const std::string& word : words) {
      const auto found = at.find(position);
      if (found == at.end()) return std::string::npos;
      const auto term = found->second.find(word);
      if (term == found->second.end()) return std::string::npos;
      position += term->second;
    }
    return position;
  }
  [[nodiscard]] bool has(const std::vector<std::string>& words) const {
    if (words.empty()) return false;
    for (std::size_t i = 0; i < length; ++i) {
      if (after(words, i) != std::string::npos) return true;
    }
    return false;
  }
};

bool matches_word(const Token& token, const IndexedText& text) {
  if (token.acronym) return text.acronyms.contains(token.parts[0]);
  if (token.parts.size() == 1 &&
      (text.stems.contains(stem(token.parts[0])) || text.has(spaced_form(token.parts[0])))) {
    return true;
  }
  std::vector<std::string> stemmed;
  if (!token.joined.empty() &&
      (text.terms.contains(token.joined) || text.stems.contains(stem(token.joined)))) {
    return true;
  }
  // A compound's parts in order; the last may be a plural.
  if (text.has(token.parts)) return true;
  return token.parts.size() > 1 &&
         std::all_of(token.parts.begin(), token.parts.end(),
                     [&](const std::string& part) { return text.stems.contains(stem(part)); }) &&
         text.has({token.parts.begin(), token.parts.end() - 1});
}

bool matches_phrase(const std::vector<Token>& tokens, const IndexedText& text) {
  for (std::size_t begin = 0; begin < text.length; ++begin) {
    std::size_t position = begin;
    for (const Token& token : tokens) {
      std::size_t next = text.after(token.parts, position);
      if (next == std::string::npos && !token.joined.empty()) {
        next = text.after({token.joined}, position);
      }
      position = next;
      if (position == std::string::npos) break;
    }
    if (position != std::string::npos) return true;
  }
  return false;
}

TEST(TextAnalysis, FindsWhatItShouldAndNothingElse) {
  for (const auto& row : read_cases("match.tsv", 4)) {
    const std::vector<Token> query = tokenize(row[2]);
    const IndexedText text(row[3]);
    const bool phrase = row[1] == "phrase";
    const bool found = phrase ? matches_phrase(query, text)
                              : std::all_of(query.begin(), query.end(), [&](const Token& token) {
                                  return (!token.acronym && token.parts.size() == 1 &&
                                          is_stop_word(token.parts[0])) ||
                                         matches_word(token, text);
                                });
    EXPECT_EQ(found, row[0] == "yes") << row[1] << " | " << row[2] << " | " << row[3];
  }
}

TEST(TextAnalysis, TokenizesEachWrittenCase) {
  for (const auto& row : read_cases("tokens.tsv", 2)) {
    EXPECT_EQ(written(tokenize(row[0])), row[1]) << row[0];
  }
}

TEST(TextAnalysis, BringsSpellingsTogetherAndKeepsOthersApart) {
  for (const auto& row : read_cases("spelling.tsv", 3)) {
    EXPECT_EQ(stem(row[1]) == stem(row[2]), row[0] == "same")
        << row[1] << " → " << stem(row[1]) << ", " << row[2] << " → " << stem(row[2]);
  }
}

TEST(TextAnalysis, TokensSayWhereTheyStand) {
  const std::string text = "Das “TNF‑α” (IL-6) – naïve";
  for (const Token& token : tokenize(text)) {
    ASSERT_LT(token.begin, token.end);
    const std::string again = text.substr(token.begin, token.end - token.begin);
    const auto tokens = tokenize(again);
    ASSERT_EQ(tokens.size(), 1U) << again;
    EXPECT_EQ(tokens[0].parts, token.parts);
  }
}

TEST(TextAnalysis, TheFastWayForAsciiIsTheSameAsTheGeneralOne) {
  const std::string ascii =
      "IL-6 HbA(1c) Crohn's 1,000.5 A&E x.y a..b 'q' (a)b Ca(2+)x 5-HT(3)-like 1,0000 12,345,678 "
      "s's";
  // A soft hyphen at the end of each word sends it through the general way.
  std::string general;
  for (const auto word : split(ascii, ' ')) general += std::string(word) + "\u00ad ";
  const auto a = tokenize(ascii);
  const auto b = tokenize(general);
  EXPECT_EQ(written(a), written(b));
}

TEST(TextAnalysis, CutsEndlessWordsAtACharacter) {
  for (const std::string& unit :
       {std::string("x"), std::string("é"), std::string("я"), std::string("糖"), std::string("α"),
        std::string("a-"), std::string("1,000"), std::string("\u0301")}) {
    std::string text;
    while (text.size() < 2'000'000) text += unit;
    const auto begin = std::chrono::steady_clock::now();
    std::size_t tokens = 0;
    for_each_token(text, [&](Token&& token) {
      ++tokens;
      for (const std::string& part : token.parts) {
        ASSERT_LE(part.size(), kMaxTermBytes);
        ASSERT_TRUE(is_valid_utf8(part));
        ASSERT_FALSE(part.empty());
      }
      ASSERT_LE(token.joined.size(), kMaxTermBytes);
    });
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20)) << unit;
  }
}

TEST(TextAnalysis, TakesDamagedBytesAsGaps) {
  EXPECT_EQ(written(tokenize("ab\xff"
                             "cd\xc3")),
            "ab cd");
  EXPECT_EQ(written(tokenize(std::string_view("a\0b", 3))), "a b");
}

TEST(TextAnalysis, SpacedFormsAreForNamesWithANumberOrGreekLetter) {
  EXPECT_EQ(spaced_form("il6"), (std::vector<std::string>{"il", "6"}));
  EXPECT_EQ(spaced_form("tnfalpha"), (std::vector<std::string>{"tnf", "alpha"}));
  EXPECT_TRUE(spaced_form("5ht3").empty());
  EXPECT_TRUE(spaced_form("alpha").empty());
  EXPECT_TRUE(spaced_form("hba1c").empty());
  EXPECT_TRUE(spaced_form("").empty());
}

TEST(Fold, MakesOneFormOfMany) {
  EXPECT_EQ(fold("Élan Œdème STRASSE Straße Øre"), "elan oedeme strasse strasse ore");
  EXPECT_EQ(fold("β-Blocker Σ ς"), "beta-blocker sigma sigma");
  EXPECT_EQ(fold("µg/mL μ-opioid 5 µL"), "microg/ml mu-opioid 5 microl");
  EXPECT_EQ(fold("CO₂ ‘a’ b‐c d−e Crohn´s"), "co2 'a' b-c d-e crohn's");
  EXPECT_EQ(fold("soft\u00adhyphen"), "softhyphen");
  EXPECT_EQ(fold("ガ が Ж й"), "ガ が ж й");
}

TEST(Fold, ChangesNothingTheSecondTime) {
  for (const std::string text : {"TNFα", "Crohn’s", "½ ™ ﬁ", "καρδιά", "Łódź", "10⁶ m²"}) {
    EXPECT_EQ(fold(fold(text)), fold(text)) << text;
  }
}

TEST(Stem, LeavesShortWordsNumbersAndOtherScriptsAlone) {
  EXPECT_EQ(stem("as"), "as");
  EXPECT_EQ(stem("hba1c"), "hba1c");
  EXPECT_EQ(stem("я"), "я");
  EXPECT_EQ(stem("ssss"), "ssss");
}

TEST(StopWords, AreFunctionWordsOnly) {
  EXPECT_TRUE(is_stop_word("a"));
  EXPECT_TRUE(is_stop_word("what"));
  EXPECT_FALSE(is_stop_word("under"));
  EXPECT_FALSE(is_stop_word("aids"));
  EXPECT_TRUE(is_ambiguous_acronym("who"));
  EXPECT_FALSE(is_ambiguous_acronym("copd"));
}

}  // namespace
}  // namespace evidence
