#include "app/merging_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/config.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

namespace fs = std::filesystem;

struct Read {
  Findings findings;
  MatchRules rules;
  MergePolicy policy;
};

Read read(const std::string& text) {
  const test::TempDir directory;
  const fs::path path = directory / "merging.toml";
  std::ofstream(path) << text;
  Read out;
  read_merging_file(path, out.findings, out.rules, out.policy);
  return out;
}

// What follows the directory's name of the only finding: "merging.toml:3:9: …".
std::string finding(const std::string& text) {
  const Read out = read(text);
  EXPECT_EQ(out.findings.size(), 1U) << text;
  if (out.findings.empty()) return "";
  const std::string& line = out.findings.front();
  const std::size_t at = line.find("merging.toml");
  return at == std::string::npos ? line : line.substr(at);
}

TEST(MergingFile, TheShippedOneIsWhatIsBuiltIn) {
  Read out;
  // Nothing of the built-in tables may fill what the file lacks.
  out.rules.by_identifier = false;
  out.rules.most_records_of_key = 7;
  out.rules.rules.clear();
  out.policy.source_order = {"nobody"};
  for (FieldRule MergePolicy::*field :
       {&MergePolicy::title, &MergePolicy::abstract, &MergePolicy::authors,
        &MergePolicy::publication, &MergePolicy::publication_types, &MergePolicy::subjects,
        &MergePolicy::languages, &MergePolicy::links}) {
    const bool is_longest = out.policy.*field == FieldRule::kLongest;
    out.policy.*field = is_longest ? FieldRule::kPreferred : FieldRule::kLongest;
  }
  const fs::path shipped = test::source_dir() / "config/merging.toml";
  ASSERT_TRUE(fs::exists(shipped));
  read_merging_file(shipped, out.findings, out.rules, out.policy);
  EXPECT_EQ(out.findings, Findings{});
  const MatchRules rules;
  EXPECT_EQ(out.rules.by_identifier, rules.by_identifier);
  EXPECT_EQ(out.rules.most_records_of_key, rules.most_records_of_key);
  ASSERT_EQ(out.rules.rules.size(), rules.rules.size());
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    EXPECT_EQ(out.rules.rules[i], rules.rules[i]) << rules.rules[i].name;
  }
  EXPECT_EQ(fingerprint(out.rules), fingerprint(rules));
  EXPECT_EQ(out.policy, MergePolicy{});
  EXPECT_EQ(fingerprint(out.policy), fingerprint(MergePolicy{}));
}

TEST(MergingFile, AMissingOrEmptyFileIsWhatIsBuiltIn) {
  Read out;
  read_merging_file("/nowhere/merging.toml", out.findings, out.rules, out.policy);
  EXPECT_TRUE(out.findings.empty());
  EXPECT_EQ(fingerprint(out.rules), fingerprint(MatchRules{}));
  const Read empty = read("");
  EXPECT_TRUE(empty.findings.empty());
  EXPECT_EQ(fingerprint(empty.rules), fingerprint(MatchRules{}));
  EXPECT_EQ(empty.policy, MergePolicy{});
}

TEST(MergingFile, ItsRulesStandInPlaceOfTheBuiltInOnes) {
  const Read out = read(R"(
[match]
by_identifier = false
most_records_of_key = 20
[[rule]]
name = "all of it"
verdict = "doubtful"
title = 0.5
title_or_part = 0.51
title_words = 0.52
title_length = 9
authors = 0.53
authors_compared = 3
first_author = true
first_author_may_lack = true
years_apart = 0
journal = 0.54
volume = true
page = true
place = true
conflicts = 0
no_other_page = true
abstract = 1
[fields]
sources = ["b", "a"]
title = "longest"
authors = "union"
links = "preferred"
)");
  EXPECT_TRUE(out.findings.empty()) << out.findings.front();
  MatchRule rule;
  rule.name = "all of it";
  rule.verdict = Verdict::kDoubtful;
  rule.title = 0.5;
  rule.title_or_part = 0.51;
  rule.title_words = 0.52;
  rule.title_length = 9;
  rule.authors = 0.53;
  rule.authors_compared = 3;
  rule.first_author = rule.first_author_may_lack = true;
  rule.years_apart = 0;
  rule.journal = 0.54;
  rule.volume = rule.page = rule.place = true;
  rule.conflicts = 0;
  rule.no_other_page = true;
  rule.abstract = 1;
  ASSERT_EQ(out.rules.rules.size(), 1U);
  EXPECT_EQ(out.rules.rules[0], rule);
  EXPECT_FALSE(out.rules.by_identifier);
  EXPECT_EQ(out.rules.most_records_of_key, 20U);
  EXPECT_EQ(out.policy.source_order, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(out.policy.title, FieldRule::kLongest);
  EXPECT_EQ(out.policy.authors, FieldRule::kUnion);
  EXPECT_EQ(out.policy.links, FieldRule::kPreferred);
  EXPECT_EQ(out.policy.abstract, FieldRule::kLongest);
}

TEST(MergingFile, EveryWrongSettingIsAFindingWithItsLine) {
  const auto expect = [](const std::string& text, const std::string& where,
                         const std::string& what) {
    const std::string line = finding(text);
    EXPECT_TRUE(line.starts_with("merging.toml:" + where)) << text << "\n" << line;
    EXPECT_NE(line.find(what), std::string::npos) << text << "\n" << line;
  };
  expect("[match]\nby_identifer = true\n", "2:", "unknown key match.by_identifer");
  expect("[match]\nby_identifier = 1\n", "2:", "must be true or false");
  expect("[match]\nmost_records_of_key = 1\n", "1:", "at least 2");
  expect("[match]\nmost_records_of_key = 20000\n", "2:", "from 0 to 10000");
  expect("[match]\nmost_records_of_key = -1\n", "2:", "from 0 to 10000");
  expect("[matching]\n", "1:", "unknown key matching");
  expect("rule = 3\n", "1:", "rule");
  const std::string rule = "[[rule]]\nname = \"r\"\nplace = true\n";
  expect("[[rule]]\nplace = true\n", "1:", "a rule needs a name");
  expect("[[rule]]\nplace = true\nname = \"" + std::string(101, 'x') + "\"\n",
         "1:", "a rule needs a name");
  expect("[[rule]]\nname = \"r\"\n", "1:", "a rule needs title, title_or_part, place or abstract");
  expect("[[rule]]\nname = \"r\"\nyears_apart = 0\nfirst_author = true\n", "1:", "a rule needs");
  expect(rule + "verdict = \"linked\"\n", "1:", "verdict must be same or doubtful");
  expect(rule + "similarity = 0.5\n", "4:", "unknown key rule.similarity");
  for (const char* key :
       {"title", "title_or_part", "title_words", "authors", "journal", "abstract"}) {
    for (const char* value : {"0", "0.0", "1.01", "-1", "nan", "\"0.5\""}) {
      expect(rule + key + " = " + value + "\n", "4:", "must be a number from");
    }
  }
  expect(rule + "title_length = 301\n", "4:", "from 0 to 300");
  expect(rule + "authors_compared = 9\n", "4:", "from 0 to 8");
  expect(rule + "years_apart = -1\n", "4:", "from 0 to 100");
  expect(rule + "years_apart = 0.5\n", "4:", "a whole number");
  expect(rule + "conflicts = 5\n", "4:", "from 0 to 4");
  for (const char* key :
       {"first_author", "first_author_may_lack", "volume", "page", "place", "no_other_page"}) {
    const std::string named = "[[rule]]\nname = \"r\"\ntitle = 0.5\n";
    expect(named + key + " = \"yes\"\n", "4:", "must be true or false");
  }
  expect("[fields]\ntitel = \"longest\"\n", "2:", "unknown key fields.titel");
  expect("[fields]\ntitle = \"best\"\n", "1:", "title must be preferred, longest");
  for (const char* key : {"title", "abstract", "publication"}) {
    expect("[fields]\n" + std::string(key) + " = \"union\"\n", "1:", std::string(key) + " must be");
  }
  expect("[fields]\nsources = \"pubmed\"\n", "2:", "a list of texts");
  expect("[fields]\nsources = [\"a\", \"b\", \"a\"]\n", "1:", "names one twice");
  expect("[fields\n", "1:", "");
}

TEST(MergingFile, AllFindingsOfAFileAreSaidAtOnce) {
  const Read out = read("[match]\nby_identifier = 1\n[[rule]]\ntitle = 7\n[fields]\nlinks = 3\n");
  EXPECT_EQ(out.findings.size(), 5U);
  for (const std::string& line : out.findings) {
    EXPECT_NE(line.find("merging.toml:"), std::string::npos) << line;
  }
}

TEST(MergingFile, ItIsPartOfTheConfiguration) {
  const auto config = load_config((test::source_dir() / "config/evidence.toml").string(),
                                  [](const std::string&) { return std::string(); });
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(fingerprint(config->match_rules), fingerprint(MatchRules{}));
  EXPECT_EQ(config->merge_policy, MergePolicy{});
}

}  // namespace
}  // namespace evidence::app
