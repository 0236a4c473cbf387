#include <gtest/gtest.h>

#include "model/record_json.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "jsonl";

TEST(Jsonl, ALineThatIsNoJsonIsAProblemAndTheRestIsRead) {
  const ReadAll all = read_text(kFormat,
                                "\xEF\xBB\xBF{\"id\":\"1\",\"title\":\"One\"}\r\n\nnot json\n[1]\n"
                                "{\"title\":\"no id\"}\n{\"id\":\"2\",\"title\":\"Two\"}");
  EXPECT_FALSE(all.error);
  ASSERT_EQ(all.records.size(), 2U);
  ASSERT_EQ(all.problems.size(), 3U);
  EXPECT_EQ(all.problems[0].code, "bad_json");
  EXPECT_EQ(all.problems[0].position, "line 3");
  EXPECT_EQ(all.problems[2].code, "no_identifier");
}

TEST(Jsonl, AnInvalidIdentifierIsDroppedAndTheRecordKept) {
  const ReadAll all =
      read_text(kFormat, "{\"id\":\"1\",\"doi\":\"none\",\"pmid\":\"x\",\"odd\":1}\n");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_TRUE(all.records[0].identifiers.empty());
  ASSERT_EQ(all.problems.size(), 3U);
  EXPECT_EQ(all.problems[0].code, "unknown_key");
  EXPECT_EQ(all.problems[0].reason, "odd");
  EXPECT_EQ(all.problems[1].code, "dropped_value");
}

TEST(Jsonl, AFileCutInsideALineIsAnErrorAfterTheGoodLines) {
  const std::string text = "{\"id\":\"1\"}\n{\"id\":\"2\"}\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const ReadAll all = read_text(kFormat, text.substr(0, cut));
    const bool inside = (cut > 0 && cut < 10) || (cut > 11 && cut < 21);
    EXPECT_EQ(all.error.has_value(), inside) << cut;
    EXPECT_EQ(all.records.size(), (cut >= 10 ? 1U : 0U) + (cut >= 21 ? 1U : 0U)) << cut;
  }
}

TEST(Jsonl, ALineOverTheLimitIsPassedOver) {
  const ReadAll all =
      read_text(kFormat, "{\"id\":\"1\"}\n{\"id\":\"" + std::string(17U << 20U, 'x') +
                             "\"}\n{\"id\":\"2\"}\n");
  EXPECT_EQ(all.records.size(), 2U);
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "damaged_entry");
}

TEST(Jsonl, AnExportedRecordComesBackTheSame) {
  Record record;
  record.source_record_id = "1";
  record.title = "T";
  record.identifiers = {*Identifier::parse(IdentifierScheme::kDoi, "10.1000/x")};
  const std::string line = record_to_json(record);
  const ReadAll all = read_text(kFormat, line + "\n");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(record_to_json(all.records[0]), line);
  const ReadAll loose = read_text(kFormat, "{\"id\":\"1\",\"doi\":\"10.1000/x\"}\n");
  EXPECT_EQ(loose.records.at(0).links.size(), 1U);
}

TEST(JsonlShared, EveryCollectionAndTheCorpusAreReadWhole) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto count = [&](const std::filesystem::path& path) {
    const auto file = open_file(path);
    const Format* format = format_by_name(kFormat);
    const auto reader = format->open(**file);
    std::size_t records = 0;
    for (;;) {
      auto entry = reader->next();
      EXPECT_TRUE(entry.ok());
      if (!entry.ok() || !entry->has_value()) break;
      const ParsedEntry parsed = format->parse((**entry).raw);
      records += parsed.records.size();
      if (records > 20'000) break;
    }
    return records;
  };
  EXPECT_EQ(count(data / "collections/cfc-odd/docs.jsonl"), 1'239U);
  EXPECT_EQ(count(data / "collections/nfcorpus-dev/docs.jsonl"), 3'395U);
  EXPECT_EQ(count(data / "collections/cohen/docs.jsonl"), 13'938U);
  EXPECT_EQ(count(data / "corpus.jsonl"), 20'001U);
}

}  // namespace
}  // namespace evidence::test
