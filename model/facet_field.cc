#include "model/facet_field.h"

#include <algorithm>
#include <array>

namespace evidence {
namespace {

constexpr std::array kFacets{
    FacetField{Field::kStudyType, Slot::kStudyType, '\0', false},
    FacetField{Field::kProbableType, Slot::kProbableType, '\0', false},
    FacetField{Field::kCurrency, Slot::kReviewDate, '\0', false},
    FacetField{Field::kYear, Slot::kYear, '\0', false},
    FacetField{Field::kSource, Slot::kSources, ' ', false},
    FacetField{Field::kJournalTitle, Slot::kJournalTitle, kValueSeparator, true, true},
    FacetField{Field::kHeadingLabel, Slot::kSubjectLabels, kValueSeparator, true},
    FacetField{Field::kLanguage, Slot::kLanguages, ' ', false},
    FacetField{Field::kStatus, Slot::kStatus, ' ', false},
    FacetField{Field::kOpenAccess, Slot::kOpenAccess, '\0', false},
};

}  // namespace

std::span<const FacetField> facet_fields() { return kFacets; }

const FacetField* facet_field(Field field) {
  const auto found = std::find_if(kFacets.begin(), kFacets.end(), [field](const FacetField& facet) {
    return facet.field == field;
  });
  return found == kFacets.end() ? nullptr : &*found;
}

std::vector<std::string_view> facet_values(const FacetField& facet, std::string_view text) {
  std::vector<std::string_view> values;
  while (!text.empty()) {
    const std::size_t end =
        facet.separator == '\0' ? std::string_view::npos : text.find(facet.separator);
    const std::string_view value = text.substr(0, end);
    if (!value.empty()) values.push_back(value);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return values;
}

}  // namespace evidence
