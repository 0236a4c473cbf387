#include "model/study_type_inference.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/record_kind.h"
#include "model/study_type_rules.h"
#include "model/word_pattern.h"

namespace evidence {
namespace {

using S = StudyType;

constexpr std::array<std::pair<TypeBasis, std::string_view>, 7> kBases{{
    {TypeBasis::kNone, ""},
    {TypeBasis::kPublicationType, "publication_type"},
    {TypeBasis::kHeading, "heading"},
    {TypeBasis::kNotice, "notice"},
    {TypeBasis::kTitle, "title"},
    {TypeBasis::kAbstract, "abstract"},
    {TypeBasis::kKeyword, "keyword"},
}};

TypeBasis basis_of(TextPart part) {
  switch (part) {
    case TextPart::kTitle:
      return TypeBasis::kTitle;
    case TextPart::kAbstract:
      return TypeBasis::kAbstract;
    case TextPart::kKeyword:
      return TypeBasis::kKeyword;
  }
  return TypeBasis::kNone;
}

bool any_of(std::span<const WordPattern> patterns, const WordText& text) {
  return std::any_of(patterns.begin(), patterns.end(), [&text](const WordPattern& pattern) {
    return pattern.find(text).has_value();
  });
}

// Labels are part of the text: "DESIGN: Randomised controlled trial."
std::string abstract_of(const Record& record) {
  std::string text;
  for (const AbstractSection& section : record.abstract) {
    if (!text.empty()) text += ". ";
    if (!section.label.empty()) text += section.label + ": ";
    text += section.text;
  }
  return text;
}

// The words of a record in which rules look; made once for all of them.
class RecordText {
 public:
  explicit RecordText(const Record& record)
      : title_source_(record.title.empty() ? record.original_title : record.title),
        abstract_source_(abstract_of(record)),
        title_(title_source_),
        abstract_(abstract_source_) {
    constexpr std::size_t kMostKeywords = 50;
    for (const Subject& subject : record.subjects) {
      if (subject.scheme != "keyword" || keywords_.size() == kMostKeywords) continue;
      keywords_.emplace_back(subject.label);
    }
  }
  RecordText(const RecordText&) = delete;  // the words point into the texts
  RecordText& operator=(const RecordText&) = delete;

  [[nodiscard]] const WordText& title() const { return title_; }

  // The words of a phrase of the rule; "" where it does not hold.
  [[nodiscard]] std::string phrase(const InferenceRule& rule) const {
    std::string found;
    switch (rule.part) {
      case TextPart::kTitle:
        found = first_phrase(rule, title_);
        break;
      case TextPart::kAbstract:
        found = first_phrase(rule, abstract_);
        break;
      case TextPart::kKeyword:
        for (const WordText& keyword : keywords_) {
          if (found.empty()) found = first_phrase(rule, keyword);
        }
        break;
    }
    if (found.empty() || any_of(rule.not_in_title, title_) ||
        any_of(rule.not_in_abstract, abstract_)) {
      return "";
    }
    return found;
  }

 private:
  static std::string first_phrase(const InferenceRule& rule, const WordText& text) {
    for (const WordPattern& pattern : rule.phrases) {
      if (const auto found = pattern.find(text)) return text.quote(found->first, found->last);
    }
    return "";
  }

  std::string title_source_, abstract_source_;
  WordText title_, abstract_;
  std::vector<WordText> keywords_;
};

// A notice is about another publication; its title repeats that one's.
StudyTypeFinding from_kind(const Record& record) {
  switch (kind_of(record)) {
    case RecordKind::kRetractionNotice:
      return {S::kRetractionNotice, TypeBasis::kNotice, "", ""};
    case RecordKind::kErratum:
      return {S::kCorrection, TypeBasis::kNotice, "", ""};
    case RecordKind::kConcernNotice:
      return {S::kEditorial, TypeBasis::kNotice, "", ""};
    default:
      return {};
  }
}

std::string_view with_article(StudyType type) {
  switch (type) {
    case S::kGuideline:
      return "a guideline";
    case S::kSystematicReview:
      return "a systematic review";
    case S::kMetaAnalysis:
      return "a meta-analysis";
    case S::kRandomisedTrial:
      return "a randomised trial";
    case S::kTrial:
      return "a clinical trial";
    case S::kCohort:
      return "a cohort study";
    case S::kCaseControl:
      return "a case-control study";
    case S::kCrossSectional:
      return "a cross-sectional study";
    case S::kDiagnostic:
      return "a diagnostic accuracy study";
    case S::kQualitative:
      return "a qualitative study";
    case S::kCaseReport:
      return "a case report";
    case S::kReview:
      return "a review";
    case S::kEditorial:
      return "an editorial, comment or letter";
    case S::kProtocol:
      return "a protocol";
    default:
      return "";
  }
}

std::string quoted(std::string_view words) { return "“" + std::string(words) + "”"; }

}  // namespace

std::string_view basis_name(TypeBasis basis) {
  for (const auto& [known, name] : kBases) {
    if (known == basis) return name;
  }
  return "";
}

std::optional<TypeBasis> basis_by_name(std::string_view name) {
  for (const auto& [basis, known] : kBases) {
    if (known == name) return basis;
  }
  return std::nullopt;
}

StudyTypeFinding infer_study_type(const Record& record) {
  const RecordText text(record);
  if (any_of(collective_titles(), text.title())) return {};
  for (const InferenceRule& rule : inference_rules()) {
    std::string phrase = text.phrase(rule);
    if (!phrase.empty()) {
      return {rule.type, basis_of(rule.part), std::move(phrase), std::string(rule.key)};
    }
  }
  return {};
}

StudyTypeFinding find_study_type(const Record& record) {
  const StatedType stated = stated_type(record);
  if (stated.type == S::kNotStated || stated.type == S::kEditorial) {
    const StudyTypeFinding notice = from_kind(record);
    if (notice.type == S::kRetractionNotice || notice.type == S::kCorrection) return notice;
    if (stated.type == S::kNotStated && notice.basis != TypeBasis::kNone) return notice;
  }
  if (stated.type == S::kNotStated) return infer_study_type(record);
  const TypeBasis basis = stated.by_heading     ? TypeBasis::kHeading
                          : stated.name.empty() ? TypeBasis::kNotice
                                                : TypeBasis::kPublicationType;
  return {stated.type, basis, std::string(stated.name), ""};
}

bool counts_for_evidence(std::string_view rule) {
  const auto rules = inference_rules();
  const auto at = std::find_if(rules.begin(), rules.end(),
                               [rule](const InferenceRule& one) { return one.key == rule; });
  return at != rules.end() && at->measured.of >= kNeededCases &&
         at->measured.right >= kNeededPrecision * at->measured.of;
}

int evidence_level(const StudyTypeFinding& finding) {
  if (finding.inferred() && !counts_for_evidence(finding.rule)) return 0;
  return study_type_info(finding.type).evidence_level;
}

std::string probable_type_label(StudyType type) {
  return "Probably " + std::string(with_article(type));
}

std::string study_type_label(const StudyTypeFinding& finding) {
  return finding.inferred() ? probable_type_label(finding.type)
                            : std::string(study_type_info(finding.type).label);
}

std::string study_type_reason(const StudyTypeFinding& finding) {
  switch (finding.basis) {
    case TypeBasis::kNone:
      return "No source states a type, and neither title nor abstract names one.";
    case TypeBasis::kPublicationType:
      if (finding.phrase.empty()) return "A source states this type.";
      return "The source states the publication type " + quoted(finding.phrase) + ".";
    case TypeBasis::kHeading:
      return "The source gives the heading " + quoted(finding.phrase) + ", which names the design.";
    case TypeBasis::kNotice:
      return "Its title or its relation to another publication says that it is a notice about that "
             "one.";
    case TypeBasis::kTitle:
      return quoted(finding.phrase) + " stands in the title; the source does not state a type.";
    case TypeBasis::kAbstract:
      return quoted(finding.phrase) + " stands in the abstract; the source does not state a type.";
    case TypeBasis::kKeyword:
      return quoted(finding.phrase) +
             " is one of the authors’ keywords; the source does not state a type.";
  }
  return "";
}

}  // namespace evidence
