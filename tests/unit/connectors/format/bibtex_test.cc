#include <gtest/gtest.h>

#include "base/text.h"
#include "connectors/format/bibtex_names.h"
#include "connectors/format/latex_text.h"
#include "tests/unit/connectors/format/reference_support.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "bibtex";

const std::string kFile =
    "A comment outside.\n"
    "@string{jir = \"Journal of \" # {Invented Results}}\n"
    "@preamble{\"\\newcommand{\\x}{y}\"}\n@comment{ @article{not, title={x}} }\n"
    "@article{ex1,\n  author = {M{\\\"u}ller, Ann B. and van der Sample, Jr, Carl and {A and B "
    "Group} and others},\n"
    "  title = \"{A} trial of $\\alpha$-nothing: H$_2$O \\& \\emph{more}\",\n"
    "  journal = jir, year = 2019, month = \"3~\" # may, pages = {101--9}, volume = 12,\n"
    "  number = {3}, doi = {10.5555/ex\\_1}, issn = {0959-8138}, language = {en},\n"
    "  abstract = {Background: a. Methods: b.}, keywords = {one, two},\n"
    "  url = {https://example.org/~a--b}}\n"
    "@InBook(ex2, title = {Caf{\\'e}}, booktitle = {The Book}, editor = {Eve Editor},\n"
    "  isbn = {978-0-306-40615-7}, year = {2001}, crossref = {ex9})\n"
    "@misc{ex3, title = {On arXiv}, eprint = {2001.00001}, archivePrefix = {arXiv}}"
    "@book{ex4, title={Same line}}\n";

TEST(Bibtex, ReadsEntriesWithMacrosAndLatex) {
  const ReadAll all = read_text(kFormat, kFile);
  ASSERT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(codes_of(all), "cross_reference:1 ");
  ASSERT_EQ(all.records.size(), 4U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.source_record_id, "doi:10.5555/ex_1");
  EXPECT_EQ(record.title, "A trial of α-nothing: H2O & more");
  EXPECT_EQ(record.publication.title, "Journal of Invented Results");
  EXPECT_EQ(format_date(record.publication.date), "2019-05-03");
  EXPECT_EQ(record.publication.pages, "101-109");
  ASSERT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.contributors[0].family, "Müller");
  EXPECT_EQ(record.contributors[0].initials, "AB");
  EXPECT_EQ(record.contributors[1].family, "van der Sample Jr");
  EXPECT_EQ(record.contributors[1].given, "Carl");
  EXPECT_EQ(record.contributors[2].family, "A and B Group");
  EXPECT_EQ(record.contributors[2].role, "collective");
  EXPECT_EQ(record.abstract.size(), 2U);
  EXPECT_EQ(record.languages, std::vector<std::string>{"eng"});
  EXPECT_EQ(subjects_of(record), "keyword:one keyword:two");
  EXPECT_EQ(record.links.at(0).url, "https://example.org/~a--b");
  EXPECT_EQ(all.records[1].title, "Café");
  EXPECT_EQ(all.records[1].publication.title, "The Book");
  EXPECT_EQ(all.records[1].publication_types, std::vector<std::string>{"Book Chapter"});
  EXPECT_EQ(all.records[1].contributors.at(0).role, "editor");
  EXPECT_EQ(all.records[2].publication_types, std::vector<std::string>{"Preprint"});
  EXPECT_EQ(all.records[3].title, "Same line");
}

TEST(Bibtex, ADamagedEntryEndsBeforeTheNext) {
  const ReadAll all = read_text(kFormat,
                                "@article{a, title = {One}}\n@article{b, title = {Two {x}\n"
                                "@article{c, title = {Three}}\n@article{d, = }\n"
                                "@article{e, title = {Five}");
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[1].title, "Three");
  EXPECT_EQ(codes_of(all), "bad_entry:1 damaged_entry:2 ");
  EXPECT_EQ(all.problems[0].position, "entry 2 at line 2");
}

TEST(Bibtex, LatexBecomesText) {
  const auto text = [](const char* latex) { return clean_text(latex_to_text(latex)); };
  EXPECT_EQ(text(R"(\'{e}\"o\ss{} \o re \ae{}r \v{s} {\'\i} \c{c} \H{o} \r a)"),
            "éöß øre ær š í ç ő å");
  EXPECT_EQ(text(R"(5~mg -- a---b ``q'' \% \$ \_ x\textsuperscript{2} $\beta_{1}$ $\leq$ 3)"),
            "5 mg – a—b “q” % $ _ x2 β1 ≤ 3");
  EXPECT_EQ(
      text(
          R"(\textit{in \textbf{bold}} \href{https://example.org}{there} {\textless}p{\textgreater})"),
      "in bold there <p>");
  EXPECT_EQ(text(R"(\)"), "");
  EXPECT_EQ(text(R"({{{}} \unknown{kept} \')"), "kept");
  (void)latex_to_text(std::string(100'000, '{') + "\\'" + std::string(1'000, '{'));
}

TEST(Bibtex, NamesFollowItsRules) {
  const auto people = bibtex_names(
      "Ludwig van Beethoven and Jean-Paul Sartre and Smith JA and {\\'E}mile Zola and Plato",
      "author");
  ASSERT_EQ(people.size(), 5U);
  EXPECT_EQ(people[0].family, "van Beethoven");
  EXPECT_EQ(people[1].initials, "JP");
  EXPECT_EQ(people[2].family, "Smith");
  EXPECT_EQ(people[3].given, "Émile");
  EXPECT_EQ(people[4].family, "Plato");
}

TEST(Bibtex, AFileWithoutAnEntryIsAnError) {
  for (const char* text : {"", "nothing here", "<html>@x"}) {
    EXPECT_TRUE(read_text(kFormat, text).error) << text;
  }
}

TEST(Bibtex, CutsAndChangedBytesKeepTheOtherEntries) { break_everywhere(kFormat, kFile); }

}  // namespace
}  // namespace evidence::test
