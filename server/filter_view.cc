#include "server/filter_view.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "base/text.h"
#include "model/currency.h"
#include "model/facet_field.h"
#include "search/external_filter.h"
#include "server/language_name.h"
#include "server/page_layout.h"
#include "server/source_view.h"
#include "server/work_facts.h"
#include "server/year_range.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxOptions = 12;  // of a facet; selected ones are always shown
constexpr int kHistogramYears = 50;      // bars, the newest ones
constexpr int kBarWidth = 8, kBarStep = 10, kChartHeight = 64;

std::string_view group_label(Field field) {
  switch (field) {
    case Field::kStudyType:
      return "Evidence type";
    case Field::kProbableType:
      return "Probable evidence type, not stated by the source";
    case Field::kCurrency:
      return "Guidelines: review date and withdrawal";
    case Field::kOpenAccess:
      return "Access";
    case Field::kSource:
      return "Source";
    case Field::kLanguage:
      return "Language";
    case Field::kJournalTitle:
      return "Journal";
    case Field::kHeadingLabel:
      return "Subject";
    default:
      return field_info(field).label;
  }
}

const Facet* find_facet(const SearchResponse& response, Field field) {
  const auto found = std::find_if(response.facets.begin(), response.facets.end(),
                                  [field](const Facet& facet) { return facet.field == field; });
  return found == response.facets.end() ? nullptr : &*found;
}

bool is_selected(const SearchRequest& request, Field field, std::string_view value,
                 bool exclude = false) {
  return std::any_of(request.filters.begin(), request.filters.end(), [&](const Filter& filter) {
    return filter.field == field && filter.exclude == exclude &&
           std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
  });
}

// However it was written.
bool is_chosen(const SearchRequest& request, Field field, std::string_view value) {
  const std::string key = exact_key(field, value);
  return std::any_of(request.filters.begin(), request.filters.end(), [&](const Filter& filter) {
    return filter.field == field && !filter.exclude &&
           std::any_of(filter.values.begin(), filter.values.end(),
                       [&](const std::string& each) { return exact_key(field, each) == key; });
  });
}

struct Option {
  std::string value, label;
  std::uint64_t count = 0;
  bool selected = false;
};

// A value of the facet that stands for what was asked for, however that was written.
const FacetValue* find_value(const Facet* facet, Field field, std::string_view value) {
  if (facet == nullptr) return nullptr;
  const std::string key = exact_key(field, value);
  const auto found =
      std::find_if(facet->values.begin(), facet->values.end(),
                   [&](const FacetValue& each) { return exact_key(field, each.value) == key; });
  return found == facet->values.end() ? nullptr : &*found;
}

// Open values as the index writes them; the labels of others are the page's own.
std::string label_in(const Facet* facet, Field field, const std::string& value,
                     const Services& services) {
  if (is_open_facet(field)) {
    if (const FacetValue* known = find_value(facet, field, value)) {
      return shortened(known->label, 80);
    }
  }
  return filter_label(field, value, services);
}

// What the answer counted, cut to a readable number; what is in use is never cut, even at 0.
std::vector<Option> options_of(const SearchRequest& request, const Facet* facet, Field field,
                               const Services& services) {
  std::vector<Option> options;
  if (facet != nullptr) {
    for (const FacetValue& value : facet->values) {
      if (value.value.empty()) continue;
      const bool chosen = is_chosen(request, field, value.value);
      if (options.size() < kMaxOptions || chosen) {
        options.push_back(
            {value.value, label_in(facet, field, value.value, services), value.count, chosen});
      }
    }
  }
  for (const Filter& filter : request.filters) {
    if (filter.field != field || filter.exclude) continue;
    for (const std::string& value : filter.values) {
      if (find_value(facet, field, value) == nullptr) {
        options.push_back({value, filter_label(field, value, services), 0, true});
      }
    }
  }
  return options;
}

// What the kinds of evidence of the list mean, in a part that opens.
void fill_meanings(Values& group, Field field, const std::vector<Option>& options) {
  if (field != Field::kStudyType && field != Field::kProbableType) return;
  Values meanings = group.add("MEANINGS");
  if (field == Field::kProbableType) meanings.show("MEANINGS_PROBABLE");
  for (const Option& each : options) {
    const auto type = study_type_by_key(each.value);
    if (!type) continue;
    Values meaning = meanings.add("MEANING");
    meaning.set("MEANING_LABEL", study_type_info(*type).label);
    meaning.set("MEANING_TEXT", study_type_info(*type).explanation);
  }
}

void fill_group(Values& filters, Field field, const std::vector<Option>& options, bool more,
                const SearchUrl& url) {
  Values group = filters.add("GROUP");
  group.set("GROUP_LABEL", group_label(field));
  const std::string name(field_info(field).name);
  group.set("GROUP_NAME", "filter." + name);
  fill_meanings(group, field, options);
  std::size_t number = 0;
  for (const Option& each : options) {
    Values option = group.add("OPTION");
    option.set("OPTION_ID", "f-" + name + "-" + std::to_string(++number));
    option.set("OPTION_VALUE", each.value);
    option.set("OPTION_LABEL", each.label);
    option.set_number("OPTION_COUNT", each.count);
    option.set("OPTION_WORD", each.count == 1 ? "result" : "results");
    if (each.selected) option.show("OPTION_CHECKED");
  }
  if (!more) return;
  Values link = group.add("GROUP_MORE");
  link.set("MORE_HREF", url.facet_list(field));
  link.set("MORE_TEXT", field == Field::kJournalTitle   ? "More journals …"
                        : field == Field::kHeadingLabel ? "More subjects …"
                                                        : "All values …");
}

// What a reader may want to leave out or see alone. Nothing is left out unless they say so.
// Of study types only leaving out is a choice here: to see one alone its box is ticked.
constexpr Field kChosen[] = {Field::kStatus, Field::kVersion, Field::kStudyType};

struct Choice {
  Field field = Field::kStatus;
  std::string value;
  std::uint64_t count = 0;
};

Choice preprints_in(const SearchResponse& response) {
  Choice choice{Field::kStudyType, std::string(study_type_info(StudyType::kPreprint).key), 0};
  if (const Facet* types = find_facet(response, Field::kStudyType)) {
    for (const FacetValue& value : types->values) {
      if (value.value == choice.value) choice.count = value.count;
    }
  }
  return choice;
}

// Those that the answer has, and those in use.
std::vector<Choice> choices_of(const SearchRequest& request, const SearchResponse& response) {
  std::vector<Choice> choices;
  const Facet* statuses = find_facet(response, Field::kStatus);
  for (const Status status :
       {Status::kRetracted, Status::kPartiallyRetracted, Status::kConcern, Status::kCorrected}) {
    Choice choice{Field::kStatus, std::string(status_name(status)), 0};
    if (statuses != nullptr) {
      for (const FacetValue& value : statuses->values) {
        if (value.value == choice.value) choice.count = value.count;
      }
    }
    choices.push_back(std::move(choice));
  }
  choices.push_back({Field::kVersion, std::string(kOlderVersion), response.older_versions});
  choices.push_back(preprints_in(response));
  for (const Filter& filter : request.filters) {
    if (std::find(std::begin(kChosen), std::end(kChosen), filter.field) == std::end(kChosen)) {
      continue;
    }
    if (filter.field == Field::kStudyType && !filter.exclude) continue;
    for (const std::string& value : filter.values) {
      const bool known = std::any_of(choices.begin(), choices.end(), [&](const Choice& choice) {
        return choice.field == filter.field && choice.value == value;
      });
      if (!known) choices.push_back({filter.field, value, 0});
    }
  }
  std::erase_if(choices, [&request](const Choice& choice) {
    return choice.count == 0 && !is_selected(request, choice.field, choice.value) &&
           !is_selected(request, choice.field, choice.value, true);
  });
  return choices;
}

void fill_choices(Values& filters, const SearchRequest& request, const SearchResponse& response,
                  const Services& services) {
  const std::vector<Choice> choices = choices_of(request, response);
  if (choices.empty()) return;
  Values group = filters.add("CHOICES");
  std::size_t number = 0;
  for (const Choice& choice : choices) {
    const bool without = is_selected(request, choice.field, choice.value, true);
    const bool may_be_alone = choice.field != Field::kStudyType;
    const bool only = may_be_alone && !without && is_selected(request, choice.field, choice.value);
    Values row = group.add("CHOICE");
    row.set("CHOICE_ID", "c-" + std::to_string(++number));
    row.set("CHOICE_NAME", std::string(kChoosePrefix) + std::string(field_info(choice.field).name) +
                               "." + choice.value);
    row.set("CHOICE_LABEL", filter_label(choice.field, choice.value, services));
    if (!without) {  // what was left out is not counted
      Values counted = row.add("CHOICE_COUNTED");
      counted.set_number("CHOICE_COUNT", choice.count);
      counted.set("CHOICE_WORD", choice.count == 1 ? "result" : "results");
    }
    row.set("CHOICE_WITHOUT", kChooseWithout);
    if (without) row.show("WITHOUT_SELECTED");
    if (!may_be_alone) continue;
    Values alone = row.add("CHOICE_ALONE");
    alone.set("CHOICE_ONLY", kChooseOnly);
    if (only) alone.show("ONLY_SELECTED");
  }
}

void fill_histogram(Values& filters, const Facet& facet, const YearRange& chosen,
                    const SearchUrl& url) {
  std::map<int, std::uint64_t> counts;
  std::uint64_t highest = 0;
  for (const FacetValue& value : facet.values) {
    const auto range = parse_year_range(value.value);
    if (!range || range->from != range->to || value.count == 0) continue;
    counts[range->from] = value.count;
  }
  if (counts.size() < 2) return;
  const int last = counts.rbegin()->first;
  const int first = std::max(counts.begin()->first, last - kHistogramYears + 1);
  for (const auto& [year, count] : counts) {
    if (year >= first) highest = std::max(highest, count);
  }
  Values histogram = filters.add("HISTOGRAM");
  histogram.set("SVG_WIDTH", std::to_string((last - first + 1) * kBarStep));
  histogram.set("FIRST_YEAR", std::to_string(first));
  histogram.set("LAST_YEAR", std::to_string(last));
  for (auto row = counts.rbegin(); row != counts.rend(); ++row) {
    const auto& [year, count] = *row;
    Values cells = histogram.add("YEAR_ROW");
    cells.set("YEAR", std::to_string(year));
    cells.set_number("YEAR_COUNT", count);
    cells.set("YEAR_HREF", url.with_only(Field::kYear, to_text(YearRange{year, year})));
    if (year < first) continue;
    const auto height =
        static_cast<int>(std::max<std::uint64_t>(2, count * std::uint64_t{kChartHeight} / highest));
    Values bar = histogram.add("BAR");
    bar.set("BAR_X", std::to_string((year - first) * kBarStep + 1));
    bar.set("BAR_Y", std::to_string(kChartHeight - height));
    bar.set("BAR_WIDTH", std::to_string(kBarWidth));
    bar.set("BAR_HEIGHT", std::to_string(height));
    if (!chosen.holds(year)) bar.show("BAR_OUT");
  }
}

YearRange chosen_years(const SearchRequest& request) {
  for (const Filter& filter : request.filters) {
    if (filter.field != Field::kYear || filter.exclude || filter.values.size() != 1) continue;
    if (const auto range = parse_year_range(filter.values.front())) return *range;
  }
  return {};
}

}  // namespace

std::size_t filters_in_use(const SearchRequest& request) {
  std::size_t in_use = request.line_filters.size();
  for (const Filter& filter : request.filters) in_use += filter.values.size();
  for (const ExternalChoice& choice : request.external) in_use += choice.values.size();
  return in_use;
}

std::string facet_label(Field field) { return std::string(group_label(field)); }

bool is_open_facet(Field field) {
  const FacetField* facet = facet_field(field);
  return facet != nullptr && facet->open;
}

const std::vector<Field>& shown_facets() {
  static const std::vector<Field> fields{
      Field::kStudyType,    Field::kProbableType, Field::kCurrency,
      Field::kOpenAccess,   Field::kSource,       Field::kHeadingLabel,
      Field::kJournalTitle, Field::kLanguage,     Field::kStatus};
  return fields;
}

std::string filter_label(Field field, std::string_view value, const Services& services) {
  switch (field) {
    case Field::kStudyType:
      if (const auto type = study_type_by_key(value)) {
        return std::string(study_type_info(*type).label);
      }
      break;
    case Field::kProbableType:
      if (const auto type = study_type_by_key(value)) return probable_type_label(*type);
      break;
    case Field::kCurrency:
      if (const auto state = currency_by_name(value)) return std::string(currency_label(*state));
      break;
    case Field::kOpenAccess:
      if (value == "open") return "Free to read";
      if (value == "closed") return "Subscription";
      break;
    case Field::kSource:
      return source_name(value, services);
    case Field::kLanguage:
      return language_name(value);
    case Field::kStatus:
      if (value == status_name(Status::kRetracted)) return "Retracted";
      if (value == status_name(Status::kPartiallyRetracted)) return "Partly retracted";
      if (value == status_name(Status::kConcern)) return "Expression of concern";
      if (value == status_name(Status::kCorrected)) return "Corrected";
      break;
    case Field::kYear:
      if (const auto range = parse_year_range(value)) return for_people(*range);
      break;
    case Field::kVersion:
      if (value == kOlderVersion) return "Older versions";
      break;
    case Field::kRelation:
      if (const auto type = relation_by_name(value)) return std::string(relation_label(*type));
      break;
    case Field::kRegistration:
      return "Trial " + shortened(value, 80);
    default:
      break;
  }
  return shortened(value, 80);
}

// What the reader's organisation opens: a group like the others, but no field of the index.
void fill_access(Values& filters, const SearchRequest& request, const SearchResponse& response) {
  for (const Facet& facet : response.facets) {
    if (facet.external.empty() || facet.values.empty()) continue;
    Values group = filters.add("GROUP");
    group.set("GROUP_LABEL", "Full text");
    group.set("GROUP_NAME", "filter." + facet.external);
    std::size_t number = 0;
    for (const FacetValue& value : facet.values) {
      const bool selected = std::any_of(
          request.external.begin(), request.external.end(), [&value](const ExternalChoice& choice) {
            return !choice.exclude && std::find(choice.values.begin(), choice.values.end(),
                                                value.value) != choice.values.end();
          });
      Values option = group.add("OPTION");
      option.set("OPTION_ID", "f-" + facet.external + "-" + std::to_string(++number));
      option.set("OPTION_VALUE", value.value);
      option.set("OPTION_LABEL", value.label);
      option.set_number("OPTION_COUNT", value.count);
      option.set("OPTION_WORD", value.count == 1 ? "result" : "results");
      if (selected) option.show("OPTION_CHECKED");
    }
  }
}

std::string external_label(const ExternalChoice& choice, const std::string& value) {
  for (const ExternalValue& each : choice.filter->values()) {
    if (each.value == value) return each.label;
  }
  return shortened(value, 80);
}

void fill_filters(Values& answer, const SearchRequest& request, const SearchResponse& response,
                  const SearchUrl& url, const Services& services) {
  Values filters = answer.add("FILTERS");
  fill_access(filters, request, response);
  std::vector<Field> shown;
  for (const Field field : shown_facets()) {
    if (field == Field::kStatus) continue;  // a choice, not a box
    const Facet* facet = find_facet(response, field);
    const std::vector<Option> options = options_of(request, facet, field, services);
    if (options.empty()) continue;
    const bool more =
        facet != nullptr && (facet->other > 0 || facet->values.size() > options.size());
    fill_group(filters, field, options, more, url);
    shown.push_back(field);
  }
  shown.push_back(Field::kYear);
  const YearRange years = chosen_years(request);
  filters.set("YEAR_FROM", years.from > 0 ? std::to_string(years.from) : "");
  filters.set("YEAR_TO", years.to > 0 ? std::to_string(years.to) : "");
  if (const Facet* facet = find_facet(response, Field::kYear)) {
    fill_histogram(filters, *facet, years, url);
  }
  fill_choices(filters, request, response, services);
  fill_hidden(filters, "FILTER_HIDDEN",
              url.for_filter_form(shown, {std::begin(kChosen), std::end(kChosen)}));
  const std::size_t in_use = filters_in_use(request);
  if (in_use > 0) filters.add("FILTERS_IN_USE").set_number("FILTER_COUNT", in_use);
}

std::size_t fill_chips(Values& answer, const SearchRequest& request, const SearchResponse& response,
                       const SearchUrl& url, const Services& services) {
  const std::size_t in_use = filters_in_use(request);
  if (in_use == 0) return 0;
  Values chips = answer.add("CHIPS");
  for (const Filter& filter : request.filters) {
    for (const std::string& value : filter.values) {
      Values chip = chips.add("CHIP");
      chip.set("CHIP_HREF", url.without(filter.field, value));
      std::string label =
          label_in(find_facet(response, filter.field), filter.field, value, services);
      if (filter.exclude) label = "Not: " + label;
      chip.set("CHIP_LABEL", label);
    }
  }
  for (const ExternalChoice& choice : request.external) {
    for (const std::string& value : choice.values) {
      Values chip = chips.add("CHIP");
      chip.set("CHIP_HREF", url.without_external(choice.filter->name(), value));
      const std::string label = external_label(choice, value);
      chip.set("CHIP_LABEL", choice.exclude ? "Not: " + label : label);
    }
  }
  for (const LineFilter& filter : request.line_filters) {
    Values chip = chips.add("CHIP");
    chip.set("CHIP_HREF", url.without_line_filter(filter.id));
    chip.set("CHIP_LABEL", "Clinical category: " + filter.label);
  }
  if (in_use > 1) chips.add("CLEAR_ALL").set("CLEAR_HREF", url.without_filters());
  return in_use;
}

void fill_hidden(Values& values, std::string_view section, const Parameters& parameters) {
  for (const auto& [name, value] : parameters) {
    Values input = values.add(section);
    input.set("HIDDEN_NAME", name);
    input.set("HIDDEN_VALUE", value);
  }
}

}  // namespace evidence::server
