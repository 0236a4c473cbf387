#include "model/holding.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "tests/support/case_rows.h"

namespace evidence {
namespace {

void read_case_bound(const std::string& text, PartialDate& date, std::string& unread) {
  if (text.starts_with('?')) {
    unread = text.substr(1);
  } else if (!text.empty()) {
    date = parse_date(text).value();
  }
}

// "3-1..7-2": volume 3, issue 1 to volume 7, issue 2.
void read_case_volumes(const std::string& text, Holding& holding) {
  if (text == "-") return;
  const std::size_t middle = text.find("..");
  const auto halves = [](const std::string& half, std::string& volume, std::string& issue) {
    const std::size_t dash = half.find('-');
    volume = half.substr(0, dash);
    if (dash != std::string::npos) issue = half.substr(dash + 1);
  };
  halves(text.substr(0, middle), holding.first_volume, holding.first_issue);
  halves(text.substr(middle + 2), holding.last_volume, holding.last_issue);
}

TEST(HoldingCoverage, SaysYesOnlyWhereItIsCertain) {
  for (const auto& row : test::case_rows("holdings/coverage.tsv", 11, 70)) {
    SCOPED_TRACE(::testing::PrintToString(row));
    Holding holding;
    holding.title = "A journal";
    holding.kind = holding_kind_by_name(row[1]).value();
    holding.depth = depth_by_name(row[2]).value();
    read_case_bound(row[3], holding.first, holding.first_unread);
    read_case_bound(row[4], holding.last, holding.last_unread);
    read_case_volumes(row[5], holding);
    holding.embargo = parse_embargo(row[6]);
    Published published;
    if (!row[7].empty()) published.date = parse_date(row[7]).value();
    const std::size_t bracket = row[8].find('(');
    const std::string volume = row[8] == "-" ? "" : row[8].substr(0, bracket);
    const std::string issue =
        bracket == std::string::npos ? "" : row[8].substr(bracket + 1, row[8].size() - bracket - 2);
    published.volume = volume;
    published.issue = issue;
    const auto today =
        std::chrono::floor<std::chrono::days>(*parse_timestamp(row[0] + "T00:00:00Z"));
    const CoverageAnswer answer = coverage_of(holding, published, today);
    EXPECT_EQ(covered_name(answer.answer), row[9]) << row[10] << " " << answer.note;
    EXPECT_TRUE(answer.note.starts_with(coverage_for_people(holding))) << answer.note;
    if (answer.answer != Covered::kYes) {
      EXPECT_NE(answer.note, coverage_for_people(holding)) << "it says why";
    }
  }
}

TEST(HoldingCoverage, IsSaidInWords) {
  Holding holding;
  holding.first = {2004, 5, 0};
  holding.last = {2010, 0, 0};
  holding.embargo = parse_embargo("P30D");
  EXPECT_EQ(coverage_for_people(holding),
            "Full text from May 2004 to 2010, not the newest 30 days");
  holding = {};
  EXPECT_EQ(coverage_for_people(holding), "Full text, dates not stated");
  holding.kind = HoldingKind::kMonograph;
  EXPECT_EQ(coverage_for_people(holding), "Full text");
  holding.depth = CoverageDepth::kPrint;
  holding.first_volume = "3";
  holding.first_issue = "2";
  holding.last_unread = "ceased";
  EXPECT_EQ(coverage_for_people(holding), "Print from volume 3, issue 2 to “ceased”");
}

TEST(HoldingCoverage, NotesWhyItIsNotCertain) {
  Holding holding;
  holding.first = {2004, 5, 0};
  const std::chrono::sys_days today = std::chrono::year(2026) / 11 / 30;
  EXPECT_EQ(coverage_of(holding, PartialDate{2003, 0, 0}, today).note,
            "Full text from May 2004; published 2003");
  EXPECT_EQ(coverage_of(holding, PartialDate{2004, 0, 0}, today).note,
            "Full text from May 2004; only that it was published 2004 is known");
  EXPECT_EQ(coverage_of(holding, PartialDate{}, today).note,
            "Full text from May 2004; its date of publication is not known");
}

}  // namespace
}  // namespace evidence
