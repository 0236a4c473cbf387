#include <gtest/gtest.h>

#include "model/study_type.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "clinicaltrials";

constexpr const char* kV2 =
    R"({"protocolSection":{
    "identificationModule":{"nctId":"NCT01234567","nctIdAliases":["NCT07654321"],"briefTitle":"Tea trial",
      "officialTitle":"A Randomised Trial of Tea","acronym":"TEA",
      "secondaryIdInfos":[{"id":"2020-000001-11","type":"EUDRACT_NUMBER"},{"id":"X","type":"OTHER"}]},
    "statusModule":{"overallStatus":"NOT_YET_RECRUITING","startDateStruct":{"date":"2019-05"},
      "studyFirstPostDateStruct":{"date":"2019-04-03"},"lastUpdatePostDateStruct":{"date":"2023-02-01"}},
    "sponsorCollaboratorsModule":{"leadSponsor":{"name":"Example Trust"},"collaborators":[{"name":"Example University"}]},
    "descriptionModule":{"briefSummary":"We ask\n\n* whether","detailedDescription":"In detail."},
    "conditionsModule":{"conditions":["Thirst"],"keywords":["hot drinks"]},
    "designModule":{"studyType":"INTERVENTIONAL","phases":["PHASE2","PHASE3"],"designInfo":{"allocation":"NON_RANDOMIZED"}},
    "armsInterventionsModule":{"interventions":[{"type":"DRUG","name":"Tea","otherNames":["Cuppa"]}]},
    "contactsLocationsModule":{"overallOfficials":[{"name":"Ann Sample, MD","affiliation":"Example Trust"}]},
    "referencesModule":{"references":[{"pmid":"12345","type":"RESULT","citation":"Sample A."},
      {"pmid":"12346","type":"BACKGROUND","citation":"Sample B."}]}},
    "derivedSection":{"conditionBrowseModule":{"meshes":[{"id":"D000013894","term":"Thirst"},
      {"id":"D000089183","term":"New heading"}]}},"hasResults":true})";

Record only(const std::string& text) {
  const ReadAll all = read_text(kFormat, text);
  EXPECT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record() : all.records.front();
}

bool has_subject(const Record& record, const char* scheme, const char* label) {
  return std::any_of(record.subjects.begin(), record.subjects.end(), [&](const Subject& one) {
    return one.scheme == scheme && one.label == label;
  });
}

TEST(ClinicalTrials, AStudyOfTheNewApiIsReadWhole) {
  const Record record = only(kV2);
  EXPECT_EQ(record.source_record_id, "NCT01234567");
  EXPECT_EQ(record.identifiers.size(), 2U);
  EXPECT_EQ(record.title, "Tea trial");
  ASSERT_EQ(record.abstract.size(), 4U);
  EXPECT_EQ(record.abstract[0], (AbstractSection{"Official title", "A Randomised Trial of Tea"}));
  EXPECT_EQ(record.datestamp, "2023-02-01");
  EXPECT_EQ(format_date(record.publication.date), "2019-04-03");
  EXPECT_EQ(record.publication.publisher, "Example Trust");
  ASSERT_EQ(record.relations.size(), 1U);
  EXPECT_EQ(record.relations.front(),
            (Relation{RelationType::kHasReport, "pmid:12345", "Sample A."}));
  ASSERT_EQ(record.contributors.size(), 3U);
  EXPECT_EQ(record.contributors[0].family, "Sample");
  EXPECT_EQ(record.contributors[0].role, "investigator");
  EXPECT_EQ(record.contributors[1].role, "collective");
  for (const auto& [scheme, label] : {std::pair{"ct-status", "Not yet recruiting"},
                                      {"ct-study-type", "Interventional"},
                                      {"ct-phase", "Phase 2"},
                                      {"ct-phase", "Phase 3"},
                                      {"ct-allocation", "Non randomized"},
                                      {"ct-results", "Results posted"},
                                      {"ct-condition", "Thirst"},
                                      {"ct-intervention", "Cuppa"},
                                      {"keyword", "hot drinks"},
                                      {"trial-registration", "2020-000001-11"}}) {
    EXPECT_TRUE(has_subject(record, scheme, label)) << scheme << " " << label;
  }
  EXPECT_EQ(record.subjects[record.subjects.size() - 2].id, "D013894");
  EXPECT_EQ(record.subjects.back().id, "D000089183");
  ASSERT_EQ(record.links.size(), 1U);
  EXPECT_EQ(record.links[0].url, "https://clinicaltrials.gov/study/NCT01234567");
  EXPECT_EQ(record.links[0].kind, "registry");
}

TEST(ClinicalTrials, ARegistrationIsNeverATrialWithResults) {
  const Record record = only(kV2);
  EXPECT_EQ(record.publication_types, (std::vector<std::string>{"Trial registration"}));
  const StudyType type = classify(record);
  EXPECT_NE(type, StudyType::kRandomisedTrial);
  EXPECT_NE(type, StudyType::kTrial);
}

TEST(ClinicalTrials, PagesAndLinesHoldStudies) {
  const std::string page =
      R"({"totalCount":1,"studies":[)" + std::string(kV2) + R"(],"nextPageToken":"abc"})";
  EXPECT_EQ(only(page), only(kV2));
  EXPECT_FALSE(read_text(kFormat, R"({"studies":[]})").error);
}

// The same small study in the three forms.
TEST(ClinicalTrials, TheOlderFormsGiveTheSameRecord) {
  const Record v2 = only(
      R"({"protocolSection":{"identificationModule":{"nctId":"NCT00000001","briefTitle":"Milk"},
      "statusModule":{"overallStatus":"COMPLETED","studyFirstPostDateStruct":{"date":"2010-03-03"},
      "lastUpdatePostDateStruct":{"date":"2011-05-06"}},"sponsorCollaboratorsModule":{"leadSponsor":
      {"name":"Example Trust"}},"descriptionModule":{"briefSummary":"We ask."},"conditionsModule":
      {"conditions":["Thirst"]},"designModule":{"studyType":"INTERVENTIONAL","phases":["PHASE1","PHASE2"],
      "designInfo":{"allocation":"RANDOMIZED"}},"armsInterventionsModule":{"interventions":[{"name":"Milk"}]}},
      "hasResults":false})");
  const Record full = only(
      R"({"FullStudiesResponse":{"NStudiesFound":1,"FullStudies":[{"Rank":1,"Study":{"ProtocolSection":{
      "IdentificationModule":{"NCTId":"NCT00000001","BriefTitle":"Milk"},"StatusModule":{"OverallStatus":
      "Completed","StudyFirstPostDateStruct":{"StudyFirstPostDate":"March 3, 2010"},
      "LastUpdatePostDateStruct":{"LastUpdatePostDate":"May 6, 2011"}},"SponsorCollaboratorsModule":
      {"LeadSponsor":{"LeadSponsorName":"Example Trust"}},"DescriptionModule":{"BriefSummary":"We ask."},
      "ConditionsModule":{"ConditionList":{"Condition":["Thirst"]}},"DesignModule":{"StudyType":"Interventional",
      "PhaseList":{"Phase":["Phase 1/Phase 2"]},"DesignInfo":{"DesignAllocation":"Randomized"}},
      "ArmsInterventionsModule":{"InterventionList":{"Intervention":[{"InterventionName":"Milk"}]}}}}}]}})");
  const Record fields = only(
      R"({"StudyFieldsResponse":{"StudyFields":[{"Rank":1,"NCTId":["NCT00000001"],"BriefTitle":["Milk"],
      "OverallStatus":["Completed"],"StudyFirstPostDate":["March 3, 2010"],"LastUpdatePostDate":["May 6, 2011"],
      "LeadSponsorName":["Example Trust"],"BriefSummary":["We ask."],"Condition":["Thirst"],
      "StudyType":["Interventional"],"Phase":["Phase 1","Phase 2"],"DesignAllocation":["Randomized"],
      "InterventionName":["Milk"]}]}})");
  const Record xml = only(
      "<?xml version=\"1.0\"?><clinical_study "
      "rank=\"1\"><id_info><nct_id>NCT00000001</nct_id></id_info>"
      "<brief_title>Milk</brief_title><sponsors><lead_sponsor><agency>Example Trust</agency>"
      "</lead_sponsor></sponsors><brief_summary><textblock>\n We ask.\n</textblock></brief_summary>"
      "<overall_status>Completed</overall_status><phase>Phase 1/Phase 2</phase>"
      "<study_type>Interventional</study_type><study_design_info><allocation>Randomized</"
      "allocation>"
      "</study_design_info><condition>Thirst</condition><intervention><intervention_type>Other"
      "</intervention_type><intervention_name>Milk</intervention_name></intervention>"
      "<study_first_posted type=\"Actual\">March 3, 2010</study_first_posted>"
      "<last_update_posted type=\"Actual\">May 6, 2011</last_update_posted></clinical_study>");
  EXPECT_EQ(full, v2);
  EXPECT_EQ(fields, v2);
  EXPECT_EQ(xml, v2);
}

TEST(ClinicalTrials, TheOldestXmlHasItsDesignInOneLine) {
  const Record record = only(
      "<clinical_study><id_info><nct_id>NCT00000002</nct_id></id_info><brief_title>T</brief_title>"
      "<study_design>Allocation: Randomized, Primary Purpose: Treatment</study_design>"
      "<phase>N/A</phase><lastchanged_date>June 14, 2016</lastchanged_date>"
      "<overall_official><first_name>Ann</first_name><last_name>Sample</last_name></"
      "overall_official>"
      "</clinical_study>");
  EXPECT_TRUE(has_subject(record, "ct-allocation", "Randomized"));
  EXPECT_TRUE(has_subject(record, "ct-phase", "Not applicable"));
  EXPECT_EQ(record.datestamp, "2016-06-14");
  EXPECT_EQ(record.contributors.at(0).given, "Ann");
}

TEST(ClinicalTrials, WhatCannotBeReadIsSaid) {
  const ReadAll all = read_text(
      kFormat, R"({"studies":[{"protocolSection":{"identificationModule":{"nctId":"NCT1"}}},
      {"protocolSection":{"identificationModule":{"nctId":"NCT00000003"}}},{"protocolSection":null},
      {"protocolSection":{"identificationModule":{"nctId":"NCT00000004","briefTitle":"T"},
       "statusModule":{"lastUpdatePostDateStruct":{"date":"later"}},"designModule":[]}}]})");
  ASSERT_EQ(all.records.size(), 1U);
  std::vector<std::string> codes;
  for (const EntryProblem& problem : all.problems) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"bad_identifier", "no_identifier", "no_title",
                                             "no_identifier", "bad_date"}));
  EXPECT_TRUE(read_text(kFormat, "<rss><channel/></rss>").error);
  EXPECT_TRUE(read_text(kFormat, "Invalid expression").error);
}

}  // namespace
}  // namespace evidence::test
