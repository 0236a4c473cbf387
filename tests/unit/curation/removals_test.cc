// What a file that stands for the whole list may take away.
#include "curation/removals.h"

#include <gtest/gtest.h>

namespace evidence::curation {
namespace {

std::string refusal(const Removals& removals, bool confirmed) {
  const auto checked = check_removals(removals, confirmed);
  return checked.ok() ? "" : checked.error().slug;
}

TEST(DirectoryRemovals, MoreThanHalfHasToBeConfirmed) {
  EXPECT_EQ(refusal({"libraries", 10, 5, 5}, false), "");
  EXPECT_EQ(refusal({"libraries", 10, 4, 6}, false), "removes_most");
  EXPECT_EQ(refusal({"libraries", 10, 4, 6}, true), "");
  EXPECT_EQ(refusal({"libraries", 1, 1, 1}, false), "removes_most");
  EXPECT_EQ(refusal({"libraries", 0, 3, 0}, false), "");
}

TEST(DirectoryRemovals, AFileOfNothingRemovesNothingEvenIfConfirmed) {
  for (const bool confirmed : {false, true}) {
    EXPECT_EQ(refusal({"organisations", 10, 0, 10}, confirmed), "list_is_empty");
    EXPECT_EQ(refusal({"organisations", 0, 0, 0}, confirmed), "list_is_empty");
  }
}

}  // namespace
}  // namespace evidence::curation
