#include "base/lenient_decode.h"

#include <gtest/gtest.h>

namespace evidence {
namespace {

TEST(LenientDecode, ReadsEscapesAndLeavesAStrayPercentSign) {
  EXPECT_EQ(percent_decode_leniently("a%20b+c%2b%C3%A9", true), "a b c+\xC3\xA9");
  EXPECT_EQ(percent_decode_leniently("a+b", false), "a+b");
  EXPECT_EQ(percent_decode_leniently("100% %zz %4 %", false), "100% %zz %4 %");
  EXPECT_EQ(percent_decode_leniently("%E9%00", false), std::string("\xE9\0", 2));
  EXPECT_EQ(percent_decode_leniently("%2541", false), "%41");
  EXPECT_EQ(percent_decode_leniently("", true), "");
}

}  // namespace
}  // namespace evidence
