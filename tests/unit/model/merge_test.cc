#include "model/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/unit/model/match_records.h"

namespace evidence {
namespace {

using test::record_of_line;

constexpr const char* kId = "w0123456789ab";

Record named(std::string source, std::string key, const std::string& line) {
  Record record = record_of_line(line);
  record.source = std::move(source);
  record.source_record_id = std::move(key);
  return record;
}

std::vector<std::string> said(const Work& work) {
  std::vector<std::string> lines;
  for (const StatusStatement& one : work.status_statements) {
    lines.push_back(std::string(status_name(one.status)) + " " + one.source + " " + one.how + " " +
                    one.notice);
  }
  return lines;
}

std::vector<std::string> relations(const Work& work) {
  std::vector<std::string> lines;
  for (const WorkRelation& one : work.relations) {
    std::string line = std::string(relation_name(one.type)) + " " + one.target + " " + one.origin;
    for (const std::string& source : one.sources) line += " " + source;
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

const Record kPubmed = named(
    "pubmed", "1",
    R"({"title":"Iron for women","authors":["Abebe T"],"abstract":"Short.","journal":"Trop Med",)"
    R"("volume":"3","year":2000,"pmid":"1","pubtypes":["Journal Article"],"language":["eng"],)"
    R"("keywords":["iron"],"url":"https://example.org/a"})");
const Record kCrossref =
    named("crossref", "2",
          R"({"title":"Iron for women in Addis Ababa","authors":["Abebe T","Okoro B"],)"
          R"("abstract":"A much longer abstract.","journal":"Tropical Medicine","volume":"03",)"
          R"("pages":"21-5","year":2001,"doi":"10.1000/i.1","pubtypes":["article"],)"
          R"("language":["amh"],"keywords":["anaemia"],"url":"https://example.org/b"})");
const Record kZotero = named("zotero", "3", R"({"title":"Iron","authors":["A B","C D","E F"]})");

TEST(MergeWork, TheFirstSourceLeadsAndTheOthersFillWhatItLacks) {
  const Work work = merge(kId, {kZotero, kCrossref, kPubmed});
  const Record& record = work.record;
  EXPECT_EQ(record.source, "pubmed");
  EXPECT_EQ(record.title, "Iron for women");
  EXPECT_EQ(record.publication.title, "Trop Med");
  EXPECT_EQ(record.publication.volume, "3");
  EXPECT_EQ(record.publication.pages, "21-5");
  EXPECT_EQ(record.publication.date.year, 2000);
  EXPECT_EQ(record.abstract.front().text, "A much longer abstract.");
  EXPECT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.identifiers.size(), 2U);
  EXPECT_TRUE(std::is_sorted(record.identifiers.begin(), record.identifiers.end()));
  EXPECT_EQ(record.publication_types, (Lines{"Journal Article", "article"}));
  EXPECT_EQ(record.languages, (Lines{"eng", "amh"}));
  EXPECT_EQ(record.subjects.size(), 2U);
  EXPECT_EQ(record.links.size(), 2U);
  ASSERT_EQ(work.members.size(), 3U);
  EXPECT_EQ(work.members.front(), (Member{"crossref", "2"}));
}

TEST(MergeWork, EveryFieldFollowsItsRuleOfThePolicy) {
  MergePolicy policy;
  policy.title = FieldRule::kLongest;
  policy.abstract = FieldRule::kPreferred;
  policy.authors = FieldRule::kPreferred;
  policy.publication = FieldRule::kLongest;
  policy.publication_types = FieldRule::kPreferred;
  policy.subjects = FieldRule::kPreferred;
  policy.languages = FieldRule::kPreferred;
  policy.links = FieldRule::kPreferred;
  const Record record = merge(kId, {kZotero, kCrossref, kPubmed}, policy).record;
  EXPECT_EQ(record.title, "Iron for women in Addis Ababa");
  EXPECT_EQ(record.abstract.front().text, "Short.");
  EXPECT_EQ(record.contributors.size(), 1U);
  EXPECT_EQ(record.publication.title, "Tropical Medicine");
  EXPECT_EQ(record.publication_types, (Lines{"Journal Article"}));
  EXPECT_EQ(record.languages, (Lines{"eng"}));
  EXPECT_EQ(record.subjects.size(), 1U);
  EXPECT_EQ(record.links.size(), 1U);
  policy.authors = FieldRule::kUnion;
  EXPECT_EQ(merge(kId, {kCrossref, kPubmed}, policy).record.contributors.size(), 2U);
  policy.source_order = {"zotero"};
  EXPECT_EQ(merge(kId, {kPubmed, kZotero}, policy).record.source, "zotero");
  // Sources without a place follow by their names, records of one source by their keys.
  policy.source_order.clear();
  EXPECT_EQ(merge(kId, {kZotero, kPubmed, kCrossref}, policy).record.source, "crossref");
  Record twin = kPubmed;
  twin.source_record_id = "0";
  EXPECT_EQ(merge(kId, {kPubmed, twin}, policy).record.source_record_id, "0");
}

TEST(MergeWork, AnotherPolicyIsAnotherFingerprint) {
  std::set<std::string> seen{fingerprint(MergePolicy{})};
  for (FieldRule MergePolicy::*field :
       {&MergePolicy::title, &MergePolicy::abstract, &MergePolicy::authors,
        &MergePolicy::publication, &MergePolicy::publication_types, &MergePolicy::subjects,
        &MergePolicy::languages, &MergePolicy::links}) {
    for (const FieldRule rule : {FieldRule::kPreferred, FieldRule::kLongest, FieldRule::kUnion}) {
      MergePolicy policy;
      if (policy.*field == rule) continue;
      policy.*field = rule;
      EXPECT_TRUE(seen.insert(fingerprint(policy)).second);
    }
  }
  MergePolicy policy;
  std::swap(policy.source_order[0], policy.source_order[1]);
  EXPECT_TRUE(seen.insert(fingerprint(policy)).second);
}

TEST(MergeWork, NeverDependsOnTheOrderOfRecordsOrOfWhatIsKnownAround) {
  std::vector<Record> records{kPubmed, kCrossref, kZotero};
  Record twin = kCrossref;
  twin.source_record_id = "9";
  twin.title = "Iron for the women of Addis Ababa";
  twin.relations.push_back({RelationType::kHasErratum, "pmid:5", ""});
  records.push_back(twin);
  records[1].relations.push_back({RelationType::kHasErratum, "pmid:5", "An erratum."});
  records[2].relations.push_back({RelationType::kRetractedBy, "", "A notice."});
  WorkContext context;
  context.reverse = {{RelationType::kRetractedBy, "pmid:7", "Notice.", "pubmed"},
                     {RelationType::kRetractedBy, "pmid:7", "Notice.", "crossref"},
                     {RelationType::kHasComment, "pmid:8", "Letter.", "pubmed"}};
  context.near = {{RelationType::kHasPreprint, "doi:10.1101/1", "Preprint."},
                  {RelationType::kHasProtocol, "pmid:3", "Protocol."}};
  context.former_ids = {"w0000000000aa"};
  for (int policy_number = 0; policy_number < 3; ++policy_number) {
    MergePolicy policy;
    const auto rule = static_cast<FieldRule>(policy_number);
    policy.authors = policy.subjects = policy.links = rule;
    if (rule != FieldRule::kUnion) policy.title = policy.abstract = policy.publication = rule;
    const Work expected = merge(kId, records, policy, context);
    std::mt19937 random(20'240'315);
    for (int round = 0; round < 30; ++round) {
      std::shuffle(records.begin(), records.end(), random);
      std::shuffle(context.near.begin(), context.near.end(), random);
      std::shuffle(context.reverse.begin(), context.reverse.end(), random);
      ASSERT_EQ(work_to_json(merge(kId, records, policy, context)), work_to_json(expected));
    }
  }
}

TEST(MergeWork, AStatusSaysWhoSaidItAndHow) {
  Record typed = kPubmed;
  typed.publication_types.emplace_back("Retracted Publication");
  typed.relations.push_back({RelationType::kRetractedBy, "pmid:7", ""});
  Record titled = kCrossref;
  titled.title = "RETRACTED: " + titled.title;
  titled.relations.push_back({RelationType::kHasErratum, "pmid:5", ""});
  WorkContext context;
  context.reverse = {{RelationType::kRetractedBy, "pmid:7", "Notice.", "pubmed"},
                     {RelationType::kHasConcern, "pmid:6", "Concern.", "pubmed"},
                     {RelationType::kHasComment, "pmid:8", "Letter.", "pubmed"}};
  const Work work = merge(kId, {typed, titled}, {}, context);
  EXPECT_EQ(work.status, Status::kRetracted);
  EXPECT_EQ(said(work),
            (Lines{"retracted crossref title ", "retracted pubmed notice pmid:7",
                   "retracted pubmed publication_type ", "retracted pubmed relation pmid:7",
                   "concern pubmed notice pmid:6", "corrected crossref relation pmid:5"}));
  EXPECT_EQ(merge(kId, {kPubmed}).status, Status::kNone);
  EXPECT_TRUE(merge(kId, {kPubmed}).status_statements.empty());
  context.reverse = {{RelationType::kPartiallyRetractedBy, "pmid:7", "", "pubmed"}};
  EXPECT_EQ(merge(kId, {kPubmed}, {}, context).status, Status::kPartiallyRetracted);
}

TEST(MergeWork, ANoticeIsNeverRetractedWhateverIsSaidOfIt) {
  Record notice = named("pubmed", "7",
                        R"({"title":"Retraction: Iron for women",)"
                        R"("pubtypes":["Retraction of Publication"]})");
  notice.relations.push_back({RelationType::kRetracts, "pmid:1", ""});
  notice.relations.push_back({RelationType::kRetractedBy, "pmid:1", ""});
  Record plain = named("crossref", "8", R"({"title":"RETRACTED: Iron for women"})");
  WorkContext context;
  context.reverse = {{RelationType::kRetractedBy, "pmid:9", "", "crossref"},
                     {RelationType::kHasErratum, "pmid:10", "", "crossref"}};
  const Work work = merge(kId, {notice, plain}, {}, context);
  EXPECT_EQ(work.status, Status::kCorrected);
  EXPECT_EQ(said(work), (Lines{"corrected crossref notice pmid:10"}));
}

TEST(MergeWork, RelationsAreUnitedWithWhoStatesThem) {
  Record a = kPubmed;
  a.relations = {{RelationType::kHasErratum, "pmid:5", ""},
                 {RelationType::kHasComment, "pmid:8", "A letter."}};
  Record b = kCrossref;
  b.relations = {{RelationType::kHasErratum, "pmid:5", "An erratum."},
                 {RelationType::kHasComment, "", "Another letter."}};
  WorkContext context;
  context.reverse = {{RelationType::kHasErratum, "pmid:5", "Its title.", "pubmed"},
                     {RelationType::kRetractedBy, "pmid:7", "Notice.", "europepmc"}};
  context.near = {{RelationType::kHasPreprint, "doi:10.1101/1", "Preprint."},
                  {RelationType::kHasNewerVersion, "doi:10.1002/2", "Version 2."},
                  {RelationType::kRetractedBy, "pmid:7", "Notice."}};
  const Work work = merge(kId, {b, a}, {}, context);
  EXPECT_EQ(
      relations(work),
      (Lines{"retracted_by pmid:7 reverse europepmc", "has_erratum pmid:5 stated crossref pubmed",
             "has_newer_version doi:10.1002/2 matched", "has_comment  stated crossref",
             "has_comment pmid:8 stated pubmed", "has_preprint doi:10.1101/1 matched"}));
  EXPECT_EQ(work.relations[1].citation, "An erratum.");
  EXPECT_TRUE(work.has_newer_version);
  EXPECT_FALSE(merge(kId, {a}).has_newer_version);
}

Correction correction(std::string field, std::string value) {
  Correction one;
  one.field = std::move(field);
  one.value = std::move(value);
  one.reason = "as printed";
  one.author = "A. Librarian";
  one.at = "2024-03-15T00:00:00Z";
  return one;
}

TEST(MergeWork, CorrectionsStandAboveWhatTheSourcesSay) {
  WorkContext context;
  context.corrections = {correction("title", "Iron for some women"),
                         correction("pages", "1-9"),
                         correction("title", "Iron for all women"),
                         correction("authors", "Abebe TK; Okoro B"),
                         correction("date", "2002-05"),
                         correction("languages", "eng; fre"),
                         correction("abstract", ""),
                         correction("publication_types", "Guideline")};
  const Work work = merge(kId, {kPubmed, kCrossref}, {}, context);
  EXPECT_EQ(work.record.title, "Iron for all women");
  EXPECT_EQ(work.record.publication.pages, "1-9");
  ASSERT_EQ(work.record.contributors.size(), 2U);
  EXPECT_EQ(work.record.contributors[0].initials, "TK");
  EXPECT_EQ(format_date(work.record.publication.date), "2002-05");
  EXPECT_EQ(work.record.languages, (Lines{"eng", "fre"}));
  EXPECT_TRUE(work.record.abstract.empty());
  EXPECT_EQ(work.study_type, StudyType::kGuideline);
  ASSERT_EQ(work.corrections.size(), 7U);
  const auto title =
      std::find_if(work.corrections.begin(), work.corrections.end(),
                   [](const AppliedCorrection& applied) { return applied.field == "title"; });
  EXPECT_EQ(title->before, "Iron for women");
  // Applied to what another harvest brings they give the same again.
  Record changed = kPubmed;
  changed.title = "Iron for women (revised)";
  const Work again = merge(kId, {changed, kCrossref}, {}, context);
  EXPECT_EQ(again.record.title, "Iron for all women");
  Work twice = work;
  for (const Correction& one : context.corrections) apply_correction(twice, one);
  EXPECT_EQ(twice.record, work.record);
  EXPECT_EQ(twice.corrections.size(), work.corrections.size());
}

TEST(CorrectionTest, EveryCorrectableFieldCanBeSetReadAndEmptied) {
  for (const std::string_view field : correctable_fields()) {
    Correction one = correction(std::string(field), "x");
    if (field == "date") one.value = "2024-03-15";
    if (field == "languages") one.value = "eng; ger";
    if (field == "authors") one.value = "Smith JA; van der Berg K";
    ASSERT_TRUE(check_correction(one).ok()) << field;
    Work work = merge(kId, {kPubmed});
    apply_correction(work, one);
    EXPECT_EQ(correctable_value(work.record, field), one.value) << field;
    one.value.clear();
    ASSERT_TRUE(check_correction(one).ok()) << field;
    apply_correction(work, one);
    EXPECT_EQ(correctable_value(work.record, field), "") << field;
    EXPECT_EQ(work.corrections.size(), 1U);
  }
  EXPECT_EQ(correctable_value(kPubmed, "no such field"), "");
}

TEST(CorrectionTest, WhatIsNoCorrectionIsRefusedWithItsReason) {
  const auto refused = [](const Correction& one) {
    const auto outcome = check_correction(one);
    return outcome.ok() ? std::string("fine") : outcome.error().slug;
  };
  EXPECT_EQ(refused(correction("title", "x")), "fine");
  EXPECT_EQ(refused(correction("colour", "x")), "unknown_field");
  EXPECT_EQ(refused(correction("date", "yesterday")), "bad_date");
  EXPECT_EQ(refused(correction("languages", "eng; English")), "bad_language");
  EXPECT_EQ(refused(correction("title",
                               "a\x01"
                               "b")),
            "unclean_text");
  EXPECT_EQ(refused(correction("title", "\xFF")), "unclean_text");
  EXPECT_EQ(refused(correction("title", std::string(100'000, 'x'))), "too_long");
  Correction one = correction("title", "x");
  one.reason = " ";
  EXPECT_EQ(refused(one), "no_reason");
  one = correction("title", "x");
  one.author.clear();
  EXPECT_EQ(refused(one), "no_author");
}

}  // namespace
}  // namespace evidence
