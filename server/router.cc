#include "server/router.h"

#include <algorithm>
#include <exception>

#include "base/log.h"
#include "base/text.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

bool is_placeholder(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

// Fills `parameters` only where the whole pattern matches.
bool matches(std::string_view pattern, const std::vector<std::string_view>& segments,
             std::map<std::string, std::string>& parameters) {
  const std::vector<std::string_view> wanted = split(pattern, '/');
  if (wanted.size() != segments.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (is_placeholder(wanted[i]) ? segments[i].empty() : wanted[i] != segments[i]) return false;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!is_placeholder(wanted[i])) continue;
    parameters.emplace(wanted[i].substr(1, wanted[i].size() - 2), segments[i]);
  }
  return true;
}

bool knows_parameter(const Route& route, std::string_view name) {
  return std::any_of(route.parameters.begin(), route.parameters.end(),
                     [name](std::string_view known) {
                       if (known == "*") return true;
                       if (!known.ends_with(".*")) return known == name;
                       const std::string_view prefix = known.substr(0, known.size() - 1);
                       return name.size() > prefix.size() && name.starts_with(prefix);
                     });
}

Response unknown_parameter(const Route& route, const Request& request, const std::string& name) {
  Error error{ErrorCode::kInvalidArgument, "unknown_parameter",
              "This endpoint has no query parameter " + quoted_for_message(name) + ".", ""};
  if (route.parameters.empty()) {
    error.hint = "It takes none.";
  } else {
    std::vector<std::string> known(route.parameters.begin(), route.parameters.end());
    error.hint = "It knows: " + join(known, ", ") + ".";
  }
  return problem_at(error, name, request);
}

std::string allow_header(const std::vector<std::string_view>& methods) {
  std::vector<std::string> all;
  for (const std::string_view method : methods) {
    all.emplace_back(method);
    if (method == "GET") all.emplace_back("HEAD");
  }
  all.emplace_back("OPTIONS");
  return join(all, ", ");
}

Error internal_error(const Request& request, std::string_view what) {
  log_error("request " + request.request_id + ": a handler failed: " + std::string(what));
  return {ErrorCode::kInternal, "internal", "", ""};
}

}  // namespace

Match Router::match(std::string_view method, std::string_view path) const {
  Match match;
  const std::vector<std::string_view> segments = split(path, '/');
  for (const Route& route : routes_) {
    std::map<std::string, std::string> parameters;
    if (!matches(route.pattern, segments, parameters)) continue;
    if (route.method == method) {
      match.route = &route;
      match.path_parameters = std::move(parameters);
      return match;
    }
    match.allowed_methods.push_back(route.method);
  }
  return match;
}

std::size_t Router::largest_body() const {
  std::size_t largest = 0;
  for (const Route& route : routes_) largest = std::max(largest, route.max_body_bytes);
  return largest;
}

Audience audience_of(std::string_view path) {
  if (path.starts_with("/api/")) return Audience::kApi;
  if (path == "/healthz" || path == "/readyz" || path == "/metrics") return Audience::kOperations;
  return Audience::kPage;
}

Audience audience_of_request_line(std::string_view received) {
  const std::size_t space = received.substr(0, 32).find(' ');
  if (space == std::string_view::npos) return Audience::kPage;
  received.remove_prefix(space + 1);
  return audience_of(received.substr(0, received.find_first_of(" ?\r\n")));
}

Response run_route(const Route& route, const Request& request, Services& services) {
  if (route.audience == Audience::kApi) {
    for (const auto& [name, value] : request.query) {
      if (!knows_parameter(route, name)) return unknown_parameter(route, request, name);
    }
  }
  Error error;
  try {
    return route.handler(request, services);
  } catch (const std::exception& exception) {
    error = internal_error(request, exception.what());
  } catch (...) {
    error = internal_error(request, "an exception of no known type");
  }
  return error_response(error, request, route.audience, services);
}

Response answer_unmatched(const Match& match, const Request& request, Services& services) {
  const Audience audience = audience_of(request.path);
  if (match.allowed_methods.empty()) {
    return error_response(
        {ErrorCode::kNotFound, "not_found", "There is no page at this address.",
         audience == Audience::kApi ? "All endpoints are listed in /api/v1/openapi.json."
                                    : "Check the address, or start from the search page."},
        request, audience, services);
  }
  Response response;
  if (request.method == "OPTIONS") {
    response.status = 204;
    response.content_type.clear();
    if (audience == Audience::kApi) {
      response.headers.emplace_back("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
      response.headers.emplace_back("Access-Control-Allow-Headers", "If-None-Match");
      response.headers.emplace_back("Access-Control-Max-Age", "86400");
    }
  } else {
    response = problem(
        405, "method_not_allowed",
        "This address does not answer " + quoted_for_message(request.method, 20) + " requests.",
        request);
  }
  response.headers.emplace_back("Allow", allow_header(match.allowed_methods));
  return response;
}

Response dispatch(const Router& router, const Request& request, Services& services) {
  Match match = router.match(request.method, request.path);
  if (match.route == nullptr) return answer_unmatched(match, request, services);
  Request with_parameters = request;
  with_parameters.path_parameters = std::move(match.path_parameters);
  return run_route(*match.route, with_parameters, services);
}

}  // namespace evidence::server
