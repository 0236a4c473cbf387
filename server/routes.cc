// Every route of the program, in one table. A new one needs its entry in docs/api/openapi.json.
#include <iterator>

#include "server/api_strategies.h"
#include "server/citation_request.h"
#include "server/endpoints.h"
#include "server/link_services.h"
#include "server/page_strategies.h"
#include "server/pages.h"
#include "server/router.h"
#include "server/strategy_services.h"

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

constexpr std::string_view kStrategies = "/api/v1/strategies";

// What takes a body and does not take long.
Route small(std::string_view method, std::string_view pattern, Handler handler) {
  return {method, pattern, Audience::kApi, handler, false, {}, kStrategyBodyBytes};
}

// What runs a strategy, or compares an upload with one.
Route heavy(std::string_view pattern, Handler handler, std::size_t max_body_bytes) {
  return {"POST", pattern, Audience::kApi, handler, false, {}, max_body_bytes, kHeavyDeadline};
}

Route form(std::string_view pattern, Handler handler, std::size_t max_body_bytes) {
  return {"POST", pattern, Audience::kPage, handler, false, {}, max_body_bytes, kHeavyDeadline};
}

std::vector<Route> strategy_routes() {
  return {
      page("/strategies", page_strategies),
      form("/strategies", page_strategies_form, kStrategyBodyBytes),
      page("/strategies/{id}", page_strategy, {"run"}),
      form("/strategies/{id}", page_strategy_form, kUploadBodyBytes),
      page("/strategies/{id}/runs/{run}/lines/{line}", page_strategy_works, {"page"}),
      page("/strategies/{id}/differences", page_strategy_differences, {"run", "from", "line"}),
      page("/strategies/{id}/prisma-s", page_prisma_s, {"run"}),
      form("/strategies/{id}/prisma-s", page_prisma_s_form, kStrategyBodyBytes),
      small("POST", kStrategies, api_strategy_create),
      heavy("/api/v1/strategies/run", api_strategy_run_privately, kStrategyBodyBytes),
      small("POST", "/api/v1/strategies/lint", api_strategy_lint),
      small("POST", "/api/v1/strategies/translate", api_translate),
      api("/api/v1/strategies/{id}", api_strategy),
      small("PUT", "/api/v1/strategies/{id}", api_strategy_change),
      small("DELETE", "/api/v1/strategies/{id}", api_strategy_delete),
      api("/api/v1/strategies/{id}/versions", api_strategy_versions),
      api("/api/v1/strategies/{id}/versions/{version}", api_strategy_version),
      small("POST", "/api/v1/strategies/{id}/fork", api_strategy_fork),
      api("/api/v1/strategies/{id}/export", api_strategy_export, {"format", "run"}),
      api("/api/v1/strategies/{id}/runs", api_strategy_runs),
      heavy("/api/v1/strategies/{id}/runs", api_strategy_run_again, 0),
      api("/api/v1/strategies/{id}/runs/{run}", api_strategy_run),
      api("/api/v1/strategies/{id}/runs/{run}/lines/{line}/works", api_strategy_works,
          {"format", "page", "size"}),
      api("/api/v1/strategies/{id}/runs/{run}/differences", api_strategy_differences,
          {"from", "line"}),
      api("/api/v1/strategies/{id}/runs/{run}/flow", api_strategy_flow),
      api("/api/v1/strategies/{id}/external", api_strategy_externals, {"run"}),
      heavy("/api/v1/strategies/{id}/external", api_strategy_add_external, kUploadBodyBytes),
      api("/api/v1/strategies/{id}/external/{external}", api_strategy_external),
      api("/api/v1/strategies/{id}/test-set", api_strategy_test_set, {"run"}),
      small("POST", "/api/v1/strategies/{id}/test-set", api_strategy_set_test_set),
      api("/api/v1/strategies/{id}/prisma-s", api_strategy_prisma_s, {"run", "format"}),
      small("POST", "/api/v1/strategies/{id}/prisma-s", api_strategy_answer),
  };
}

// What speaks OpenURL: keys of any version and maker, in any encoding.
Route openurl(Route route) {
  route.parameters = {"*"};
  route.encoding = QueryEncoding::kAny;
  return route;
}

// From and to other services' resolvers, and to the reader's library.
std::vector<Route> library_routes() {
  return {
      openurl(page("/openurl", page_openurl)),
      openurl(api("/api/v1/openurl", api_openurl)),
      openurl(page("/request", page_request)),
      page("/request/search", page_search_request, {"q", "org"}),
      form("/request/search", page_search_request, 0),
      page("/request/{work}", page_request_work, {"org"}),
  };
}

// What librarians build searches with: nothing of it is kept.
std::vector<Route> tool_routes() {
  return {
      page("/filters", page_filters),
      page("/filters/{id}", page_filter, {"version"}),
      form("/filters/{id}", page_filter_form, kStrategyBodyBytes),
      page("/translate", page_translate),
      form("/translate", page_translate, kStrategyBodyBytes),
      page("/pico", page_pico),
      form("/pico", page_pico, 0),
      page("/values", page_value_fields),
      page("/values/{field}", page_field_values, {"begin", "after"}),
      api("/api/v1/filters", api_filters),
      api("/api/v1/filters/{id}", api_filter, {"version"}),
      small("POST", "/api/v1/filters/{id}/insert", api_filter_insert),
      api("/api/v1/fields/{name}/values", api_field_values, {"begin", "after", "limit"}),
  };
}

// Links that heal: reports of broken ones, and which platforms answer.
std::vector<Route> link_routes() {
  constexpr std::string_view kReport = "/works/{id}/links/{link}/report";
  return {
      page(kReport, page_report, {"org", "q", "sent"}),
      {"POST", kReport, Audience::kPage, page_report_form, false, {"org", "q"}, kReportBodyBytes},
      page("/links", page_links),
      api("/api/v1/link-health", api_link_health),
  };
}

std::vector<Route> core_content_routes() {
  return {
      page("/core-content", page_core_content, {"letter", "q", "page"}),
      api("/api/v1/core-content", api_core_content, {"letter", "q", "page"}),
  };
}

std::vector<Route> directory_routes() {
  const std::vector<std::string_view> libraries{"q",        "area", "trust", "county",
                                                "postcode", "ods",  "page"};
  const std::vector<std::string_view> eligibility{"role", "employer", "nation", "at"};
  return {
      page("/libraries", page_libraries, libraries),
      page("/libraries/{code}", page_library),
      page("/eligible", page_eligible, eligibility),
      api("/api/v1/libraries", api_libraries, libraries),
      api("/api/v1/libraries/{code}", api_library),
      api("/api/v1/eligibility", api_eligibility, eligibility),
  };
}

}  // namespace

std::vector<Route> all_routes() {
  const std::vector<std::string_view> search{
      "q",         "syntax", "mapping", "match",   "page",    "size",       "sort",     "filter.*",
      "exclude.*", "facets", "org",     "explain", "profile", "facet_size", "category", "scope"};
  std::vector<std::string_view> citation{"text"};
  citation.insert(citation.end(), kCitationFieldNames.begin(), kCitationFieldNames.end());
  std::vector<std::string_view> facet = search;
  facet.insert(facet.end(), {"begins", "words", "order"});
  std::vector<std::string_view> choices = search;  // the page's boxes for years and its choices
  choices.insert(choices.end(), {"year_from", "year_to", "choose.*", "why"});
  const std::vector<std::string_view> care{"q",        "syntax",    "mapping",  "match",
                                           "filter.*", "exclude.*", "category", "scope",
                                           "profile",  "explain"};
  std::vector<std::string_view> care_page = care;
  care_page.insert(care_page.end(), {"org", "why"});
  std::vector<std::string_view> care_api = care;
  care_api.emplace_back("limit");
  Route static_files = page("/static/{name}", static_file);
  static_files.inline_ok = true;
  std::vector<Route> routes{
      page("/", page_home, {"org"}),
      page("/search", page_search, choices),
      page("/facets/{field}", page_facet, facet),
      page("/point-of-care", page_care, care_page),
      page("/works/{id}", page_work, {"org", "q", "note"}),
      page("/organisations", page_organisations, {"org", "back", "name", "sent"}),
      page("/about", page_about),
      page("/sources", page_sources),
      page("/sources/{id}", page_source),
      page("/headings", page_headings, {"q"}),
      page("/headings/{id}", page_heading),
      page("/citations", page_citations, citation),
      form("/citations", page_citations_form, kCitationBodyBytes),
      page("/accessibility", page_accessibility),
      page("/privacy", page_privacy),
      page("/api", page_api),
      static_files,
      page("/go", go_without_work),
      page("/go/{work}", go_to_work, {"org", "q", "even_so"}),
      page("/go/{work}/{link}", go_to_work, {"org", "q", "even_so"}),
      api("/api/v1/search", api_search, search),
      api("/api/v1/facets/{field}", api_facet, facet),
      api("/api/v1/point-of-care", api_care, care_api),
      api("/api/v1/works", api_works, {"ids"}),
      api("/api/v1/works/{id}", api_work),
      api("/api/v1/works/{id}/links", api_work_links, {"org"}),
      api("/api/v1/works/{id}/similar", api_work_similar, {"size"}),
      api("/api/v1/suggest", api_suggest, {"q", "kinds", "size"}),
      api("/api/v1/sources", api_sources),
      api("/api/v1/sources/{id}", api_source),
      api("/api/v1/headings", api_headings, {"q"}),
      api("/api/v1/headings/{id}", api_heading),
      api("/api/v1/citations/match", api_match_citation, citation),
      heavy("/api/v1/citations/match", api_match_citations, kCitationBodyBytes),
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
  std::vector<Route> strategies = strategy_routes();
  std::move(strategies.begin(), strategies.end(), std::back_inserter(routes));
  std::vector<Route> library = library_routes();
  std::move(library.begin(), library.end(), std::back_inserter(routes));
  std::vector<Route> healing = link_routes();
  std::move(healing.begin(), healing.end(), std::back_inserter(routes));
  std::vector<Route> core = core_content_routes();
  std::move(core.begin(), core.end(), std::back_inserter(routes));
  std::vector<Route> directory = directory_routes();
  std::move(directory.begin(), directory.end(), std::back_inserter(routes));
  std::vector<Route> tools = tool_routes();
  std::move(tools.begin(), tools.end(), std::back_inserter(routes));
  return routes;
}

}  // namespace evidence::server
