// Every recorded export, with the number of its references counted independently of the readers.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "base/encoding.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format/reference_support.h"

namespace evidence::test {
namespace {

// Lines that begin with the mark, whatever their ends, a byte-order mark passed over.
std::size_t lines_with(const std::string& text, std::string_view mark) {
  std::size_t count =
      text.starts_with(mark) || text.starts_with("\xEF\xBB\xBF" + std::string(mark));
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    if (at > 0 && (text[at - 1] == '\n' || text[at - 1] == '\r')) ++count;
  }
  return count;
}

std::size_t times(const std::string& text, std::string_view mark) {
  std::size_t count = 0;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    ++count;
  }
  return count;
}

ReadAll read_file(const char* format, const std::string& text) {
  const std::unique_ptr<ByteSource> raw = memory_source(text);
  const std::unique_ptr<ByteSource> source = utf8_source(*raw);
  return read_source(format, *source);
}

std::string recognised_as(const std::string& text, const std::string& name) {
  for (const Format* format : formats()) {
    if (format->recognises(std::string_view(text).substr(0, 4'096), name)) {
      return std::string(format->name());
    }
  }
  return {};
}

TEST(ReferencesShared, EveryRisExportGivesARecordForEachReference) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t files = 0;
  std::size_t records = 0;
  std::map<std::string, std::size_t> codes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data / "fixtures/ris")) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    const std::string text = file_bytes(entry.path());
    const ReadAll all = read_file("ris", text);
    EXPECT_FALSE(all.error) << name;
    EXPECT_EQ(recognised_as(text, name), "ris") << name;
    ++files;
    records += all.records.size();
    for (const EntryProblem& problem : all.problems) ++codes[problem.code];
    if (name == "RisImporterTest1.ris") {
      // Eleven types one after the other, of which two have fields that name a publication.
      EXPECT_EQ(all.entries, 11U);
      EXPECT_EQ(all.records.size(), 2U);
      continue;
    }
    EXPECT_EQ(all.records.size(), lines_with(text, "TY  - ")) << name;
    EXPECT_EQ(all.records.size(), lines_with(text, "ER  -")) << name;
    for (const Record& record : all.records) EXPECT_FALSE(record.source_record_id.empty()) << name;
  }
  EXPECT_EQ(files, 46U);
  EXPECT_EQ(records, 7'247U);
  EXPECT_EQ(codes["damaged_entry"], 0U);
  EXPECT_EQ(codes["unknown_tag"], 0U);
  EXPECT_EQ(codes["missing_end"], 10U);
}

TEST(ReferencesShared, MedlineTextGivesARecordForEachNumber) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t records = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data / "fixtures/nbib-medline")) {
    const std::string name = entry.path().filename().string();
    const std::string text = file_bytes(entry.path());
    const ReadAll all = read_file("nbib", text);
    EXPECT_FALSE(all.error) << name;
    EXPECT_GE(all.records.size(), lines_with(text, "PMID-")) << name;
    records += all.records.size();
  }
  EXPECT_GE(records, 19U);
}

TEST(ReferencesShared, OtherTaggedExportsAreRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  for (const auto& entry : std::filesystem::directory_iterator(data / "fixtures/other-tagged")) {
    const std::string name = entry.path().filename().string();
    const std::string text = file_bytes(entry.path());
    const char* format = name.ends_with(".isi") ? "isi" : name.ends_with(".ref") ? "refer" : "ovid";
    const ReadAll all = read_file(format, text);
    if (name == "IsiImporterTestEmpty.isi") {
      EXPECT_TRUE(all.error);
      continue;
    }
    EXPECT_FALSE(all.error) << name;
    EXPECT_EQ(recognised_as(text, name), format) << name;
    std::size_t expected = lines_with(text, "ER");
    if (std::string_view(format) == "refer") expected = lines_with(text, "%0 ");
    if (std::string_view(format) == "ovid") {
      expected = std::max(lines_with(text, "<"), lines_with(text, "Accession Number"));
    }
    EXPECT_EQ(all.records.size(), expected) << name;
  }
}

TEST(ReferencesShared, BibtexAndEndnoteXmlGiveARecordForEachEntry) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::string bib = file_bytes(data / "fixtures/bibtex/asysd_zotero_export.bib");
  const ReadAll all = read_file("bibtex", bib);
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.records.size(), 1'000U);
  EXPECT_EQ(all.records.size(), lines_with(bib, "@article{") + lines_with(bib, "@inproceedings{"));
  EXPECT_EQ(recognised_as(bib, "a.txt"), "bibtex");
  EXPECT_EQ(codes_of(all), "");
  for (const auto& entry : std::filesystem::directory_iterator(data / "fixtures/endnote-xml")) {
    const std::string xml = file_bytes(entry.path());
    const ReadAll records = read_file("endnote-xml", xml);
    EXPECT_FALSE(records.error) << entry.path();
    EXPECT_EQ(records.records.size(), times(xml, "<record>")) << entry.path();
    EXPECT_EQ(recognised_as(xml, "a.xml"), "endnote-xml");
    EXPECT_EQ(codes_of(records), "") << entry.path();
  }
}

TEST(ReferencesShared, RecordedExportsCutAndChangedNeverCrash) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::filesystem::path fixtures = data / "fixtures";
  break_everywhere("ris", file_bytes(fixtures / "ris/asysd/wos_test.ris").substr(0, 30'000));
  break_everywhere("nbib", file_bytes(fixtures / "nbib-medline/pubmed_result2.txt"));
  break_everywhere("ovid", file_bytes(fixtures / "other-tagged/OvidImporterTest4.txt"));
  break_everywhere("bibtex",
                   file_bytes(fixtures / "bibtex/asysd_zotero_export.bib").substr(0, 30'000));
  break_everywhere("endnote-xml",
                   file_bytes(fixtures / "endnote-xml/tafenoquine.xml").substr(0, 30'000));
}

}  // namespace
}  // namespace evidence::test
