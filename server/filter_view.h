// The column of filters beside the results, the chips above them and the years' histogram. Used by
// the results page. Pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "server/search_url.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

// The form's choices for what may be left out or seen alone: "choose.status.retracted=without" and
// "=only" are the page's ways to say exclude.status=retracted and filter.status=retracted.
inline constexpr std::string_view kChoosePrefix = "choose.";
inline constexpr std::string_view kChooseWithout = "without";
inline constexpr std::string_view kChooseOnly = "only";

// The facets that the page asks for, in the order of the column; years besides.
const std::vector<Field>& shown_facets();

// "Guideline" for study_type=guideline, "PubMed" for source=pubmed, "2015 to 2020" for years.
std::string filter_label(Field field, std::string_view value, const Services& services);

// "Journals" for journal_title: what a group of values is called.
std::string facet_label(Field field);
// Has it any number of different values, of which the column shows the first?
bool is_open_facet(Field field);

// Values and clinical categories that the search is narrowed by.
std::size_t filters_in_use(const SearchRequest& request);

// Section FILTERS with groups, years and histogram.
void fill_filters(Values& answer, const SearchRequest& request, const SearchResponse& response,
                  const SearchUrl& url, const Services& services);
// Section CHIPS; gives the number of filters in use.
std::size_t fill_chips(Values& answer, const SearchRequest& request, const SearchResponse& response,
                       const SearchUrl& url, const Services& services);

void fill_hidden(Values& values, std::string_view section, const Parameters& parameters);

}  // namespace evidence::server
