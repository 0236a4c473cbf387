// What kind of evidence a work is, from its publication types, in words that a clinician reads.
// Values and pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"

namespace evidence {

enum class StudyType {
  kGuideline, kSystematicReview, kMetaAnalysis, kRandomisedTrial, kTrial, kCohort, kCaseControl,
  kCrossSectional, kDiagnostic, kQualitative, kCaseReport, kReview, kEditorial, kProtocol,
  kPreprint, kEbook, kPointOfCare, kPatientInformation, kRetractionNotice, kCorrection,
  kNotStated,
};

struct StudyTypeInfo {
  StudyType type;
  std::string_view key;          // "systematic_review": API, filters, terms
  std::string_view label;        // "Systematic review": in the list
  std::string_view explanation;  // one sentence
  int evidence_level;            // 1 (guideline, systematic review) … 5; 0 = not a study
};

std::span<const StudyTypeInfo> study_types();
const StudyTypeInfo& study_type_info(StudyType type);
std::optional<StudyType> study_type_by_key(std::string_view key);

// From what the source states (publication types; nothing is inferred from words in titles yet).
// The most specific statement wins: a retraction notice is never labelled as the retracted study.
StudyType classify(const Record& record);

}  // namespace evidence
