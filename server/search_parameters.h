// The query parameters of a search, read once for the API and the result page, so that both ask the
// same question and show the same count. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "search/search_request.h"
#include "server/http_types.h"
#include "server/request_parsing.h"
#include "server/services.h"

namespace evidence::server {

inline constexpr std::size_t kDefaultPageSize = 10;

// Every failure is kInvalidArgument: bad_paging, bad_sort, bad_syntax, bad_match, bad_flag,
// unknown_filter, bad_filter, too_many_filters, unknown_facet, those of category_filter();
// unknown_profile is the searcher's.
// `at_fault`, where given, receives the name of the parameter. A parameter given twice
// (repeated_parameter) is refused, but for filter.*, exclude.* and facets.
Result<SearchRequest> parse_search_parameters(const Request& request, const Services& services,
                                              std::string* at_fault = nullptr);

// The filter of access beside what `search` narrows by it, so that the answer counts its values.
void count_access(SearchRequest& search, const Request& request, const Services& services);

// The field that is counted under this name: "journal" is that of whole titles.
std::optional<Field> facet_by_name(std::string_view name);

// The page that an offset begins; size is the request's limit.
std::size_t page_number(const SearchRequest& search);

// The parameters as given with another page, for links: empty values and the page 1 left out.
QueryParameters with_page(const QueryParameters& query, std::size_t page);

}  // namespace evidence::server
