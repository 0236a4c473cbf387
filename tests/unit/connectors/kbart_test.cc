#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "model/record_json.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "kbart";
const std::string kHeader =
    "publication_title\tprint_identifier\tonline_identifier\tdate_first_issue_online\t"
    "num_first_vol_online\tnum_first_issue_online\tdate_last_issue_online\tnum_last_vol_online\t"
    "num_last_issue_online\ttitle_url\tfirst_author\ttitle_id\tembargo_info\tcoverage_depth\t"
    "notes\tpublisher_name\tpublication_type\tdate_monograph_published_print\t"
    "date_monograph_published_online\tmonograph_volume\tmonograph_edition\tfirst_editor\t"
    "parent_publication_title_id\tpreceding_publication_title_id\taccess_type";
const std::string kJournal =
    "A journal\t0959-8138\t1756-1833\t1990-01-01\t1\t1\t1995\t6\t\thttps://example.org/j\t\tj1\t"
    "P1Y\tfulltext\t\tA Press\tserial\t\t\t\t\t\t\t\tP";
const std::string kJournalLater =
    "A journal\t0959-8138\t1756-1833\t1999\t\t\t\t\t\thttps://example.org/j\t\tj1\t\tfulltext\t\t"
    "A Press\tserial\t\t\t\t\t\t\t\tP";
const std::string kBook =
    "\"The \"\"best\"\" book\"\t\t9780306406157\t\t\t\t\t\t\thttps://example.org/b\tSmith\t\t\t"
    "fulltext\t\tA Press\tmonograph\t2018\t2019-02\t\t2\tDoe\t\t\tF";

TEST(Kbart, ReadsJournalsAndBooksAndJoinsRowsOfOneTitle) {
  const ReadAll all = read_text(kFormat, "\xEF\xBB\xBF" + kHeader + "\r\n" + kJournal + "\r\n" +
                                             kJournalLater + "\r\n" + kBook + "\r\n");
  ASSERT_FALSE(all.error) << all.error->message;
  EXPECT_TRUE(all.problems.empty()) << all.problems[0].reason;
  ASSERT_EQ(all.records.size(), 2U);
  const Record& journal = all.records[0];
  EXPECT_EQ(journal.source_record_id, "j1");
  EXPECT_EQ(journal.publication_types, std::vector<std::string>{"Journal"});
  EXPECT_EQ(journal.identifiers.size(), 2U);
  ASSERT_EQ(journal.coverage.size(), 2U);
  EXPECT_EQ(journal.coverage[0].embargo, "P1Y");
  EXPECT_EQ(journal.coverage[1].first_date, "1999");
  EXPECT_EQ(journal.links.at(0).kind, "title");
  const Record& book = all.records[1];
  EXPECT_EQ(book.title, "The \"best\" book");
  EXPECT_EQ(book.source_record_id, "9780306406157");
  EXPECT_EQ(book.publication_types, std::vector<std::string>{"Book"});
  EXPECT_EQ(format_date(book.publication.date), "2019-02");
  EXPECT_EQ(book.open_access, OpenAccess::kOpen);
  EXPECT_EQ(book.contributors.size(), 2U);
}

TEST(Kbart, ATitleThatComesBackLaterDoesNotReplaceItsCoverage) {
  const ReadAll all =
      read_text(kFormat, kHeader + "\n" + kJournal + "\n" + kBook + "\n" + kJournalLater + "\n");
  EXPECT_EQ(all.records.size(), 2U);
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "damaged_entry");
  EXPECT_EQ(all.problems[0].position, "line 4");
}

TEST(Kbart, TakesPhaseOneAndRowsThatAreShortOrWrong) {
  const ReadAll all =
      read_text(kFormat,
                "publication_title\tprint_identifier\ttitle_url\tcoverage_notes\tnew_column\n"
                "One\t0959-8138\thttps://example.org/1\tnote\tx\n"
                "Two\t0959-8139\tjavascript:x\n"
                "\n"
                "\t\t\n"
                "Three\n");
  EXPECT_FALSE(all.error);
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_EQ(all.records[0].coverage[0].notes, "note");
  EXPECT_TRUE(all.records[1].identifiers.empty());
  EXPECT_TRUE(all.records[2].source_record_id.starts_with("title:"));
  EXPECT_EQ(all.problems.size(), 2U);
}

TEST(Kbart, AFileWithoutItsHeaderIsAnError) {
  for (const char* text : {"", "a\tb\n1\t2\n", "publication_name\n", "<html>"}) {
    const ReadAll all = read_text(kFormat, text);
    ASSERT_TRUE(all.error) << text;
    EXPECT_EQ(all.error->code, ErrorCode::kBadContent);
  }
}

TEST(Kbart, CutsAndFlipsNeverCrash) {
  const std::string text = kHeader + "\n" + kJournal + "\n" + kJournalLater + "\n" + kBook + "\n";
  for (std::size_t cut = 0; cut < text.size(); ++cut) (void)read_text(kFormat, text.substr(0, cut));
  std::mt19937 random(3);
  for (int round = 0; round < 2'000; ++round) {
    std::string damaged = text;
    damaged[random() % damaged.size()] = static_cast<char>(random() & 0xffU);
    for (const Record& record : read_text(kFormat, damaged).records) {
      EXPECT_TRUE(record_from_json(record_to_json(record)).ok());
    }
  }
}

TEST(KbartShared, RecordedListsGiveARecordForEachRow) {
  EVIDENCE_NEED_SHARED_DATA(data);
  for (const auto& entry :
       std::filesystem::directory_iterator(data / "fixtures/kbart/abes_single_rows")) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    const ReadAll all = read_text(kFormat, bytes.str());
    EXPECT_FALSE(all.error) << entry.path();
    EXPECT_EQ(all.records.size(), 1U) << entry.path();
    EXPECT_FALSE(all.records.at(0).identifiers.empty()) << entry.path();
  }
}

}  // namespace
}  // namespace evidence::test
