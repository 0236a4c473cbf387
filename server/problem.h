// Errors in the form each reader expects: RFC 9457 for the API, a readable page for people.
#pragma once

#include "base/result.h"
#include "server/http_types.h"
#include "server/router.h"

namespace evidence::server {

// HTTP status of an error at this edge: as base/error_code.h says, but a query that is too long or
// too complex is 400, and a passed deadline is 503 (the service, not a gateway, gave up).
int status_of(const Error& error);

// The error as it may be shown: where the message tells of the inside (paths, engine texts), a
// plain sentence stands instead, and the original goes to the log with the request id.
Error public_error(const Error& error, const Request& request);

Response problem(const Error& error, const Request& request);
// The same with `errors: [{parameter, code, message}]`, naming the query parameter at fault.
Response problem_at(const Error& error, std::string_view parameter, const Request& request);
Response problem(int status, std::string_view slug, std::string_view detail,
                 const Request& request);
// Chooses by audience; the page names what happened, what to do, and the request id.
Response error_response(const Error& error, const Request& request, Audience audience,
                        Services& services);
// The same for what the server itself refuses, by status.
Response refusal_response(int status, std::string_view slug, std::string_view detail,
                          const Request& request, Audience audience, Services& services);

}  // namespace evidence::server
