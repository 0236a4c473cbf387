#include "query/mapping.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"
#include "query/parser_simple.h"
#include "query/resolve.h"
#include "query/word_variants.h"
#include "tests/support/source_dir.h"
#include "tests/unit/query/sample_vocabulary.h"

namespace evidence::query {
namespace {

struct Names final : KnownNames {
  std::set<std::string, std::less<>> journals;
  std::set<std::string, std::less<>> authors;
  [[nodiscard]] bool is_journal(std::string_view title) const override {
    return journals.contains(title);
  }
  [[nodiscard]] bool is_author(std::string_view name) const override {
    return authors.contains(name);
  }
};

std::string codes_of(const std::vector<Message>& messages) {
  std::string codes;
  for (const Message& message : messages) codes += (codes.empty() ? "" : " ") + message.code;
  return codes;
}

Mapping whole_mapping() {
  Mapping mapping;
  mapping.vocabulary = &test::sample_vocabulary();
  mapping.lists = &test::shipped_lists();
  return mapping;
}

Node plain(std::string text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  return {Plain{std::move(text)}, {0, size}};
}

// The tree in short: all-text terms bare, phrases in quotes, headings in angles.
std::string in_short(const Node& node) {
  std::string text = to_text(node);
  const auto replace = [&text](std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
      text.replace(at, what.size(), by);
      at += by.size();
    }
  };
  replace(to_text(kAllText), "all");
  return text;
}

TEST(Mapping, ReadsEveryCaseAsWrittenDown) {
  const auto cases = test::read_case_files(test::source_dir() / "tests/cases/mapping", "words");
  ASSERT_GT(cases.size(), 60U);
  for (const test::CaseBlock& one : cases) {
    const std::string words = one.value("words");
    SCOPED_TRACE(one.where + ": " + words);
    Names names;
    if (one.has("journals")) names.journals.insert(one.value("journals"));
    if (one.has("authors")) names.authors.insert(one.value("authors"));
    Mapping mapping = whole_mapping();
    mapping.names = &names;
    mapping.on = !one.has("off");
    Node node = plain(words);
    std::vector<Message> messages;
    if (one.has("simple")) {
      mapping.text = words;
      auto parsed = parse_simple(words);
      ASSERT_TRUE(parsed.ok());
      node = std::move(parsed->tree);
    }
    map_plain_words(node, mapping, messages);
    if (one.has("tree")) {
      EXPECT_EQ(in_short(node), one.value("tree"));
    }
    if (one.has("says")) {
      EXPECT_EQ(codes_of(messages), one.value("says"));
    }
    const std::string text = in_short(node);
    std::string all;
    for (const Message& message : messages) all += message.text + " | " + message.fix + "\n";
    const auto each = [&](const char* key, const auto& check) {
      const auto found = one.values.find(key);
      if (found == one.values.end()) return;
      for (const std::string& part : found->second) check(part);
    };
    each("has",
         [&](const std::string& part) { EXPECT_NE(text.find(part), std::string::npos) << text; });
    each("lacks",
         [&](const std::string& part) { EXPECT_EQ(text.find(part), std::string::npos) << text; });
    each("message",
         [&](const std::string& part) { EXPECT_NE(all.find(part), std::string::npos) << all; });
    // Headings that were added are labels of the vocabulary, so looking them up says nothing more.
    std::vector<Message> more;
    resolve_headings(node, *mapping.vocabulary, nullptr, more);
    for (const Message& message : more) EXPECT_EQ(message.code, "substance") << message.text;
  }
}

// Pairs that must never meet: typed, and what would be wrong to add.
TEST(Mapping, NeverJoinsWhatIsNotTheSame) {
  const auto pairs =
      test::read_case_files(test::source_dir() / "tests/cases/mapping_never", "typed");
  ASSERT_GE(pairs.size(), 50U);
  for (const test::CaseBlock& one : pairs) {
    const std::string typed = one.value("typed");
    SCOPED_TRACE(one.where + ": " + typed);
    ASSERT_TRUE(one.has("never"));
    for (const bool simple : {false, true}) {
      Mapping mapping = whole_mapping();
      Node node = plain(typed);
      if (simple) {
        mapping.text = typed;
        auto parsed = parse_simple(typed);
        ASSERT_TRUE(parsed.ok());
        node = std::move(parsed->tree);
      }
      std::vector<Message> messages;
      map_plain_words(node, mapping, messages);
      const std::string text = to_lower_ascii(to_text(node));
      for (const std::string& wrong : one.values.at("never")) {
        EXPECT_EQ(text.find(to_lower_ascii(wrong)), std::string::npos) << text;
      }
      if (one.has("says")) {
        EXPECT_NE(codes_of(messages).find(one.value("says")), std::string::npos)
            << codes_of(messages);
      }
    }
  }
}

TEST(Mapping, SaysWhatWasAddedWhereItStandsAndHowToSwitchItOff) {
  Node node = plain("asthma heart attack");
  std::vector<Message> messages;
  map_plain_words(node, whole_mapping(), messages);
  ASSERT_EQ(codes_of(messages), "mapped mapped");
  EXPECT_EQ(messages.back().severity, Severity::kInfo);
  EXPECT_EQ(messages.back().span, (Span{7, 19}));
  EXPECT_EQ(messages.back().text,
            "\"heart attack\" was also searched as the heading \"Myocardial Infarction\" with what "
            "is narrower, and as \"myocardial infarction\".");
  EXPECT_EQ(messages.back().fix, "Put it in quotes to search only these words.");
}

TEST(Mapping, IsOffAsAWhole) {
  Node node = plain("heart attack");
  Mapping mapping = whole_mapping();
  mapping.on = false;
  std::vector<Message> messages;
  map_plain_words(node, mapping, messages);
  EXPECT_EQ(in_short(node), "(and (term all \"heart\") (term all \"attack\"))");
  EXPECT_TRUE(messages.empty());
}

TEST(Mapping, LeavesATreeOfOtherNodesAsItIs) {
  const std::string typed = "\"heart attack\" title:asthma cancer*";
  auto parsed = parse_simple(typed);
  ASSERT_TRUE(parsed.ok());
  const std::string before = to_text(parsed->tree);
  Mapping mapping = whole_mapping();
  mapping.text = typed;
  std::vector<Message> messages;
  map_plain_words(parsed->tree, mapping, messages);
  EXPECT_EQ(to_text(parsed->tree), before);
  EXPECT_TRUE(messages.empty());
}

TEST(Mapping, WithoutVocabularyAndListsAddsNothing) {
  for (const std::string typed :
       {"heart attack", "asthma children", "type 2 diabetes NOT stroke"}) {
    auto parsed = parse_simple(typed);
    ASSERT_TRUE(parsed.ok());
    const std::string before = to_text(parsed->tree);
    Mapping mapping;
    mapping.text = typed;
    std::vector<Message> messages;
    map_plain_words(parsed->tree, mapping, messages);
    EXPECT_EQ(to_text(parsed->tree), before);
  }
}

TEST(Mapping, BoundsItsWorkForAVeryLongText) {
  std::string words;
  for (int i = 0; i < 5'000; ++i) words += "heart attack ";
  Node node = plain(words);
  std::vector<Message> messages;
  map_plain_words(node, whole_mapping(), messages);
  EXPECT_NE(codes_of(messages).find("mapping_stopped"), std::string::npos);
  EXPECT_LT(depth(node), 10U);
}

TEST(Mapping, ChangesNothingDeeperThanItsLimit) {
  Node node = plain("asthma");
  for (int i = 0; i < 300; ++i) {
    std::vector<Node> children;
    children.push_back(std::move(node));
    children.push_back({Term{kAllText, "x"}, {}});
    node = {Or{std::move(children)}, {}};
  }
  std::vector<Message> messages;
  map_plain_words(node, whole_mapping(), messages);
  SUCCEED();
}

TEST(WordVariants, GiveTheOtherSpellingAndNothingElse) {
  const auto variants = [](std::string_view word) { return join(word_variants(word), " "); };
  EXPECT_EQ(variants("tumour"), "tumor");
  EXPECT_EQ(variants("tumor"), "tumour");
  EXPECT_EQ(variants("lymphedema"), "lymphoedema");
  EXPECT_EQ(variants("randomized"), "randomised");
  EXPECT_EQ(variants("randomised"), "randomized");
  EXPECT_EQ(variants("haemorrhage"), "hemorrhage");
  EXPECT_EQ(variants("hemisphere"), "");
  EXPECT_EQ(variants("asthma"), "");
  EXPECT_EQ(variants("size"), "");
  EXPECT_EQ(variants("prize"), "");
}

}  // namespace
}  // namespace evidence::query
