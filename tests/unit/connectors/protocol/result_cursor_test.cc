#include "connectors/protocol/result_cursor.h"

#include <gtest/gtest.h>

#include "connectors/protocol/window_query.h"

namespace evidence {
namespace {

TEST(ResultCursors, SurviveBeingWrittenDown) {
  ResultCursor cursor;
  cursor.query_hash = "0123456789abcdef";
  cursor.next = 2'001;
  cursor.total = 123'456'789'012;
  cursor.changes = 3;
  cursor.missing = 2;
  const std::string text = to_text(cursor, "sru");
  EXPECT_EQ(text, "sru1:0123456789abcdef:2001:123456789012:3:2");
  const auto read = parse_result_cursor(text, "sru", cursor.query_hash);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, cursor);
  for (const char* bad :
       {"", "sru1", "sru2:0123456789abcdef:1:2:0:0", "sru1:0123456789abcdef:0:2:0:0",
        "sru1:0123456789abcdef:1:-2:0:0", "sru1:0123456789abcdef:1:2:0:0:0",
        "sru1:0123456789abcdef:1:2:0:99999999999", "sru1:other:1:2:0:0",
        "z39501:0123456789abcdef:1:2:0:0", "sru1:0123456789abcdef:1:2:0:0 "}) {
    EXPECT_EQ(parse_result_cursor(bad, "sru", cursor.query_hash).error().slug, "bad_cursor") << bad;
  }
}

TEST(WindowQueries, HaveTheirDatesFilledIn) {
  const auto filled = [](const char* text, const char* from, const char* to) {
    const auto result = fill_window_template(text, from, to);
    return result.ok() ? *result : "error: " + result.error().message;
  };
  EXPECT_EQ(filled("m >= \"{from}\"", "2024-03-15T10:11:12Z", ""), "m >= \"2024-03-15\"");
  EXPECT_EQ(filled("{from_compact}-{to_compact}", "2024-03-15", "2024-04-01"), "20240315-20240401");
  EXPECT_EQ(filled("{from_time}/{to_time}", "2024-03-15", ""),
            "2024-03-15T00:00:00Z/9999-12-31T23:59:59Z");
  EXPECT_EQ(filled("{from}", "2024-03-15", "").substr(0, 4), "2024");
  for (const char* bad :
       {"2024", "2024-02-30", "soon", "2024-03-15T10:11:12", "2024-03-15 or 1=1"}) {
    EXPECT_EQ(filled("{from}", bad, "").substr(0, 6), "error:") << bad;
  }
}

TEST(WindowQueries, WithUnknownPlaceholdersAreRefused) {
  EXPECT_TRUE(check_window_template("x {from} {to_time}").ok());
  for (const char* bad : {"", "x", "{to}", "{from", "{from} {until}", "{from} {}"}) {
    EXPECT_EQ(check_window_template(bad).error().code, ErrorCode::kInvalidArgument) << bad;
  }
}

}  // namespace
}  // namespace evidence
