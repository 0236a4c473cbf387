#include "query/resolve.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"
#include "query/qualifiers.h"
#include "tests/support/source_dir.h"
#include "tests/unit/query/sample_vocabulary.h"

namespace evidence::query {
namespace {

// "Asthma/dt,th" with "exp " and "*" before it, or "sh drug therapy" for a subheading.
Node node_of(std::string text) {
  const auto take = [&text](std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.erase(0, prefix.size());
    return true;
  };
  const bool explode = take("exp ");
  if (take("sh ")) {
    Subheading subheading;
    subheading.name = text;
    subheading.explode = explode;
    return {subheading, {}};
  }
  Heading heading;
  heading.explode = explode;
  heading.focus = take("*");
  if (take("emtree ")) heading.vocabulary = "emtree";
  const std::size_t slash = text.rfind('/');
  heading.label = text.substr(0, slash);
  if (slash != std::string::npos) {
    for (const std::string_view one : split(std::string_view(text).substr(slash + 1), ',')) {
      if (!one.empty()) heading.qualifiers.emplace_back(one);
    }
  }
  heading.wildcards = heading.label.find('*') != std::string::npos;
  return {heading, {3, 9}};
}

struct Holds final : KnownHeading {
  std::set<std::string, std::less<>> labels;
  [[nodiscard]] bool holds(std::string_view folded) const override {
    return labels.contains(folded);
  }
};

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> list;
  for (const std::string_view one : split(text, ';')) {
    if (!trim(one).empty()) list.emplace_back(trim(one));
  }
  return list;
}

std::string codes_of(const std::vector<Message>& messages) {
  std::string codes;
  for (const Message& message : messages) codes += (codes.empty() ? "" : " ") + message.code;
  return codes;
}

TEST(Resolve, ReadsEveryCaseAsWrittenDown) {
  const auto cases = test::read_case_files(test::source_dir() / "tests/cases/resolve", "heading");
  ASSERT_GT(cases.size(), 30U);
  for (const test::CaseBlock& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.value("heading"));
    Node node = node_of(one.value("heading"));
    Holds known;
    for (const std::string& label : split_list(one.value("index"))) known.labels.insert(label);
    std::vector<Message> messages;
    resolve_headings(node, one.has("no_vocabulary") ? no_vocabulary() : test::sample_vocabulary(),
                     &known, messages, one.has("pubmed") ? Syntax::kPubmed : Syntax::kOvid);
    std::vector<std::string> ids;
    std::vector<std::string> labels;
    std::vector<std::string> qualifiers;
    if (const auto* heading = std::get_if<Heading>(&node.value)) {
      ids = heading->ids;
      labels = heading->labels;
      qualifiers = heading->qualifier_labels;
    } else {
      labels = std::get<Subheading>(node.value).labels;
    }
    if (one.has("ids")) {
      EXPECT_EQ(join(ids, " "), one.value("ids"));
    }
    if (one.has("labels")) {
      EXPECT_EQ(join(labels, "; "), one.value("labels"));
    }
    if (one.has("qualifiers")) {
      EXPECT_EQ(join(qualifiers, "; "), one.value("qualifiers"));
    }
    EXPECT_EQ(codes_of(messages), one.value("says"));
    std::string all;
    for (const Message& message : messages) all += message.text + " | " + message.fix + "\n";
    if (one.has("message")) {
      for (const std::string& part : one.values.at("message")) {
        EXPECT_NE(all.find(part), std::string::npos) << all;
      }
    }
  }
}

TEST(Resolve, LooksBelowOperatorsAndGivesEachMessageItsPlace) {
  std::vector<Node> children;
  children.push_back(node_of("Nonesuch"));
  children.push_back(node_of("Asthma"));
  Node tree{Not{{Node{Or{children}, {}}, node_of("Heart Attack")}}, {}};
  std::vector<Message> messages;
  resolve_headings(tree, test::sample_vocabulary(), nullptr, messages);
  ASSERT_EQ(codes_of(messages), "heading_unknown heading_mapped");
  EXPECT_EQ(messages.front().severity, Severity::kWarning);
  EXPECT_EQ(messages.back().severity, Severity::kInfo);
  EXPECT_EQ(messages.front().span, (Span{3, 9}));
}

TEST(Resolve, TwiceGivesTheSame) {
  Node node = node_of("exp Asthma/dt");
  std::vector<Message> messages;
  resolve_headings(node, test::sample_vocabulary(), nullptr, messages);
  const auto first = std::get<Heading>(node.value).labels;
  resolve_headings(node, test::sample_vocabulary(), nullptr, messages);
  EXPECT_EQ(std::get<Heading>(node.value).labels, first);
}

TEST(Resolve, SurvivesThousandsOfUnknownHeadings) {
  std::vector<Node> children;
  for (int i = 0; i < 5'000; ++i) children.push_back(node_of("Nonesuch " + std::to_string(i)));
  Node tree{Or{std::move(children)}, {}};
  std::vector<Message> messages;
  resolve_headings(tree, test::sample_vocabulary(), nullptr, messages);
  EXPECT_EQ(messages.size(), 5'000U);
}

TEST(Qualifiers, AreKnownByTheirLettersWithoutAVocabulary) {
  EXPECT_EQ(known_qualifier("DT"), "drug therapy");
  EXPECT_EQ(known_qualifier("ad"), "administration & dosage");
  EXPECT_EQ(known_qualifier("administration and dosage"), "administration & dosage");
  EXPECT_EQ(known_qualifier("aetiology"), "etiology");
  EXPECT_EQ(known_qualifier("zz"), "");
  EXPECT_EQ(near_qualifiers("drug theraphy").front(), "drug therapy");
}

}  // namespace
}  // namespace evidence::query
