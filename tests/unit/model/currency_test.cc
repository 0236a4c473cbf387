#include "model/currency.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/json.h"
#include "model/merge.h"
#include "model/record_json.h"

namespace evidence {
namespace {

constexpr PartialDate kToday{2026, 11, 29};

Record guideline(const std::string& source, Currency currency) {
  Record record;
  record.source = source;
  record.source_record_id = "1";
  record.title = "Managing sepsis";
  record.publication_types = {"Practice Guideline"};
  record.currency = std::move(currency);
  return record;
}

Work work_of(std::vector<Record> records) { return merge("w0000000000001", std::move(records)); }

CurrencyState state_of(Currency currency) {
  return currency_on(currency_value(work_of({guideline("nice", std::move(currency))})), kToday);
}

TEST(Currency, WhatNobodyStatesIsNeverCurrent) {
  EXPECT_EQ(state_of({}), CurrencyState::kNotStated);
  EXPECT_EQ(state_of({.version = "2"}), CurrencyState::kNotStated);
  EXPECT_EQ(state_of({.last_reviewed = {2026, 11, 1}}), CurrencyState::kNotStated);
  EXPECT_EQ(state_of({.stated = CurrencyStatement::kCurrent}), CurrencyState::kCurrent);
}

TEST(Currency, AReviewDatePassesAtItsLastDay) {
  EXPECT_EQ(state_of({.review_due = {2026, 11, 29}}), CurrencyState::kCurrent);
  EXPECT_EQ(state_of({.review_due = {2026, 11, 28}}), CurrencyState::kReviewDuePassed);
  EXPECT_EQ(state_of({.review_due = {2026, 11, 0}}), CurrencyState::kCurrent);
  EXPECT_EQ(state_of({.review_due = {2026, 10, 0}}), CurrencyState::kReviewDuePassed);
  EXPECT_EQ(state_of({.review_due = {2026, 0, 0}}), CurrencyState::kCurrent);
  EXPECT_EQ(state_of({.review_due = {2025, 0, 0}}), CurrencyState::kReviewDuePassed);
  // A source that says "current" beside a date long past is not believed against its own date.
  EXPECT_EQ(state_of({.review_due = {2020, 1, 1}, .stated = CurrencyStatement::kCurrent}),
            CurrencyState::kReviewDuePassed);
  EXPECT_EQ(currency_on("20300101", {}), CurrencyState::kNotStated);  // the day is not known
}

TEST(Currency, WithdrawnAndSupersededStandBeforeEveryDate) {
  EXPECT_EQ(state_of({.review_due = {2030, 1, 1}, .stated = CurrencyStatement::kWithdrawn}),
            CurrencyState::kWithdrawn);
  EXPECT_EQ(state_of({.review_due = {2030, 1, 1}, .stated = CurrencyStatement::kSuperseded}),
            CurrencyState::kSuperseded);
  for (const RelationType type : {RelationType::kHasNewerVersion, RelationType::kUpdatedBy}) {
    Record record = guideline("nice", {.review_due = {2030, 1, 1}});
    record.relations.push_back({type, "pmid:2", ""});
    EXPECT_EQ(currency_value(work_of({record})), "superseded");
  }
}

TEST(Currency, AnArticleThatIsNoGuidelineHasNone) {
  Record record;
  record.source = "pubmed";
  record.source_record_id = "1";
  record.title = "Asthma: a cohort study";
  record.relations.push_back({RelationType::kHasNewerVersion, "pmid:2", ""});
  EXPECT_EQ(currency_value(work_of({record})), "");
  EXPECT_EQ(currency_on("", kToday), CurrencyState::kNone);
  record.title = "Guidelines for the management of asthma";  // a probable one is looked at too
  record.relations.clear();
  EXPECT_EQ(currency_value(work_of({record})), "not_stated");
}

TEST(Currency, OfSeveralSourcesTheGravestIsBelievedAndNamed) {
  const Work work = work_of({guideline("europepmc", {.version = "2", .review_due = {2030, 1, 1}}),
                             guideline("nice", {.version = "3",
                                                .stated = CurrencyStatement::kWithdrawn,
                                                .withdrawn_on = {2025, 6, 0}})});
  EXPECT_EQ(currency_value(work), "withdrawn");
  EXPECT_EQ(work.currency_source, "nice");
  EXPECT_EQ(work.record.currency.version, "2");  // of the source that leads, with its date
  EXPECT_EQ(work.record.currency.withdrawn_on, (PartialDate{2025, 6, 0}));
  EXPECT_EQ(work_of({guideline("nice", {})}).currency_source, "");
}

TEST(Currency, StatesAndWordsReadBack) {
  for (const CurrencyState state : currency_states()) {
    EXPECT_EQ(currency_by_name(currency_name(state)), state);
    EXPECT_FALSE(currency_label(state).empty());
  }
  EXPECT_EQ(currency_by_name(""), std::nullopt);
  EXPECT_EQ(currency_by_name("outdated"), std::nullopt);
  EXPECT_EQ(currency_statement_by_word(" Withdrawn "), CurrencyStatement::kWithdrawn);
  EXPECT_EQ(currency_statement_by_word("Archived"), CurrencyStatement::kWithdrawn);
  EXPECT_EQ(currency_statement_by_word("replaced"), CurrencyStatement::kSuperseded);
  EXPECT_EQ(currency_statement_by_word("Published"), std::nullopt);
}

TEST(Currency, WhatReplacesAGuidelineIsFoundByItsNumberOrKeptInWords) {
  EXPECT_EQ(superseded_by("https://doi.org/10.5555/ABC").target, "doi:10.5555/abc");
  EXPECT_EQ(superseded_by("pmid:123456").target, "pmid:123456");
  EXPECT_EQ(superseded_by("NG28").citation, "NG28");
  EXPECT_EQ(superseded_by("20231005").citation, "20231005");  // a day or a number of its own
  EXPECT_EQ(superseded_by("NG28").type, RelationType::kHasNewerVersion);
}

TEST(Currency, IsReadFromJsonLinesAndKeptInTheRecord) {
  const auto value = parse_json(
      R"json({"id":"g1","title":"X","version":"2.1","review_due":"2027-05","last_reviewed":"2024-05-01",
          "superseded_by":["doi:10.5555/new","Newer thing (2025)"],"withdrawn":"2026-01-31"})json");
  std::vector<std::string> unknown;
  std::vector<DroppedValue> dropped;
  const auto record = record_from_loose_json(value->get_object(), unknown, &dropped);
  ASSERT_TRUE(record.ok());
  EXPECT_TRUE(unknown.empty());
  EXPECT_TRUE(dropped.empty());
  EXPECT_EQ(record->currency.version, "2.1");
  EXPECT_EQ(record->currency.review_due, (PartialDate{2027, 5, 0}));
  EXPECT_EQ(record->currency.last_reviewed, (PartialDate{2024, 5, 1}));
  EXPECT_EQ(record->currency.stated, CurrencyStatement::kWithdrawn);
  EXPECT_EQ(record->currency.withdrawn_on, (PartialDate{2026, 1, 31}));
  ASSERT_EQ(record->relations.size(), 2U);
  EXPECT_EQ(record->relations[0].target, "doi:10.5555/new");
  EXPECT_EQ(record->relations[1].citation, "Newer thing (2025)");

  Record whole = *record;
  whole.source = "x";
  const auto again = record_from_json(record_to_json(whole));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, whole);
  // The canonical object is understood by the tolerant reader too.
  const auto canonical = parse_json(record_to_json(whole));
  const auto loose = record_from_loose_json(canonical->get_object(), unknown, &dropped);
  ASSERT_TRUE(loose.ok());
  EXPECT_EQ(loose->currency, whole.currency);
}

TEST(Currency, WhatIsNoDateOrStateIsLeftOutAndSaid) {
  const auto value = parse_json(
      R"json({"id":"g1","title":"X","review_due":"soon","withdrawn":false,"currency_state":"maybe",
          "currency":{"review_due":"2027-13","owner":"me"}})json");
  std::vector<std::string> unknown;
  std::vector<DroppedValue> dropped;
  const auto record = record_from_loose_json(value->get_object(), unknown, &dropped);
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(record->currency, Currency{});
  EXPECT_EQ(dropped.size(), 4U);
}

}  // namespace
}  // namespace evidence
