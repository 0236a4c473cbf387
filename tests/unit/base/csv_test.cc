#include "base/csv.h"

#include <gtest/gtest.h>

namespace evidence {
namespace {

TEST(CsvRow, QuotesWhatNeedsIt) {
  EXPECT_EQ(csv_row({"1", "a,b", "say \"yes\"", "two\nlines", ""}),
            "1,\"a,b\",\"say \"\"yes\"\"\",\"two\nlines\",\r\n");
}

TEST(CsvRow, NoCellBecomesAFormula) {
  EXPECT_EQ(csv_row({"=1+1", "-2", "+a", "@b", "a=b"}), "'=1+1,'-2,'+a,'@b,a=b\r\n");
}

}  // namespace
}  // namespace evidence
