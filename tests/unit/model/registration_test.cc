#include "model/registration.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace evidence {
namespace {

std::string found(std::string_view text, std::string_view label = "") {
  Record record;
  record.abstract.push_back({std::string(label), std::string(text)});
  return join(registrations_of(record), " ");
}

TEST(Registrations, AreFoundWhereTheTextSaysThatATrialWasRegistered) {
  EXPECT_EQ(found("Registered at ClinicalTrials.gov: NCT01234567."), "NCT01234567");
  EXPECT_EQ(found("Trial registration: isrctn12345678, nct 01234567"),
            "ISRCTN12345678 NCT01234567");
  EXPECT_EQ(found("registered as ISRCTN: 12345678"), "ISRCTN12345678");
  EXPECT_EQ(found("(trial number ACTRN12605000009606)"), "ACTRN12605000009606");
  EXPECT_EQ(found("ChiCTR2000012345", "Trial registration"), "CHICTR2000012345");
  EXPECT_EQ(found("NCT01234567; NCT01234567", "REGISTRATION"), "NCT01234567");
}

TEST(Registrations, ANumberInRunningTextIsNone) {
  EXPECT_EQ(found("We included NCT01234567 and NCT01234568."), "");
  EXPECT_EQ(found("Registered studies. " + std::string(100, 'x') + " NCT01234567"), "");
  EXPECT_EQ(found("registered: NCT0123456"), "");
  EXPECT_EQ(found("registered: NCT012345678"), "");
  EXPECT_EQ(found("registered: XNCT01234567"), "");
  EXPECT_EQ(found("registered: NCT"), "");
  EXPECT_EQ(found(""), "");
}

TEST(Registrations, IdentifiersCountWithoutAnyWordAround) {
  Record record;
  record.identifiers.push_back(Identifier::parse(IdentifierScheme::kNct, "NCT07654321").value());
  record.identifiers.push_back(
      Identifier::parse(IdentifierScheme::kLocal, "isrctn12345678").value());
  record.identifiers.push_back(Identifier::parse(IdentifierScheme::kPmid, "12345678").value());
  EXPECT_EQ(join(registrations_of(record), " "), "ISRCTN12345678 NCT07654321");
}

TEST(Registrations, AReviewThatListsHundredsGivesABoundedList) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "NCT" + std::to_string(10'000'000 + i) + " ";
  Record record;
  record.abstract.push_back({"Registration", text});
  EXPECT_EQ(registrations_of(record).size(), 50U);
}

}  // namespace
}  // namespace evidence
