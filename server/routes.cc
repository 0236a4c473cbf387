// Every route of the program, in one table. A new one needs its entry in docs/api/openapi.json.
#include "server/endpoints.h"
#include "server/pages.h"
#include "server/router.h"

namespace evidence::server {
namespace {

Route page(std::string_view pattern, Handler handler,
           std::vector<std::string_view> parameters = {}) {
  return {"GET", pattern, Audience::kPage, handler, false, std::move(parameters)};
}

Route api(std::string_view pattern, Handler handler,
          std::vector<std::string_view> parameters = {}) {
  return {"GET", pattern, Audience::kApi, handler, false, std::move(parameters)};
}

// For programs that speak a protocol of their own and send whatever parameters they like.
Route protocol(std::string_view method, std::string_view pattern, Handler handler,
               std::vector<std::string_view> parameters = {}) {
  return {method, pattern, Audience::kOperations, handler, false, std::move(parameters)};
}

Route operations(std::string_view pattern, Handler handler, bool inline_ok) {
  return {"GET", pattern, Audience::kOperations, handler, inline_ok, {}};
}

}  // namespace

std::vector<Route> all_routes() {
  const std::vector<std::string_view> search{"q",      "syntax", "match",    "page",
                                             "size",   "sort",   "filter.*", "exclude.*",
                                             "facets", "org",    "explain",  "profile"};
  std::vector<std::string_view> form = search;  // the page's boxes for years and its choices
  form.insert(form.end(), {"year_from", "year_to", "choose.*"});
  Route static_files = page("/static/{name}", static_file);
  static_files.inline_ok = true;
  return {
      page("/", page_home, {"org"}),
      page("/search", page_search, form),
      page("/works/{id}", page_work, {"org", "q"}),
      page("/organisations", page_organisations, {"org", "back"}),
      page("/about", page_about),
      page("/sources", page_sources),
      page("/sources/{id}", page_source),
      page("/headings", page_headings, {"q"}),
      page("/headings/{id}", page_heading),
      page("/accessibility", page_accessibility),
      page("/privacy", page_privacy),
      page("/api", page_api),
      static_files,
      page("/go", go_without_work),
      page("/go/{work}", go_to_work, {"org", "q"}),
      page("/go/{work}/{link}", go_to_work, {"org", "q"}),
      api("/api/v1/search", api_search, search),
      api("/api/v1/works", api_works, {"ids"}),
      api("/api/v1/works/{id}", api_work),
      api("/api/v1/works/{id}/links", api_work_links, {"org"}),
      api("/api/v1/sources", api_sources),
      api("/api/v1/sources/{id}", api_source),
      api("/api/v1/headings", api_headings, {"q"}),
      api("/api/v1/headings/{id}", api_heading),
      api("/api/v1/organisations", api_organisations),
      api("/api/v1/fields", api_fields),
      api("/api/v1/openapi.json", api_openapi),
      protocol("GET", "/oai", oai,
               {"verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"}),
      protocol("POST", "/oai", oai),
      protocol("GET", "/feeds/changes", feed_changes),
      protocol("GET", "/feeds/changes/{file}", feed_changes_of_day),
      operations("/healthz", healthz, true),
      operations("/readyz", readyz, false),
      operations("/metrics", metrics_text, false),
  };
}

}  // namespace evidence::server
