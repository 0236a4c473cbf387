#include "model/work.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hash.h"
#include "model/merge.h"
#include "model/person_name.h"

namespace evidence {
namespace {

Record record_of(std::string source, std::string key, std::string title) {
  Record record;
  record.source = std::move(source);
  record.source_record_id = std::move(key);
  record.title = std::move(title);
  return record;
}

TEST(WorkId, IsThirteenCharactersOfItsAlphabet) {
  EXPECT_TRUE(is_work_id("w0123456789ab"));
  EXPECT_TRUE(is_work_id("w" + random_id(12)));
  for (const char* text : {"", "w", "w0123456789a", "w0123456789abc", "x0123456789ab",
                           "w0123456789aI", "w0123456789ai", "w0123456789 b"}) {
    EXPECT_FALSE(is_work_id(text)) << text;
  }
}

TEST(WorkJson, ComesBackExactly) {
  Record record = record_of("pubmed", "1", "Asthma");
  record.publication_types = {"Randomized Controlled Trial"};
  record.relations.push_back({RelationType::kRetractedBy, "pmid:2", ""});
  const Work work = merge("w0123456789ab", {record});
  EXPECT_EQ(work.status, Status::kRetracted);
  EXPECT_EQ(work.study_type, StudyType::kRandomisedTrial);
  const auto again = work_from_json(work_to_json(work));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, work);
  for (const char* text : {"", "[]", "{}", "{\"record\":1}", "{\"record\":{},\"status\":\"odd\"}",
                           "{\"record\":{},\"study_type\":\"odd\"}"}) {
    EXPECT_FALSE(work_from_json(text).ok()) << text;
  }
}

TEST(Merge, DoesNotDependOnTheOrderOfRecords) {
  Record a = record_of("pubmed", "1", "Title of PubMed");
  Record b = record_of("crossref", "10.1/x", "Title of Crossref");
  b.abstract = {{"", "Only here."}};
  b.open_access = OpenAccess::kOpen;
  Record c = record_of("zotero", "9", "Other");
  c.relations.push_back({RelationType::kHasErratum, "pmid:5", ""});
  std::vector<Record> records{a, b, c};
  const Work expected = merge("w0123456789ab", records);
  EXPECT_EQ(expected.record.title, "Title of PubMed");
  EXPECT_EQ(expected.record.source, "pubmed");
  EXPECT_EQ(expected.record.abstract.size(), 1U);
  EXPECT_EQ(expected.status, Status::kCorrected);
  EXPECT_EQ(expected.members.size(), 3U);
  std::sort(records.begin(), records.end(),
            [](const Record& x, const Record& y) { return x.title < y.title; });
  do {
    EXPECT_EQ(merge("w0123456789ab", records), expected);
  } while (
      std::next_permutation(records.begin(), records.end(),
                            [](const Record& x, const Record& y) { return x.title < y.title; }));
}

TEST(StatusOf, SaysWhatRelationsTypesAndTitlesSay) {
  Record typed = record_of("s", "1", "A study");
  typed.publication_types = {"Retracted Publication"};
  EXPECT_EQ(status_of(typed), Status::kRetracted);
  EXPECT_EQ(status_of(record_of("s", "1", "RETRACTED: A study")), Status::kRetracted);
  EXPECT_EQ(status_of(record_of("s", "1", "Retraction of dentures")), Status::kNone);
  Record concern = record_of("s", "1", "A study");
  concern.relations.push_back({RelationType::kHasConcern, "pmid:1", ""});
  EXPECT_EQ(status_of(concern), Status::kConcern);
  Record partial = record_of("s", "1", "A study");
  partial.relations.push_back({RelationType::kPartiallyRetractedBy, "pmid:1", ""});
  EXPECT_EQ(status_of(partial), Status::kPartiallyRetracted);
}

TEST(StatusOf, ANoticeIsNeverItselfRetracted) {
  Record notice = record_of("s", "1", "Retracted: A study");
  notice.publication_types = {"Retraction of Publication"};
  notice.relations.push_back({RelationType::kRetracts, "pmid:1", ""});
  EXPECT_EQ(status_of(notice), Status::kNone);
  EXPECT_EQ(merge("w0123456789ab", {notice}).study_type, StudyType::kRetractionNotice);
}

TEST(PersonName, ReadsTheUsualForms) {
  const auto name = [](std::string_view text) {
    const Contributor c = parse_person_name(text);
    return c.family + "|" + c.given + "|" + c.initials + "|" + c.role;
  };
  EXPECT_EQ(name("Smith J"), "Smith||J|author");
  EXPECT_EQ(name("van der Berg JA"), "van der Berg||JA|author");
  EXPECT_EQ(name("Smith J."), "Smith||J|author");
  EXPECT_EQ(name("van den Berg F.W."), "van den Berg||FW|author");
  EXPECT_EQ(name("Sforcin J. M."), "Sforcin||JM|author");
  EXPECT_EQ(name("Smith, John A"), "Smith|John A|JA|author");
  EXPECT_EQ(name("Bryan M. Saltzman"), "Saltzman|Bryan M.|BM|author");
  EXPECT_EQ(name("G.J.V.M. van Osch"), "van Osch||GJVM|author");
  EXPECT_EQ(name("M Mannelli"), "Mannelli||M|author");
  EXPECT_EQ(name("Plato"), "Plato|||author");
  EXPECT_EQ(name("Heart Study Group"), "Heart Study Group|||collective");
  EXPECT_EQ(name(""), "|||author");
  EXPECT_EQ(name("Jean-Pierre Dupont"), "Dupont|Jean-Pierre|JP|author");
}

}  // namespace
}  // namespace evidence
