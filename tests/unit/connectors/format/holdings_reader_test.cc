// Title lists as holdings: every row of the table "bad input" of standards.md 3, and what is kept.
#include "connectors/format/holdings_reader.h"

#include <gtest/gtest.h>

#include <map>

#include "base/clock.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

const std::string kHoldingsHeader =
    "publication_title\tprint_identifier\tonline_identifier\tdate_first_issue_online\t"
    "num_first_vol_online\tnum_first_issue_online\tdate_last_issue_online\tnum_last_vol_online\t"
    "num_last_issue_online\ttitle_url\tfirst_author\ttitle_id\tembargo_info\tcoverage_depth\t"
    "notes\tpublisher_name\tpublication_type\tdate_monograph_published_print\t"
    "date_monograph_published_online\tmonograph_volume\tmonograph_edition\tfirst_editor\t"
    "parent_publication_title_id\tpreceding_publication_title_id\taccess_type\n";

// A row of 25 cells, given by place.
std::string holdings_row(const std::map<std::size_t, std::string>& cells) {
  std::string row;
  for (std::size_t i = 0; i < 25; ++i) {
    const auto found = cells.find(i);
    if (found != cells.end()) row += found->second;
    row += i + 1 < 25 ? '\t' : '\n';
  }
  return row;
}

const std::map<std::size_t, std::string> kHoldingsJournal{
    {0, "A journal"},  {1, "0959-8138"}, {2, "1756-1833"},
    {3, "1990-01-01"}, {4, "1"},         {9, "https://journals.example.org/a"},
    {11, "j1"},        {12, "P1Y"},      {13, "fulltext"},
    {15, "A Press"},   {16, "serial"},   {24, "P"}};

std::map<std::size_t, std::string> journal_but(const std::map<std::size_t, std::string>& other) {
  auto cells = kHoldingsJournal;
  for (const auto& [place, text] : other) cells[place] = text;
  return cells;
}

Result<HoldingsFile> read_list(const std::string& text, const HoldingsOptions& options = {}) {
  const auto source = memory_source(text);
  return read_holdings(*source, options);
}

HoldingsFile must_read(const std::string& text, const HoldingsOptions& options = {}) {
  auto file = read_list(text, options);
  EXPECT_TRUE(file.ok()) << (file.ok() ? "" : file.error().message);
  return file.ok() ? std::move(*file) : HoldingsFile{};
}

TEST(HoldingsReader, ReadsEveryColumn) {
  const HoldingsFile file =
      must_read("\xEF\xBB\xBF" + kHoldingsHeader + holdings_row(kHoldingsJournal));
  ASSERT_EQ(file.holdings.size(), 1U);
  EXPECT_TRUE(file.problems.empty());
  const Holding& holding = file.holdings[0];
  EXPECT_EQ(holding.title, "A journal");
  EXPECT_EQ(holding.title_id, "j1");
  EXPECT_EQ(holding.print_id->value(), "0959-8138");
  EXPECT_EQ(holding.online_id->value(), "1756-1833");
  EXPECT_EQ(holding.kind, HoldingKind::kSerial);
  EXPECT_EQ(holding.depth, CoverageDepth::kFullText);
  EXPECT_FALSE(holding.free);
  EXPECT_EQ(format_date(holding.first), "1990-01-01");
  EXPECT_FALSE(holding.last.known());
  EXPECT_EQ(holding.first_volume, "1");
  EXPECT_EQ(format_embargo(holding.embargo), "P1Y");
  EXPECT_EQ(holding.url, "https://journals.example.org/a");
  EXPECT_EQ(holding.publisher, "A Press");
  EXPECT_EQ(holding.notes, "");
}

TEST(HoldingsReader, RefusesARowOfAnotherNumberOfColumnsAndKeepsTheOthers) {
  const HoldingsFile file =
      must_read(kHoldingsHeader + holdings_row(kHoldingsJournal) + "Half a row\t0959-8138\n" +
                holdings_row(journal_but({{11, "j2"}})));
  EXPECT_EQ(file.rows, 3U);
  EXPECT_EQ(file.refused, 1U);
  EXPECT_EQ(file.holdings.size(), 2U);
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_EQ(file.problems[0].line, 3U);
  EXPECT_EQ(file.problems[0].code, "column_count");
  EXPECT_TRUE(file.problems[0].refused);
}

TEST(HoldingsReader, RefusesAFileWithoutAHeader) {
  const auto file = read_list(holdings_row(kHoldingsJournal));
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().slug, "bad_kbart_header");
  EXPECT_FALSE(read_list("").ok());
}

TEST(HoldingsReader, KeepsAHoldingWhoseEmbargoIsUnknownButNotAsOneWithout) {
  const HoldingsFile file =
      must_read(kHoldingsHeader + holdings_row(journal_but({{12, "six months"}})));
  ASSERT_EQ(file.holdings.size(), 1U);
  EXPECT_EQ(file.holdings[0].embargo.unparsed, "six months");
  EXPECT_EQ(coverage_of(file.holdings[0], PartialDate{2000, 1, 1},
                        std::chrono::sys_days(std::chrono::year(2026) / 11 / 30))
                .answer,
            Covered::kMaybe);
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_EQ(file.problems[0].code, "embargo_unparsed");
  EXPECT_FALSE(file.problems[0].refused);
}

TEST(HoldingsReader, RefusesARowThatEndsBeforeItBegins) {
  const HoldingsFile file =
      must_read(kHoldingsHeader + holdings_row(journal_but({{3, "2004-05"}, {6, "2004-04-30"}})) +
                holdings_row(journal_but({{3, "2004-05"}, {6, "2004"}})));
  EXPECT_EQ(file.refused, 1U);
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_EQ(file.problems[0].code, "date_range");
  EXPECT_EQ(file.problems[0].line, 2U);
  EXPECT_EQ(file.holdings.size(), 1U) << "2004 may end in or after May";
}

TEST(HoldingsReader, IgnoresARowThatIsThereAlready) {
  const HoldingsFile file =
      must_read(kHoldingsHeader + holdings_row(kHoldingsJournal) +
                holdings_row(journal_but({{3, "1999"}})) + holdings_row(kHoldingsJournal));
  EXPECT_EQ(file.duplicates, 1U);
  EXPECT_EQ(file.rows, 3U);
  EXPECT_EQ(file.holdings.size(), 2U);
}

TEST(HoldingsReader, RefusesAListInTheStandardsFormThatIsNotUtf8WithTheBytesPlace) {
  const std::string row = holdings_row(journal_but({{0, "Caf\xE9"}}));
  const std::size_t place = kHoldingsHeader.size() + 3;
  for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
    const auto file = read_list(mark + kHoldingsHeader + row);
    ASSERT_FALSE(file.ok());
    EXPECT_EQ(file.error().slug, "not_utf8");
    EXPECT_NE(file.error().message.find("byte " + std::to_string(place + mark.size()) + " "),
              std::string::npos)
        << file.error().message;
  }
  const HoldingsFile told = must_read(kHoldingsHeader + row, {.encoding = "windows-1252"});
  EXPECT_EQ(told.holdings.at(0).title, "Café");
  EXPECT_FALSE(read_list(kHoldingsHeader + row, {.encoding = "klingon-1"}).ok());
}

TEST(HoldingsReader, RefusesNotUtf8AlsoFarDownAndCutAtTheEnd) {
  std::string long_list = kHoldingsHeader;
  for (int i = 0; i < 5'000; ++i) {
    long_list += holdings_row(journal_but({{11, "é" + std::to_string(i)}}));
  }
  EXPECT_EQ(must_read(long_list).holdings.size(), 5'000U) << "characters on the edge of a piece";
  EXPECT_EQ(read_list(long_list + "\xC3").error().slug, "not_utf8");
}

TEST(HoldingsReader, ReadsOtherListsBytesAsWindows1252AndSaysSo) {
  const HoldingsFile file = must_read(
      "Package Name,Biomedical,,\nProvider,Soci\xE9t\xE9,,\n"
      "publication_title,print_identifier,title_id,platform_title_url\n"
      "Caf\xE9,0959-8138,c,http://cafe.example.org/\n");
  ASSERT_EQ(file.holdings.size(), 1U);
  EXPECT_EQ(file.holdings[0].title, "Café");
  EXPECT_EQ(file.holdings[0].url, "http://cafe.example.org/");
  EXPECT_EQ(file.package, "Biomedical");
  EXPECT_EQ(file.provider, "Société");
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_EQ(file.problems[0].code, "not_utf8");
  EXPECT_NE(file.problems[0].reason.find("byte 39 "), std::string::npos) << file.problems[0].reason;
}

TEST(HoldingsReader, KeepsUnknownColumnsAndThoseWithoutAFieldAsNotes) {
  const HoldingsFile file = must_read(
      "publication_title\tprint_identifier\ttitle_id\tfirst_author\tcontent_class\tnotes\n"
      "A book\t9780306406157\tb1\tSmith\thybrid\tkeep\n");
  ASSERT_EQ(file.holdings.size(), 1U);
  EXPECT_EQ(file.holdings[0].kind, HoldingKind::kMonograph);
  EXPECT_EQ(file.holdings[0].notes, "keep; first_author: Smith; content_class: hybrid");
}

TEST(HoldingsReader, ReadsPhaseOneWithItsCoverageNotes) {
  const HoldingsFile file = must_read(
      "publication_title\tprint_identifier\tonline_identifier\tdate_first_issue_online\t"
      "num_first_vol_online\tnum_first_issue_online\tdate_last_issue_online\t"
      "num_last_vol_online\tnum_last_issue_online\ttitle_url\tfirst_author\ttitle_id\t"
      "embargo_info\tcoverage_depth\tcoverage_notes\tpublisher_name\r\n"
      "A "
      "journal\t\t1756-1833\t1990\t\t\t\t\t\thttps://a.example.org/\t\t\t\tabstracts\tgaps\tP\r\n");
  ASSERT_EQ(file.holdings.size(), 1U);
  EXPECT_EQ(file.holdings[0].depth, CoverageDepth::kAbstracts);
  EXPECT_EQ(file.holdings[0].notes, "gaps");
}

TEST(HoldingsReader, DropsAWrongNumberAndKeepsTheTitle) {
  const HoldingsFile file = must_read(
      kHoldingsHeader + holdings_row(journal_but({{1, "0959-8139"}, {2, "1756-1833; 0140-6736"}})));
  ASSERT_EQ(file.holdings.size(), 1U);
  EXPECT_EQ(file.problems.at(0).code, "bad_identifier");
  EXPECT_EQ(file.holdings[0].online_id->value(), "1756-1833");
  EXPECT_EQ(file.holdings[0].print_id->value(), "0140-6736") << "the second fills the empty place";
}

TEST(HoldingsReader, TakesNoDateThatItCannotReadForTheBeginningOrTheEnd) {
  const HoldingsFile file = must_read(
      kHoldingsHeader + holdings_row(journal_but({{3, "spring"}, {6, "ceased"}, {12, ""}})));
  ASSERT_EQ(file.holdings.size(), 1U);
  EXPECT_EQ(file.holdings[0].first_unread, "spring");
  EXPECT_EQ(file.holdings[0].last_unread, "ceased");
}

TEST(HoldingsReader, PromisesNothingOfADepthThatItDoesNotKnow) {
  const HoldingsFile file =
      must_read(kHoldingsHeader + holdings_row(journal_but({{13, "streaming"}})));
  EXPECT_EQ(file.holdings.at(0).depth, CoverageDepth::kSelectedArticles);
  EXPECT_EQ(file.holdings[0].notes, "coverage_depth: streaming");
  EXPECT_EQ(file.problems.at(0).code, "unknown_depth");
}

TEST(HoldingsReader, ReadsPrintHoldings) {
  const HoldingsFile by_option =
      must_read(kHoldingsHeader + holdings_row(kHoldingsJournal), {.print = true});
  EXPECT_EQ(by_option.holdings.at(0).depth, CoverageDepth::kPrint);
  const HoldingsFile by_column =
      must_read(kHoldingsHeader + holdings_row(journal_but({{13, "Print"}})));
  EXPECT_EQ(by_column.holdings.at(0).depth, CoverageDepth::kPrint);
}

TEST(HoldingsReader, LeavesOutAddressesThatMayNotBeFollowed) {
  const HoldingsFile file =
      must_read(kHoldingsHeader + holdings_row(journal_but({{9, "javascript:alert(1)"}})) +
                holdings_row(journal_but({{9, "https://doi.org@evil.example/"}})));
  ASSERT_EQ(file.holdings.size(), 2U);
  EXPECT_EQ(file.holdings[0].url, "");
  EXPECT_EQ(file.holdings[1].url, "");
  EXPECT_EQ(file.problems.at(0).code, "bad_link");
}

TEST(HoldingsReader, StopsAtItsLimitAndWhenAskedTo) {
  const std::string list =
      kHoldingsHeader + holdings_row(kHoldingsJournal) + holdings_row(journal_but({{11, "j2"}}));
  EXPECT_EQ(read_list(list, {.max_rows = 1}).error().slug, "too_many_rows");
  StopFlag stop;
  stop.request_stop();
  EXPECT_EQ(read_list(list, {.stop = &stop}).error().code, ErrorCode::kCancelled);
}

TEST(HoldingsReader, CountsMoreProblemsThanItKeeps) {
  std::string list = kHoldingsHeader;
  for (int i = 0; i < 10'500; ++i) list += std::to_string(i) + "\tshort\n";
  const HoldingsFile file = must_read(list);
  EXPECT_EQ(file.refused, 10'500U);
  EXPECT_EQ(file.problems_found, 10'500U);
  EXPECT_EQ(file.problems.size(), HoldingsFile::kMaxProblems);
}

TEST(HoldingsReader, ReadsTheSampleList) {
  const auto path = source_dir() / "data/sample/SampleHouse_Global_ClinicalTitles_2026-01-15.txt";
  const auto source = open_file(path);
  ASSERT_TRUE(source.ok());
  const auto file = read_holdings(**source, {});
  ASSERT_TRUE(file.ok()) << file.error().message;
  EXPECT_GT(file->holdings.size(), 3U);
  EXPECT_EQ(file->refused, 0U);
}

}  // namespace
}  // namespace evidence::test
