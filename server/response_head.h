// From a handler's answer to the bytes of its head: compression, entity tags, security headers,
// CORS. Used by the HTTP server; needs no socket. Pure functions, thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "server/http_types.h"
#include "server/router.h"

namespace evidence::server {

// Completes an answer: gzip where it pays and is accepted, Vary, X-Request-Id, Cache-Control where
// the handler gave none, CORS for the API. Runs on the worker, since compressing takes a while.
void complete_response(Response& response, const Request& request, Audience audience);

struct Framing {
  bool keep_alive = true;
  bool chunked = false;   // else Content-Length of response.body, or none with a producer
  std::string_view date;  // "Sun, 22 Nov 2026 00:06:48 GMT"
};

// Status line and all header fields, ending in the empty line. A field with a line break or another
// control character is left out: nothing can split an answer in two.
std::string make_head(const Response& response, const Framing& framing);

std::string_view reason_phrase(int status);
std::string format_http_date(std::chrono::system_clock::time_point when);

// Whether an answer of this status has a body at all.
bool may_have_body(int status);

}  // namespace evidence::server
