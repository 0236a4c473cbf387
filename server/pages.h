// The pages: HTML from the templates in web/, every value escaped by the template engine. Each
// handler is a plain function; all work without JavaScript.
#pragma once

#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

Response page_home(const Request& request, Services& services);
Response page_search(const Request& request, Services& services);
Response page_care(const Request& request, Services& services);  // /point-of-care
Response page_work(const Request& request, Services& services);
Response page_organisations(const Request& request,
                            Services& services);  // choose your organisation
Response page_sources(const Request& request, Services& services);
Response page_source(const Request& request, Services& services);  // /sources/{id}
Response page_headings(const Request& request, Services& services);
Response page_heading(const Request& request, Services& services);  // /headings/{id}
Response page_filters(const Request& request, Services& services);
Response page_filter(const Request& request, Services& services);        // /filters/{id}
Response page_filter_form(const Request& request, Services& services);   // the same by POST
Response page_translate(const Request& request, Services& services);     // GET and POST
Response page_pico(const Request& request, Services& services);          // GET and POST
Response page_value_fields(const Request& request, Services& services);  // /values
Response page_field_values(const Request& request, Services& services);  // /values/{field}
Response page_facet(const Request& request, Services& services);         // /facets/{field}
Response page_citations(const Request& request, Services& services);
Response page_citations_form(const Request& request, Services& services);
Response page_openurl(const Request& request, Services& services);         // /openurl
Response page_request(const Request& request, Services& services);         // /request, by OpenURL
Response page_request_work(const Request& request, Services& services);    // /request/{work}
Response page_search_request(const Request& request, Services& services);  // GET and POST
Response page_report(const Request& request,
                     Services& services);  // /works/{id}/links/{link}/report
Response page_report_form(const Request& request, Services& services);  // the same by POST
Response page_links(const Request& request, Services& services);        // /links
Response page_libraries(const Request& request, Services& services);
Response page_library(const Request& request, Services& services);       // /libraries/{code}
Response page_eligible(const Request& request, Services& services);      // /eligible
Response page_core_content(const Request& request, Services& services);  // A to Z
Response page_about(const Request& request, Services& services);
Response page_accessibility(const Request& request, Services& services);
Response page_privacy(const Request& request, Services& services);
Response page_api(const Request& request,
                  Services& services);  // readable page of the OpenAPI document
Response static_file(const Request& request,
                     Services& services);  // /static/{name}: built-in manifest only
Response page_error(int status, std::string_view title, std::string_view message,
                    std::string_view hint, const Request& request, Services& services);

// The organisation that the reader chose: ?org=, else the cookie "org"; nullptr if none or unknown.
const Organisation* chosen_organisation(const Request& request, const Services& services);
// Did the reader say which organisation, "none" included? Then they are not asked again.
bool was_asked_for_organisation(const Request& request, const Services& services);
// Organisations on whose network the request comes: they are proposed, never chosen.
std::vector<const Organisation*> proposed_organisations(const Request& request,
                                                        const Services& services);

}  // namespace evidence::server
