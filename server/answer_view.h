// What stands above any answer: the box, how the words were understood, other spellings, filters in
// use. The list of results and the point-of-care view share it (web/templates/_search_box.tpl,
// _search_error.tpl, _understood.tpl). Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http_types.h"
#include "server/search_url.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

// The box with what was typed, which asks the page at `action`.
void fill_search_box(Values& page, std::string_view query, std::string_view action = kResultsPath);

// The box with what was typed and what is wrong with it.
void fill_search_error(Values& page, const Request& request, const Error& error,
                       std::string_view action = kResultsPath);

// Nothing is changed silently: what was done with the typed words, what is doubtful, what else may
// have been meant, and the filters that can be removed.
void fill_understood(Values& answer_values, const SearchRequest& search,
                     const SearchResponse& answer, const SearchUrl& url, const Services& services);

// "No results", "1 result", "About 1,200 results".
std::string total_text(const SearchResponse& answer);

}  // namespace evidence::server
