// What kind of study a work is and how that is known: stated by a source (model/study_type.h), or
// inferred from its title, abstract or keywords where no source states it. An inferred type is
// never shown as a stated one, and raises a work only where its rule was measured to be right at
// least 98 times of 100. docs/study-types.md. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/record.h"
#include "model/study_type.h"

namespace evidence {

enum class TypeBasis {
  kNone,             // nothing states a type and nothing lets one be inferred
  kPublicationType,  // stated by a publication type
  kHeading,          // stated by a heading that names a design
  kNotice,           // the work is a notice or correction by its title or relations
  kTitle,            // inferred from the title
  kAbstract,         // inferred from the abstract
  kKeyword,          // inferred from an author's keyword
};
// "publication_type", "heading", "notice", "title", "abstract", "keyword"; "" for kNone.
std::string_view basis_name(TypeBasis basis);
std::optional<TypeBasis> basis_by_name(std::string_view name);

struct StudyTypeFinding {
  StudyType type = StudyType::kNotStated;
  TypeBasis basis = TypeBasis::kNone;
  std::string phrase;  // the publication type, the heading, or the words that it was inferred from
  std::string rule;    // key of the InferenceRule; "" where stated
  [[nodiscard]] bool inferred() const {
    return basis == TypeBasis::kTitle || basis == TypeBasis::kAbstract ||
           basis == TypeBasis::kKeyword;
  }
  bool operator==(const StudyTypeFinding&) const = default;
};

// What a source states; where none does, what can be inferred.
StudyTypeFinding find_study_type(const Record& record);
// From the text alone, whatever types the record has: what is measured.
StudyTypeFinding infer_study_type(const Record& record);

// The rule was right in at least kNeededPrecision of at least kNeededCases cases.
inline constexpr double kNeededPrecision = 0.98;
inline constexpr unsigned kNeededCases = 100;
bool counts_for_evidence(std::string_view rule);

// 1 (guideline, systematic review) … 5; 0: not a study, or inferred by a rule that does not count.
int evidence_level(const StudyTypeFinding& finding);

// "Probably a randomised trial".
std::string probable_type_label(StudyType type);
// "Randomised trial"; inferred: "Probably a randomised trial".
std::string study_type_label(const StudyTypeFinding& finding);
// One or two sentences for people: what says so, or that no source does.
std::string study_type_reason(const StudyTypeFinding& finding);

}  // namespace evidence
