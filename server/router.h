// The one table of routes: method, pattern, kind, handler. docs/api/openapi.json (embedded, served
// as /api/v1/openapi.json) lists exactly these routes and parameters; a test holds them together.
// Immutable after construction, thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_types.h"
#include "server/request_parsing.h"
#include "server/services.h"

namespace evidence::server {

using Handler = Response (*)(const Request&, Services&);

enum class Audience { kPage, kApi, kOperations };  // decides the form of errors

struct Route {
  std::string_view method;   // "GET"
  std::string_view pattern;  // "/works/{id}"; a {name} matches one segment
  Audience audience;
  Handler handler;
  bool inline_ok = false;  // so cheap that it runs on the I/O thread (health, static files)
  std::vector<std::string_view>
      parameters;  // query parameters it knows; "filter.*" matches a prefix, "*" anything
  std::size_t max_body_bytes = 0;         // more than the server allows otherwise
  std::chrono::milliseconds deadline{0};  // longer than the server gives otherwise
  QueryEncoding encoding = QueryEncoding::kUtf8;
};

struct Match {
  const Route* route = nullptr;
  std::map<std::string, std::string> path_parameters;
  std::vector<std::string_view> allowed_methods;  // when the path is known but the method is not
};

class Router {
 public:
  explicit Router(std::vector<Route> routes) : routes_(std::move(routes)) {}
  [[nodiscard]] Match match(std::string_view method, std::string_view path) const;
  [[nodiscard]] std::span<const Route> routes() const { return routes_; }
  [[nodiscard]] std::size_t largest_body() const;  // that any route asks for; 0 = none does

 private:
  std::vector<Route> routes_;
};

// Every route of the program.
std::vector<Route> all_routes();

// Runs a matched route: unknown query parameters → 400 (API: `unknown-parameter`; pages ignore
// them), then the handler; whatever it throws becomes a 500 with the request id.
Response dispatch(const Router& router, const Request& request, Services& services);

// The two halves of dispatch, for the server, which matches before it chooses a thread.
Response run_route(const Route& route, const Request& request, Services& services);
// 404, 405 with Allow, or the answer to OPTIONS.
Response answer_unmatched(const Match& match, const Request& request, Services& services);

// Who asks, judged by the path alone: for errors before a route is known.
Audience audience_of(std::string_view path);
// The same for what has arrived of a request that may never be whole, so that even its refusal has
// the form that its sender expects.
Audience audience_of_request_line(std::string_view received);

}  // namespace evidence::server
