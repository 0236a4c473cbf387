// The page of results from a request and its answer: no engine, no socket, so that it can be tested
// with made-up answers. Used by page_search. Pure but for the access links; thread-safe.
#pragma once

#include "server/http_types.h"
#include "server/search_url.h"
#include "server/services.h"

namespace evidence::server {

Response render_results(const Request& request, const SearchRequest& search,
                        const SearchResponse& answer, Services& services);

// The same page with the box, what was typed and what is wrong with it; status 400.
Response render_search_error(const Request& request, const Error& error, Services& services);

}  // namespace evidence::server
