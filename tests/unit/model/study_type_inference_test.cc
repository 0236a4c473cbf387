#include "model/study_type_inference.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "model/study_type_rules.h"
#include "tests/support/case_rows.h"

namespace evidence {
namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& name, std::size_t columns) {
  return test::case_rows("study_type/" + name, columns, 10);
}

std::string key_of(StudyType type) { return std::string(study_type_info(type).key); }

TEST(StudyTypeInference, ReadsWhatATitleNamesAndNothingThatItOnlyMentions) {
  for (const auto& row : rows_of("titles.tsv", 3)) {
    SCOPED_TRACE(row[0]);
    Record record;
    record.title = row[0];
    const StudyTypeFinding finding = find_study_type(record);
    EXPECT_EQ(key_of(finding.type), row[1]) << finding.rule << " by “" << finding.phrase << "”";
    EXPECT_EQ(finding.inferred() && evidence_level(finding) > 0, row[2] == "yes") << finding.rule;
  }
}

TEST(StudyTypeInference, ReadsMethodsOfAbstracts) {
  for (const auto& row : rows_of("abstracts.tsv", 4)) {
    SCOPED_TRACE(row[0] + " | " + row[1]);
    Record record;
    record.title = row[0];
    record.abstract.push_back({"", row[1]});
    const StudyTypeFinding finding = find_study_type(record);
    EXPECT_EQ(key_of(finding.type), row[2]) << finding.rule << " by “" << finding.phrase << "”";
    EXPECT_EQ(finding.rule, row[3]);
  }
}

TEST(StudyTypeInference, InfersOnlyWhereNothingIsStated) {
  Record record;
  record.title = "Exercise for knee pain: a randomised controlled trial";
  record.publication_types = {"Journal Article"};
  EXPECT_TRUE(find_study_type(record).inferred());
  record.publication_types = {"Journal Article", "Comment"};
  const StudyTypeFinding stated = find_study_type(record);
  EXPECT_EQ(stated.type, StudyType::kEditorial);
  EXPECT_EQ(stated.basis, TypeBasis::kPublicationType);
  EXPECT_EQ(stated.phrase, "Comment");
  EXPECT_EQ(study_type_label(stated), "Editorial, comment or letter");
  EXPECT_EQ(infer_study_type(record).type, StudyType::kRandomisedTrial);  // what is measured
}

TEST(StudyTypeInference, SaysInWordsWhyAndThatNoSourceStatesIt) {
  Record record;
  record.title = "Exercise for knee pain: a Randomized Controlled Trial";
  const StudyTypeFinding inferred = find_study_type(record);
  EXPECT_EQ(study_type_label(inferred), "Probably a randomised trial");
  EXPECT_EQ(study_type_reason(inferred),
            "“Randomized Controlled Trial” stands in the title; the source does not state a type.");
  record.publication_types = {"Randomized Controlled Trial"};
  EXPECT_EQ(study_type_reason(find_study_type(record)),
            "The source states the publication type “Randomized Controlled Trial”.");
  record = {};
  record.title = "Asthma";
  record.subjects.push_back({"mesh", "D015331", "Cohort Studies", "", "", false});
  const StudyTypeFinding heading = find_study_type(record);
  EXPECT_EQ(heading.basis, TypeBasis::kHeading);
  EXPECT_EQ(study_type_reason(heading),
            "The source gives the heading “Cohort Studies”, which names the design.");
  EXPECT_EQ(study_type_reason({}),
            "No source states a type, and neither title nor abstract names one.");
}

TEST(StudyTypeInference, TakesAnAuthorsKeywordForAHint) {
  Record record;
  record.title = "Exercise for knee pain";
  record.subjects.push_back({"keyword", "", "Randomised controlled trial", "", "", false});
  const StudyTypeFinding finding = find_study_type(record);
  EXPECT_EQ(finding.type, StudyType::kRandomisedTrial);
  EXPECT_EQ(finding.basis, TypeBasis::kKeyword);
  EXPECT_EQ(evidence_level(finding), 0);
}

TEST(StudyTypeInference, AnInferredTypeCountsOnlyWhereItsRuleWasMeasuredToBeRight) {
  std::set<std::string> counting;
  std::set<std::string_view> keys;
  for (const InferenceRule& rule : inference_rules()) {
    EXPECT_TRUE(keys.insert(rule.key).second) << rule.key;
    EXPECT_LE(rule.measured.right, rule.measured.of) << rule.key;
    if (counts_for_evidence(rule.key)) counting.emplace(rule.key);
    EXPECT_FALSE(rule.phrases.empty()) << rule.key;
  }
  EXPECT_EQ(counting, (std::set<std::string>{"title_randomised_trial", "title_systematic_review",
                                             "title_meta_analysis"}));
  EXPECT_FALSE(counts_for_evidence("title_practice_guideline"));  // 78 of 80
  EXPECT_FALSE(counts_for_evidence("no_such_rule"));
  EXPECT_FALSE(counts_for_evidence(""));
}

TEST(StudyTypeInference, EveryBasisHasANameThatReadsBack) {
  for (const TypeBasis basis :
       {TypeBasis::kPublicationType, TypeBasis::kHeading, TypeBasis::kNotice, TypeBasis::kTitle,
        TypeBasis::kAbstract, TypeBasis::kKeyword}) {
    EXPECT_EQ(basis_by_name(basis_name(basis)), basis);
    EXPECT_FALSE(basis_name(basis).empty());
  }
  EXPECT_EQ(basis_by_name("nonsense"), std::nullopt);
}

TEST(StudyTypeInference, HostileTextsEnd) {
  Record record;
  record.title = std::string(4'000, 'a');
  std::string many;
  while (many.size() < (64U << 10U)) many += "randomised patients were randomly ";
  record.abstract.push_back({"", many});
  EXPECT_FALSE(find_study_type(record).phrase.size() > 200);
  record.abstract = {{"", "\xE2\x80"}, {std::string(1, '\xE2'), "were randomly \xC3"}};
  find_study_type(record);
}

}  // namespace
}  // namespace evidence
