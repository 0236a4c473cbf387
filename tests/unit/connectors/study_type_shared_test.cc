// Study types measured on the records of the fixtures that carry MEDLINE's types, with these
// hidden.
#include <gtest/gtest.h>

#include "model/study_type_rules.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/labelled_records.h"

namespace evidence::test {
namespace {

bool any(const Labelled& /*one*/) { return true; }
bool with_abstract(const Labelled& one) { return one.has_abstract; }

std::string mistakes(const std::vector<Labelled>& all, StudyType type) {
  std::string text;
  for (const Labelled& one : all) {
    if ((one.agreed == type) == (one.found.type == type)) continue;
    text += "\n  " + one.record.source_record_id + " is " +
            std::string(study_type_info(one.agreed).key) + ", read as " +
            std::string(study_type_info(one.found.type).key) + ": " + one.record.title;
  }
  return text;
}

// Also of records that have a title and no abstract, as Europe PMC's short form gives them: a trial
// that says nowhere that it is one cannot be told, and counts as missed.
TEST(StudyTypesShared, TellRandomisedTrialsFromEverythingElse) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::vector<Labelled> all = labelled_records(data.string());
  ASSERT_GT(all.size(), 800U);
  const Score score = score_of(all, StudyType::kRandomisedTrial, &Labelled::agreed, with_abstract);
  EXPECT_GE(score.right + score.missed, 9U);
  EXPECT_GE(score.f1(), 0.90) << mistakes(all, StudyType::kRandomisedTrial);
  const Score titles = score_of(all, StudyType::kRandomisedTrial, &Labelled::agreed, any);
  EXPECT_GE(titles.precision(), 0.98) << mistakes(all, StudyType::kRandomisedTrial);
  EXPECT_GE(titles.f1(), 0.90) << mistakes(all, StudyType::kRandomisedTrial);
}

// A record that has both types counts as a systematic review, as classify() has it.
TEST(StudyTypesShared, TellSystematicReviewsFromEverythingElse) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::vector<Labelled> all = labelled_records(data.string());
  const Score score = score_of(all, StudyType::kSystematicReview, &Labelled::agreed, any);
  EXPECT_GE(score.right + score.missed, 20U);
  EXPECT_GE(score.f1(), 0.90) << mistakes(all, StudyType::kSystematicReview);
  EXPECT_GE(score.precision(), 0.95) << mistakes(all, StudyType::kSystematicReview);
}

TEST(StudyTypesShared, RulesThatRaiseAWorkAreRightOnLabelledRecordsToo) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t right = 0;
  std::size_t of = 0;
  std::string wrong;
  for (const Labelled& one : labelled_records(data.string())) {
    // "Journal Article" with headings, and no type: MEDLINE does not say what it is.
    if (!counts_for_evidence(one.found.rule) || one.agreed == StudyType::kNotStated) continue;
    ++of;
    if (one.found.type == one.agreed) {
      ++right;
    } else {
      wrong += "\n  " + one.record.source_record_id + " " + one.record.title;
    }
  }
  EXPECT_GE(of, 30U);
  EXPECT_GE(static_cast<double>(right), 0.98 * static_cast<double>(of)) << wrong;
}

TEST(StudyTypesShared, EverySlipIsOfARecordThatIsThere) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::vector<Labelled> all = labelled_records(data.string());
  for (const auto& [pmid, type] : read_slips()) {
    const auto at = std::find_if(all.begin(), all.end(), [&pmid = pmid](const Labelled& one) {
      return one.record.source_record_id == pmid;
    });
    ASSERT_NE(at, all.end()) << pmid;
    EXPECT_NE(at->truth, type) << pmid << ": its types say so by now";
  }
}

}  // namespace
}  // namespace evidence::test
