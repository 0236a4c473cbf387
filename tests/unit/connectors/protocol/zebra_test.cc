// SRU and Z39.50 against a real server: Zebra, and YAZ's own test server for diagnostics.
#include "tests/support/zebra.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <string_view>

#include "base/xml.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/protocol/catalogue.h"

namespace evidence {
namespace {

using test::Catalogue;
using test::catalogue_source;
using test::catalogue_title;
using test::Harvested;
using test::marcxml_collection;
using test::Zebra;

constexpr int kRecords = 67;

SourceConfig sru(const Zebra& zebra) { return catalogue_source("sru", zebra.sru_url()); }
SourceConfig z3950(const Zebra& zebra, const std::string& format = "marc") {
  SourceConfig source = catalogue_source("z3950", zebra.z3950_address(), format);
  if (format == "marcxml") source.options["element_set"] = {"marcxml"};
  return source;
}

void expect_everything(const Harvested& harvested) {
  EXPECT_FALSE(harvested.error) << harvested.error->message;
  EXPECT_EQ(harvested.ids().size(), static_cast<std::size_t>(kRecords));
  EXPECT_TRUE(harvested.problems.empty()) << harvested.problems.front().reason;
  std::vector<std::string> titles;
  for (int i = 1; i <= kRecords; ++i) titles.push_back(catalogue_title(i));
  std::sort(titles.begin(), titles.end());
  EXPECT_TRUE(harvested.titles() == titles) << harvested.titles().front();
}

TEST(ZebraHarvest, GivesWhatWentInOverEveryVersionOfSru) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, kRecords));
  for (const char* version : {"1.1", "1.2", "2.0"}) {
    for (const char* packing : {"", "xml", "string"}) {
      SourceConfig source = sru(zebra);
      source.options["version"] = {version};
      if (*packing != '\0') source.options["packing"] = {packing};
      const Harvested harvested = Catalogue(source).harvest();
      SCOPED_TRACE(std::string(version) + " " + packing);
      expect_everything(harvested);
      EXPECT_EQ(harvested.pages, 7);
    }
  }
}

TEST(ZebraHarvest, GivesDublinCore) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, kRecords));
  for (const char* packing : {"xml", "string"}) {
    SourceConfig source = catalogue_source("sru", zebra.sru_url(), "oai_dc");
    source.options["record_schema"] = {"dc"};
    source.options["packing"] = {packing};
    SCOPED_TRACE(packing);
    expect_everything(Catalogue(source).harvest());
  }
  SourceConfig source = catalogue_source("z3950", zebra.z3950_address(), "oai_dc");
  source.options["element_set"] = {"dc"};
  expect_everything(Catalogue(source).harvest());
}

TEST(ZebraHarvest, GivesWhatWentInOverZ3950) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, kRecords));
  for (const char* format : {"marc", "marcxml"}) {
    SCOPED_TRACE(format);
    SourceConfig source = z3950(zebra, format);
    source.page_size = 25;
    const Harvested harvested = Catalogue(source).harvest();
    expect_everything(harvested);
    EXPECT_EQ(harvested.pages, 3);
  }
}

TEST(ZebraHarvest, ReadsMarc8) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, kRecords));
  SourceConfig source = z3950(zebra);
  source.options["element_set"] = {"B"};
  expect_everything(Catalogue(source).harvest());
}

TEST(ZebraHarvest, TheSameRecordsComeOverBothProtocols) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, kRecords));
  const Harvested one = Catalogue(sru(zebra)).harvest();
  for (const char* format : {"marc", "marcxml"}) {
    const Harvested other = Catalogue(z3950(zebra, format)).harvest();
    ASSERT_EQ(one.records.size(), other.records.size());
    for (std::size_t i = 0; i < one.records.size(); ++i) {
      EXPECT_EQ(one.records[i], other.records[i]) << one.records[i].source_record_id;
    }
  }
}

TEST(ZebraHarvest, InterruptedAnywhereAndContinuedByAnotherConnectorGivesTheSame) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, kRecords));
  std::mt19937 random(20'240'315);
  for (const SourceConfig& base : {sru(zebra), z3950(zebra)}) {
    for (int round = 0; round < 20; ++round) {
      SourceConfig source = base;
      source.page_size = 3 + static_cast<int>(random() % 5);
      Harvested harvested;
      const int before = 1 + static_cast<int>(random() % 8);
      Catalogue(source).harvest(harvested, "", before);
      ASSERT_FALSE(harvested.error) << harvested.error->message;
      // The page after the last stored one was fetched, but its cursor was lost.
      if (round % 2 == 0) {
        Harvested lost;
        Catalogue(source).harvest(lost, harvested.cursor, 1);
      }
      Catalogue(source).harvest(harvested, harvested.cursor);
      expect_everything(harvested);
      EXPECT_EQ(harvested.records.size(), static_cast<std::size_t>(kRecords));
    }
  }
}

TEST(ZebraHarvest, AServerThatIsKilledIsAskedAgainLater) {
  EVIDENCE_NEED_ZEBRA();
  Zebra zebra(marcxml_collection(1, kRecords));
  for (const SourceConfig& source : {sru(zebra), z3950(zebra)}) {
    Catalogue catalogue(source);
    Harvested harvested;
    catalogue.harvest(harvested, "", 3);
    ASSERT_FALSE(harvested.error) << harvested.error->message;
    const std::string cursor = harvested.cursor;
    zebra.kill();
    catalogue.harvest(harvested, cursor);
    ASSERT_TRUE(harvested.error);
    EXPECT_EQ(harvested.error->code, ErrorCode::kUnavailable) << harvested.error->message;
    EXPECT_EQ(harvested.cursor, cursor);
    catalogue.harvest(harvested, cursor);  // still down
    ASSERT_TRUE(harvested.error);
    EXPECT_EQ(harvested.error->code, ErrorCode::kUnavailable) << harvested.error->message;
    zebra.start();
    catalogue.harvest(harvested, cursor);
    expect_everything(harvested);
  }
}

TEST(ZebraHarvest, AChangedResultBeginsAgainOverZ3950AndGoesBackOverSru) {
  EVIDENCE_NEED_ZEBRA();
  Zebra zebra(marcxml_collection(1, kRecords));
  Catalogue z(z3950(zebra));
  Catalogue s(sru(zebra));
  Harvested from_z;
  Harvested from_s;
  z.harvest(from_z, "", 3);
  s.harvest(from_s, "", 3);
  zebra.replace_records(marcxml_collection(6, kRecords));  // the first five are gone
  z.harvest(from_z, from_z.cursor);
  ASSERT_TRUE(from_z.error);
  // The old connection breaks first; a repeated fetch then sees the other result.
  if (from_z.error->code == ErrorCode::kUnavailable) z.harvest(from_z, from_z.cursor);
  ASSERT_TRUE(from_z.error);
  EXPECT_EQ(from_z.error->slug, "cursor_expired") << from_z.error->message;
  s.harvest(from_s, from_s.cursor);
  EXPECT_FALSE(from_s.error) << from_s.error->message;
  EXPECT_EQ(from_s.ids().size(), static_cast<std::size_t>(kRecords));
  ASSERT_EQ(from_s.problems.size(), 1U);
  EXPECT_EQ(from_s.problems.front().code, "count_changed");
}

TEST(ZebraHarvest, WhatTheServerRefusesIsAnErrorWithItsWords) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, 5));
  SourceConfig source = sru(zebra);
  source.query = "dc.nosuch=x";
  Result<FetchedPage> page = Catalogue(source).fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kInvalidArgument) << page.error().message;
  EXPECT_NE(page.error().message.find("diagnostic 16"), std::string::npos) << page.error().message;

  source = sru(zebra);
  source.options["record_schema"] = {"nosuch"};
  page = Catalogue(source).fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_NE(page.error().hint.find("record_schema"), std::string::npos) << page.error().message;

  source = z3950(zebra);
  source.query = "@attr 1=77 x";
  page = Catalogue(source).fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(page.error().message.find("diagnostic 114"), std::string::npos) << page.error().message;

  source = z3950(zebra);
  source.base_url = "127.0.0.1:" + std::to_string(zebra.port()) + "/Nope";
  page = Catalogue(source).fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kUpstream);
  EXPECT_NE(page.error().hint.find("database"), std::string::npos) << page.error().message;

  source = z3950(zebra);
  source.options["syntax"] = {"sutrs"};
  page = Catalogue(source).fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kUpstream) << page.error().message;
  EXPECT_NE(page.error().hint.find("options.syntax"), std::string::npos);
}

TEST(ZebraHarvest, NothingFoundIsSaid) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, 5));
  for (SourceConfig source : {sru(zebra), z3950(zebra)}) {
    source.query = source.protocol == "sru" ? "dc.title=absent" : "@attr 1=4 absent";
    const Result<FetchedPage> page = Catalogue(source).fetch();
    ASSERT_TRUE(page.ok()) << page.error().message;
    EXPECT_TRUE(page->last);
    EXPECT_EQ(page->bytes, "");
    EXPECT_EQ(page->expected_total, 0);
    ASSERT_EQ(page->problems.size(), 1U);
    EXPECT_EQ(page->problems[0].code, "nothing_found");
  }
}

TEST(ZebraHarvest, AStopEndsWaitingAtOnce) {
  EVIDENCE_NEED_ZEBRA();
  const Zebra zebra(marcxml_collection(1, 5));
  Catalogue catalogue(z3950(zebra));
  catalogue.stop.request_stop();
  const Result<FetchedPage> page = catalogue.fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kCancelled);
}

// Its counts vary from run to run, so that only what does not is looked at.
TEST(YazTestServer, GivesRecordsAndDiagnostics) {
  EVIDENCE_NEED_ZEBRA();
  const test::YazTestServer server;
  SourceConfig source = catalogue_source("z3950", server.address("Default"), "marc");
  source.query = "@attr 1=4 42";
  Harvested harvested;
  Catalogue(source).harvest(harvested, "", 2);
  EXPECT_FALSE(harvested.error) << harvested.error->message;
  EXPECT_FALSE(harvested.records.empty());
  source.base_url = server.address("nosuch");
  const Result<FetchedPage> page = Catalogue(source).fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().code, ErrorCode::kUpstream) << page.error().message;
  EXPECT_NE(page.error().message.find("diagnostic 109"), std::string::npos) << page.error().message;
}

// MARC records of libraries through Zebra, over both protocols, are those of the files.
TEST(ZebraHarvest, RecordsOfLibrariesComeBackAsTheyWentIn) {
  EVIDENCE_NEED_SHARED_DATA(data);
  EVIDENCE_NEED_ZEBRA();
  std::string collection = "<collection xmlns=\"http://www.loc.gov/MARC21/slim\">\n";
  std::size_t count = 0;
  const Format& format = *format_by_name("marcxml");
  std::vector<Record> wanted;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(data / "fixtures" / "marc")) {
    if (file.path().extension() != ".xml" || file.file_size() > 4'000'000) continue;
    auto source = open_file(file.path());
    ASSERT_TRUE(source.ok());
    const auto reader = format.open(**source);
    for (;;) {
      const auto entry = reader->next();
      if (!entry.ok() || !entry->has_value()) break;
      const RawEntry& raw = (**entry).raw;
      // Prefixed ones rest on their file's declaration; holdings are no records of their own.
      if (!(**entry).damage.empty() || !raw.bytes.starts_with("<record")) continue;
      pugi::xml_document document;
      if (!parse_xml(raw.bytes, document)) continue;
      if (raw.bytes.find("<leader>") == std::string::npos) continue;
      ParsedEntry parsed = format.parse(raw);
      std::move(parsed.records.begin(), parsed.records.end(), std::back_inserter(wanted));
      std::ostringstream out;
      pugi::xml_node root = document.document_element();
      root.remove_attribute("xmlns");
      root.print(out, "", pugi::format_raw);
      collection += out.str() + "\n";
      ++count;
    }
  }
  ASSERT_GT(count, 100U);
  const Zebra zebra(collection + "</collection>");
  const auto keys = [](const std::vector<Record>& records) {
    std::vector<std::string> all;
    for (const Record& record : records) {
      all.push_back(record.source_record_id + "|" + record.title);
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  for (SourceConfig source : {sru(zebra), z3950(zebra), z3950(zebra, "marcxml")}) {
    source.page_size = 50;
    const auto begin = std::chrono::steady_clock::now();
    const Harvested harvested = Catalogue(source).harvest();
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    EXPECT_FALSE(harvested.error) << harvested.error->message;
    std::cout << source.protocol << " " << source.format << ": " << count << " entries in, "
              << harvested.records.size() << " records out, "
              << static_cast<int>(static_cast<double>(count) / seconds) << " a second";
    std::map<std::string, int> codes;
    for (const EntryProblem& problem : harvested.problems) ++codes[problem.code];
    for (const auto& [code, times] : codes) std::cout << ", " << code << " " << times;
    std::cout << "\n";
    // What Zebra itself cannot turn into ISO 2709 comes as a diagnostic of that record alone.
    EXPECT_EQ(harvested.records.size() + static_cast<std::size_t>(codes["record_diagnostic"]),
              wanted.size());
    EXPECT_LT(codes["record_diagnostic"], source.format == "marc" ? 30 : 1);
    if (source.format == "marcxml") {
      EXPECT_TRUE(keys(harvested.records) == keys(wanted));
    }
  }
}

}  // namespace
}  // namespace evidence
