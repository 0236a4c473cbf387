#include "connectors/format/kbart.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "base/encoding.h"
#include "connectors/format/kbart_reader.h"
#include "connectors/format/list_date.h"
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

std::vector<std::string> codes(const ReadAll& all) {
  std::vector<std::string> codes;
  for (const EntryProblem& problem : all.problems) codes.push_back(problem.code);
  return codes;
}

using Codes = std::vector<std::string>;

TEST(Kbart, ATitleThatComesBackLaterIsReadTogetherWithItsFirstRow) {
  const ReadAll all = read_text(kFormat, kHeader + "\n" + kJournal + "\n" + kBook + "\n" +
                                             kJournalLater + "\n" + kJournal + "\n");
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_TRUE(all.problems.empty());
  EXPECT_EQ(all.records[0].coverage.size(), 2U) << "the identical row adds nothing";
}

TEST(Kbart, ATitleThatComesBackBehindTheWindowIsReportedAndReplacesNothing) {
  const auto source =
      memory_source(kHeader + "\n" + kJournal + "\n" + kBook + "\n" + kJournalLater + "\n");
  KbartReader reader(*source, {}, 1);
  std::vector<std::string> damage;
  for (;;) {
    const auto entry = reader.next();
    ASSERT_TRUE(entry.ok());
    if (!entry->has_value()) break;
    damage.push_back((**entry).damage.empty() ? "" : (**entry).raw.position);
  }
  EXPECT_EQ(damage, (Codes{"", "", "line 4"}));
}

TEST(Kbart, RowsThatContradictTheHeaderOrThemselvesAreRejectedWithTheirLine) {
  const ReadAll all = read_text(kFormat,
                                "publication_title\tprint_identifier\ttitle_url\tcoverage_notes\t"
                                "date_first_issue_online\tdate_last_issue_online\tnew_column\n"
                                "One\t0959-8138\thttps://example.org/1\tnote\t2001\t\tx\n"
                                "Two\t0959-8139\tjavascript:x\t\t\t\t\n"
                                "\n"
                                "\t\t\t\t\t\t\n"
                                "Three\n"
                                "Four\t1756-1833\t\t\t2005-03\t2005-02\t\n"
                                "Five\t\t\t\t2005-03\t2005\t\t\t\n"
                                "Six\t\t\t\t\t\t\tmore\n");
  EXPECT_FALSE(all.error);
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_EQ(all.records[0].coverage[0].notes, "note; new_column: x");
  EXPECT_TRUE(all.records[1].identifiers.empty());
  EXPECT_TRUE(all.records[2].source_record_id.starts_with("title:"));
  EXPECT_EQ(codes(all),
            (Codes{"bad_identifier", "bad_link", "column_count", "date_range", "column_count"}));
  EXPECT_EQ(all.problems[2].position, "line 6");
  EXPECT_EQ(all.problems[4].position, "line 9");
}

TEST(Kbart, ReadsCommaSeparatedListsBehindAPreamble) {
  const ReadAll all = read_text(
      kFormat,
      "SO Name,\"Example, all titles\",,,,,,,\r\n"
      "Provider,Example Press,,,,,,,\r\n"
      "Consortium,,,,,,,,\r\n"
      "publication_title,print _identifier,date_first_issue_online,date_last_issue_online,"
      "title_id,embargo_info,coverage_depth,DOI,platform_name,platform_role,platform_title_url,"
      "platform_name,platform_role,platform_title_url\r\n"
      "\"One, with\nlines and \"\"quotes\"\"\",0959-8138,01/02/2001,31/12/2005,o,P1Y,Full text,"
      "10.1234/one,Host A,host "
      ",https://example.org/one,Admin,administrative,https://example.com\r\n"
      ",,,,,,,,,,,,,\r\n"
      "Two,1756-1833,2004/2005,Present,t,No embargo,Video,https://example.org/two,,,,,,\r\n");
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 2U);
  const Record& one = all.records[0];
  EXPECT_EQ(one.title, "One, with lines and \"quotes\"");
  EXPECT_EQ(one.coverage[0].first_date, "2001-02-01");
  EXPECT_EQ(one.coverage[0].last_date, "2005-12-31");
  EXPECT_EQ(one.coverage[0].depth, "fulltext");
  EXPECT_EQ(one.coverage[0].notes,
            "platform_name: Host A (host); platform_name: Admin (administrative)");
  ASSERT_EQ(one.links.size(), 1U);
  EXPECT_EQ(one.links[0].url, "https://example.org/one");
  EXPECT_EQ(one.identifiers.size(), 2U);
  const Record& two = all.records[1];
  EXPECT_EQ(two.coverage[0].first_date, "2004");
  EXPECT_EQ(two.coverage[0].last_date, "");
  EXPECT_EQ(two.coverage[0].embargo, "No embargo");
  EXPECT_EQ(two.links.at(0).url, "https://example.org/two");
  EXPECT_EQ(codes(all), (Codes{"embargo_unparsed"}));
  EXPECT_EQ(all.problems[0].position, "line 8");
}

TEST(Kbart, ATitleThatIsFreeInPartIsNotOpen) {
  const std::string head = "publication_title;title_id;title_url;access_type;coverage_depth\n";
  const auto read = [&](const std::string& rows) {
    const ReadAll all = read_text(kFormat, head + rows);
    return all.records.at(0);
  };
  EXPECT_EQ(read("A;1;https://example.org/a;F;\nA;1;https://example.org/a;F;x\n").open_access,
            OpenAccess::kOpen);
  const Record partly = read("A;1;https://example.org/a;F;\nA;1;https://example.org/a;P;\n");
  EXPECT_EQ(partly.open_access, OpenAccess::kUnknown);
  EXPECT_FALSE(partly.links.at(0).open);
}

TEST(Kbart, ChaptersNameTheirBookAndOtherTypesAreKept) {
  const ReadAll all = read_text(kFormat,
                                "publication_title,online_identifier,title_id,publication_type,"
                                "parent_publication_title_id,preceding_publication_title_id\n"
                                "Volume two,9780306406157,v2,monograph,s1,\n"
                                "A film,,f1,audiovisual,9780306406157,f0\n"
                                "Old name,,v2,monograph,s1,\n");
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[0].relations.at(0).type, RelationType::kPartOf);
  EXPECT_EQ(all.records[0].relations[0].citation, "title s1 of the same list");
  EXPECT_EQ(all.records[0].subjects.at(0).label, "Old name");
  EXPECT_EQ(all.records[1].relations.at(0).target, "isbn:9780306406157");
  EXPECT_EQ(all.records[1].publication_types, (Codes{"Journal", "audiovisual"}));
  EXPECT_EQ(all.records[1].coverage.at(0).notes, "preceding_publication_title_id: f0");
  EXPECT_EQ(codes(all), (Codes{"titles_differ"}));
}

TEST(Kbart, KnowsItsListsAndNoOthers) {
  const Format* format = format_by_name(kFormat);
  EXPECT_TRUE(format->recognises(kHeader + "\n", ""));
  EXPECT_TRUE(format->recognises("SO Name,X,\nPublication Title,ISSN,Title ID\n", ""));
  EXPECT_TRUE(
      format->recognises("Title,Print ISSN,Online ISSN,Title URL,Publisher,Coverage Depth\n", ""));
  EXPECT_FALSE(format->recognises("title,synonyms,url,id\n", ""));
  EXPECT_FALSE(format->recognises("<html>", ""));
  EXPECT_FALSE(format->recognises("", ""));
}

TEST(Kbart, SourcesMayNameTheirColumnsAndAddALinkIntoTheProduct) {
  const KbartFormat format({{"publication_title", "Werk"}, {"title_url", "Adresse"}},
                           SearchInside{"https://example.org/s?q=%7Bquery%7D", "A Product"});
  const auto source =
      memory_source("Werk;ISBN;Adresse\nEins;9780306406157;https://example.org/1\n");
  const auto reader = format.open(*source);
  const auto entry = reader->next();
  ASSERT_TRUE(entry.ok() && entry->has_value());
  const ParsedEntry parsed = format.parse((**entry).raw);
  ASSERT_EQ(parsed.records.size(), 1U);
  ASSERT_EQ(parsed.records[0].links.size(), 2U);
  EXPECT_EQ(parsed.records[0].links[1].kind, "search-inside");
  EXPECT_EQ(parsed.records[0].links[1].url, "https://example.org/s?q=%7Bquery%7D");
  EXPECT_EQ(parsed.records[0].subjects.at(0).label, "A Product");
}

TEST(ListDate, ReadsWhatListsReallyWrite) {
  const auto first = [](const char* text) {
    return format_date(list_date(text, RangeEnd::kFirst).date);
  };
  EXPECT_EQ(first("2001"), "2001");
  EXPECT_EQ(first(" 2001-05 "), "2001-05");
  EXPECT_EQ(first("2001-05-01T00:00:00Z"), "2001-05-01");
  EXPECT_EQ(first("01/05/2001"), "2001-05-01") << "day first";
  EXPECT_EQ(first("12/31/2001"), "2001-12-31") << "no month 31";
  EXPECT_EQ(first("1.5.2001"), "2001-05-01");
  EXPECT_EQ(first("05/2001"), "2001-05");
  EXPECT_EQ(first("01-Jan-97"), "1997-01-01");
  EXPECT_EQ(first("May 2001"), "2001-05");
  EXPECT_EQ(first("May 1, 2001"), "2001-05-01");
  EXPECT_EQ(first("1996/97"), "1996");
  EXPECT_EQ(format_date(list_date("1996/97", RangeEnd::kLast).date), "1997");
  EXPECT_EQ(format_date(list_date("2004-2005", RangeEnd::kLast).date), "2005");
  EXPECT_EQ(first("01/0/1996"), "1996");
  EXPECT_FALSE(list_date("01/0/1996", RangeEnd::kFirst).warning.empty());
  EXPECT_FALSE(list_date("01-Jan-97", RangeEnd::kFirst).warning.empty());
  EXPECT_TRUE(list_date("Present", RangeEnd::kLast).open);
  for (const char* bad : {"", "0", "200/200", "soon", "2001!", "99/99/99/99/99", "1/2/345", "May",
                          "-1", "00000", "May May"}) {
    EXPECT_EQ(first(bad), "") << bad;
  }
  EXPECT_TRUE(ends_before({2001, 4, 0}, {2001, 5, 0}));
  EXPECT_FALSE(ends_before({2001, 0, 0}, {2001, 5, 0}));
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
  std::size_t files = 0;
  std::size_t records = 0;
  std::map<std::string, std::size_t> problems;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data / "fixtures/kbart")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    const auto raw = memory_source(bytes.str());
    const auto source = utf8_source(*raw);
    const ReadAll all = read_source(kFormat, *source);
    EXPECT_FALSE(all.error) << entry.path();
    EXPECT_FALSE(all.records.empty()) << entry.path();
    EXPECT_TRUE(format_by_name(kFormat)->recognises(bytes.str().substr(0, 4096), ""))
        << entry.path();
    std::set<std::string> ids;
    for (const Record& record : all.records) {
      EXPECT_TRUE(ids.insert(record.source_record_id).second)
          << entry.path() << record.source_record_id;
    }
    ++files;
    records += all.records.size();
    for (const EntryProblem& problem : all.problems) {
      ++problems[problem.code];
      if (std::getenv("EVIDENCE_SHOW_PROBLEMS") != nullptr) {
        std::cerr << entry.path().filename() << " " << problem.position << " " << problem.code
                  << ": " << problem.reason << "\n";
      }
    }
  }
  EXPECT_EQ(files, 103U);
  std::string table = std::to_string(records) + " records";
  for (const auto& [code, count] : problems) table += "; " + code + " " + std::to_string(count);
  // Each was looked at: dates such as "1" or "01/0/1996", ISSNs with wrong check digits or
  // "Unknown", addresses without a scheme, embargoes in words, coverage that ends before it begins,
  // former names under one title_id.
  EXPECT_EQ(table,
            "8229 records; bad_date 12; bad_identifier 106; bad_link 2; date_range 22; "
            "embargo_unparsed 75; link_completed 87; titles_differ 33; uncertain_date 76");
}

}  // namespace
}  // namespace evidence::test
