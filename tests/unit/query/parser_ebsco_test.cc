#include <gtest/gtest.h>

#include <string>

#include "query/parse.h"
#include "query/write.h"
#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

ParseOptions options() {
  ParseOptions options;
  options.today = {2026, 11, 29};
  return options;
}

ParsedLine read(std::string_view text) { return parse_ebsco(text, options()); }

TEST(Ebsco, ReadsEveryCaseAsWrittenDown) {
  const std::vector<SyntaxCase> cases = read_syntax_cases("query_ebsco", "query");
  ASSERT_GT(cases.size(), 50U);
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.value("query"));
    const ParsedLine line = read(one.value("query"));
    EXPECT_EQ(to_text(line.tree), one.value("tree"));
    EXPECT_EQ(codes_of(line.messages), one.value("says"));
    expect_sound(line, one.value("query"));
  }
}

TEST(Ebsco, WrittenAndReadAgainEveryCaseIsTheSame) {
  std::size_t written_lines = 0;
  for (const SyntaxCase& one : read_syntax_cases("query_ebsco", "query")) {
    const ParsedLine line = read(one.value("query"));
    if (!line.usable) continue;
    const Written written = write_ebsco(line.tree);
    SCOPED_TRACE(one.where + ": " + one.value("query") + " → " + written.text);
    EXPECT_EQ(to_text(read(written.text).tree), to_text(line.tree));
    ++written_lines;
  }
  EXPECT_GT(written_lines, 40U);
}

TEST(Ebsco, WildcardsMeanTheOppositeOfOvids) {
  EXPECT_EQ(to_text(read("p#ediatric").tree), to_text(parse_ovid("p?ediatric", options()).tree));
  EXPECT_EQ(to_text(read("wom?n").tree), to_text(parse_ovid("wom#n", options()).tree));
  EXPECT_EQ(write_ebsco(parse_ovid("wom#n.ti.", options()).tree).text, "TI wom?n");
  EXPECT_EQ(write_ebsco(parse_ovid("colo?r.ti.", options()).tree).text, "TI colo#r");
}

TEST(Ebsco, ListsWhatOvidCanSayAndItCannot) {
  const auto losses = [](std::string_view ovid) {
    return codes_of(write_ebsco(parse_ovid(ovid, options()).tree).losses);
  };
  EXPECT_EQ(losses("dog$1.ti."), "lossy_truncation");
  EXPECT_EQ(losses("wom##.ti."), "lossy_truncation");
  EXPECT_EQ(losses("drug therapy.fs."), "lossy_subheading");
  EXPECT_EQ(losses("(heart adj3 attack).ti."), "lossy_distance");
  EXPECT_EQ(losses("limit 3 to abstracts"), "lossy_value");
  EXPECT_EQ(losses("exp Asthma/dt"), "");
}

TEST(Ebsco, WritesWhatOvidMeansInItsOwnWords) {
  const auto written = [](std::string_view ovid) {
    return write_ebsco(parse_ovid(ovid, options()).tree).text;
  };
  EXPECT_EQ(written("exp Asthma/"), "(MH \"Asthma+\")");
  EXPECT_EQ(written("exp *Asthma/dt, th"), "(MM \"Asthma+/DT/TH\")");
  EXPECT_EQ(written("(asthma or heart attack).ti,ab."), "XB (asthma OR \"heart attack\")");
  EXPECT_EQ(written("asthma.ti,ab,kf."), "(XB asthma OR KW asthma)");
  EXPECT_EQ(written("1 and (2 or 3)"), "S1 AND (S2 OR S3)");
  EXPECT_EQ(written("randomized controlled trial.pt."), "PT \"randomized controlled trial\"");
}

TEST(Ebsco, AThousandBracketsAreOnePreciseMessage) {
  const std::string typed = std::string(1'000, '(') + "asthma" + std::string(1'000, ')');
  EXPECT_EQ(codes_of(read(typed).messages), "!too_deep");
  EXPECT_EQ(codes_of(read("MH " + typed).messages).substr(0, 1), "!");
}

}  // namespace
}  // namespace evidence::query
