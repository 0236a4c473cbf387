#include "model/embargo.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "tests/support/case_rows.h"

namespace evidence {
namespace {

std::string written_day(const std::optional<std::chrono::sys_days>& day) {
  if (!day) return "-";
  const std::chrono::year_month_day date(*day);
  char text[32];
  std::snprintf(text, sizeof text, "%d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

std::chrono::sys_days read_day(const std::string& text) {
  return std::chrono::floor<std::chrono::days>(*parse_timestamp(text + "T00:00:00Z"));
}

TEST(Embargo, LeavesTheWindowOpenThatTheStandardSays) {
  for (const auto& row : test::case_rows("holdings/embargo.tsv", 6, 35)) {
    SCOPED_TRACE(row[0] + " " + row[1]);
    const Embargo embargo = parse_embargo(row[1]);
    EXPECT_EQ(embargo.unparsed, row[4] == "unparsed" ? row[1] : "");
    EXPECT_EQ(embargo_for_people(embargo), row[5]);
    EXPECT_EQ(parse_embargo(format_embargo(embargo)), embargo);
    if (row[4] == "unparsed") {
      EXPECT_FALSE(embargo.none());
      continue;
    }
    const OpenWindow window = open_window(embargo, read_day(row[0]));
    EXPECT_EQ(written_day(window.from), row[2]);
    EXPECT_EQ(written_day(window.to), row[3]);
    EXPECT_EQ(format_embargo(embargo), row[4]);
  }
}

TEST(Embargo, OfALongTextKeepsItsBeginning) {
  const Embargo embargo = parse_embargo(std::string(5'000, 'x'));
  EXPECT_EQ(embargo.unparsed.size(), 200U);
  EXPECT_FALSE(embargo.none());
}

}  // namespace
}  // namespace evidence
