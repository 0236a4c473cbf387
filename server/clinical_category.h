// PubMed's clinical categories, each narrow and broad: one-line search filters of the library
// (config/filters/pubmed-<category>-<scope>.toml) that a search can be narrowed by. Used by pages,
// API and command line. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "query/filter_library.h"
#include "search/search_request.h"
#include "server/search_url.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

struct ClinicalCategory {
  std::string_view key;    // "etiology": in parameters and in the ids of filters
  std::string_view label;  // "Aetiology": for people
};
std::span<const ClinicalCategory> clinical_categories();

inline constexpr std::string_view kNarrow = "narrow";
inline constexpr std::string_view kBroad = "broad";

// The filter of `category` and `scope` ("" = broad, as in PubMed); nullopt where no category is
// given. kInvalidArgument: unknown_category, bad_scope (also: a scope without category),
// category_unavailable where `library` (nullptr: none) has no such filter, or one of several lines.
Result<std::optional<LineFilter>> category_filter(std::string_view category, std::string_view scope,
                                                  const query::FilterLibrary* library);

// What such a filter was made of; nullopt for other filters.
struct CategoryChoice {
  const ClinicalCategory* category = nullptr;
  std::string_view scope;
};
std::optional<CategoryChoice> category_of(const LineFilter& filter);

// "Therapy, narrow".
std::string category_label(const CategoryChoice& choice);

// Section CATEGORIES: a link for each category and scope that the library has, the one in use
// marked. Left out where there is none.
void fill_categories(Values& answer, const SearchRequest& request, const SearchUrl& url,
                     const Services& services);

}  // namespace evidence::server
