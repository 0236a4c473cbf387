#include "search/facets.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "model/currency.h"
#include "model/study_type_inference.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxValues = 200;

std::optional<Slot> slot_of(Field field) {
  switch (field) {
    case Field::kStudyType:
      return Slot::kStudyType;
    case Field::kYear:
      return Slot::kYear;
    case Field::kSource:
      return Slot::kSources;
    case Field::kLanguage:
      return Slot::kLanguages;
    case Field::kStatus:
      return Slot::kStatus;
    case Field::kOpenAccess:
      return Slot::kOpenAccess;
    case Field::kProbableType:
      return Slot::kProbableType;
    case Field::kCurrency:
      return Slot::kReviewDate;
    default:
      return std::nullopt;
  }
}

using Names = std::pair<std::string_view, std::string_view>;

constexpr std::array<Names, 24> kLanguages{{
    {"ara", "Arabic"},  {"chi", "Chinese"},  {"cze", "Czech"},      {"dan", "Danish"},
    {"dut", "Dutch"},   {"eng", "English"},  {"fin", "Finnish"},    {"fre", "French"},
    {"ger", "German"},  {"gre", "Greek"},    {"heb", "Hebrew"},     {"hun", "Hungarian"},
    {"ita", "Italian"}, {"jpn", "Japanese"}, {"kor", "Korean"},     {"nor", "Norwegian"},
    {"per", "Persian"}, {"pol", "Polish"},   {"por", "Portuguese"}, {"rus", "Russian"},
    {"spa", "Spanish"}, {"swe", "Swedish"},  {"tur", "Turkish"},    {"wel", "Welsh"},
}};

constexpr std::array<Names, 6> kStates{{
    {"retracted", "Retracted"},
    {"partially_retracted", "Partly retracted"},
    {"concern", "Expression of concern"},
    {"corrected", "Corrected"},
    {"open", "Free to read"},
    {"closed", "Subscription"},
}};

template <std::size_t kSize>
std::string name_in(const std::array<Names, kSize>& names, const std::string& value) {
  for (const auto& [key, name] : names) {
    if (key == value) return std::string(name);
  }
  return value;
}

std::string label_of(Field field, const std::string& value) {
  switch (field) {
    case Field::kStudyType: {
      const auto type = study_type_by_key(value);
      return type ? std::string(study_type_info(*type).label) : value;
    }
    case Field::kProbableType: {
      const auto type = study_type_by_key(value);
      return type ? probable_type_label(*type) : value;
    }
    case Field::kCurrency: {
      const auto state = currency_by_name(value);
      return state ? std::string(currency_label(*state)) : value;
    }
    case Field::kLanguage:
      return name_in(kLanguages, value);
    case Field::kStatus:
    case Field::kOpenAccess:
      return name_in(kStates, value);
    default:
      return value;
  }
}

bool has_several_values(Field field) {
  return field == Field::kSource || field == Field::kLanguage || field == Field::kStatus;
}

}  // namespace

Result<FacetCounter> FacetCounter::make(const std::vector<Field>& facets) {
  FacetCounter counter;
  for (const Field field : facets) {
    const std::optional<Slot> slot = slot_of(field);
    if (!slot) {
      return Error{ErrorCode::kInvalidArgument, "invalid_facet",
                   "Works are not counted by “" + std::string(field_info(field).name) + "”.", ""};
    }
    const bool known = std::any_of(counter.spies_.begin(), counter.spies_.end(),
                                   [&](const Spy& spy) { return spy.field == field; });
    if (known) continue;
    counter.spies_.push_back(
        {field, std::make_unique<Xapian::ValueCountMatchSpy>(static_cast<Xapian::valueno>(*slot))});
  }
  return counter;
}

void FacetCounter::attach(Xapian::Enquire& enquire) {
  for (const Spy& spy : spies_) enquire.add_matchspy(spy.counts.get());
}

std::vector<Facet> FacetCounter::facets(const std::vector<Filter>& filters,
                                        const PartialDate& today) const {
  std::vector<Facet> facets;
  for (const Spy& spy : spies_) {
    // A slot with several values is counted as one string; taken apart here, still exact.
    std::map<std::string, std::uint64_t> counts;
    for (auto value = spy.counts->values_begin(); value != spy.counts->values_end(); ++value) {
      if (spy.field == Field::kCurrency) {  // many days, few states
        counts[std::string(currency_name(currency_on(*value, today)))] += value.get_termfreq();
        continue;
      }
      if (!has_several_values(spy.field)) {
        counts[*value] += value.get_termfreq();
        continue;
      }
      const std::string together = *value;
      for (const std::string_view one : split(together, ' ')) {
        if (!one.empty()) counts[std::string(one)] += value.get_termfreq();
      }
    }
    std::map<std::string, bool> selected;
    for (const Filter& filter : filters) {
      if (filter.field != spy.field || filter.exclude) continue;
      for (const std::string& value : filter.values) {
        if (spy.field == Field::kYear && value.find('-') != std::string::npos) continue;
        selected[value] = true;
        counts.try_emplace(value, 0);
      }
    }
    Facet facet;
    facet.field = spy.field;
    for (const auto& [value, count] : counts) {
      if (value.empty()) continue;
      facet.values.push_back({value, label_of(spy.field, value), count, selected.contains(value)});
    }
    std::stable_sort(facet.values.begin(), facet.values.end(),
                     [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
    for (std::size_t i = kMaxValues; i < facet.values.size(); ++i) {
      facet.other += facet.values[i].count;
    }
    if (facet.values.size() > kMaxValues) facet.values.resize(kMaxValues);
    facets.push_back(std::move(facet));
  }
  return facets;
}

}  // namespace evidence
