// The rules by which a study type is inferred where no source states one: phrases of titles and
// abstracts, what stands against them, and how often each was right when measured. A table; pure,
// thread-safe. docs/study-types.md explains it and shows the measurement.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/study_type.h"
#include "model/word_pattern.h"

namespace evidence {

enum class TextPart { kTitle, kAbstract, kKeyword };

// How often a rule was right where it was measured: against the publication types of records that
// have them, and by reading records that have none.
struct MeasuredPrecision {
  unsigned right = 0;
  unsigned of = 0;  // 0: not measured
};

struct InferenceRule {
  std::string_view key;  // "title_randomised_trial"
  TextPart part;
  StudyType type;
  std::vector<WordPattern> phrases;       // any of them
  std::vector<WordPattern> not_in_title;  // none of them
  std::vector<WordPattern> not_in_abstract;
  MeasuredPrecision measured;
};

// In order of precedence: the first that holds decides.
std::span<const InferenceRule> inference_rules();

// Titles about no single study: conference programmes, volumes of abstracts.
std::span<const WordPattern> collective_titles();

}  // namespace evidence
