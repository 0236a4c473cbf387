#include "connectors/protocol/sru_reply.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence {
namespace {

constexpr std::string_view kMarc =
    "<record xmlns=\"http://www.loc.gov/MARC21/slim\"><leader>00000nam a2200000 a 4500</leader>"
    "<controlfield tag=\"001\">x1</controlfield><datafield tag=\"245\" ind1=\" \" ind2=\" \">"
    "<subfield code=\"a\">Ward rounds &amp; caf&#233;s</subfield></datafield></record>";

std::string escaped(std::string_view xml) {
  std::string text;
  for (const char c : xml) {
    if (c == '<')
      text += "&lt;";
    else if (c == '&')
      text += "&amp;";
    else
      text += c;
  }
  return text;
}

// A reply in the given dialect: prefix ("zs:" or ""), its declaration, and how records stand in it.
std::string reply(const std::string& p, const std::string& declaration, const std::string& data) {
  return "<?xml version=\"1.0\"?>\n<" + p + "searchRetrieveResponse " + declaration + "><" + p +
         "version>1.2</" + p + "version><" + p + "numberOfRecords>23</" + p + "numberOfRecords><" +
         p + "records><" + p + "record><" + p + "recordSchema>marcxml</" + p + "recordSchema>" +
         data + "<" + p + "recordPosition>7</" + p + "recordPosition></" + p + "record></" + p +
         "records></" + p + "searchRetrieveResponse>";
}

void expect_one_record(const std::string& body) {
  const auto read = parse_sru_reply(body);
  ASSERT_TRUE(read.ok()) << read.error().message << "\n" << body;
  EXPECT_EQ(read->total, 23);
  ASSERT_EQ(read->records.size(), 1U);
  EXPECT_EQ(read->records[0].schema, "marcxml");
  EXPECT_EQ(read->records[0].position, 7);
  EXPECT_EQ(read->records[0].damage, "");
  EXPECT_FALSE(read->records[0].diagnostic);
  const test::ReadAll parsed = test::read_text("marcxml", sru_page(*read));
  ASSERT_FALSE(parsed.error) << parsed.error->message;
  ASSERT_EQ(parsed.records.size(), 1U) << sru_page(*read);
  EXPECT_EQ(parsed.entries, 1U);
  EXPECT_EQ(parsed.records[0].source_record_id, "x1");
  EXPECT_EQ(parsed.records[0].title, "Ward rounds & cafés");
}

TEST(SruReplies, AreReadInEveryDialect) {
  const std::string loc = "http://www.loc.gov/zing/srw/";
  const std::string oasis = "http://docs.oasis-open.org/ns/search-ws/sruResponse";
  for (const std::string& space : {loc, oasis}) {
    for (const std::string p : {"zs:", "srw:", "sruResponse:", ""}) {
      const std::string declaration =
          (p.empty() ? "xmlns" : "xmlns:" + p.substr(0, p.size() - 1)) + ("=\"" + space + "\"");
      const std::string open = "<" + p + "recordData>";
      const std::string close = "</" + p + "recordData>";
      const std::string marc(kMarc);
      expect_one_record(reply(p, declaration, open + marc + close));
      expect_one_record(reply(p, declaration,
                              "<" + p + "recordPacking>string</" + p + "recordPacking>" + open +
                                  escaped("<?xml version=\"1.0\"?>\n" + marc) + close));
      expect_one_record(reply(p, declaration,
                              "<" + p + "recordXMLEscaping>string</" + p + "recordXMLEscaping>" +
                                  open + "<![CDATA[" + marc + "]]>" + close));
      // Servers that say one thing and do the other.
      expect_one_record(reply(
          p, declaration,
          "<" + p + "recordPacking>xml</" + p + "recordPacking>" + open + escaped(marc) + close));
      expect_one_record(reply(p, "", open + marc + close));  // prefix not declared
    }
  }
}

TEST(SruReplies, ADeclarationOfTheEnvelopeStaysWithItsRecords) {
  const auto read = parse_sru_reply(
      "<searchRetrieveResponse xmlns:marc=\"http://www.loc.gov/MARC21/slim\" "
      "xmlns:odd=\"a&amp;&quot;b\"><numberOfRecords>1</"
      "numberOfRecords><records><record><recordData>"
      "<marc:record><marc:leader>00000nam a2200000 a 4500</marc:leader></marc:record></recordData>"
      "</record></records></searchRetrieveResponse>");
  ASSERT_TRUE(read.ok()) << read.error().message;
  const std::string page = sru_page(*read);
  EXPECT_NE(page.find("xmlns:marc=\"http://www.loc.gov/MARC21/slim\""), std::string::npos) << page;
  EXPECT_NE(page.find("xmlns:odd=\"a&amp;&quot;b\""), std::string::npos) << page;
}

TEST(SruReplies, HoldModsAndDublinCoreToo) {
  struct Payload {
    const char* format;
    std::string xml;
  };
  for (const Payload& one :
       {Payload{
            "mods",
            "<mods xmlns=\"http://www.loc.gov/mods/v3\"><titleInfo><title>Ward rounds</title>"
            "</titleInfo><recordInfo><recordIdentifier>m1</recordIdentifier></recordInfo></mods>"},
        Payload{"oai_dc",
                "<srw_dc:dc xmlns:srw_dc=\"info:srw/schema/1/dc-schema\" "
                "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Ward rounds</dc:title>"
                "<dc:identifier>d1</dc:identifier></srw_dc:dc>"}}) {
    for (const std::string& data : {one.xml, escaped(one.xml)}) {
      const auto read = parse_sru_reply(reply("zs:", "xmlns:zs=\"http://www.loc.gov/zing/srw/\"",
                                              "<zs:recordData>" + data + "</zs:recordData>"));
      ASSERT_TRUE(read.ok()) << read.error().message;
      const test::ReadAll parsed = test::read_text(one.format, sru_page(*read));
      ASSERT_EQ(parsed.records.size(), 1U) << sru_page(*read);
      EXPECT_EQ(parsed.records[0].title, "Ward rounds");
    }
  }
}

TEST(SruReplies, ARecordOfSeveralRecordsGivesEach) {
  std::string both = "<collection>" + std::string(kMarc) + std::string(kMarc) + "</collection>";
  const auto read = parse_sru_reply(
      reply("", "xmlns=\"http://www.loc.gov/zing/srw/\"", "<recordData>" + both + "</recordData>"));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(test::read_text("marcxml", sru_page(*read)).records.size(), 2U);
}

TEST(SruReplies, DiagnosticsAreErrorsAPersonUnderstands) {
  const auto read = parse_sru_reply(
      "<zs:searchRetrieveResponse xmlns:zs=\"http://www.loc.gov/zing/srw/\"><zs:version>1.2"
      "</zs:version><zs:numberOfRecords>0</zs:numberOfRecords><zs:diagnostics>"
      "<diagnostic xmlns=\"http://www.loc.gov/zing/srw/diagnostic/\">"
      "<uri>info:srw/diagnostic/1/16</uri><details>dc.titel</details>"
      "<message>Unsupported index</message></diagnostic></zs:diagnostics>"
      "</zs:searchRetrieveResponse>");
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_EQ(read->diagnostics.size(), 1U);
  const Error error = error_of(read->diagnostics[0]);
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.message,
            "the SRU server reports: Unsupported index (\"dc.titel\"), diagnostic 16");
}

TEST(SruReplies, SayWhetherToTryAgain) {
  const std::map<int, ErrorCode> wanted = {
      {1, ErrorCode::kUpstream},         {2, ErrorCode::kUnavailable},
      {3, ErrorCode::kUpstream},         {5, ErrorCode::kInvalidArgument},
      {10, ErrorCode::kInvalidArgument}, {48, ErrorCode::kInvalidArgument},
      {60, ErrorCode::kUpstream},        {61, ErrorCode::kUpstream},
      {64, ErrorCode::kUnavailable},     {66, ErrorCode::kInvalidArgument},
      {235, ErrorCode::kInvalidArgument}};
  for (const auto& [number, code] : wanted) {
    SruDiagnostic diagnostic;
    diagnostic.number = number;
    const Error error = error_of(diagnostic);
    EXPECT_EQ(error.code, code) << number;
    EXPECT_NE(error.message.find(", diagnostic " + std::to_string(number)), std::string::npos);
    EXPECT_EQ(error.message.find("without a message"), std::string::npos) << error.message;
  }
  SruDiagnostic foreign;
  foreign.uri = "info:example/7";
  EXPECT_EQ(error_of(foreign).code, ErrorCode::kUpstream);
}

TEST(SruReplies, DiagnosticsMayStandBareOrInAnExplainRecord) {
  const std::string diagnostic =
      "<diagnostics xmlns=\"http://www.loc.gov/zing/srw/\"><diagnostic>"
      "<uri>info:srw/diagnostic/1/4</uri><details>bogus</details></diagnostic></diagnostics>";
  for (const std::string& body :
       {diagnostic, "<explainResponse>" + diagnostic + "</explainResponse>",
        "<x:searchRetrieveResponse>" + diagnostic + "</x:searchRetrieveResponse>"}) {
    const auto read = parse_sru_reply(body);
    ASSERT_TRUE(read.ok()) << read.error().message;
    ASSERT_EQ(read->diagnostics.size(), 1U) << body;
    EXPECT_EQ(read->diagnostics[0].number, 4);
  }
}

TEST(SruReplies, WhatIsNoAnswerIsAnError) {
  struct Bad {
    std::string body, slug;
  };
  const std::vector<Bad> cases = {
      {"<explainResponse><version>1.1</version></explainResponse>", "not_sru"},
      {"<rss/>", "not_sru"},
      {"<searchRetrieveResponse/>", "not_sru"},
      {"<searchRetrieveResponse><numberOfRecords>many</numberOfRecords></searchRetrieveResponse>",
       "unreadable_reply"},
      {"<searchRetrieveResponse><numberOfRecords>-4</numberOfRecords></searchRetrieveResponse>",
       "unreadable_reply"},
      {"<searchRetrieveResponse><numberOfRecords>1</numberOfRecords>", "cut_reply"},
      {"<searchRetrieveResponse><a><b></a></searchRetrieveResponse>", "unreadable_reply"},
      {"", "cut_reply"},
      {"{\"json\": true}", "cut_reply"},
      {"<!DOCTYPE x [<!ENTITY e \"e\">]><x>&e;</x>", "cut_reply"},
  };
  for (const Bad& one : cases) {
    const auto read = parse_sru_reply(one.body);
    ASSERT_FALSE(read.ok()) << one.body;
    EXPECT_EQ(read.error().slug, one.slug) << one.body << " → " << read.error().message;
    EXPECT_EQ(read.error().code, ErrorCode::kBadContent);
  }
  const auto large = parse_sru_reply(std::string(2'000, ' '), 1'000);
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.error().code, ErrorCode::kTooLarge);
}

TEST(SruReplies, ABadRecordLeavesTheOthersAlone) {
  const std::string good = "<record><recordData>" + std::string(kMarc) + "</recordData></record>";
  const auto read = parse_sru_reply(
      "<searchRetrieveResponse><numberOfRecords>6</numberOfRecords><records>" + good +
      "<record><recordData>&lt;record&gt;&lt;leader&gt;cut</recordData></record>"
      "<record><recordData> </recordData></record><record/>"
      "<record><recordSchema>info:srw/schema/1/diagnostics-v1.1</recordSchema><recordData>"
      "<diagnostic><uri>info:srw/diagnostic/1/64</uri></diagnostic></recordData></record>"
      "<record><recordPacking>string</recordPacking><recordData>&lt;diagnostic&gt;&lt;uri&gt;"
      "info:srw/diagnostic/1/67&lt;/uri&gt;&lt;/diagnostic&gt;</recordData></record>" +
      good + "</records></searchRetrieveResponse>");
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_EQ(read->records.size(), 7U);
  EXPECT_NE(read->records[1].damage, "");
  EXPECT_NE(read->records[2].damage, "");
  EXPECT_NE(read->records[3].damage, "");
  ASSERT_TRUE(read->records[4].diagnostic);
  EXPECT_EQ(read->records[4].diagnostic->number, 64);
  ASSERT_TRUE(read->records[5].diagnostic);
  EXPECT_EQ(read->records[5].diagnostic->number, 67);
  EXPECT_EQ(test::read_text("marcxml", sru_page(*read)).records.size(), 2U);
}

TEST(SruReplies, OddBytesAreReadAsWindows1252) {
  const auto read = parse_sru_reply(
      "<searchRetrieveResponse><numberOfRecords>1</numberOfRecords><records><record><recordData>"
      "<t>caf\xE9</t></recordData></record></records></searchRetrieveResponse>");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_TRUE(read->repaired);
  EXPECT_EQ(read->records[0].payload, "<t>café</t>");
}

TEST(SruReplies, AnEstimateIsNoCount) {
  for (const auto& [precision, exact] :
       std::map<std::string, bool>{{"exact", true},
                                   {"info:srw/vocabulary/resultCountPrecision/1/exact", true},
                                   {"estimate", false},
                                   {"info:srw/vocabulary/resultCountPrecision/1/unknown", false}}) {
    const auto read = parse_sru_reply(
        "<searchRetrieveResponse><numberOfRecords>9</numberOfRecords><resultCountPrecision>" +
        precision + "</resultCountPrecision></searchRetrieveResponse>");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->total_is_exact, exact) << precision;
  }
}

TEST(SruReplies, DamageOfAnyKindNeverCrashes) {
  const std::string whole = reply("zs:", "xmlns:zs=\"http://www.loc.gov/zing/srw/\"",
                                  "<zs:recordData>" + std::string(kMarc) + "</zs:recordData>");
  test::cut_everywhere(whole, 1, whole.size(), [](const std::string& part) {
    EXPECT_FALSE(parse_sru_reply(part).ok()) << part.size();
  });
  test::spoil_bytes(whole, 3'000, 4, [](const std::string& bytes) {
    const auto read = parse_sru_reply(bytes);
    if (read.ok()) test::read_text("marcxml", sru_page(*read));
  });
}

// What a recorded reply holds: numberOfRecords, records on the page, and what the marcxml format
// makes of the payloads (holdings among them are passed over).
struct RecordedReply {
  const char* file;
  std::int64_t total;
  std::size_t records, marc_entries, marc_records;
};

TEST(SruReplies, RecordedRepliesAreReadWhole) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::vector<RecordedReply> recorded = {
      {"zdb-sru-marcxmlplus.xml", 44, 10, 24, 10},
      {"zdb-sru-marcxmlplus1.xml", 1, 1, 1, 1},
      {"jabref_gvk_loc/MarcXMLParserTestInProceedings.xml", 1, 1, 1, 1},
      {"jabref_gvk_loc/MarcXmlParserTestBook.xml", 1, 1, 1, 1},
      {"jabref_gvk_loc/MarcXmlParserTestNotes.xml", 1, 1, 1, 1},
      {"jabref_gvk_loc/MarcXmlParserTestSummaryAndKeywords.xml", 1, 1, 1, 1},
      {"jabref_gvk_loc/MarcXmlParserTestThesis.xml", 1, 1, 1, 1},
      // PICA+, which is no MARC: every record is said to be unusable.
      {"jabref_gvk_loc/gvk_artificial_subtitle_test.xml", 1, 5, 5, 0},
      {"jabref_gvk_loc/gvk_gmp.xml", 2, 2, 2, 0},
      {"jabref_gvk_loc/gvk_result_for_797485368.xml", 1, 1, 1, 0},
      {"jabref_gvk_loc/lvi.xml", 5, 5, 5, 5},
  };
  const auto bytes_of = [&data](const char* name) {
    std::ifstream file(data / "fixtures" / "sru" / name, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  };
  for (const RecordedReply& one : recorded) {
    const auto read = parse_sru_reply(bytes_of(one.file));
    ASSERT_TRUE(read.ok()) << one.file << ": " << read.error().message;
    EXPECT_EQ(read->total, one.total) << one.file;
    EXPECT_EQ(read->records.size(), one.records) << one.file;
    const test::ReadAll parsed = test::read_text("marcxml", sru_page(*read));
    EXPECT_FALSE(parsed.error) << one.file << ": " << parsed.error->message;
    EXPECT_EQ(parsed.entries, one.marc_entries) << one.file;
    EXPECT_EQ(parsed.records.size(), one.marc_records) << one.file;
    EXPECT_EQ(parsed.problems.size() >= one.records, one.marc_records == 0) << one.file;
    for (const EntryProblem& problem : parsed.problems) {
      RecordProperty(one.file, problem.code + ": " + problem.reason);
    }
  }
  // Its last byte is missing.
  const auto cut = parse_sru_reply(bytes_of("jabref_gvk_loc/MarcXmlParserTestArticle.xml"));
  ASSERT_FALSE(cut.ok());
  EXPECT_EQ(cut.error().slug, "cut_reply");
}

TEST(SruReplies, RecordedRepliesCutOrDamagedNeverCrash) {
  EVIDENCE_NEED_SHARED_DATA(data);
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(data / "fixtures" / "sru")) {
    if (!file.is_regular_file()) continue;
    const std::string whole = test::file_bytes(file.path());
    const std::size_t step = std::max<std::size_t>(97, whole.size() / 200);
    test::cut_everywhere(whole, step, whole.size() - std::min<std::size_t>(8, whole.size()),
                         [&file](const std::string& part) {
                           EXPECT_FALSE(parse_sru_reply(part).ok())
                               << file.path() << " " << part.size();
                         });
    test::spoil_bytes(whole, 60, 5, [](const std::string& damaged) {
      const auto read = parse_sru_reply(damaged);
      if (read.ok()) test::read_text("marcxml", sru_page(*read));
    });
  }
}

}  // namespace
}  // namespace evidence
