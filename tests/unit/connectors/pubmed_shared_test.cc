// PubMed XML against recorded files, with counts from an independent scan.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "model/merge.h"
#include "model/record_json.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

// As `grep -c` would count: openings of a tag, whatever follows the name.
std::size_t tags(const std::string& text, const std::string& name) {
  std::size_t count = 0;
  for (std::size_t at = text.find("<" + name); at != std::string::npos;
       at = text.find("<" + name, at + 1)) {
    const char after = text[at + 1 + name.size()];
    if (after == '>' || after == ' ' || after == '\n') ++count;
  }
  return count;
}

TEST(PubmedXmlShared, CountsOfEveryFileAgreeWithAnIndependentScan) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t files = 0;
  std::size_t records = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(data / "fixtures/pubmed-xml")) {
    if (entry.path().extension() != ".xml") continue;
    const std::string text = file_bytes(entry.path());
    const std::size_t articles = tags(text, "PubmedArticle") + tags(text, "PubmedBookArticle");
    if (articles == 0) {
      // esearch, espell and the like: never taken for an empty set of articles.
      if (tags(text, "PubmedArticleSet") == 0) {
        EXPECT_TRUE(read_text("pubmed-xml", text).error) << entry.path();
      }
      continue;
    }
    ++files;
    std::size_t deletions = 0;
    if (const std::size_t at = text.find("<DeleteCitation>"); at != std::string::npos) {
      const std::string part = text.substr(at, text.find("</DeleteCitation>") - at);
      deletions = tags(part, "PMID");
    }
    const ReadAll all = read_text("pubmed-xml", text);
    EXPECT_FALSE(all.error) << entry.path() << all.error->message;
    std::size_t without_number = 0;
    for (const EntryProblem& problem : all.problems) {
      if (problem.code == "no_identifier")
        ++without_number;
      else
        EXPECT_EQ(problem.code, "bad_identifier") << entry.path() << problem.reason;
    }
    EXPECT_EQ(all.records.size() + without_number, articles + deletions) << entry.path();
    EXPECT_EQ(all.deleted(), deletions) << entry.path();
    for (const Record& record : all.records) {
      if (record.deleted) continue;
      ++records;
      EXPECT_FALSE(record.title.empty()) << entry.path() << record.source_record_id;
      const std::string json = record_to_json(record);
      const Result<Record> again = record_from_json(json);
      ASSERT_TRUE(again.ok()) << again.error().message << json;
      EXPECT_EQ(*again, record) << json;
    }
  }
  EXPECT_GE(files, 15U);
  EXPECT_GE(records, 600U);
}

TEST(PubmedXmlShared, TheSameArticlesTwoDaysLaterAreTheSameRecords) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::filesystem::path folder = data / "fixtures/pubmed-xml/update-pairs";
  const auto by_number = [&](const char* name) {
    std::map<std::string, std::string> out;
    for (const Record& record : read_text("pubmed-xml", file_bytes(folder / name)).records) {
      out[record.source_record_id] = record_to_json(record);
    }
    return out;
  };
  const auto before = by_number("syphilis_v1_earlier.xml");
  const auto after = by_number("syphilis_v2_later.xml");
  EXPECT_GT(before.size(), 200U);
  EXPECT_EQ(before, after);
}

TEST(PubmedXmlShared, ACutAnywhereKeepsTheArticlesBefore) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::string text =
      file_bytes(data / "fixtures/pubmed-xml/update-pairs/syphilis_v1_earlier.xml");
  for (std::size_t cut = 1'000; cut < text.size(); cut += 97'771) {
    const std::string part = text.substr(0, cut);
    std::size_t whole = 0;
    for (const char* end : {"</PubmedArticle>", "</PubmedBookArticle>"}) {
      for (std::size_t at = part.find(end); at != std::string::npos; at = part.find(end, at + 1)) {
        ++whole;
      }
    }
    const ReadAll all = read_text("pubmed-xml", part);
    EXPECT_EQ(all.records.size(), whole) << cut;
    EXPECT_TRUE(all.error);
    // The same cut in a gzip file.
    TempDir folder;
    std::string packed = gzip(text);
    packed.resize(packed.size() * (cut / 1'000) / (text.size() / 1'000 + 1));
    std::ofstream(folder / "cut.xml.gz", std::ios::binary) << packed;
    const auto file = open_file(folder / "cut.xml.gz");
    if (!file.ok()) continue;  // cut inside gzip's own header
    const ReadAll from_gzip = read_source("pubmed-xml", **file);
    EXPECT_TRUE(from_gzip.error) << cut;
  }
}

TEST(PubmedXmlShared, RetractedArticlesAndTheirNoticesAreTold) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t retracted = 0;
  std::size_t notices = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(data / "fixtures/pubmed-xml")) {
    if (entry.path().extension() != ".xml") continue;
    for (const Record& record : read_text("pubmed-xml", file_bytes(entry.path())).records) {
      if (record.deleted) continue;
      const bool notice = classify(record) == StudyType::kRetractionNotice;
      const bool is_retracted = status_of(record) == Status::kRetracted;
      EXPECT_FALSE(notice && is_retracted) << record.source_record_id;
      notices += notice ? 1U : 0U;
      retracted += is_retracted ? 1U : 0U;
    }
  }
  EXPECT_GE(retracted, 1U);
  EXPECT_GE(notices, 1U);
}

}  // namespace
}  // namespace evidence::test
