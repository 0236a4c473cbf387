#include "server/search_parameters.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "model/currency.h"
#include "model/study_type.h"
#include "search/external_filter.h"
#include "server/access_filter.h"
#include "server/clinical_category.h"
#include "server/reader_access.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxFilters = 40;
constexpr std::size_t kMaxFilterValues = 200;
constexpr std::size_t kMaxValueBytes = 300;

Error invalid(std::string_view slug, std::string message, std::string hint) {
  return {ErrorCode::kInvalidArgument, std::string(slug), std::move(message), std::move(hint)};
}

Result<std::string> single(const Request& request, std::string_view name) {
  const std::vector<std::string_view> values = request.parameters(name);
  if (values.empty()) return std::string();
  if (values.size() > 1) {
    return invalid("repeated_parameter",
                   "The parameter " + std::string(name) + " is given more than once.",
                   "Give it once.");
  }
  return std::string(trim(values.front()));
}

Result<std::size_t> number(const Request& request, std::string_view name, std::size_t otherwise,
                           std::size_t most) {
  EVIDENCE_ASSIGN(const std::string text, single(request, name));
  if (text.empty()) return otherwise;
  std::size_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < 1 || value > most) {
    return invalid("bad_paging",
                   "The parameter " + std::string(name) + " is not a number from 1 to " +
                       std::to_string(most) + ": " + quoted_for_message(text),
                   "Pages count from 1; narrow the search to see works further down.");
  }
  return value;
}

Result<bool> flag(const Request& request, std::string_view name) {
  EVIDENCE_ASSIGN(const std::string given, single(request, name));
  const std::string_view text = given;
  if (text.empty() || text == "0" || text == "false") return false;
  if (text == "1" || text == "true") return true;
  return invalid("bad_flag",
                 "The parameter " + std::string(name) +
                     " is neither true nor false: " + quoted_for_message(text),
                 "Write 1 or 0.");
}

template <typename Choose>
std::string names_where(Choose choose) {
  std::vector<std::string> names;
  for (const FieldInfo& info : fields()) {
    if (choose(info)) names.emplace_back(info.name);
  }
  return join(names, ", ");
}

// Keys of closed lists hold no comma; titles of journals and headings ("Aged, 80 and over") do, and
// are repeated instead.
bool splits_at_commas(const FieldInfo& info) {
  switch (info.field) {
    case Field::kJournalTitle:
    case Field::kHeadingLabel:
    case Field::kHeadingMajor:
    case Field::kSubheading:
      return false;
    default:
      return info.kind == FieldKind::kExact;
  }
}

bool is_year(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "2015", "2015-2020", "2015-", "-2020".
bool is_year_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return is_year(text);
  const std::string_view from = text.substr(0, dash);
  const std::string_view to = text.substr(dash + 1);
  if (from.empty() && to.empty()) return false;
  return (from.empty() || is_year(from)) && (to.empty() || is_year(to)) &&
         (from.empty() || to.empty() || from <= to);
}

Result<void> check_value(const FieldInfo& info, std::string_view value) {
  const std::string shown = std::string(info.name) + "=" + quoted_for_message(value);
  if (value.size() > kMaxValueBytes) {
    return invalid("bad_filter", "A filter value is too long: " + shown, "");
  }
  if (info.field == Field::kYear && !is_year_range(value)) {
    return invalid("bad_filter", "This is not a year or a range of years: " + shown,
                   "Write 2019, 2015-2020, 2015- or -2020.");
  }
  const bool is_type = info.field == Field::kStudyType || info.field == Field::kProbableType;
  if (info.field == Field::kCurrency && !currency_by_name(value)) {
    return invalid("bad_filter", "There is no such state of a guideline: " + shown,
                   "Write current, review_due_passed, superseded, withdrawn or not_stated.");
  }
  if (is_type && !study_type_by_key(value)) {
    return invalid("bad_filter", "There is no such study type: " + shown,
                   "The keys are listed by /api/v1/fields.");
  }
  return {};
}

Result<Filter> read_filter(std::string_view name, std::string_view text, bool exclude) {
  const std::optional<Field> field = field_by_name(name);
  if (!field || !field_info(*field).filter) {
    return invalid(
        "unknown_filter", "There is no filter " + quoted_for_message(name) + ".",
        "Filters: " + names_where([](const FieldInfo& info) { return info.filter; }) + ".");
  }
  Filter filter;
  filter.field = *field;
  filter.exclude = exclude;
  const FieldInfo& info = field_info(*field);
  const std::vector<std::string_view> parts =
      splits_at_commas(info) ? split(text, ',') : std::vector<std::string_view>{text};
  for (const std::string_view part : parts) {
    const std::string_view value = trim(part);
    if (value.empty()) continue;
    EVIDENCE_TRY(check_value(info, value));
    filter.values.emplace_back(value);
  }
  return filter;
}

// Equal fields become one filter: its values are alternatives wherever they were written.
Result<void> add_filter(std::vector<Filter>& filters, Filter added) {
  if (added.values.empty()) return {};  // an empty form field filters nothing
  const auto same = std::find_if(filters.begin(), filters.end(), [&](const Filter& filter) {
    return filter.field == added.field && filter.exclude == added.exclude;
  });
  std::vector<std::string>* values = nullptr;
  if (same == filters.end()) {
    filters.push_back(std::move(added));
    values = &filters.back().values;
  } else {
    for (std::string& value : added.values) {
      if (std::find(same->values.begin(), same->values.end(), value) == same->values.end()) {
        same->values.push_back(std::move(value));
      }
    }
    values = &same->values;
  }
  if (filters.size() > kMaxFilters || values->size() > kMaxFilterValues) {
    return invalid("too_many_filters",
                   "More than " + std::to_string(kMaxFilterValues) + " values of one filter.",
                   "Leave some out.");
  }
  return {};
}

Result<void> read_facets(const Request& request, const Services& services, SearchRequest& search) {
  std::vector<Field>& facets = search.facets;
  for (const std::string_view list : request.parameters("facets")) {
    for (const std::string_view part : split(list, ',')) {
      const std::string_view name = trim(part);
      if (name.empty()) continue;
      if (name == kAccessFilter) {
        count_access(search, request, services);
        continue;
      }
      const std::optional<Field> field = facet_by_name(name);
      if (!field) {
        return invalid("unknown_facet", "There is no facet " + quoted_for_message(name) + ".",
                       "Facets: " + names_where([](const FieldInfo& info) { return info.facet; }) +
                           ", access.");
      }
      if (std::find(facets.begin(), facets.end(), *field) == facets.end()) {
        facets.push_back(*field);
      }
    }
  }
  return {};
}

Result<void> read_choices(const Request& request, SearchRequest& search, std::string& at_fault) {
  at_fault = "syntax";
  EVIDENCE_ASSIGN(const std::string syntax, single(request, "syntax"));
  if (!syntax.empty()) {
    const auto known = query::syntax_by_name(syntax);
    if (!known) {
      return invalid("bad_syntax", "There is no syntax " + quoted_for_message(syntax) + ".",
                     "Syntaxes: simple, pubmed, ovid, ebsco, cql.");
    }
    search.syntax = *known;
  }
  at_fault = "mapping";
  EVIDENCE_ASSIGN(const std::string mapping, single(request, "mapping"));
  if (!mapping.empty() && mapping != "on" && mapping != "off") {
    return invalid("bad_mapping",
                   "The parameter mapping cannot be " + quoted_for_message(mapping) + ".",
                   "Write on or off.");
  }
  search.mapping = mapping != "off";
  at_fault = "match";
  EVIDENCE_ASSIGN(const std::string match, single(request, "match"));
  if (match == "all") {
    search.match = evidence::Match::kAll;
  } else if (match == "any") {
    search.match = evidence::Match::kAny;
  } else if (!match.empty() && match != "auto") {
    return invalid("bad_match", "The parameter match cannot be " + quoted_for_message(match) + ".",
                   "Write auto, all or any.");
  }
  at_fault = "sort";
  EVIDENCE_ASSIGN(const std::string sort, single(request, "sort"));
  if (!sort.empty()) {
    const auto known = sort_by_name(sort);
    if (!known) {
      return invalid("bad_sort", "There is no sort order " + quoted_for_message(sort) + ".",
                     "Orders: " + sort_names() + ".");
    }
    search.sort = *known;
  }
  at_fault = "profile";
  EVIDENCE_ASSIGN(const std::string profile, single(request, "profile"));
  if (!profile.empty()) search.profile = profile;
  at_fault = "explain";
  EVIDENCE_ASSIGN(search.explain, flag(request, "explain"));
  return {};
}

Result<void> read_category(const Request& request, const Services& services, SearchRequest& search,
                           std::string& at_fault) {
  at_fault = "category";
  EVIDENCE_ASSIGN(const std::string category, single(request, "category"));
  at_fault = "scope";
  EVIDENCE_ASSIGN(const std::string scope, single(request, "scope"));
  auto filter = category_filter(category, scope, services.filters);
  if (!filter.ok()) {
    at_fault = filter.error().slug == "bad_scope" ? "scope" : "category";
    return filter.error();
  }
  if (filter.value()) search.line_filters.push_back(std::move(*filter.value()));
  return {};
}

// filter.access and exclude.access: no field of the index, but the reader's organisation's.
Result<void> add_access(std::string_view list, bool exclude, const Request& request,
                        const Services& services, SearchRequest& search) {
  const auto known =
      std::find_if(search.external.begin(), search.external.end(),
                   [exclude](const ExternalChoice& choice) { return choice.exclude == exclude; });
  ExternalChoice added;
  if (known == search.external.end()) added.filter = access_filter(request, services);
  added.exclude = exclude;
  ExternalChoice& choice = known == search.external.end() ? added : *known;
  for (const std::string_view part : split(list, ',')) {
    const std::string_view value = trim(part);
    if (value.empty()) continue;
    const std::vector<ExternalValue> values = choice.filter->values();
    const bool is_one = std::any_of(values.begin(), values.end(),
                                    [value](const auto& each) { return each.value == value; });
    if (!is_one && value != "free" && value != "full-text" && value != "library") {
      return invalid("bad_filter",
                     "The filter access has no value " + quoted_for_message(value) + ".",
                     "Write free, full-text or library.");
    }
    if (std::find(choice.values.begin(), choice.values.end(), value) == choice.values.end()) {
      choice.values.emplace_back(value);
    }
  }
  if (known == search.external.end() && !added.values.empty()) {
    search.external.push_back(std::move(added));
  }
  return {};
}

Result<void> read_filters(const Request& request, const Services& services, SearchRequest& search,
                          std::string& at_fault) {
  constexpr std::string_view kFilter = "filter.";
  constexpr std::string_view kExclude = "exclude.";
  for (const auto& [name, value] : request.query) {
    const bool exclude = name.starts_with(kExclude);
    if (!exclude && !name.starts_with(kFilter)) continue;
    at_fault = name;
    const std::string_view field =
        std::string_view(name).substr(exclude ? kExclude.size() : kFilter.size());
    if (field == kAccessFilter) {
      EVIDENCE_TRY(add_access(value, exclude, request, services, search));
      continue;
    }
    EVIDENCE_ASSIGN(Filter filter, read_filter(field, value, exclude));
    EVIDENCE_TRY(add_filter(search.filters, std::move(filter)));
  }
  return {};
}

}  // namespace

void count_access(SearchRequest& search, const Request& request, const Services& services) {
  for (ExternalChoice& choice : search.external) {
    if (choice.exclude) continue;
    choice.count = true;
    return;
  }
  search.external.push_back({access_filter(request, services), {}, false, true});
}

Result<SearchRequest> parse_search_parameters(const Request& request, const Services& services,
                                              std::string* at_fault) {
  std::string unused;
  std::string& fault = at_fault != nullptr ? *at_fault : unused;
  SearchRequest search;
  fault = "q";
  EVIDENCE_ASSIGN(search.text, single(request, "q"));
  EVIDENCE_TRY(read_choices(request, search, fault));
  EVIDENCE_TRY(read_filters(request, services, search, fault));
  EVIDENCE_TRY(read_category(request, services, search, fault));
  fault = "facets";
  EVIDENCE_TRY(read_facets(request, services, search));
  fault = "facet_size";
  EVIDENCE_ASSIGN(search.facet_view.limit, number(request, "facet_size", 0, kMaxFacetLimit));
  fault = "size";
  EVIDENCE_ASSIGN(search.limit, number(request, "size", kDefaultPageSize, kMaxLimit));
  fault = "page";
  EVIDENCE_ASSIGN(const std::size_t page,
                  number(request, "page", 1, kMaxOffset / search.limit + 1));
  fault.clear();
  search.offset = (page - 1) * search.limit;
  search.deadline =
      std::min(request.deadline, services.clock.steady_now() + services.site.search_deadline);
  return search;
}

std::optional<Field> facet_by_name(std::string_view name) {
  // People say journal; the field of that name holds the words of journals' titles.
  if (name == "journal") return Field::kJournalTitle;
  const std::optional<Field> field = field_by_name(name);
  if (!field || !field_info(*field).facet) return std::nullopt;
  return field;
}

std::size_t page_number(const SearchRequest& search) {
  return search.limit == 0 ? 1 : search.offset / search.limit + 1;
}

QueryParameters with_page(const QueryParameters& query, std::size_t page) {
  QueryParameters changed;
  for (const auto& [name, value] : query) {
    if (name != "page" && !value.empty()) changed.emplace_back(name, value);
  }
  if (page > 1) changed.emplace_back("page", std::to_string(page));
  return changed;
}

}  // namespace evidence::server
