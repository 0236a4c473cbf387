// The shipped sample records: readable, evidently made up, and covering what they are there to
// show.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "connectors/file_import.h"
#include "model/currency.h"
#include "model/merge.h"
#include "model/study_type.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

class CollectingSink final : public RecordSink {
 public:
  Result<SinkCounts> write(SinkPage page) override {
    for (const EntryProblem& problem : page.problems) {
      ADD_FAILURE() << problem.position << ": " << problem.reason;
    }
    SinkCounts counts;
    counts.read = counts.added = static_cast<std::int64_t>(page.records.size());
    for (Record& record : page.records) records.push_back(std::move(record));
    return counts;
  }
  std::vector<Record> records;
};

std::vector<Record> import_sample(const std::string& extension, const std::string& format) {
  CollectingSink sink;
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(test::source_dir().string() + "/data/sample")) {
    if (entry.path().extension() != extension) continue;
    ++files;
    ImportOptions options;
    options.source.id = "sample";
    options.source.sample = true;
    const auto outcome = import_file(entry.path(), options, sink);
    EXPECT_TRUE(outcome.ok());
    if (!outcome.ok()) continue;
    EXPECT_EQ(outcome->format, format);
    EXPECT_FALSE(outcome->error.has_value()) << outcome->error->message;
  }
  EXPECT_EQ(files, 1) << extension;
  return sink.records;
}

std::vector<Record> all_samples() {
  std::vector<Record> all;
  for (const auto& [extension, format] : std::map<std::string, std::string>{{".xml", "pubmed-xml"},
                                                                            {".marcxml", "marcxml"},
                                                                            {".txt", "kbart"},
                                                                            {".jsonl", "jsonl"}}) {
    std::vector<Record> some = import_sample(extension, format);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

const Record& record_of(const std::vector<Record>& records, const std::string& beginning) {
  for (const Record& record : records) {
    if (record.title.starts_with(beginning)) return record;
  }
  ADD_FAILURE() << "no record titled " << beginning;
  return records.front();
}

TEST(SampleData, SaysOfEveryRecordThatItIsMadeUp) {
  const std::vector<Record> records = all_samples();
  EXPECT_GE(records.size(), 150U);
  std::set<std::string> keys;
  for (const Record& record : records) {
    EXPECT_TRUE(record.sample) << record.title;
    EXPECT_NE(record.title.find("[Sample]"), std::string::npos) << record.title;
    EXPECT_TRUE(keys.insert(record.source_record_id).second) << record.source_record_id;
    for (const Identifier& identifier : record.identifiers) {
      const std::string& value = identifier.value();
      switch (identifier.scheme()) {
        case IdentifierScheme::kDoi:
          EXPECT_TRUE(value.starts_with("10.5555/")) << value;
          break;
        case IdentifierScheme::kPmid:
          EXPECT_TRUE(value.starts_with("9900")) << value;
          break;
        case IdentifierScheme::kPmcid:
          EXPECT_TRUE(value.starts_with("PMC9900")) << value;
          break;
        case IdentifierScheme::kIssn:
          EXPECT_TRUE(value.starts_with("9999-")) << value;
          break;
        case IdentifierScheme::kIsbn:
          EXPECT_TRUE(value.starts_with("9799900")) << value;
          break;
        default:
          break;
      }
    }
    if (!record.abstract.empty()) {
      EXPECT_TRUE(record.abstract.front().text.starts_with(
          "Sample record written for demonstration; not a real study."))
          << record.title;
    }
  }
}

TEST(SampleData, CoversEveryStudyType) {
  // Articles and books have all but one: only a registry's own records are registrations.
  std::set<StudyType> met{StudyType::kTrialRegistration};
  for (const Record& record : all_samples()) met.insert(classify(record));
  for (const StudyTypeInfo& info : study_types()) EXPECT_TRUE(met.contains(info.type)) << info.key;
}

TEST(SampleData, LinksTheRetractedArticleWithItsNoticeBothWays) {
  const std::vector<Record> records = import_sample(".xml", "pubmed-xml");
  const Record& article = record_of(records, "RETRACTED: Hydroxyquinine");
  const Record& notice = record_of(records, "Retraction: Hydroxyquinine");
  EXPECT_EQ(status_of(article), Status::kRetracted);
  EXPECT_EQ(status_of(notice), Status::kNone);
  ASSERT_EQ(article.relations.size(), 1U);
  ASSERT_EQ(notice.relations.size(), 1U);
  EXPECT_EQ(article.relations[0].type, RelationType::kRetractedBy);
  EXPECT_EQ(article.relations[0].target, "pmid:" + notice.source_record_id);
  EXPECT_EQ(notice.relations[0].type, RelationType::kRetracts);
  EXPECT_EQ(notice.relations[0].target, "pmid:" + article.source_record_id);
  EXPECT_EQ(status_of(record_of(records, "Probiotics to prevent delirium")), Status::kConcern);
  EXPECT_EQ(status_of(record_of(records, "Opioid prescribing after day surgery")),
            Status::kCorrected);
}

TEST(SampleData, HoldsOpenArticlesAndBooksWithChapters) {
  int open = 0;
  for (const Record& record : import_sample(".xml", "pubmed-xml")) {
    if (record.open_access == OpenAccess::kOpen) ++open;
  }
  EXPECT_GE(open, 20);
  for (const Record& book : import_sample(".marcxml", "marcxml")) {
    EXPECT_NE(book.table_of_contents.find('\n'), std::string::npos) << book.title;
  }
}

TEST(SampleData, HoldsAGuidelineInEachStateOfCurrency) {
  // A day in the future would make the one that is current pass; this test is not to age.
  const PartialDate day{2026, 1, 1};
  std::set<CurrencyState> met;
  for (const Record& record : import_sample(".jsonl", "jsonl")) {
    met.insert(currency_on(currency_value(merge("wsample", {record})), day));
  }
  for (const CurrencyState state : currency_states()) {
    EXPECT_TRUE(met.contains(state)) << currency_name(state);
  }
}

}  // namespace
}  // namespace evidence
