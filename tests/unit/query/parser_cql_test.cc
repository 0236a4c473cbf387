#include <gtest/gtest.h>

#include <chrono>

#include "query/parse.h"
#include "query/write.h"
#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

ParsedLine read(std::string_view text) { return parse_cql(text, {}); }

TEST(Cql, ReadsEveryCaseAsWrittenDown) {
  const std::vector<SyntaxCase> cases = read_syntax_cases("query_cql", "query");
  ASSERT_GT(cases.size(), 100U);
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.value("query"));
    const ParsedLine line = read(one.value("query"));
    EXPECT_EQ(to_text(line.tree), one.value("tree"));
    EXPECT_EQ(codes_of(line.messages), one.value("says"));
    expect_sound(line, one.value("query"));
  }
}

TEST(Cql, WrittenAndReadAgainEveryCaseIsTheSame) {
  for (const SyntaxCase& one : read_syntax_cases("query_cql", "query")) {
    SCOPED_TRACE(one.where + ": " + one.value("query"));
    const ParsedLine line = read(one.value("query"));
    const Written written = write_cql(line.tree);
    EXPECT_EQ(codes_of(written.losses), "");
    EXPECT_EQ(to_text(read(written.text).tree), to_text(line.tree)) << written.text;
  }
}

// What another syntax says and CQL can say too.
TEST(Cql, WritesTreesOfPubmedWithoutLoss) {
  for (const char* text : {"kidney allograft[tiab]",
                           "\"hip pain\"[tiab:~2]",
                           "neoplasms/dh",
                           "drug therapy[sh]",
                           "(#1 OR #2) NOT #3",
                           "2015/03:2016[dp]",
                           "last 5 years[crdt]",
                           "hasabstract",
                           "all[sb]",
                           "randomized controlled trial[pt:noexp]",
                           "english[la]",
                           "bmj[ta]",
                           "0028-4793[ta]",
                           "10.1136/bmj.n71[doi]",
                           "fauci as[au]",
                           "aspirin[nm]",
                           "asthm*[tiab]",
                           "33[vi]",
                           "asthma[majr:noexp]",
                           "risk*[mh:noexp]"}) {
    ParseOptions options;
    options.today = {2026, 11, 29};
    const ParsedLine line = parse_pubmed(text, options);
    const Written written = write_cql(line.tree);
    EXPECT_EQ(codes_of(written.losses), "") << text;
    EXPECT_EQ(to_text(read(written.text).tree), to_text(line.tree)) << written.text;
  }
}

TEST(Cql, SpansPointAtTheTermAndTheMistake) {
  const std::string typed = "dc.title = asthma and dc.foo = copd";
  const ParsedLine line = read(typed);
  ASSERT_EQ(line.messages.size(), 1U);
  const Span span = line.messages[0].span;
  EXPECT_EQ(typed.substr(span.begin, span.end - span.begin), "copd");
  const std::string within = "dc.date within \"2010 2015\" and x = = y";
  const ParsedLine broken = read(within);
  ASSERT_EQ(broken.messages.size(), 1U);
  EXPECT_GE(broken.messages[0].span.begin, 27U);
  EXPECT_LE(broken.messages[0].span.end, within.size());
}

TEST(Cql, WithoutAStrategyThereAreNoResultSets) {
  ParseOptions alone;
  alone.line_references = false;
  EXPECT_EQ(codes_of(parse_cql("cql.resultSetId = 3", alone).messages), "!result_set_unknown");
}

TEST(Cql, NestingAndLengthAreBoundedBeforeYazReads) {
  const std::string deep = std::string(1'000, '(') + "a" + std::string(1'000, ')');
  EXPECT_EQ(codes_of(read(deep).messages), "!nested_too_deeply");
  std::string many = "a";
  for (int i = 0; i < 5'001; ++i) many += " or b";
  EXPECT_EQ(codes_of(read(many).messages), "!query_too_complex");
  std::string alternating = "a";
  for (int i = 0; i < 2'000; ++i) alternating += i % 2 == 0 ? " or b" : " and c";
  const ParsedLine line = read(alternating);
  EXPECT_FALSE(line.usable);
  expect_sound(line, alternating);
  std::string prefixes;
  for (int i = 0; i < 60; ++i) prefixes += "> a=\"b\" ";
  EXPECT_FALSE(read(prefixes + "c").usable);
  EXPECT_EQ(codes_of(read(std::string(200'000, 'a')).messages), "!query_too_long");
  EXPECT_EQ(codes_of(read("asthma \xFF").messages), "!encoding_invalid");
  EXPECT_EQ(codes_of(read(std::string("a\0b", 3)).messages), "!query_syntax");
}

TEST(Cql, FourThousandTermsAreFine) {
  std::string many = "a";
  for (int i = 0; i < 4'000; ++i) many += " or b" + std::to_string(i);
  const ParsedLine line = read(many);
  EXPECT_TRUE(line.usable);
  EXPECT_EQ(leaf_count(line.tree), 4'001U);
  EXPECT_EQ(depth(line.tree), 2U);
}

TEST(Cql, AHundredThousandBytesOfAnythingAreReadAtOnce) {
  for (const char* part : {"a ", "\"a\" ", "(", ")", "a and ", "a = ", "> a = ", "a/", "a/b ", "\\",
                           "within ", "a within b ", "= ", "a or (", "prox/"}) {
    SCOPED_TRACE(part);
    std::string typed;
    while (typed.size() + 10 <= 100'000) typed += part;
    const auto begin = std::chrono::steady_clock::now();
    const ParsedLine line = read(typed);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took.count(), 60.0);
    expect_sound(line, typed);
  }
}

TEST(Cql, SurvivesEveryThreeSpecialCharacters) {
  const std::string special = "()\"/<>=*?^\\ .a1\n+";
  for (const char a : special) {
    for (const char b : special) {
      for (const char c : special) {
        for (const char* head : {"", "dc.title = ", "dc.date > ", "mesh.heading =/explode "}) {
          const ParsedLine line = read(head + std::string{a, b, c});
          (void)write_cql(line.tree);
        }
      }
    }
  }
}

}  // namespace
}  // namespace evidence::query
