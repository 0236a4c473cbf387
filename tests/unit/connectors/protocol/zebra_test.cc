// SRU and Z39.50 against a real server: Zebra, and YAZ's own test server for diagnostics.
#include "tests/support/zebra.h"

#include <gtest/gtest.h>

#include <random>
#include <string_view>

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

}  // namespace
}  // namespace evidence
