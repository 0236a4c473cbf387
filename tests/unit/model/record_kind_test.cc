#include "model/record_kind.h"

#include <gtest/gtest.h>

#include "tests/support/case_rows.h"
#include "tests/unit/model/match_records.h"

namespace evidence {
namespace {

using test::record_of_line;

std::vector<std::vector<std::string>> read_rows(const std::string& name, std::size_t columns) {
  return test::case_rows("record_kind/" + name, columns, 20);
}

TEST(RecordKindTest, IsReadFromTheFormOfTheTitle) {
  for (const auto& row : read_rows("titles.tsv", 4)) {
    SCOPED_TRACE(row[0]);
    Record record;
    record.title = row[0];
    EXPECT_EQ(record_kind_name(kind_of(record)), row[1]);
    EXPECT_EQ(base_title(row[0]), row[2]);
    EXPECT_EQ(title_says_retracted(row[0]), row[3] == "yes");
  }
}

TEST(RecordKindTest, AStatedTypeARelationOrAnIdentifierSaysMoreThanTheTitle) {
  const auto kind = [](const std::string& line) {
    return std::string(record_kind_name(kind_of(record_of_line(line))));
  };
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Retraction of Publication"]})"), "retraction notice");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Published Erratum"]})"), "correction");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Expression of Concern"]})"), "expression of concern");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Preprint"]})"), "preprint");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["posted-content"]})"), "preprint");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Clinical Trial Protocol"]})"), "protocol");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Meeting Abstract"]})"), "conference abstract");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Trial Registration"]})"), "trial registration");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["book"]})"), "book");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["book-chapter"]})"), "chapter");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["journal"]})"), "serial");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Journal Article"]})"), "article");
  EXPECT_EQ(kind(R"({"title":"X","relations":[{"type":"retracts","target":"pmid:1"}]})"),
            "retraction notice");
  EXPECT_EQ(kind(R"({"title":"X","relations":[{"type":"erratum_for","target":"pmid:1"}]})"),
            "correction");
  EXPECT_EQ(kind(R"({"title":"X","relations":[{"type":"concern_about","target":"pmid:1"}]})"),
            "expression of concern");
  EXPECT_EQ(kind(R"({"title":"X","relations":[{"type":"retracted_by","target":"pmid:1"}]})"),
            "article");
  EXPECT_EQ(kind(R"({"title":"X","relations":[{"type":"part_of","target":"isbn:9780306406157"}]})"),
            "chapter");
  // What is part of a series or of a journal is no chapter.
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Book"],)"
                 R"("relations":[{"type":"part_of","target":"issn:2049-3630"}]})"),
            "book");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Book"],)"
                 R"("relations":[{"type":"part_of","target":"isbn:9780306406157"}]})"),
            "book");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Book"],)"
                 R"("relations":[{"type":"part_of","citation":"Small handbooks ; 7"}]})"),
            "book");
  EXPECT_EQ(kind(R"({"title":"X","pubtypes":["Journal Article"],)"
                 R"("relations":[{"type":"part_of","target":"issn:2049-3630"}]})"),
            "article");
  EXPECT_EQ(kind(R"({"title":"X","relations":[{"type":"part_of","citation":"A series"}]})"),
            "article");
  // A preprint server's DOI; Cold Spring Harbor's journals share a prefix with bioRxiv.
  EXPECT_EQ(kind(R"({"title":"X","doi":"10.1101/2020.03.01.123456"})"), "preprint");
  EXPECT_EQ(kind(R"({"title":"X","doi":"10.21203/rs.3.rs-1/v1"})"), "preprint");
  EXPECT_EQ(kind(R"({"title":"X","doi":"10.2139/ssrn.123"})"), "preprint");
  EXPECT_EQ(kind(R"({"title":"X","doi":"10.1101/gr.123456.111"})"), "article");
  EXPECT_EQ(kind(R"({"title":"Erratum to: X","pubtypes":["Preprint"]})"), "preprint");
}

TEST(DoiVersionTest, EachServersFormIsKnown) {
  for (const auto& row : read_rows("dois.tsv", 3)) {
    const DoiVersion version = version_of_doi(row[0]);
    EXPECT_EQ(version.family, row[1]) << row[0];
    EXPECT_EQ(std::to_string(version.number), row[2]) << row[0];
  }
}

TEST(RecordKindTest, EveryKindHasANameOfItsOwn) {
  std::vector<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(RecordKind::kSerial); ++kind) {
    names.push_back(record_kind_name(static_cast<RecordKind>(kind)));
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
  EXPECT_FALSE(names.front().empty());
}

}  // namespace
}  // namespace evidence
