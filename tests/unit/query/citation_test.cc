#include "query/citation.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/unit/query/syntax_cases.h"

namespace evidence::query {
namespace {

std::string authors_of(const Citation& citation) {
  std::vector<std::string> names;
  for (const Contributor& person : citation.authors) {
    names.push_back(person.family + (person.initials.empty() ? "" : " " + person.initials));
  }
  if (citation.more_authors) names.emplace_back("…");
  return join(names, "; ");
}

std::string ids_of(const Citation& citation) {
  std::vector<std::string> ids;
  for (const Identifier& identifier : citation.identifiers) {
    ids.push_back(std::string(scheme_name(identifier.scheme())) + ":" + identifier.value());
  }
  return join(ids, " ");
}

std::vector<std::string> listed(std::string_view text) {
  const auto list = split_citations(text);
  return list.ok() ? *list : std::vector<std::string>{list.error().slug};
}

TEST(Citation, ReadsEveryStyle) {
  const auto cases = read_syntax_cases("citations", "text");
  ASSERT_GE(cases.size(), 25U);
  for (const SyntaxCase& one : cases) {
    SCOPED_TRACE(one.where + " " + one.value("text"));
    const Citation citation = parse_citation(one.value("text"));
    EXPECT_EQ(citation.number, one.value("number"));
    EXPECT_EQ(authors_of(citation), one.value("authors"));
    EXPECT_EQ(citation.title, one.value("title"));
    EXPECT_EQ(citation.journal, one.value("journal"));
    EXPECT_EQ(std::to_string(citation.year), one.value("year"));
    EXPECT_EQ(citation.volume + "|" + citation.issue + "|" + citation.pages, one.value("place"));
    EXPECT_EQ(ids_of(citation), one.value("ids"));
  }
}

TEST(Citation, KeepsWhatItCannotReadAsWordsToSearchFor) {
  const Citation citation = parse_citation("stroke units ; ; (");
  EXPECT_NE((citation.title + citation.rest).find("stroke units"), std::string::npos);
  EXPECT_EQ(parse_citation("").text, "");
  const Citation short_one = parse_citation("Smith J. BMJ 2010;340:c123");
  EXPECT_NE(short_one.rest.find("BMJ"), std::string::npos);
}

TEST(Citation, BearsWhateverIsPasted) {
  for (const std::string& text :
       {std::string(20'000, '('), std::string(20'000, 'A'), std::string(9'000, '1'),
        std::string("\xff\xfe\x00 2010;", 9), std::string("J. ") + std::string(3'000, '.'),
        std::string("\"'\"'[[[Internet"), std::string("10.1000/ PMID: ISBN doi:")}) {
    const Citation citation = parse_citation(text);
    EXPECT_LE(citation.text.size(), kMaxCitationBytes);
    EXPECT_TRUE(is_valid_utf8(citation.text));
  }
}

TEST(Citation, SplitsNumberedListsAndJoinsWrappedLines) {
  EXPECT_EQ(listed("1. Smith J. Title one.\n   BMJ 2010;340:c1.\n2. Jones A. Title two. BMJ\n"
                   "2011;341:c2.\n\n3. Lee K. Title three. BMJ 2012;342:c3."),
            (std::vector<std::string>{"1. Smith J. Title one. BMJ 2010;340:c1.",
                                      "2. Jones A. Title two. BMJ 2011;341:c2.",
                                      "3. Lee K. Title three. BMJ 2012;342:c3."}));
  EXPECT_EQ(listed("1. doi:10.1000/one\n2. doi:10.1000/two").size(), 2U);
  EXPECT_EQ(listed("[1] Smith J. One. BMJ 2010;1:1.\n[2] Lee K. Two. BMJ 2010;1:2.").size(), 2U);
  EXPECT_EQ(listed("7) Smith J. One. BMJ 2010;1:1.\r\n8) Lee K. Two. BMJ 2010;1:2.\r\n").size(),
            2U);
}

TEST(Citation, SplitsListsByLineAndByBlankLine) {
  EXPECT_EQ(listed("Smith J, Jones A. Title one.\nBMJ 2010;340:c1.\nLee K. Title two. BMJ "
                   "2011;341:c2.\ndoi:10.1000/two"),
            (std::vector<std::string>{"Smith J, Jones A. Title one. BMJ 2010;340:c1.",
                                      "Lee K. Title two. BMJ 2011;341:c2. doi:10.1000/two"}));
  EXPECT_EQ(listed("A title that\nis wrapped\n\nAnother title, 2010").size(), 2U);
  EXPECT_EQ(listed("10.1000/one\n10.1000/two\nPMID: 12345678").size(), 3U);
  EXPECT_EQ(listed("Care after stroke\nAsthma in children").size(), 2U);
}

TEST(Citation, RefusesListsThatAreTooLargeOrEmpty) {
  EXPECT_EQ(listed(" \n \n"), std::vector<std::string>{"no_citations"});
  EXPECT_EQ(listed(std::string((2U << 20U) + 1, 'a')),
            std::vector<std::string>{"citations_too_large"});
  std::string many;
  for (int i = 0; i < 501; ++i) many += "10.1000/a" + std::to_string(i) + "\n";
  EXPECT_EQ(listed(many), std::vector<std::string>{"too_many_citations"});
}

TEST(Citation, ReadsTheFieldsOfAForm) {
  CitationFields fields;
  EXPECT_EQ(citation_of(fields).error().slug, "no_citations");
  fields.author = "Smith JA";
  fields.year = "2010";
  fields.page = "101";
  const auto citation = citation_of(fields);
  ASSERT_TRUE(citation.ok());
  EXPECT_EQ(authors_of(*citation), "Smith JA");
  EXPECT_EQ(citation->year, 2010);
  EXPECT_EQ(citation->text, "Smith JA. 2010. 101");
  fields.year = "last year";
  EXPECT_EQ(citation_of(fields).error().slug, "bad_year");
}

}  // namespace
}  // namespace evidence::query
