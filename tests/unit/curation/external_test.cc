#include "curation/external.h"

#include <gtest/gtest.h>

#include "tests/unit/curation/store_contract.h"

namespace evidence::curation {
namespace {

Record record_of(const std::string& title, const std::string& pmid = "", int year = 2020) {
  Record record;
  record.source = "external";
  record.title = title;
  record.publication.title = "Journal of Sample Medicine";
  record.publication.volume = "12";
  record.publication.pages = "101-109";
  record.publication.date = {year, 0, 0};
  Contributor author;
  author.family = "Sample";
  author.initials = "AB";
  author.role = "author";
  record.contributors = {author};
  if (!pmid.empty()) record.identifiers = {*Identifier::parse(IdentifierScheme::kPmid, pmid)};
  return record;
}

TEST(Deduplicator, FindsTheRunsWorksByIdentifierAndByDescription) {
  const std::vector<Record> uploaded{
      record_of("Inhaled budesonide for wheeze in preschool children", "100"),
      record_of("Montelukast against placebo in adults with cough"),
      record_of("Peak flow diaries in a rural district hospital")};
  Deduplicator deduplicator(uploaded, {});
  deduplicator.meet_work(work_id(7), record_of("Another title altogether here", "100", 2020));
  deduplicator.meet_work(work_id(8),
                         record_of("Montelukast against placebo in adults with cough", "300"));
  deduplicator.meet_work(work_id(9), record_of("Nothing in common with any of these words", "9"));
  const auto fates = deduplicator.finish();
  ASSERT_EQ(fates.size(), 3U);
  EXPECT_EQ(fates[0].fate, ExternalFate::kInRun);
  EXPECT_EQ(fates[0].work, work_id(7));
  EXPECT_EQ(fates[1].fate, ExternalFate::kInRun);
  EXPECT_EQ(fates[1].work, work_id(8));
  EXPECT_FALSE(fates[1].rule.empty());
  EXPECT_EQ(fates[2].fate, ExternalFate::kNew);
}

TEST(Deduplicator, CountsEachRecordOnce) {
  const Record twice = record_of("Inhaled budesonide for wheeze in preschool children", "100");
  const std::vector<Record> uploaded{twice, twice,
                                     record_of("Peak flow diaries in a rural district hospital"),
                                     record_of("Montelukast against placebo in adults with cough")};
  Deduplicator deduplicator(uploaded, {});
  deduplicator.meet_work(work_id(7), twice);
  deduplicator.meet_earlier(1, record_of("Peak flow diaries in a rural district hospital"));
  deduplicator.meet_earlier(1, twice);  // the run says more
  const ExternalCounts counts = count_fates(deduplicator.finish(), 2);
  EXPECT_EQ(counts, (ExternalCounts{4, 2, 1, 1, 1, 1}));
  EXPECT_EQ(counts.records,
            counts.duplicates_within + counts.in_run + counts.in_earlier + counts.added);
}

TEST(Deduplicator, SaysTheSameInWhateverOrderWorksCome) {
  const std::vector<Record> uploaded{record_of("Peak flow diaries in a district hospital", "5")};
  const auto fate_when = [&](const std::vector<unsigned>& order) {
    Deduplicator deduplicator(uploaded, {});
    for (const unsigned number : order) deduplicator.meet_work(work_id(number), uploaded[0]);
    return deduplicator.finish()[0];
  };
  EXPECT_EQ(fate_when({3, 1, 2}), fate_when({2, 3, 1}));
  EXPECT_EQ(fate_when({3, 1, 2}).work, work_id(1));
}

TEST(ExternalSearch, NeedsPlatformDatabaseAndDay) {
  ExternalSearch search;
  EXPECT_EQ(slug_of(checked_external(search)), "no_platform");
  search.platform = " Ovid\n";
  EXPECT_EQ(slug_of(checked_external(search)), "no_database");
  search.database = "Embase";
  for (const char* wrong : {"", "2026", "2026-11", "yesterday", "2026-02-30"}) {
    search.searched = wrong;
    EXPECT_EQ(slug_of(checked_external(search)), "bad_search_date") << wrong;
  }
  search.searched = "2026-11-20";
  const ExternalSearch checked = must(checked_external(search));
  EXPECT_EQ(checked.platform, "Ovid");
  search.strategy = std::string(kExternalLimits.strategy_bytes + 1, 'a');
  EXPECT_EQ(slug_of(checked_external(search)), "strategy_too_large");
}

TEST(TestSet, ReadsWhatPeoplePaste) {
  const TestSet set = must(parse_test_set(
      "PMID: 12345678, 12345678; https://doi.org/10.1234/ABC\n PMC77 doi:10.5/x\tw000000000001 "
      "what is NCT00000001"));
  EXPECT_EQ(set.ids, (std::vector<std::string>{"pmid:12345678", "doi:10.1234/abc", "pmcid:PMC77",
                                               "w000000000001", "nct:NCT00000001"}));
  EXPECT_EQ(set.unread.size(), 3U);
  EXPECT_EQ(slug_of(parse_test_set("no ids here")), "no_test_ids");
  std::string many;
  for (int i = 1; i <= 501; ++i) many += std::to_string(i) + "\n";
  EXPECT_EQ(slug_of(parse_test_set(many)), "too_many_test_ids");
}

TEST(TestSet, SaysWhatEachLineFindsAndMisses) {
  RunWorks works;
  const StoredRun run = run_of({1, 3}, works);  // works 0; 0, 1, 2
  const TestSet set{{"pmid:1", "pmid:2", "pmid:3", "pmid:4"}, {}, "", ""};
  // pmid:3 leads to a work that was joined since: the run knows it as work 2.
  const std::map<std::string, WorkId> leads{
      {"pmid:1", work_id(0)}, {"pmid:2", work_id(40)}, {"pmid:3", work_id(50)}};
  const TestOutcome outcome =
      evaluate_test_set(set, leads, {{work_id(50), {work_id(2)}}}, run, works);
  EXPECT_EQ(outcome.not_in_index, std::vector<std::string>{"pmid:4"});
  EXPECT_EQ(outcome.known, 3U);
  EXPECT_EQ(outcome.found, 2U);
  ASSERT_EQ(outcome.lines.size(), 2U);
  EXPECT_EQ(outcome.lines[0].found, std::vector<std::string>{"pmid:1"});
  EXPECT_EQ(outcome.lines[1].found, (std::vector<std::string>{"pmid:1", "pmid:3"}));
  EXPECT_EQ(outcome.lines[1].missed, (std::vector<std::string>{"pmid:2", "pmid:4"}));
}

}  // namespace
}  // namespace evidence::curation
