// The recorded catalogue and trade files, whole: counts, and that damage touches nothing else.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "base/encoding.h"
#include "base/text.h"
#include "connectors/format/marc8.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

// As a harvest reads: text formats see UTF-8 only.
ReadAll read_as_harvested(const char* format, const std::string& bytes) {
  const auto raw = memory_source(bytes);
  if (!format_by_name(format)->is_text()) return read_source(format, *raw);
  const auto text = utf8_source(*raw);
  return read_source(format, *text);
}

std::vector<fs::path> files_below(const fs::path& folder, const std::set<std::string>& endings) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && endings.contains(entry.path().extension().string())) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

const std::set<std::string> kMarcEndings{".mrc", ".marc", ".marc21", ".dat"};

TEST(CatalogueShared, EveryIso2709FileIsReadToItsEnd) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t files = 0, entries = 0, records = 0;
  std::map<std::string, std::size_t> problems;
  for (const fs::path& path : files_below(data / "fixtures/marc", kMarcEndings)) {
    const std::string bytes = file_bytes(path);
    EXPECT_TRUE(format_by_name("marc")->recognises(bytes.substr(0, 4096), "")) << path;
    const ReadAll all = read_as_harvested("marc", bytes);
    EXPECT_FALSE(all.error) << path << all.error->message;
    ++files;
    entries += all.entries;
    records += all.records.size();
    for (const EntryProblem& problem : all.problems) ++problems[problem.code];
    expect_round_trip(all, path);
  }
  EXPECT_EQ(files, 278U);
  EXPECT_EQ(entries, 2'756U);
  EXPECT_EQ(records, 1'671U);
  EXPECT_EQ(problems["not_bibliographic"], 1'083U);
  EXPECT_EQ(problems["damaged_entry"], 0U);
  EXPECT_EQ(problems["bad_directory"], 1U);
  // One list of Windows-1251, three records whose quotation marks are no MARC-8.
  EXPECT_EQ(problems["encoding_guessed"], 13U);
}

TEST(CatalogueShared, TheTextsInMarc8SayTheSameAsTheirTwinsInUtf8) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::istringstream marc8(file_bytes(data / "fixtures/marc/pymarc/test_marc8.txt"));
  std::istringstream utf8(file_bytes(data / "fixtures/marc/pymarc/test_utf8.txt"));
  Marc8Decoder decoder;
  std::string line, expected;
  std::size_t lines = 0, same = 0;
  while (std::getline(marc8, line) && std::getline(utf8, expected)) {
    bool lost = false;
    const auto text = decoder.decode(line, lost);
    ++lines;
    if (text && *text == clean_text(expected)) ++same;
  }
  EXPECT_EQ(lines, 1'515U);
  // The last line uses codes (7F2014) that are in no table of EACC.
  EXPECT_EQ(same, lines - 1);
}

TEST(CatalogueShared, EveryEbookRecordHasATitleAndAWayToIt) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const fs::path folder = data / "fixtures/marc";
  std::istringstream list(file_bytes(folder / "EBOOK_RECORDS.tsv"));
  std::string line;
  std::map<std::string, std::set<std::size_t>> wanted;
  while (std::getline(list, line)) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string::npos && std::isdigit(static_cast<unsigned char>(line[tab + 1])) != 0) {
      wanted[line.substr(0, tab)].insert(std::stoul(line.substr(tab + 1)));
    }
  }
  std::size_t records = 0, linked = 0;
  for (const auto& [name, indexes] : wanted) {
    if (!fs::exists(folder / name)) continue;
    const bool xml = name.ends_with(".xml");
    const ReadAll all = read_as_harvested(xml ? "marcxml" : "marc", file_bytes(folder / name));
    for (const std::size_t index : indexes) {
      if (index >= all.records.size()) continue;
      ++records;
      EXPECT_FALSE(all.records[index].title.empty()) << name;
      linked += all.records[index].links.empty() ? 0 : 1;
    }
  }
  EXPECT_GE(records, 100U);
  EXPECT_GE(linked, 80U);
}

TEST(CatalogueShared, MarcInJsonIsReadInBothShapes) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::map<std::string, std::size_t> records;
  for (const char* name : {"pymarc/batch.json", "pymarc/one.json", "pymarc/test.json",
                           "traject/test_data.utf8.json"}) {
    const std::string bytes = file_bytes(data / "fixtures/marc" / name);
    EXPECT_TRUE(format_by_name("marc-json")->recognises(bytes.substr(0, 4096), name));
    const ReadAll all = read_as_harvested("marc-json", bytes);
    // One has a line break inside a text, which JSON does not allow.
    EXPECT_EQ(all.error.has_value(), std::string_view(name) == "pymarc/test.json") << name;
    expect_round_trip(all, name);
    records[name] = all.records.size();
  }
  EXPECT_EQ(records["pymarc/one.json"], 1U);
  EXPECT_EQ(records["pymarc/batch.json"], 2U);
  EXPECT_EQ(records["traject/test_data.utf8.json"], 30U);
}

TEST(CatalogueShared, EveryOnixMessageIsReadToItsEnd) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t files = 0, records = 0, problems = 0;
  for (const fs::path& path : files_below(data / "fixtures/onix", {".xml"})) {
    const std::string bytes = file_bytes(path);
    // The folder also has parts of products, for testing other programs.
    if (!format_by_name("onix")->recognises(bytes.substr(0, 4096), "")) continue;
    const ReadAll all = read_as_harvested("onix", bytes);
    EXPECT_FALSE(all.error) << path << all.error->message;
    ++files;
    records += all.records.size();
    problems += all.problems.size();
    expect_round_trip(all, path);
  }
  EXPECT_EQ(files, 15U);
  EXPECT_EQ(records, 967U);
  EXPECT_LE(problems, 3U);
}

TEST(CatalogueShared, CutsAndChangedBytesSpoilNothingElse) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::vector<std::pair<const char*, const char*>> files{
      {"marc", "fixtures/marc/palace/ils_plympton_01.mrc"},
      {"marc", "fixtures/marc/pymarc/marc.dat"},
      {"marcxml", "fixtures/marc/palace/marc_records_two.xml"},
      {"onix", "fixtures/onix/two_products.xml"}};
  for (const auto& [format, name] : files) {
    const std::string bytes = file_bytes(data / name);
    const std::size_t whole = read_as_harvested(format, bytes).records.size();
    cut_everywhere(bytes, 97, bytes.size(), [format = format, whole](const std::string& part) {
      EXPECT_LE(read_as_harvested(format, part).records.size(), whole);
    });
    spoil_bytes(bytes, 100, 1, [format = format, name = name, whole](const std::string& damaged) {
      const ReadAll all = read_as_harvested(format, damaged);
      // One byte damages one entry, or what frames them all.
      if (!all.error) {
        EXPECT_GE(all.records.size() + 2, whole) << name;
      }
      expect_round_trip(all, name);
    });
  }
}

}  // namespace
}  // namespace evidence::test
