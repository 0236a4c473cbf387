// The endpoints of the API, of operations and of /go; pages.h has the pages. All are plain
// functions that run on a worker and answer errors themselves. Thread-safe.
#pragma once

#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

Response api_search(const Request& request, Services& services);
Response api_facet(const Request& request, Services& services);         // /api/v1/facets/{field}
Response api_care(const Request& request, Services& services);          // /api/v1/point-of-care
Response api_work(const Request& request, Services& services);          // /api/v1/works/{id}
Response api_works(const Request& request, Services& services);         // /api/v1/works?ids=
Response api_work_links(const Request& request, Services& services);    // …/{id}/links?org=
Response api_work_similar(const Request& request, Services& services);  // …/{id}/similar
Response api_suggest(const Request& request, Services& services);       // ?q=&kinds=&size=
Response api_sources(const Request& request, Services& services);
Response api_source(const Request& request, Services& services);    // …/{id}: its runs, problems
Response api_headings(const Request& request, Services& services);  // ?q=
Response api_heading(const Request& request, Services& services);   // …/{id}
Response api_match_citation(const Request& request, Services& services);   // by GET: one
Response api_match_citations(const Request& request, Services& services);  // by POST: many
Response api_openurl(const Request& request, Services& services);          // any version of OpenURL
Response api_organisations(const Request& request, Services& services);
Response api_libraries(const Request& request, Services& services);    // ?q=&area=&trust=…
Response api_library(const Request& request, Services& services);      // …/{code}
Response api_eligibility(const Request& request, Services& services);  // ?role=&employer=…
Response api_fields(const Request& request, Services& services);
Response api_field_values(const Request& request, Services& services);  // …/fields/{name}/values
Response api_filters(const Request& request, Services& services);
Response api_filter(const Request& request, Services& services);         // …/{id}?version=
Response api_filter_insert(const Request& request, Services& services);  // POST …/{id}/insert
Response api_translate(const Request& request, Services& services);      // POST
Response api_link_health(const Request& request, Services& services);
Response api_openapi(const Request& request, Services& services);

Response api_core_content(const Request& request, Services& services);
Response go_without_work(const Request& request, Services& services);  // /go: nothing to follow
Response go_to_work(const Request& request, Services& services);       // /go/{work}[/{link}]

Response healthz(const Request& request, Services& services);
Response readyz(const Request& request, Services& services);
Response metrics_text(const Request& request, Services& services);

Response oai(const Request& request, Services& services);  // /oai by GET and POST
Response feed_changes(const Request& request, Services& services);
Response feed_changes_of_day(const Request& request, Services& services);  // …/{file}

// Reads the index's state into the metrics; run once when the server starts.
void record_index_state(Services& services);

// An answer of application/json.
Response json_response(std::string body);
// 308 to the present address of a work that was asked for by a former id; the parameters stay. Not
// to be kept without asking: works that were joined may be parted again.
Response moved(const Request& request, std::string path);
// The organisation that `org` names: nullptr where it is not given, kInvalidArgument
// (unknown_organisation) where nobody has this id.
Result<const Organisation*> organisation_parameter(const Request& request,
                                                   const Services& services);

}  // namespace evidence::server
