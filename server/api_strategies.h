// The endpoints of stored strategies below /api/v1/strategies; docs/strategies.md and
// docs/api/openapi.json describe them. All are plain functions that run on a worker and answer
// errors themselves. Thread-safe.
#pragma once

#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

Response api_strategy_run_privately(const Request& request, Services& services);
Response api_strategy_lint(const Request& request, Services& services);

Response api_strategy_create(const Request& request, Services& services);
Response api_strategy(const Request& request, Services& services);
Response api_strategy_change(const Request& request, Services& services);
Response api_strategy_delete(const Request& request, Services& services);
Response api_strategy_fork(const Request& request, Services& services);
Response api_strategy_versions(const Request& request, Services& services);
Response api_strategy_version(const Request& request, Services& services);
Response api_strategy_export(const Request& request, Services& services);

Response api_strategy_runs(const Request& request, Services& services);
Response api_strategy_run(const Request& request, Services& services);
Response api_strategy_run_again(const Request& request, Services& services);
Response api_strategy_works(const Request& request, Services& services);
Response api_strategy_differences(const Request& request, Services& services);
Response api_strategy_flow(const Request& request, Services& services);

Response api_strategy_externals(const Request& request, Services& services);
Response api_strategy_external(const Request& request, Services& services);
Response api_strategy_add_external(const Request& request, Services& services);
Response api_strategy_test_set(const Request& request, Services& services);
Response api_strategy_set_test_set(const Request& request, Services& services);
Response api_strategy_prisma_s(const Request& request, Services& services);
Response api_strategy_answer(const Request& request, Services& services);

// Never kept by caches or shown by search engines: whoever has the address may read.
void mark_private(Response& response);
// A number in the path or the query, from 1; `otherwise` where the parameter is absent.
Result<unsigned> path_number(const Request& request, std::string_view name);
Result<unsigned> query_number(const Request& request, std::string_view name, unsigned otherwise);

}  // namespace evidence::server
