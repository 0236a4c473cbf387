#include "server/clinical_category.h"

#include <algorithm>

#include "base/text.h"

namespace evidence::server {
namespace {

constexpr std::string_view kPrefix = "pubmed-";
constexpr ClinicalCategory kCategories[] = {{"therapy", "Therapy"},
                                            {"diagnosis", "Diagnosis"},
                                            {"etiology", "Aetiology"},
                                            {"prognosis", "Prognosis"},
                                            {"prediction", "Clinical prediction guides"}};

std::string filter_id(std::string_view category, std::string_view scope) {
  return std::string(kPrefix) + std::string(category) + "-" + std::string(scope);
}

// A filter that can stand as one line of a search.
const query::SearchFilter* one_line(const query::FilterLibrary* library, std::string_view category,
                                    std::string_view scope) {
  if (library == nullptr) return nullptr;
  const query::SearchFilter* found = library->find(filter_id(category, scope));
  return found != nullptr && found->lines.size() == 1 ? found : nullptr;
}

std::string names() {
  std::string list;
  for (const ClinicalCategory& each : kCategories) {
    list += (list.empty() ? "" : ", ") + std::string(each.key);
  }
  return list;
}

Error invalid(std::string_view slug, std::string message, std::string hint) {
  return {ErrorCode::kInvalidArgument, std::string(slug), std::move(message), std::move(hint)};
}

}  // namespace

std::span<const ClinicalCategory> clinical_categories() { return kCategories; }

Result<std::optional<LineFilter>> category_filter(std::string_view category, std::string_view scope,
                                                  const query::FilterLibrary* library) {
  if (!scope.empty() && scope != kNarrow && scope != kBroad) {
    return invalid("bad_scope", "The scope cannot be " + quoted_for_message(scope, 40) + ".",
                   "Write narrow or broad.");
  }
  if (category.empty()) {
    if (scope.empty()) return std::optional<LineFilter>{};
    return invalid("bad_scope", "A scope is given without a clinical category.",
                   "Add a category: " + names() + ".");
  }
  const auto known =
      std::find_if(std::begin(kCategories), std::end(kCategories),
                   [category](const ClinicalCategory& each) { return each.key == category; });
  if (known == std::end(kCategories)) {
    return invalid("unknown_category",
                   "There is no clinical category " + quoted_for_message(category, 40) + ".",
                   "Categories: " + names() + ".");
  }
  const CategoryChoice choice{known, scope == kNarrow ? kNarrow : kBroad};
  const query::SearchFilter* filter = one_line(library, category, choice.scope);
  if (filter == nullptr) {
    return invalid("category_unavailable",
                   "This service has no search filter for " + category_label(choice) + ".",
                   "Search without the category.");
  }
  LineFilter line;
  line.id = filter->id;
  line.text = filter->lines.front();
  line.syntax = filter->dialect;
  line.label = category_label(choice);
  line.source = filter->citation;
  if (!line.source.empty() && !line.source.ends_with('.') && !line.source.ends_with('/')) {
    line.source += '.';
  }
  return std::optional<LineFilter>(std::move(line));
}

std::optional<CategoryChoice> category_of(const LineFilter& filter) {
  for (const ClinicalCategory& category : kCategories) {
    for (const std::string_view scope : {kNarrow, kBroad}) {
      if (filter.id == filter_id(category.key, scope)) return CategoryChoice{&category, scope};
    }
  }
  return std::nullopt;
}

std::string category_label(const CategoryChoice& choice) {
  return std::string(choice.category->label) + ", " + std::string(choice.scope);
}

void fill_categories(Values& answer, const SearchRequest& request, const SearchUrl& url,
                     const Services& services) {
  std::optional<CategoryChoice> chosen;
  for (const LineFilter& filter : request.line_filters) {
    if (const auto choice = category_of(filter)) chosen = choice;
  }
  std::optional<Values> section;
  for (const ClinicalCategory& category : kCategories) {
    std::optional<Values> row;
    for (const std::string_view scope : {kNarrow, kBroad}) {
      if (one_line(services.filters, category.key, scope) == nullptr) continue;
      if (!section) section = answer.add("CATEGORIES");
      if (!row) {
        row = section->add("CATEGORY");
        row->set("CATEGORY_LABEL", category.label);
      }
      const bool in_use = chosen && chosen->category == &category && chosen->scope == scope;
      Values link = row->add("SCOPE").add(in_use ? "SCOPE_IN_USE" : "SCOPE_LINK");
      link.set("SCOPE_LABEL", scope);
      link.set("SCOPE_HREF", url.with_category(category.key, scope));
    }
  }
}

}  // namespace evidence::server
