#include "model/study_type.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace evidence {
namespace {

std::string_view key_for(std::vector<std::string> types) {
  Record record;
  record.publication_types = std::move(types);
  return study_type_info(classify(record)).key;
}

TEST(StudyTypes, TableIsInOrderWithUniqueKeysAndLevels) {
  std::set<std::string_view> keys;
  int index = 0;
  for (const StudyTypeInfo& info : study_types()) {
    EXPECT_EQ(static_cast<int>(info.type), index++);
    EXPECT_TRUE(keys.insert(info.key).second);
    EXPECT_EQ(study_type_by_key(info.key), info.type);
    EXPECT_FALSE(info.label.empty());
    EXPECT_TRUE(info.explanation.ends_with('.'));
    EXPECT_GE(info.evidence_level, 0);
    EXPECT_LE(info.evidence_level, 5);
  }
  EXPECT_EQ(index, static_cast<int>(StudyType::kNotStated) + 1);
  EXPECT_EQ(study_type_by_key("nonsense"), std::nullopt);
}

TEST(Classify, FollowsPublicationTypesOfTheSources) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"Journal Article"}, "not_stated"},
      {{"Journal Article", "Practice Guideline"}, "guideline"},
      {{"Guideline", "Systematic Review"}, "guideline"},
      {{"Journal Article", "Meta-Analysis", "Systematic Review"}, "systematic_review"},
      {{"Meta-Analysis"}, "meta_analysis"},
      {{"Meta-Analysis", "Randomized Controlled Trial"}, "meta_analysis"},
      {{"Clinical Trial, Phase III", "Randomized Controlled Trial"}, "randomised_trial"},
      {{"Clinical Trial, Phase II"}, "trial"},
      {{"Controlled Clinical Trial"}, "trial"},
      {{"Observational Study"}, "not_stated"},
      {{"Case Reports", "Review"}, "case_report"},
      {{"Journal Article", "Review"}, "review"},
      {{"Review", "Comment"}, "review"},
      {{"Editorial", "Review"}, "editorial"},
      {{"Letter"}, "editorial"},
      {{"Letter", "Randomized Controlled Trial"}, "randomised_trial"},
      {{"Comment"}, "editorial"},
      {{"Clinical Trial Protocol", "Randomized Controlled Trial"}, "protocol"},
      {{"Preprint", "Journal Article"}, "preprint"},
      {{"posted-content"}, "preprint"},
      {{"Retraction of Publication", "Randomized Controlled Trial"}, "retraction_notice"},
      {{"Retraction Notice"}, "retraction_notice"},
      {{"Published Erratum"}, "correction"},
      {{"Book", "Review"}, "ebook"},
      {{"book-chapter"}, "ebook"},
      {{"eBook"}, "ebook"},
      {{"Book", "Practice Guideline"}, "guideline"},
      {{"Patient Education Handout"}, "patient_information"},
      {{"Trial registration"}, "trial_registration"},
      {{"Trial registration", "Randomized Controlled Trial"}, "trial_registration"},
      {{"Point-of-Care Summary"}, "point_of_care"},
      {{"research-article"}, "not_stated"},
      {{"review-article"}, "review"},
      {{"case-report"}, "case_report"},
      {{"protocol"}, "protocol"},
      {{"retraction"}, "retraction_notice"},
      {{"correction"}, "correction"},
      {{"Retracted Publication", "Randomized Controlled Trial"}, "randomised_trial"},
      {{}, "not_stated"},
  };
  for (const auto& [types, expected] : cases) {
    EXPECT_EQ(key_for(types), expected) << (types.empty() ? "none" : types.front());
  }
}

TEST(Classify, TakesADesignFromAHeadingThatIsNotTheMainTopic) {
  Record record;
  record.publication_types = {"Journal Article", "Observational Study"};
  record.subjects.push_back({"mesh", "D015331", "Cohort Studies", "", "", false});
  EXPECT_EQ(classify(record), StudyType::kCohort);
  record.subjects.push_back({"mesh", "D016022", "Case-Control Studies", "", "", false});
  EXPECT_EQ(classify(record), StudyType::kCaseControl);
  record.publication_types.emplace_back("Review");
  EXPECT_EQ(classify(record), StudyType::kReview);

  Record about;
  about.subjects.push_back({"mesh", "D015331", "Cohort Studies", "", "", true});
  about.subjects.push_back({"keyword", "", "Qualitative Research", "", "", false});
  EXPECT_EQ(classify(about), StudyType::kNotStated);

  Record labels_only;
  labels_only.subjects.push_back({"mesh", "", "Cross-Sectional Studies", "", "", false});
  EXPECT_EQ(classify(labels_only), StudyType::kCrossSectional);
}

TEST(Classify, ANoticeIsKnownByItsRelationToo) {
  Record notice;
  notice.publication_types = {"Editorial"};
  notice.relations.push_back({RelationType::kRetracts, "pmid:1", ""});
  EXPECT_EQ(classify(notice), StudyType::kRetractionNotice);
  Record trial;
  trial.publication_types = {"Randomized Controlled Trial"};
  trial.relations.push_back({RelationType::kRetractedBy, "pmid:1", ""});
  EXPECT_EQ(classify(trial), StudyType::kRandomisedTrial);
}

}  // namespace
}  // namespace evidence
