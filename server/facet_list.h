// All values of one facet of a search, page by page, for the API and the page alike. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "search/search_request.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

inline constexpr std::size_t kFacetListSize = 50;  // values on a page where no size is given
inline constexpr std::size_t kMaxFacetText = 200;  // bytes of `begins` and `words`

struct FacetList {
  SearchRequest search;  // the search whose values these are; limit and offset are those of works
  FacetView view;
  std::uint64_t total = 0;  // works of the search
  bool widened = false;
  Facet facet;
  Snapshot snapshot;
};

// The parameters are those of a search, with size and page counted in values, and besides begins,
// words and order ("count" or "value"). kNotFound (unknown_facet) for a name that is not counted,
// kInvalidArgument: text_too_long, bad_order, those of a search; the searcher's own. `at_fault`,
// where given, receives the name of the parameter.
Result<FacetList> list_facet(std::string_view name, const Request& request, Services& services,
                             std::string* at_fault = nullptr);

}  // namespace evidence::server
