// The JSON formats over recorded replies: counts against an independent reading, damage of every
// kind.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "base/json.h"
#include "model/record_json.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

using Paths = std::vector<std::filesystem::path>;

Paths files_below(const std::filesystem::path& folder) {
  Paths out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::filesystem::path& path = entry.path();
    if (entry.is_regular_file() && path.filename() != "MANIFEST.json") out.push_back(path);
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Totals {
  std::size_t files = 0;
  std::size_t refused = 0;
  std::size_t records = 0;
  std::map<std::string, std::size_t> problems;
  std::set<std::string> keys;
};

Totals read_files(const char* format, const Paths& paths) {
  Totals out;
  for (const std::filesystem::path& path : paths) {
    ++out.files;
    const ReadAll all = read_text(format, file_bytes(path));
    if (all.error) ++out.refused;
    for (const EntryProblem& problem : all.problems) ++out.problems[problem.code];
    for (const Record& record : all.records) {
      ++out.records;
      out.keys.insert(record.source_record_id);
      EXPECT_FALSE(record.title.empty()) << path << record.source_record_id;
      const Result<Record> again = record_from_json(record_to_json(record));
      EXPECT_TRUE(again.ok() && *again == record) << path << record.source_record_id;
    }
  }
  return out;
}

using Problems = std::map<std::string, std::size_t>;

TEST(JsonFormatsShared, CrossrefRepliesAreReadOrRefusedByName) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Totals all = read_files("crossref", files_below(data / "fixtures/crossref"));
  EXPECT_EQ(all.files, 294U);
  EXPECT_EQ(all.records, 2'082U);
  EXPECT_EQ(all.refused, 151U);
  EXPECT_EQ(all.problems, (Problems{{"component", 35},
                                    {"damaged_entry", 1},
                                    {"no_identifier", 1},
                                    {"title_from_container", 17}}));
}

// As many works as an independent reading of the same bytes finds.
TEST(JsonFormatsShared, EveryWorkOfACrossrefListIsARecordOrAComponent) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t lists = 0;
  for (const std::filesystem::path& path : files_below(data / "fixtures/crossref")) {
    const std::string text = file_bytes(path);
    const Result<json::value> value = parse_json(text);
    const json::object* reply = value.ok() ? value->if_object() : nullptr;
    if (reply == nullptr || string_member(*reply, "message-type") != "work-list") continue;
    ++lists;
    const json::array& items = reply->at("message").at("items").as_array();
    const ReadAll all = read_text("crossref", text);
    EXPECT_FALSE(all.error) << path;
    EXPECT_EQ(all.entries, items.size()) << path;
    std::size_t components = 0;
    for (const EntryProblem& problem : all.problems) components += problem.code == "component";
    EXPECT_EQ(all.records.size() + components, items.size()) << path;
  }
  EXPECT_EQ(lists, 104U);
}

TEST(JsonFormatsShared, EuropePmcResultsAreReadInBothForms) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Totals all = read_files("europepmc", files_below(data / "fixtures/europepmc"));
  EXPECT_EQ(all.files, 10U);
  EXPECT_EQ(all.refused, 1U);  // identifiers only
  EXPECT_EQ(all.records, 2'090U);
  EXPECT_TRUE(all.problems.empty());
  const ReadAll json =
      read_text("europepmc", file_bytes(data / "fixtures/europepmc/search_cancer.json"));
  const ReadAll xml =
      read_text("europepmc", file_bytes(data / "fixtures/europepmc/search_cancer.xml"));
  ASSERT_EQ(json.records.size(), 25U);
  EXPECT_EQ(xml.records, json.records);
}

TEST(JsonFormatsShared, DoajArticlesAndJournalsAreRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Totals all = read_files("doaj", files_below(data / "fixtures/doaj"));
  EXPECT_EQ(all.refused, 0U);
  EXPECT_EQ(all.records, 60U);
  EXPECT_EQ(all.problems, (Problems{{"bad_link", 1}}));  // an address by number
}

TEST(JsonFormatsShared, ClinicalTrialsInAllFormsAreRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Totals json =
      read_files("clinicaltrials", files_below(data / "fixtures/clinicaltrials/json"));
  EXPECT_EQ(json.refused, 0U);
  EXPECT_EQ(json.records, 217U);
  EXPECT_EQ(json.problems, (Problems{{"no_title", 2}}));  // fields asked for without a title
  const Totals xml =
      read_files("clinicaltrials", files_below(data / "fixtures/clinicaltrials/xml_legacy"));
  EXPECT_EQ(xml.refused, 1U);  // a feed
  EXPECT_EQ(xml.records, 28U);
  EXPECT_TRUE(xml.problems.empty());
}

TEST(JsonFormatsShared, DataCiteRepliesAndLinesAreRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::filesystem::path folder = data / "fixtures/datacite";
  EXPECT_EQ(read_text("datacite", file_bytes(folder / "datacite_api.json")).records.size(), 1U);
  EXPECT_EQ(read_text("datacite", file_bytes(folder / "datacite_sample.jsonl")).records.size(), 1U);
  const auto file = open_file(folder / "datacite_1k_records.jsonl.gz");
  ASSERT_TRUE(file.ok());
  const ReadAll all = read_source("datacite", **file);
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.entries, 1'000U);
  EXPECT_EQ(all.records.size(), 998U);
  Problems problems;
  for (const EntryProblem& problem : all.problems) ++problems[problem.code];
  EXPECT_EQ(problems, (Problems{{"bad_date", 17}, {"no_title", 2}, {"unknown_language", 2}}));
}

TEST(JsonFormatsShared, AStudyThatChangedKeepsItsKey) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::filesystem::path folder = data / "fixtures/clinicaltrials/xml_legacy";
  const ReadAll before =
      read_text("clinicaltrials", file_bytes(folder / "NCT00513591_redownloaded.xml"));
  const ReadAll after = read_text("clinicaltrials", file_bytes(folder / "NCT00513591_mod.xml"));
  ASSERT_EQ(before.records.size(), 1U);
  ASSERT_EQ(after.records.size(), 1U);
  EXPECT_EQ(before.records[0].source_record_id, after.records[0].source_record_id);
  EXPECT_NE(record_to_json(before.records[0]), record_to_json(after.records[0]));
}

TEST(JsonFormatsShared, EachFormatKnowsItsOwnFiles) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto format_of = [&](const char* path) {
    const std::string head = file_bytes(data / "fixtures" / path).substr(0, 4'096);
    for (const Format* format : formats()) {
      if (format->recognises(head, std::filesystem::path(path).filename().string())) {
        return std::string(format->name());
      }
    }
    return std::string();
  };
  EXPECT_EQ(format_of("crossref/crossref_api_works.json"), "crossref");
  EXPECT_EQ(format_of("crossref/crossref-works.single.json"), "crossref");
  EXPECT_EQ(format_of("europepmc/search_cancer_core.json"), "europepmc");
  EXPECT_EQ(format_of("europepmc/search_cancer.xml"), "europepmc");
  EXPECT_EQ(format_of("europepmc/fetch_all_1000results_cancer.json"), "europepmc");
  EXPECT_EQ(format_of("datacite/datacite_api.json"), "datacite");
  EXPECT_EQ(format_of("datacite/datacite_sample.jsonl"), "datacite");
  EXPECT_EQ(format_of("doaj/jaod_bodies/jaod_article__00_200.json"), "doaj");
  EXPECT_EQ(format_of("doaj/jaod_bodies/jaod_journal_search__00_200.json"), "doaj");
  EXPECT_EQ(format_of("clinicaltrials/json/NCT02552212.json"), "clinicaltrials");
  EXPECT_EQ(format_of("clinicaltrials/json/results_1.json"), "clinicaltrials");
  EXPECT_EQ(format_of("clinicaltrials/xml_legacy/NCT00513591.xml"), "clinicaltrials");
}

constexpr std::pair<const char*, const char*> kDamaged[] = {
    {"crossref", "crossref/crossref_api_works.json"},
    {"europepmc", "europepmc/search_cancer_core.json"},
    {"europepmc", "europepmc/search_cancer.xml"},
    {"doaj", "doaj/jaod_bodies/jaod_article_search__00_200.json"},
    {"datacite", "datacite/datacite_api.json"},
    {"clinicaltrials", "clinicaltrials/json/NCT03475563.json"},
    {"clinicaltrials", "clinicaltrials/xml_legacy/NCT00513591.xml"},
};

TEST(JsonFormatsShared, ACutAnywhereIsAnErrorAndKeepsTheEntriesBefore) {
  EVIDENCE_NEED_SHARED_DATA(data);
  for (const auto& [format, path] : kDamaged) {
    std::string text = file_bytes(data / "fixtures" / path);
    while (text.ends_with('\n')) text.pop_back();
    const ReadAll whole = read_text(format, text);
    const std::size_t step = std::max<std::size_t>(97, text.size() / 300);
    std::size_t most = 0;
    for (std::size_t cut = 0; cut < text.size(); cut += step) {
      const ReadAll part = read_text(format, text.substr(0, cut));
      EXPECT_TRUE(part.error) << path << " cut at " << cut;
      ASSERT_LE(part.records.size(), whole.records.size());
      EXPECT_GE(part.records.size(), most);  // never fewer than from a shorter piece
      most = part.records.size();
      for (std::size_t i = 0; i < part.records.size(); ++i) {
        EXPECT_EQ(part.records[i], whole.records[i]) << path << " cut at " << cut;
      }
    }
  }
}

TEST(JsonFormatsShared, ChangedBytesDoNoMoreThanSpoilTheirEntries) {
  EVIDENCE_NEED_SHARED_DATA(data);
  for (const auto& [format, path] : kDamaged) {
    const std::string text = file_bytes(data / "fixtures" / path).substr(0, 200'000);
    spoil_bytes(text, 60, 3, [format = format, path = path](const std::string& changed) {
      SCOPED_TRACE(path);
      const ReadAll all = read_text(format, changed);
      EXPECT_LE(all.entries, 2'000U);
      expect_round_trip(all);
    });
  }
}

}  // namespace
}  // namespace evidence::test
