#include "model/study_type.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <utility>

#include "base/text.h"

namespace evidence {
namespace {

using S = StudyType;

constexpr std::array kTypes{
    StudyTypeInfo{S::kGuideline, "guideline", "Guideline",
                  "Recommendations for care, made by a group from the evidence.", 1},
    StudyTypeInfo{S::kSystematicReview, "systematic_review", "Systematic review",
                  "Finds and appraises all studies of a question by a stated method.", 1},
    StudyTypeInfo{S::kMetaAnalysis, "meta_analysis", "Meta-analysis",
                  "Combines the results of several studies into one figure.", 1},
    StudyTypeInfo{S::kRandomisedTrial, "randomised_trial", "Randomised trial",
                  "Compares treatments given to groups that were chosen by chance.", 2},
    StudyTypeInfo{S::kTrial, "trial", "Clinical trial",
                  "Tests a treatment in people; not stated to be randomised.", 3},
    StudyTypeInfo{S::kCohort, "cohort", "Cohort study",
                  "Follows groups of people over time and compares what happens to them.", 3},
    StudyTypeInfo{S::kCaseControl, "case_control", "Case-control study",
                  "Compares people who have a condition with people who do not, looking back.", 4},
    StudyTypeInfo{S::kCrossSectional, "cross_sectional", "Cross-sectional study",
                  "Looks at a group of people at one point in time, such as a survey.", 4},
    StudyTypeInfo{S::kDiagnostic, "diagnostic", "Diagnostic accuracy study",
                  "Measures how well a test tells who has a condition and who does not.", 3},
    StudyTypeInfo{S::kQualitative, "qualitative", "Qualitative study",
                  "Explores views and experiences, for example through interviews.", 4},
    StudyTypeInfo{S::kCaseReport, "case_report", "Case report", "Describes one patient or a few.",
                  5},
    StudyTypeInfo{S::kReview, "review", "Review",
                  "Summarises a subject without a stated method of finding all studies.", 5},
    StudyTypeInfo{S::kEditorial, "editorial", "Editorial, comment or letter",
                  "Gives the opinion of its authors or the news, or discusses another article.", 5},
    StudyTypeInfo{S::kProtocol, "protocol", "Protocol",
                  "The plan of a study or review that has no results yet.", 0},
    StudyTypeInfo{S::kPreprint, "preprint", "Preprint",
                  "Made public by its authors before peer review.", 0},
    StudyTypeInfo{S::kEbook, "ebook", "Ebook or chapter",
                  "A book, a chapter or a reference work to read online.", 0},
    StudyTypeInfo{S::kPointOfCare, "point_of_care", "Point-of-care summary",
                  "A short summary of the evidence for use with a patient.", 0},
    StudyTypeInfo{S::kPatientInformation, "patient_information", "Patient information",
                  "Written for patients, families and carers.", 0},
    StudyTypeInfo{
        S::kTrialRegistration, "trial_registration", "Trial registration",
        "A registry's entry about a trial: its plan and state, not its published results.", 0},
    StudyTypeInfo{S::kRetractionNotice, "retraction_notice", "Retraction notice",
                  "Says that another article is withdrawn, and why.", 0},
    StudyTypeInfo{S::kCorrection, "correction", "Correction",
                  "Corrects an error in another article.", 0},
    StudyTypeInfo{S::kNotStated, "not_stated", "Type not stated",
                  "The source does not say what kind of publication it is.", 0},
};

struct Rule {
  std::string_view name;  // lower case, words separated by one space
  StudyType type;
};

// In the order of precedence that the header documents; of a record's types, the one that stands
// first here decides. Names of MEDLINE, JATS article types, Crossref work types and OpenAlex.
constexpr std::array kByPublicationType{
    Rule{"retraction of publication", S::kRetractionNotice},
    Rule{"retraction notice", S::kRetractionNotice},
    Rule{"retraction", S::kRetractionNotice},
    Rule{"partial retraction", S::kRetractionNotice},
    Rule{"removal", S::kRetractionNotice},
    Rule{"withdrawal", S::kRetractionNotice},
    Rule{"published erratum", S::kCorrection},
    Rule{"erratum", S::kCorrection},
    Rule{"corrigendum", S::kCorrection},
    Rule{"correction", S::kCorrection},
    Rule{"addendum", S::kCorrection},
    Rule{"expression of concern", S::kEditorial},

    Rule{"clinical trial protocol", S::kProtocol},
    Rule{"study protocol", S::kProtocol},
    Rule{"protocol", S::kProtocol},
    Rule{"trial registration", S::kTrialRegistration},
    Rule{"clinical trial registration", S::kTrialRegistration},
    Rule{"registered trial", S::kTrialRegistration},
    Rule{"preprint", S::kPreprint},
    Rule{"posted content", S::kPreprint},
    Rule{"patient education handout", S::kPatientInformation},
    Rule{"patient information", S::kPatientInformation},
    Rule{"patient information leaflet", S::kPatientInformation},
    Rule{"point of care summary", S::kPointOfCare},
    Rule{"point of care", S::kPointOfCare},
    Rule{"evidence summary", S::kPointOfCare},
    Rule{"clinical knowledge summary", S::kPointOfCare},

    Rule{"practice guideline", S::kGuideline},
    Rule{"guideline", S::kGuideline},
    Rule{"systematic review", S::kSystematicReview},
    Rule{"meta analysis", S::kMetaAnalysis},
    Rule{"network meta analysis", S::kMetaAnalysis},
    Rule{"randomized controlled trial", S::kRandomisedTrial},
    Rule{"randomised controlled trial", S::kRandomisedTrial},
    Rule{"equivalence trial", S::kRandomisedTrial},
    Rule{"pragmatic clinical trial", S::kTrial},
    Rule{"controlled clinical trial", S::kTrial},
    Rule{"adaptive clinical trial", S::kTrial},
    Rule{"clinical trial, phase iv", S::kTrial},
    Rule{"clinical trial, phase iii", S::kTrial},
    Rule{"clinical trial, phase ii", S::kTrial},
    Rule{"clinical trial, phase i", S::kTrial},
    Rule{"clinical trial", S::kTrial},
    Rule{"cohort study", S::kCohort},
    Rule{"case control study", S::kCaseControl},
    Rule{"cross sectional study", S::kCrossSectional},
    Rule{"diagnostic accuracy study", S::kDiagnostic},
    Rule{"qualitative study", S::kQualitative},
    Rule{"case reports", S::kCaseReport},
    Rule{"case report", S::kCaseReport},

    Rule{"book", S::kEbook},
    Rule{"books", S::kEbook},
    Rule{"ebook", S::kEbook},
    Rule{"e book", S::kEbook},
    Rule{"edited book", S::kEbook},
    Rule{"monograph", S::kEbook},
    Rule{"reference book", S::kEbook},
    Rule{"reference entry", S::kEbook},
    Rule{"book chapter", S::kEbook},
    Rule{"book section", S::kEbook},
    Rule{"book part", S::kEbook},
    Rule{"editorial", S::kEditorial},
    Rule{"review", S::kReview},
    Rule{"scoping review", S::kReview},
    Rule{"review article", S::kReview},
    Rule{"comment", S::kEditorial},
    Rule{"article commentary", S::kEditorial},
    Rule{"commentary", S::kEditorial},
    Rule{"letter", S::kEditorial},
    Rule{"reply", S::kEditorial},
    Rule{"discussion", S::kEditorial},
    Rule{"news", S::kEditorial},
    Rule{"newspaper article", S::kEditorial},
    Rule{"book review", S::kEditorial},
};

// MeSH numbers of designs as publications carry them; a keyword or another scheme says nothing.
constexpr std::array kByHeading{
    Rule{"D016022", S::kCaseControl},     // Case-Control Studies
    Rule{"D015331", S::kCohort},          // Cohort Studies
    Rule{"D011446", S::kCohort},          // Prospective Studies
    Rule{"D008137", S::kCohort},          // Longitudinal Studies
    Rule{"D003430", S::kCrossSectional},  // Cross-Sectional Studies
    Rule{"D036301", S::kQualitative},     // Qualitative Research
    Rule{"D012680", S::kDiagnostic},      // Sensitivity and Specificity
};
constexpr std::array kHeadingLabels{
    Rule{"case control studies", S::kCaseControl},
    Rule{"cohort studies", S::kCohort},
    Rule{"prospective studies", S::kCohort},
    Rule{"longitudinal studies", S::kCohort},
    Rule{"cross sectional studies", S::kCrossSectional},
    Rule{"qualitative research", S::kQualitative},
    Rule{"sensitivity and specificity", S::kDiagnostic},
};

// "Meta-Analysis", "meta_analysis", "Meta  analysis" → "meta analysis".
std::string normal_name(std::string_view name) {
  std::string out = to_lower_ascii(trim(name.substr(0, 100)));
  std::replace(out.begin(), out.end(), '-', ' ');
  std::replace(out.begin(), out.end(), '_', ' ');
  const auto end =
      std::unique(out.begin(), out.end(), [](char a, char b) { return a == ' ' && b == ' '; });
  out.erase(end, out.end());
  return out;
}

template <std::size_t N>
std::size_t rule_index(const std::array<Rule, N>& rules, std::string_view name) {
  const auto at = std::find_if(rules.begin(), rules.end(),
                               [name](const Rule& rule) { return rule.name == name; });
  return static_cast<std::size_t>(at - rules.begin());
}

StatedType from_headings(const Record& record) {
  std::size_t best = kByHeading.size();
  StatedType stated;
  for (const Subject& subject : record.subjects) {
    // As a main topic the heading says what the article is about, not how it was done.
    if (subject.scheme != "mesh" || subject.major || !subject.qualifier.empty()) continue;
    const std::size_t index = subject.id.empty()
                                  ? rule_index(kHeadingLabels, normal_name(subject.label))
                                  : rule_index(kByHeading, subject.id);
    if (index >= best) continue;
    best = index;
    stated = {kByHeading[best].type, subject.label.empty() ? subject.id : subject.label, true};
  }
  return stated;
}

}  // namespace

std::span<const StudyTypeInfo> study_types() { return kTypes; }

const StudyTypeInfo& study_type_info(StudyType type) {
  const auto index = static_cast<std::size_t>(type);
  assert(index < kTypes.size() && kTypes[index].type == type);
  return kTypes[index];
}

std::optional<StudyType> study_type_by_key(std::string_view key) {
  for (const StudyTypeInfo& info : kTypes) {
    if (info.key == key) return info.type;
  }
  return std::nullopt;
}

StudyType classify(const Record& record) { return stated_type(record).type; }

StatedType stated_type(const Record& record) {
  static_assert(kByHeading.size() == kHeadingLabels.size());
  std::size_t best = kByPublicationType.size();
  StatedType stated;
  for (const std::string& type : record.publication_types) {
    const std::size_t index = rule_index(kByPublicationType, normal_name(type));
    if (index >= best) continue;
    best = index;
    stated = {kByPublicationType[best].type, type, false};
  }
  const auto retracts = [](const Relation& relation) {
    return relation.type == RelationType::kRetracts ||
           relation.type == RelationType::kPartiallyRetracts;
  };
  if (stated.type == S::kNotStated || stated.type == S::kEditorial) {
    if (std::any_of(record.relations.begin(), record.relations.end(), retracts)) {
      return {S::kRetractionNotice, "", false};
    }
  }
  return stated.type == S::kNotStated ? from_headings(record) : stated;
}

}  // namespace evidence
