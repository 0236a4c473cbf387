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
  kGuideline,
  kSystematicReview,
  kMetaAnalysis,
  kRandomisedTrial,
  kTrial,
  kCohort,
  kCaseControl,
  kCrossSectional,
  kDiagnostic,
  kQualitative,
  kCaseReport,
  kReview,
  kEditorial,
  kProtocol,
  kPreprint,
  kEbook,
  kPointOfCare,
  kPatientInformation,
  kTrialRegistration,
  kRetractionNotice,
  kCorrection,
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

// From what the source states (publication types, and headings that name a design; nothing is
// inferred from words in titles). The first of these that holds wins:
//  1 retraction notice, correction: about another publication, never labelled as that study
//
//  2 protocol, trial registration, preprint, patient information, point-of-care summary: what may
//    not be read as results
//
//  3 guideline, systematic review, meta-analysis, randomised trial, trial, and designs that a
//    source names as a publication type (cohort, case-control, …), case report
//
//  4 ebook, editorial, review, comment or letter
//
//  5 designs stated as a MeSH heading that is not the main topic: case-control, cohort,
//    cross-sectional, qualitative, diagnostic. "Observational Study" alone states no design.
StudyType classify(const Record& record);

// The same with what says so: the record's own publication type or heading, as it stands there.
// `name` is a view into the record; empty where a relation says it.
struct StatedType {
  StudyType type = StudyType::kNotStated;
  std::string_view name;
  bool by_heading = false;
};
StatedType stated_type(const Record& record);

}  // namespace evidence
