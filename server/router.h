// The one table of routes: method, pattern, kind, handler. docs/api/openapi.yaml (embedded, served as
// /api/v1/openapi.json) must list exactly the routes marked documented; a test holds them together.
// Immutable after construction, thread-safe.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

using Handler = Response (*)(const Request&, Services&);

enum class Audience { kPage, kApi, kOperations };  // decides the form of errors

struct Route {
  std::string_view method;   // "GET"
  std::string_view pattern;  // "/works/{id}"; a {name} matches one segment
  Audience audience;
  Handler handler;
  bool inline_ok = false;    // so cheap that it runs on the I/O thread (health, static files)
  std::vector<std::string_view> parameters;  // query parameters it knows; "filter.*" matches a prefix
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

 private:
  std::vector<Route> routes_;
};

// Every route of the program.
std::vector<Route> all_routes();

// Runs a matched route: unknown query parameters → 400 (API: `unknown-parameter`; pages ignore
// them), then the handler; whatever it throws becomes a 500 with the request id.
Response dispatch(const Router& router, const Request& request, Services& services);

}  // namespace evidence::server
