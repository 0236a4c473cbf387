#include "server/problem.h"

#include <algorithm>
#include <exception>
#include <optional>

#include "base/error_code.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "server/pages.h"

namespace evidence::server {
namespace {

// What no ErrorCode says.
constexpr std::pair<std::string_view, int> kStatusOfSlug[] = {
    {"edit_key_missing", 401},
    {"wrong_edit_key", 403},
    {"strategy_changed", 409},
    {"unsupported_media_type", 415},
    {"too_many_changes_by_address", 429},
    {"too_many_reports", 429},
};

std::string hyphenated(std::string_view slug) {
  std::string text(slug);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

std::string underscored(std::string_view slug) {
  std::string text(slug);
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

std::string_view title_of(int status) {
  switch (status) {
    case 400:
      return "Invalid request";
    case 401:
      return "Edit key needed";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 405:
      return "Method not allowed";
    case 408:
      return "The request took too long to arrive";
    case 413:
      return "Request too large";
    case 414:
      return "Address too long";
    case 409:
      return "Changed meanwhile";
    case 415:
      return "Content of another kind";
    case 417:
      return "Expectation cannot be met";
    case 429:
      return "Too many requests";
    case 431:
      return "Request header too large";
    case 501:
      return "Not implemented";
    case 503:
      return "Not available now";
    case 505:
      return "HTTP version not supported";
    default:
      return status >= 500 ? "Internal error" : "Invalid request";
  }
}

// Whether the message was written for the person who asked. The others may hold paths and the words
// of libraries.
bool is_for_the_reader(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
    case ErrorCode::kTooLarge:
    case ErrorCode::kTimeout:
    case ErrorCode::kBlocked:
      return true;
    default:
      return false;
  }
}

std::string_view plain_sentence(ErrorCode code) {
  switch (code) {
    case ErrorCode::kBusy:
      return "The service is busy and could not answer in time.";
    case ErrorCode::kUnavailable:
      return "The search index is not available at the moment.";
    default:
      return "Something went wrong inside the service.";
  }
}

Response write_problem(int status, std::string_view slug, std::string_view title,
                       std::string_view detail, std::string_view hint, std::string_view parameter,
                       const Request& request) {
  json::object object;
  object["type"] = "urn:evidence:problem:" + hyphenated(slug);
  object["title"] = title;
  object["status"] = status;
  object["detail"] = detail;
  if (!hint.empty()) object["hint"] = hint;
  if (!request.path.empty()) object["instance"] = request.path;  // never the query
  object["code"] = underscored(slug);
  object["request_id"] = request.request_id;
  if (!parameter.empty()) {
    json::object fault;
    fault["parameter"] = truncate_utf8(parameter, 80);
    fault["code"] = underscored(slug);
    fault["message"] = detail;
    object["errors"] = json::array{std::move(fault)};
  }
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = json::serialize(object);
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

bool mentions(const Request& request, std::string_view type) {
  const auto accept = request.headers.find("accept");
  return accept != request.headers.end() && accept->second.find(type) != std::string::npos;
}

bool wants_page(const Request& request, Audience audience) {
  const bool wants_json = mentions(request, "json") && !mentions(request, "text/html");
  return audience == Audience::kPage && !wants_json;
}

// Nothing when the page itself fails: then the reader gets the problem document.
std::optional<Response> try_page(int status, std::string_view title, std::string_view message,
                                 std::string_view hint, const Request& request,
                                 Services& services) {
  try {
    Response page = page_error(status, title, message, hint, request, services);
    page.status = status;
    page.headers.emplace_back("Cache-Control", "no-store");
    if (status == 503) page.headers.emplace_back("Retry-After", "1");
    return page;
  } catch (const std::exception& exception) {
    log_error("request " + request.request_id + ": the error page failed: " + exception.what());
  }
  return std::nullopt;
}

}  // namespace

int status_of(const Error& error) {
  for (const auto& [slug, status] : kStatusOfSlug) {
    if (error.slug == slug) return status;
  }
  if (error.code == ErrorCode::kTimeout) return 503;
  if (error.code == ErrorCode::kTooLarge && error.slug.starts_with("query_")) return 400;
  return http_status(error.code);
}

Error public_error(const Error& error, const Request& request) {
  Error shown = error;
  if (shown.slug.empty()) shown.slug = error_slug(error.code);
  if (is_for_the_reader(error.code) || error.slug == "strategies_full") return shown;
  if (!error.message.empty()) {
    const std::string line =
        "request " + request.request_id + ": " + shown.slug + ": " + error.message;
    if (error.code == ErrorCode::kBusy) {
      log_warning(line);
    } else {
      log_error(line);
    }
  }
  shown.message = plain_sentence(error.code);
  shown.hint = status_of(error) == 503
                   ? "Try again in a moment."
                   : "Try again; if it happens again, report the request id to the service.";
  return shown;
}

Response problem(const Error& error, const Request& request) {
  return problem_at(error, "", request);
}

Response problem_at(const Error& error, std::string_view parameter, const Request& request) {
  const Error shown = public_error(error, request);
  return write_problem(status_of(error), shown.slug, error_title(error.code), shown.message,
                       shown.hint, parameter, request);
}

Response problem(int status, std::string_view slug, std::string_view detail,
                 const Request& request) {
  return write_problem(status, slug, title_of(status), detail, "", "", request);
}

Response error_response(const Error& error, const Request& request, Audience audience,
                        Services& services) {
  if (!wants_page(request, audience)) return problem(error, request);
  const Error shown = public_error(error, request);
  const std::optional<Response> page = try_page(status_of(error), error_title(error.code),
                                                shown.message, shown.hint, request, services);
  return page ? *page : problem(error, request);
}

Response refusal_response(int status, std::string_view slug, std::string_view detail,
                          const Request& request, Audience audience, Services& services) {
  if (!wants_page(request, audience)) return problem(status, slug, detail, request);
  const std::optional<Response> page =
      try_page(status, title_of(status), detail, status == 503 ? "Try again in a moment." : "",
               request, services);
  return page ? *page : problem(status, slug, detail, request);
}

}  // namespace evidence::server
