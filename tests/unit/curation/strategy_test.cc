#include "curation/strategy.h"

#include <gtest/gtest.h>

#include <set>

#include "curation/edit_token.h"

namespace evidence::curation {
namespace {

StrategySettings of(const std::string& text) {
  StrategySettings settings;
  settings.text = text;
  return settings;
}

std::string slug_of(const Result<StrategySettings>& result) {
  return result.ok() ? "no error" : result.error().slug;
}

TEST(Strategy, HasAnIdThatNobodyCanGuess) {
  std::set<std::string> ids;
  for (int i = 0; i < 1'000; ++i) {
    const StrategyId id = new_strategy_id();
    EXPECT_TRUE(is_strategy_id(id)) << id;
    EXPECT_GE(id.size() * 5, 128U);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1'000U);
  for (const std::string_view wrong : {"", "abc", "0123456789abcdefghjkmnpqrI", "../0123456789"}) {
    EXPECT_FALSE(is_strategy_id(wrong)) << wrong;
  }
}

TEST(Strategy, KeepsTheTextAsTypedButForLineEnds) {
  const auto settings = checked_settings(of("1 asthma.ti.\r\n2  “émigré”$.ab.\r3 1 and 2\n"));
  ASSERT_TRUE(settings.ok());
  EXPECT_EQ(settings->text, "1 asthma.ti.\n2  “émigré”$.ab.\n3 1 and 2\n");
}

TEST(Strategy, CleansNameNotesAndSources) {
  StrategySettings settings = of("1 asthma");
  settings.name = "  Asthma\n\x01 in   children " + std::string(500, 'x');
  settings.notes = "one\r\ntwo\x02";
  settings.sources = {"trials", "pubmed", "trials"};
  const auto checked = checked_settings(settings);
  ASSERT_TRUE(checked.ok());
  EXPECT_TRUE(checked->name.starts_with("Asthma in children x")) << checked->name;
  EXPECT_LE(checked->name.size(), kSettingsLimits.name_bytes);
  EXPECT_EQ(checked->notes, "one\ntwo");
  EXPECT_EQ(checked->sources, (std::vector<std::string>{"pubmed", "trials"}));
  EXPECT_EQ(checked_settings(of("x"))->name, "Untitled strategy");
}

TEST(Strategy, IsRefusedWhereItIsNoTextOrTooLarge) {
  EXPECT_EQ(slug_of(checked_settings(of(" \n\t "))), "no_strategy_text");
  EXPECT_EQ(slug_of(checked_settings(of("asthma \xff"))), "bad_strategy_text");
  EXPECT_EQ(slug_of(checked_settings(of(std::string("a\0b", 3)))), "bad_strategy_text");
  EXPECT_EQ(slug_of(checked_settings(of(std::string(kSettingsLimits.text_bytes + 1, 'a')))),
            "strategy_too_large");
  StrategySettings settings = of("a");
  settings.notes = std::string(kSettingsLimits.notes_bytes + 1, 'n');
  EXPECT_EQ(slug_of(checked_settings(settings)), "notes_too_long");
  settings = of("a");
  settings.sources = {"../etc"};
  EXPECT_EQ(slug_of(checked_settings(settings)), "bad_source");
  settings.sources.clear();
  for (int i = 0; i < 65; ++i) settings.sources.push_back("s" + std::to_string(i));
  EXPECT_EQ(slug_of(checked_settings(settings)), "too_many_sources");
}

TEST(EditToken, IsKeptOnlyAsItsHash) {
  const std::string token = new_edit_token();
  EXPECT_GE(token.size() * 5, 256U);
  EXPECT_NE(new_edit_token(), token);
  const std::string hash = token_hash(token);
  EXPECT_EQ(hash.size(), 32U);
  EXPECT_EQ(hash.find(token.substr(0, 8)), std::string::npos);
  EXPECT_TRUE(same_bytes(hash, token_hash(token)));
  EXPECT_FALSE(same_bytes(hash, token_hash(token + "0")));
  EXPECT_FALSE(same_bytes(hash, ""));
  EXPECT_FALSE(same_bytes(hash.substr(1), hash));
  std::string other = hash;
  other.back() = static_cast<char>(other.back() ^ 1);
  EXPECT_FALSE(same_bytes(hash, other));
}

}  // namespace
}  // namespace evidence::curation
