// Errors in the form each reader expects: RFC 9457 for the API, a readable page for people.
#pragma once

#include "base/result.h"
#include "server/http_types.h"
#include "server/router.h"

namespace evidence::server {

Response problem(const Error& error, const Request& request);
Response problem(int status, std::string_view slug, std::string_view detail, const Request& request);
// Chooses by audience; the page names what happened, what to do, and the request id.
Response error_response(const Error& error, const Request& request, Audience audience,
                        Services& services);

}  // namespace evidence::server
