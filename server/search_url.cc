#include "server/search_url.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "search/external_filter.h"
#include "server/clinical_category.h"

namespace evidence::server {
namespace {

constexpr std::size_t kDefaultSize = 10;

std::string_view match_name(Match match) {
  switch (match) {
    case Match::kAll:
      return "all";
    case Match::kAny:
      return "any";
    case Match::kAuto:
      break;
  }
  return "";
}

std::string filter_parameter(const Filter& filter) {
  return (filter.exclude ? "exclude." : "filter.") + std::string(field_info(filter.field).name);
}

void erase_value(SearchRequest& request, Field field, std::string_view value) {
  // However it was written: "Breast Neoplasms" is the heading "breast neoplasms".
  const bool exact = field_info(field).kind == FieldKind::kExact;
  const std::string key = exact ? exact_key(field, value) : std::string(value);
  for (Filter& filter : request.filters) {
    if (filter.field != field) continue;
    std::erase_if(filter.values, [&](const std::string& each) {
      return each == value || (exact && exact_key(field, each) == key);
    });
  }
  std::erase_if(request.filters, [](const Filter& filter) { return filter.values.empty(); });
}

bool is_operator(std::string_view word) { return word == "AND" || word == "OR" || word == "NOT"; }

// More than words and operators: quotation marks, fields, truncation, or a librarian's syntax.
bool has_syntax(const SearchRequest& request) {
  constexpr std::string_view kSyntax = "\"():*[]";
  return request.syntax != query::Syntax::kSimple ||
         request.text.find_first_of(kSyntax) != std::string::npos;
}

}  // namespace

std::string address(std::string_view path, const Parameters& parameters) {
  std::string url(path);
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    url.push_back(separator);
    url.append(name).push_back('=');
    url.append(percent_encode(value));
    separator = '&';
  }
  return url;
}

Parameters SearchUrl::parameters(const SearchRequest& request, const std::string& organisation,
                                 std::size_t page) {
  Parameters all{{"q", request.text}};
  if (request.syntax != query::Syntax::kSimple) {
    all.emplace_back("syntax", query::syntax_name(request.syntax));
  }
  if (!request.mapping) all.emplace_back("mapping", "off");
  if (const auto match = match_name(request.match); !match.empty()) {
    all.emplace_back("match", match);
  }
  for (const Filter& filter : request.filters) {
    const std::string name = filter_parameter(filter);
    for (const std::string& value : filter.values) all.emplace_back(name, value);
  }
  for (const ExternalChoice& choice : request.external) {
    const std::string name =
        (choice.exclude ? "exclude." : "filter.") + std::string(choice.filter->name());
    for (const std::string& value : choice.values) all.emplace_back(name, value);
  }
  for (const LineFilter& filter : request.line_filters) {
    const auto choice = category_of(filter);
    if (!choice) continue;
    all.emplace_back("category", choice->category->key);
    all.emplace_back("scope", choice->scope);
  }
  if (request.sort != Sort::kRelevance) all.emplace_back("sort", sort_name(request.sort));
  if (!request.profile.empty()) all.emplace_back("profile", request.profile);
  if (request.limit != kDefaultSize) all.emplace_back("size", std::to_string(request.limit));
  if (!organisation.empty()) all.emplace_back("org", organisation);
  if (page > 1) all.emplace_back("page", std::to_string(page));
  return all;
}

std::string SearchUrl::to(const SearchRequest& request, std::size_t page) const {
  return address(path_, parameters(request, organisation_, page));
}

std::string SearchUrl::self() const { return to(request_); }

std::string SearchUrl::page(std::size_t number) const { return to(request_, number); }

std::string SearchUrl::without(Field field, std::string_view value) const {
  SearchRequest changed = request_;
  erase_value(changed, field, value);
  return to(changed);
}

std::string SearchUrl::with(Field field, std::string_view value, bool exclude) const {
  SearchRequest changed = request_;
  // Wanted and left out at once would find nothing.
  erase_value(changed, field, value);
  const auto same = std::find_if(
      changed.filters.begin(), changed.filters.end(),
      [&](const Filter& filter) { return filter.field == field && filter.exclude == exclude; });
  if (same != changed.filters.end()) {
    same->values.emplace_back(value);
  } else {
    changed.filters.push_back({field, {std::string(value)}, exclude});
  }
  return to(changed);
}

std::string SearchUrl::without_external(std::string_view name, std::string_view value) const {
  SearchRequest changed = request_;
  for (ExternalChoice& choice : changed.external) {
    if (choice.filter->name() == name) std::erase(choice.values, value);
  }
  return to(changed);
}

Parameters SearchUrl::for_facet_form() const { return parameters(request_, organisation_, 1); }

std::string SearchUrl::facet_list(Field field) const {
  return address("/facets/" + std::string(field_info(field).name), for_facet_form());
}

std::string SearchUrl::with_only(Field field, std::string_view value) const {
  SearchRequest changed = request_;
  std::erase_if(changed.filters, [&](const Filter& filter) { return filter.field == field; });
  changed.filters.push_back({field, {std::string(value)}, false});
  return to(changed);
}

std::string SearchUrl::with_any_of(Field field, std::vector<std::string> values) const {
  SearchRequest changed = request_;
  std::erase_if(changed.filters,
                [field](const Filter& filter) { return filter.field == field && !filter.exclude; });
  changed.filters.push_back({field, std::move(values), false});
  return to(changed);
}

std::string SearchUrl::with_category(std::string_view category, std::string_view scope) const {
  SearchRequest changed = request_;
  std::erase_if(changed.line_filters,
                [](const LineFilter& filter) { return category_of(filter).has_value(); });
  Parameters all = parameters(changed, organisation_, 1);
  all.emplace_back("category", category);
  all.emplace_back("scope", scope);
  return address(path_, all);
}

std::string SearchUrl::without_line_filter(std::string_view id) const {
  SearchRequest changed = request_;
  std::erase_if(changed.line_filters, [id](const LineFilter& filter) { return filter.id == id; });
  return to(changed);
}

std::string SearchUrl::why(std::size_t page, std::string_view work) const {
  Parameters all = parameters(request_, organisation_, page);
  all.emplace_back("explain", "1");
  all.emplace_back("why", work);
  return address(path_, all) + "#" + percent_encode(work);
}

std::string SearchUrl::at_point_of_care() const {
  SearchRequest changed = request_;
  std::erase_if(changed.filters, [](const Filter& filter) {
    return (filter.field == Field::kStudyType || filter.field == Field::kProbableType) &&
           !filter.exclude;
  });
  changed.sort = Sort::kRelevance;
  changed.limit = kDefaultSize;
  return address(kCarePath, parameters(changed, organisation_, 1));
}

std::string SearchUrl::as_results() const {
  return address(kResultsPath, parameters(request_, organisation_, 1));
}

std::string SearchUrl::without_filters() const {
  SearchRequest changed = request_;
  changed.filters.clear();
  changed.external.clear();
  changed.line_filters.clear();
  return to(changed);
}

std::string SearchUrl::with_text(std::string_view text) const {
  SearchRequest changed = request_;
  changed.text = text;
  return to(changed);
}

std::string SearchUrl::exactly() const {
  if (has_syntax(request_)) return "";
  SearchRequest changed = request_;
  changed.match = Match::kAll;
  changed.text.clear();
  for (const std::string_view word : split(request_.text, ' ')) {
    if (trim(word).empty()) continue;
    if (!changed.text.empty()) changed.text.push_back(' ');
    if (is_operator(word)) {
      changed.text.append(word);
    } else {
      changed.text.append("\"").append(word).append("\"");
    }
  }
  return to(changed);
}

std::string SearchUrl::freely() const {
  SearchRequest changed = request_;
  changed.match = Match::kAuto;
  std::erase(changed.text, '"');
  return to(changed);
}

std::string SearchUrl::with_any_word() const {
  if (has_syntax(request_)) return "";
  std::size_t words = 0;
  for (const std::string_view word : split(request_.text, ' ')) {
    if (is_operator(word)) return "";
    if (!trim(word).empty()) ++words;
  }
  if (words < 2) return "";
  SearchRequest changed = request_;
  changed.match = Match::kAny;
  return to(changed);
}

Parameters SearchUrl::for_sort_form() const {
  SearchRequest changed = request_;
  changed.sort = Sort::kRelevance;
  return parameters(changed, organisation_, 1);
}

Parameters SearchUrl::for_filter_form(const std::vector<Field>& shown,
                                      const std::vector<Field>& chosen) const {
  const auto holds = [](const std::vector<Field>& fields, Field field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  SearchRequest changed = request_;
  std::erase_if(changed.filters, [&](const Filter& filter) {
    return holds(chosen, filter.field) || (!filter.exclude && holds(shown, filter.field));
  });
  std::erase_if(changed.external, [](const ExternalChoice& choice) { return !choice.exclude; });
  return parameters(changed, organisation_, 1);
}

}  // namespace evidence::server
