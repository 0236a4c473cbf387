#include "search/currency_note.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "model/index_format.h"
#include "model/merge.h"

namespace evidence {
namespace {

Work guideline(Currency currency) {
  Record record;
  record.source = "nice";
  record.source_record_id = "NG1";
  record.title = "Managing sepsis";
  record.publication_types = {"Practice Guideline"};
  record.currency = std::move(currency);
  return merge("w0000000000001", {record});
}

CurrencyContext context(std::optional<std::int64_t> age_days = 3) {
  CurrencyContext out;
  out.today = {2026, 11, 29};
  out.checks["nice"] = {"NICE", {2026, 11, 26}, age_days};
  return out;
}

CurrencyNote note_of(Currency currency, const CurrencyContext& with = context()) {
  return currency_note(*guideline_facts(guideline(std::move(currency))), with);
}

TEST(CurrencyNote, UnknownReadsAsNotSuppliedAndNeverAsCurrent) {
  const CurrencyNote note = note_of({});
  EXPECT_EQ(note.state, CurrencyState::kNotStated);
  EXPECT_EQ(note.text, "Review date not supplied by the source; last checked 26 November 2026.");
  EXPECT_EQ(note.last_checked, "2026-11-26");
  EXPECT_EQ(note.warning, "");
  EXPECT_EQ(note_of({}, {}).text,
            "Review date not supplied by the source; when it was last checked is not known.");
}

TEST(CurrencyNote, SaysWhoSaysWhat) {
  EXPECT_EQ(note_of({.review_due = {2027, 5, 0}}).text,
            "Review due May 2027, according to NICE; last checked 26 November 2026.");
  EXPECT_EQ(note_of({.review_due = {2025, 5, 0}}).text,
            "Review date passed: NICE said that it would be reviewed by May 2025; last checked 26 "
            "November 2026.");
  EXPECT_EQ(note_of({.stated = CurrencyStatement::kCurrent}).text,
            "Current according to NICE; review date not supplied by the source; last checked 26 "
            "November 2026.");
  EXPECT_EQ(note_of({.stated = CurrencyStatement::kWithdrawn, .withdrawn_on = {2025, 6, 1}}).text,
            "Withdrawn, 1 June 2025, according to NICE; last checked 26 November 2026.");
  EXPECT_EQ(note_of({.stated = CurrencyStatement::kSuperseded}).text,
            "Superseded or updated by a later publication, according to NICE; last checked 26 "
            "November 2026.");
  EXPECT_EQ(note_of({.version = "2.1", .last_reviewed = {2024, 5, 0}}).text,
            "Review date not supplied by the source; last checked 26 November 2026. Version: 2.1. "
            "Last reviewed: May 2024.");
}

TEST(CurrencyNote, WarnsWhereTheSourceWasReadTooLongAgo) {
  EXPECT_EQ(note_of({}, context(90)).warning, "");
  EXPECT_EQ(note_of({}, context(91)).warning,
            "NICE was last read 91 days ago: look at the source itself whether this guideline "
            "still holds.");
  CurrencyContext strict = context(8);
  strict.warn_after_days = 7;
  EXPECT_FALSE(note_of({}, strict).warning.empty());
  EXPECT_EQ(note_of({}, context(std::nullopt)).warning, "");
}

TEST(CurrencyNote, IsPutIntoAHitAndLeavesOthersAsTheyAre) {
  const std::string hit = make_hit_json(guideline({.review_due = {2025, 5, 0}}));
  const auto noted = parse_json(with_currency_note(hit, context(100)));
  ASSERT_TRUE(noted.ok());
  const json::object& currency = noted->get_object().at("currency").get_object();
  EXPECT_EQ(currency.at("state").get_string(), "review_due_passed");
  EXPECT_EQ(currency.at("review_due").get_string(), "2025-05");
  EXPECT_EQ(currency.at("last_checked").get_string(), "2026-11-26");
  EXPECT_FALSE(currency.at("warning").get_string().empty());
  EXPECT_EQ(guideline_facts(hit)->value, "20250531");

  EXPECT_EQ(with_currency_note(R"({"id":"w1","title":"\"currency\":{"})", context()),
            R"({"id":"w1","title":"\"currency\":{"})");
  EXPECT_EQ(with_currency_note("", context()), "");
  EXPECT_EQ(with_currency_note(R"("currency":{)", context()), R"("currency":{)");
}

}  // namespace
}  // namespace evidence
